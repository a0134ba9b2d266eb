"""Whose budget a workbook is: from the line items where they are at hand, else from what it prints."""

from pathlib import Path

from budgetbook.stories.check import check
from budgetbook.stories.fill import fill
from budgetbook.stories.subject import Subject
from tests.hostile import disclosure
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
ITEMS = REPOSITORY / "examples" / "line_items.csv"


def test_line_items_say_it_to_the_fen(tmp_path: Path) -> None:

    total = sum(round(float(line.rsplit(",", 1)[1]) * 100) for line in ITEMS.read_text(encoding="utf-8-sig").splitlines()[1:])
    outcome = fill(TEMPLATE, tmp_path / "a.xlsx", items=ITEMS)
    assert outcome.subject == Subject("示范区行政审批局", 2024, total)


def test_a_workbook_alone_says_it_as_it_is_printed(tmp_path: Path) -> None:
    path = disclosure.write(tmp_path / "a.xlsx")
    assert check(path).subject == Subject("某局", 2024, 206_0000_00)


def test_what_is_not_readable_is_not_said(tmp_path: Path) -> None:
    path = disclosure.write(tmp_path / "a.xlsx", 表二={"C4": "两百"}, 表三={"A2": "", "C4": "两百"})
    assert check(path).subject.spending is None
