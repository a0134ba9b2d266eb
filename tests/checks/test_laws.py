"""Two laws: a filled book breaks no equation; no figure can be changed unnoticed, and the report points at it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.checks.check import check_book
from budgetbook.model.finding import Verdict
from tests.checks.department import Items, make_department
from tests.checks.mutations import Outcome, measure
from tests.checks.published import line_items, published_book
from tests.reference import needs_reference


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_filled_book_breaks_no_equation(seed: int) -> None:
    report = check_book(make_department(seed).book())
    assert report.equations[Verdict.DISAGREE] == 0, [finding.message for finding in report.findings]
    assert report.equations[Verdict.UNCHECKED] == 0
    assert report.equations[Verdict.AGREE] > 30


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10**9))
def test_a_filled_book_agrees_with_its_items(seed: int) -> None:
    department = make_department(seed)
    report = check_book(department.book(), Items(department))
    assert report.disagreements == 0, [finding.message for finding in report.findings]
    assert next(check for check in report.checks if check.code == "ITEM").counts[Verdict.AGREE] == len(department.book().figures)


def show(name: str, outcome: Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{name}: noticed {outcome.noticed_rate:.1%}, named first {outcome.first_rate:.1%} of {outcome.tried}")


@needs_reference
def test_a_wrong_amount_in_the_reference_design_is_noticed_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = measure([(published_book(mended=True), None)], 300, seed=1)
    show("reference design", outcome, capsys)
    assert outcome.noticed_rate == 1, outcome.missed
    assert outcome.first_rate >= 0.99, outcome.missed


def test_a_wrong_amount_in_a_made_up_department_is_noticed_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = measure([(make_department(seed).book(), None) for seed in range(40)], 250, seed=2)
    show("made-up departments", outcome, capsys)
    assert outcome.noticed_rate >= 0.99, outcome.missed
    assert outcome.first_rate >= 0.95, outcome.missed


def test_with_items_every_wrong_amount_is_named_first() -> None:
    departments = [make_department(seed) for seed in range(100, 108)]
    outcome = measure([(department.book(), department) for department in departments], 25, seed=3)
    assert outcome.first_rate == 1, outcome.missed


@needs_reference
def test_with_items_every_wrong_amount_of_the_reference_design_is_named_first() -> None:
    outcome = measure([(published_book(mended=True), line_items())], 15, seed=4)
    assert outcome.first_rate == 1, outcome.missed
