"""A budget of a year for which the program has no lists of codes: it is filled and checked, and one remark says by what."""

from pathlib import Path

import pytest

from budgetbook.model.finding import Severity, Verdict
from budgetbook.stories.check import check
from budgetbook.stories.fill import fill
from budgetbook.stories.outcome import Outcome
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
SAID = "没有 2026 年的科目表，用的是 2024 年的"


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example as of 2026, with a 功能科目 that no list of 2024 has."""
    text = (REPOSITORY / "examples" / "line_items.csv").read_text(encoding="utf-8-sig")
    path = tmp_path_factory.mktemp("2026") / "明细.csv"
    path.write_text(text.replace("2024", "2026").replace("2030603", "2037703"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def filled(lists: Path) -> tuple[Path, Outcome]:
    output = lists.with_name("2026.xlsx")
    return output, fill(TEMPLATE, output, items=lists)


def said(outcome: Outcome) -> list[str]:
    return [problem.message for problem in outcome.warnings if "没有 2026 年" in problem.message]


def test_it_is_filled_with_one_remark_that_names_the_year_of_the_lists(filled: tuple[Path, Outcome]) -> None:
    _, outcome = filled
    assert said(outcome) == [SAID]
    assert sum("“2037703”不在 2024 年的科目表里" in problem.message for problem in outcome.warnings) == 1
    assert not outcome.report.disagreements


def test_checking_raises_no_false_alarm(filled: tuple[Path, Outcome], lists: Path) -> None:
    for items in (None, lists):
        outcome = check(filled[0], items=items)
        assert said(outcome) == [SAID]
        codes = [finding for finding in outcome.report.findings if finding.code in ("F04", "F07")]
        assert codes and {(finding.verdict, finding.severity) for finding in codes} == {(Verdict.REMARK, Severity.INFORMATION)}
        assert not outcome.report.disagreements


def test_a_year_with_lists_says_nothing(tmp_path: Path) -> None:
    outcome = fill(TEMPLATE, tmp_path / "2024.xlsx", items=REPOSITORY / "examples" / "line_items.csv")
    assert not any("科目表" in problem.message for problem in outcome.warnings)
