"""Whole tables: cell by cell what filling writes."""

import csv
from pathlib import Path

import openpyxl
import pytest

from benchmarks.departments import AMOUNT, ITEM_COLUMNS, Size, make_department
from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.fill import fill
from budgetbook.stories.functions.tables import table
from tests.items.lists import HEADINGS, line
from tests.reference import REFERENCE, REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
NAMES = [f"表{number}" for number in ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")]
ITEMS = (REFERENCE if REFERENCE.is_dir() else REPOSITORY / "examples") / "line_items.csv"


def read(path: Path) -> list[list[object]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return [[text or None for text in row] for row in csv.reader(file)]


def made_up(folder: Path) -> Path:
    """A department with all kinds of money, income lines and two units."""
    department = make_department(Size(items=400, forms=10, functions=8, units=2))
    path = folder / "明细.csv"
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*ITEM_COLUMNS, AMOUNT])
        amounts = [f"{fen / 100:.2f}" for fen in department.fen]
        writer.writerows(zip(*(department.columns[name] for name in ITEM_COLUMNS), amounts, strict=True))
    return path


@pytest.fixture(scope="module", params=["published or example", "made up"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Line items as rows, and the workbook that filling makes of them."""
    folder = tmp_path_factory.mktemp("tables")
    items = ITEMS if request.param == "published or example" else made_up(folder)
    fill(TEMPLATE, folder / "filled.xlsx", items=items)
    return read(items), openpyxl.load_workbook(folder / "filled.xlsx")


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_what_filling_writes_cell_by_cell(case, name: str) -> None:
    rows, book = case
    ours = table(rows, name)
    written = [list(row) for row in book[name].iter_rows(values_only=True)]
    height = max(at for at, row in enumerate(written, 1) if any(value is not None for value in row))
    assert len(ours) == height and {len(row) for row in ours} == {len(ours[0])}
    for at, (mine, theirs) in enumerate(zip(ours, written, strict=False), 1):
        assert mine == theirs[: len(mine)], (name, at)
        assert not any(value is not None for value in theirs[len(mine) :]), (name, at)


def test_the_made_up_department_fills_tables_that_the_other_leaves_empty(case) -> None:
    rows, _ = case
    empty = [name for name in NAMES if any("注：本表无数据" in row for row in table(rows, name))]
    assert len(empty) < 13 and {"表一", "表三"}.isdisjoint(empty)


@pytest.mark.parametrize("word", ["表三", "三", "3", 3.0, "表3", "预算公开表3", " 表 三 ", "３", [["表三"]]])
def test_a_table_has_many_names(word: object) -> None:
    rows = [list(HEADINGS), line()]
    assert table(rows, word)[0][0] == "预算公开表3"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("表十四", "没有“表十四”这张表（可填：表一、表二、"),
        (0.0, "没有“0”这张表"),
        (14.0, "没有“14”这张表"),
        (None, "“表名”的单元格是空的"),
        ("#N/A", "“表名”的单元格是错误值 #N/A"),
        ([["表一"], ["表二"]], "“表名”只能选一个单元格"),
    ],
)
def test_what_is_no_table_is_said(word: object, said: str) -> None:
    with pytest.raises(BudgetbookError) as caught:
        table([list(HEADINGS), line()], word)
    assert said in str(caught.value)


def test_the_year_is_that_of_the_items() -> None:
    assert table([list(HEADINGS), line(预算年度="2025")], "表三")[1][0] == "2025年预算支出总表"
