"""The help is true: what the examples show is what the functions answer, and the page says nothing else."""

import pytest

from budgetbook.fronts.udfs import functions
from budgetbook.fronts.udfs.help_page import page
from budgetbook.fronts.udfs.help_texts import help_texts
from tests.reference import REPOSITORY

from .examples import example_rows, shown, work_out

EXAMPLES = [(name, *example) for name, said in help_texts().items() for example in said.examples]


@pytest.mark.parametrize(("name", "formula", "shows"), EXAMPLES, ids=[formula for _, formula, _ in EXAMPLES])
def test_examples_show_what_they_say(name: str, formula: str, shows: str) -> None:
    a1 = functions.BUDGET_LOAD(example_rows())
    result = shown(work_out(functions, formula, a1))
    start, dots, end = shows.partition("……")
    assert formula.startswith(f"={name}(")
    assert result.startswith(start) and result.endswith(end) if dots else result == shows


def test_every_function_has_an_example() -> None:
    assert {name for name, *_ in EXAMPLES} == set(help_texts())


def test_the_page_is_made_from_the_help() -> None:
    assert (REPOSITORY / "docs" / "functions.md").read_text(encoding="utf-8") == page()
