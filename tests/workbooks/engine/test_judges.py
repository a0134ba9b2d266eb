"""A workbook on which everything was done that the engine can do, before the Open XML SDK, LibreOffice and openpyxl."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
import xlwings

from tests.workbooks import judges, rich


def worked_on(book: xlwings.Book, folder: Path) -> Path:
    table, other = book.sheets[rich.TABLE], book.sheets[rich.OTHER]
    table["A4"].number_format = "@"
    table["A4:C4"].value = ["001", "1,234.50", datetime.date(2024, 5, 6)]
    table["E4:E5"].formula = [["=B4*2"], ["=IFNA(B5,0)"]]
    table["E6"].formula_array = "=SUM(B4:B5*B4:B5)"
    table["H:I"].number_format = "0.00%"
    table["20:21"].color = (221, 235, 247)
    table["B20:C22"].font.set(bold=True, italic=True, size=14, color="#C00000", name="黑体")
    table["B20:C22"].wrap_text = True
    table["B20:C22"].horizontal_alignment = "center_across_selection"
    table["A30:C31"].merge()
    table["A30"].value = "合并"
    table["A4"].add_hyperlink("https://example.org/?a=1&b=2", "网站", "提示")
    table["A5"].add_hyperlink("#说明!A1", "说明")
    table["D5"].add_note("请核对")
    table["J:K"].column_width = 30
    table["25:26"].row_height = 33
    table["M2"].columns.hidden = True
    table["27:27"].rows.hidden = True
    table["12:13"].insert("down")
    table["16:16"].delete()
    table["B40"].value = "'=文字"
    table["B4:B5"].name = "金额"
    book.names.add("比率", "=0.13")
    other.name = "说明 一"
    other.names.add("本表二", "='说明 一'!$A$1")
    new = book.sheets.add("新表", before=table)
    new["A1"].value = [["项目", "金额"], ["甲", 1.5]]
    new.freeze_panes.freeze_at("A1:A1")
    new.page_setup.print_area = "A1:B2"
    new.show_gridlines = False
    table.copy(before=other, name="副本")
    other.move(before=new)
    book.sheets["副本"].visible = False
    new.autofit()
    table.activate()
    table["B4:C5"].select()
    target = folder / "worked.xlsx"
    book.save(target)
    return target


def test_it_is_sound(opened: xlwings.Book, tmp_path: Path) -> None:
    judges.assert_sound(worked_on(opened, tmp_path))


@pytest.mark.validator
def test_the_sdk_finds_no_error(opened: xlwings.Book, tmp_path: Path) -> None:
    assert judges.schema_errors(worked_on(opened, tmp_path)) == []


def test_openpyxl_reads_what_was_done(opened: xlwings.Book, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(worked_on(opened, tmp_path))
    assert book.sheetnames == ["说明 一", "新表", rich.TABLE, "副本"] and book.active.title == rich.TABLE
    table = book[rich.TABLE]
    assert (table["A4"].value, table["B4"].value, table["C4"].value) == ("网站", 1234.5, datetime.datetime(2024, 5, 6))
    assert (table["E4"].value, table["E5"].value) == ("=B4*2", "=_xlfn.IFNA(B5,0)")
    assert table["E6"].value.text == "=SUM(B4:B5*B4:B5)"
    assert table["A4"].hyperlink.target == "https://example.org/?a=1&b=2" and table["A5"].hyperlink.location == "'说明 一'!A1"
    assert table["B21"].font.b and table["B21"].font.i and table["B21"].font.sz == 14 and table["B21"].font.name == "黑体"
    assert table["B21"].font.color.rgb == "FFC00000" and table["B21"].alignment.horizontal == "centerContinuous"
    assert table["B40"].value == "=文字" and table["B40"].data_type == "s" and table["B40"].quotePrefix
    assert "A31:C32" in {str(area) for area in table.merged_cells.ranges} and table["A31"].value == "合并"
    assert table.column_dimensions["H"].number_format == "0.00%" and table.column_dimensions["M"].hidden
    assert book.defined_names["金额"].attr_text == f"'{rich.TABLE}'!$B$4:$B$5" and book.defined_names["比率"].attr_text == "0.13"
    assert book["新表"].freeze_panes == "B2" and book["新表"].print_area == "'新表'!$A$1:$B$2"
    assert book["副本"].sheet_state == "hidden" and not book["新表"].sheet_view.showGridLines


@pytest.mark.libreoffice
def test_libreoffice_computes_what_was_entered(book: xlwings.Book, tmp_path: Path) -> None:
    sheet = book.sheets[0]
    sheet["A1:B1"].value = [2, "3"]
    sheet["C1"].formula = "=IFS(A1>1,A1*B1,TRUE,0)"
    sheet["C2"].formula_array = "=SUM(A1:B1*A1:B1)"
    book.save(tmp_path / "computed.xlsx")
    rows = judges.libreoffice_values(tmp_path / "computed.xlsx", "Sheet1")
    assert rows[0][2] == "6" and rows[1][2] == "13"
