"""The glossary maps each term of the code to one official term, and back."""

from __future__ import annotations

import re

from budgetbook.model import dimensions
from tests.reference import REPOSITORY

LINES = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if line.startswith("| ")]
TERMS = {term: official for term, official, _ in ROWS[1:]}


def test_the_mapping_is_one_to_one():
    assert ROWS[0] == ["term", "标准术语", "说明"]
    assert len(TERMS) == len(ROWS) - 1 == len(set(TERMS.values()))


def test_terms_are_identifiers_and_official_terms_are_chinese():
    for term, official in TERMS.items():
        assert term.isidentifier() and term.isascii(), term
        assert re.fullmatch(r"[\u4e00-\u9fff“”、]+", official), official


def test_the_nodes_that_code_names_bear_their_official_name():
    masks = {node.mask: node.name for node in dimensions.NODES.values()}
    named = {name: masks[mask] for name, mask in vars(dimensions).items() if name.isupper() and type(mask) is int and mask in masks}
    assert len(named) >= 12
    assert {name: TERMS.get(name) for name in named} == named


def test_the_small_dimensions_have_a_term():
    assert set(dimensions.DIMENSIONS) <= set(TERMS)
