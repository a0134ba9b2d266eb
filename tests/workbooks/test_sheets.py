"""Whole sheets come and go."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import judges, packages, rich


def saved(workbook: FileWorkbook, folder: Path) -> Path:
    target = folder / "saved.xlsx"
    workbook.save(str(target))
    judges.assert_sound(target)
    return target


def test_added_sheets_are_behind_and_hidden_ones_very_hidden(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.add_sheet("检查结果")
    workbook.add_sheet("记录", hidden=True)
    workbook.write("记录", {(2, 3): "甲"})
    other = openpyxl.load_workbook(saved(workbook, tmp_path))
    assert workbook.sheets() == other.sheetnames == [rich.TABLE, rich.OTHER, "检查结果", "记录"]
    assert [sheet.sheet_state for sheet in other] == ["visible", "visible", "visible", "veryHidden"]
    assert other["记录"]["C2"].value == "甲"


def test_an_added_sheet_that_goes_leaves_no_trace(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.add_sheet("记录", hidden=True)
    workbook.note("记录", {(1, 1): "备注"})
    workbook.write("记录", {(1, 1): "甲"})
    workbook.link("记录", {(1, 1): (rich.TABLE, (1, 1))})
    workbook.remove_sheet("记录")
    assert packages.changed(rich_path, saved(workbook, tmp_path)) == set()


@pytest.mark.parametrize(
    "name", ["", "  ", "字" * 32, "a/b", "a\\b", "a?b", "a*b", "[a]", "a:b", "'a", "a'", "History", "说明", "坏\n名", "😀" * 16]
)
def test_names_that_excel_does_not_take(name: str, rich_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="请换一个名称"):
        FileWorkbook.open(str(rich_path)).add_sheet(name)


def test_names_that_it_does_take(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    names = ["字" * 31, 'a&b<c>"', "表 'x' 二", "2024", "…。"]
    for name in names:
        workbook.add_sheet(name)
        workbook.write(name, {(1, 1): name})
    assert openpyxl.load_workbook(saved(workbook, tmp_path)).sheetnames[2:] == names


def test_a_sheet_goes_with_its_own_parts_and_names(tmp_path: Path, rich_path: Path) -> None:
    book = packages.read(rich_path)["xl/workbook.xml"].decode()
    view = book[book.index("<workbookView") : book.index("/>", book.index("<workbookView"))]
    path = packages.altered(rich_path, tmp_path / "b.xlsx", {"xl/workbook.xml": (view, view + ' activeTab="1"')})
    workbook = FileWorkbook.open(str(path))
    workbook.write(rich.OTHER, {(8, 2): None})
    plain = packages.altered(
        path, tmp_path / "c.xlsx", {"xl/worksheets/sheet2.xml": ("<f>'表三 支出'!B6</f>", "")}
    )  # no formula refers to the sheet
    workbook = FileWorkbook.open(str(plain))
    workbook.remove_sheet(rich.TABLE)
    target = saved(workbook, tmp_path)
    assert openpyxl.load_workbook(target).sheetnames == [rich.OTHER]
    gone = packages.read(path).keys() - packages.read(target).keys()
    assert {
        "xl/comments1.xml",
        "xl/charts/chart1.xml",
        "xl/drawings/drawing1.xml",
        "xl/threadedComments/threadedComment1.xml",
    } <= gone
    assert "xl/tables/table1.xml" not in gone and "xl/persons/person.xml" not in gone
    text = packages.read(target)["xl/workbook.xml"].decode()
    assert 'activeTab="0"' in text and "Print_Area" not in text and 'name="本表" localSheetId="0"' in text


def test_what_others_refer_to_and_the_last_sheet_stay(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    with pytest.raises(BudgetbookError, match="工作表“说明”里有公式引用它，不能删除"):
        workbook.remove_sheet(rich.TABLE)
    single = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx")))
    single.add_sheet("记录", hidden=True)
    with pytest.raises(BudgetbookError, match="最后一张可见的工作表"):
        single.remove_sheet("表")


def test_locked_structure_is_respected(tmp_path: Path) -> None:
    book = packages._PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookProtection lockStructure="1"/><sheets>')
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", parts={"xl/workbook.xml": book})))
    for change in (lambda: workbook.add_sheet("新"), lambda: workbook.remove_sheet("表")):
        with pytest.raises(BudgetbookError, match="请先在“审阅”中撤销工作簿保护"):
            change()
