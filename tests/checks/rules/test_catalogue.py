"""The catalogue of rules, as data and as a page."""

import inspect
import re

from budgetbook.checks.rules import FAMILIES, rules
from budgetbook.checks.rules.catalogue import example, find_rule, page
from budgetbook.checks.rules.rule import Rule
from tests.reference import REPOSITORY

EXPECTED = [*(f"F{n:02}" for n in range(1, 8)), *(f"P{n:02}" for n in range(1, 14)), "D01", "D02"]


def test_the_codes_are_those_of_the_design() -> None:
    assert [rule.code for rule in rules()] == EXPECTED


def test_every_law_is_one_sentence_with_ought() -> None:
    for rule in rules():
        assert "应" in rule.law and not re.search("[。！？；]", rule.law), rule.code
        assert rule.why.startswith("常见于") and rule.why.endswith("。"), rule.code
        assert rule.basis


def test_a_rule_is_a_short_function() -> None:
    for rule in rules():
        assert len(inspect.getsource(rule.test).splitlines()) <= 26, rule.code


def test_no_code_is_given_twice() -> None:
    found = [each.code for family in FAMILIES for each in vars(family).values() if isinstance(each, Rule)]
    assert len(found) == len(set(found)) == len(EXPECTED)


def test_the_page_in_the_docs_is_what_the_rules_make() -> None:
    """When this fails: budgetbook rules --markdown > docs/rules.md"""
    assert (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8") == page()


def test_a_code_is_found_however_it_is_typed() -> None:
    rule = find_rule(" p04 ")
    assert rule is not None and rule.law == "年度成本指标应等于年度资金总额"
    assert find_rule("Z99") is None
    assert "互联网" in example("D02") or "系统原因" in example("D02")
