"""Merges, heights, widths and looks, judged by openpyxl."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from budgetbook.model.grid import Area
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Look
from tests.workbooks import judges, packages, rich


def seen(workbook: FileWorkbook, folder: Path, sheet: str) -> Worksheet:
    target = folder / "seen.xlsx"
    workbook.save(str(target))
    judges.assert_sound(target)
    return openpyxl.load_workbook(target)[sheet]


def test_merging_clears_what_is_covered_and_unmerging_undoes(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.merge(rich.TABLE, [Area(4, 1, 5, 2), Area(20, 1, 21, 3), Area(30, 1, 30, 1)])
    sheet = seen(workbook, tmp_path, rich.TABLE)
    assert {str(merge) for merge in sheet.merged_cells.ranges} == {"A1:D1", "A4:B5", "A20:C21"}
    values = workbook.grid(rich.TABLE).values
    assert values[4, 1] == "2010301" and not {(4, 2), (5, 1), (5, 2)} & values.keys()
    workbook.unmerge(rich.TABLE, [Area(4, 1, 5, 2), Area(20, 1, 21, 3), Area(1, 1, 1, 4)])
    assert not seen(workbook, tmp_path, rich.TABLE).merged_cells.ranges


def test_merges_that_overlap_are_refused_together(rich_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    with pytest.raises(BudgetbookError) as refusal:
        workbook.merge(rich.TABLE, [Area(1, 4, 2, 5), Area(20, 1, 21, 3), Area(21, 3, 22, 4)])
    assert [problem.place for problem in refusal.value.problems] == ["D1:E2", "C21:D22"]
    with pytest.raises(BudgetbookError, match="B6：单元格里有公式，合并会使它丢失"):
        workbook.merge(rich.TABLE, [Area(5, 2, 6, 2)])
    with pytest.raises(BudgetbookError, match="不是合并单元格"):
        workbook.unmerge(rich.TABLE, [Area(1, 1, 1, 3)])


def test_heights_and_widths(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.set_heights(rich.TABLE, {4: 33.5, 50: 20})
    workbook.set_widths(rich.TABLE, {1: 30, 2: 12.5, 9: 7})
    sheet = seen(workbook, tmp_path, rich.TABLE)
    assert (sheet.row_dimensions[4].height, sheet.row_dimensions[50].height) == (33.5, 20)
    assert [sheet.column_dimensions[name].width for name in "ABI"] == [30, 12.5, 7]
    assert workbook.widths(rich.TABLE, 9)[:2] == [30, 12.5] and workbook.widths(rich.TABLE, 9)[8] == 7


def test_one_column_is_cut_out_of_a_span_and_keeps_its_style(tmp_path: Path) -> None:
    around = '<cols><col min="2" max="5" width="9" style="1" customWidth="1"/></cols>{}'
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", around=around)))
    workbook.set_widths("表", {3: 20, 1: 4, 7: 5})
    assert workbook.widths("表", 8) == [4, 9, 20, 9, 9, 8.43, 5, 8.43]
    workbook.write("表", {(1, 3): 45352})
    assert seen(workbook, tmp_path, "表")["C1"].is_date


def test_a_sheet_that_spans_all_columns_is_not_walked(tmp_path: Path) -> None:
    around = (
        '<sheetFormatPr defaultColWidth="10" defaultRowHeight="15"/><cols><col min="2" max="16384" width="3" hidden="1"/></cols>{}'
    )
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", around=around)))
    assert workbook.widths("表", 3) == [10, 0, 0]


def test_every_side_of_a_look(tmp_path: Path, rich_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.add_sheet("结果")
    title = Look(True, 14, "ff0000", "DDEBF7", True, True, "center", "top", "#,##0.00")
    workbook.format("结果", [(Area(1, 1, 2, 2), title), (Area(2, 2, 2, 3), Look(bold=False, border=False, wrap=False))])
    sheet = seen(workbook, tmp_path, "结果")
    cell = sheet["A1"]
    assert (cell.font.b, cell.font.sz, cell.font.color.rgb) == (True, 14, "FFFF0000")
    assert (cell.fill.fgColor.rgb, cell.border.top.style, cell.number_format) == ("FFDDEBF7", "thin", "#,##0.00")
    assert (cell.alignment.horizontal, cell.alignment.vertical, cell.alignment.wrap_text) == ("center", "top", True)
    assert not sheet["B2"].font.b and sheet["B2"].font.sz == 14 and sheet["B2"].border.top.style is None
    assert sheet["C2"].fill.fill_type is None


def test_equal_looks_are_one_format(tmp_path: Path, rich_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.add_sheet("结果")
    for row in range(1, 30):
        workbook.format("结果", [(Area(row, 1, row, 5), Look(bold=True, fill="DDEBF7"))])
    seen(workbook, tmp_path, "结果")
    before, after = (packages.read(path)["xl/styles.xml"].count(b"<xf ") for path in (rich_path, tmp_path / "seen.xlsx"))
    assert after <= before + 2
