"""What Excel makes of what is written into a cell, and what it hands back."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.engine.errors import NotComputedError
from tests.workbooks import packages, rich

DAY = datetime.datetime(2024, 3, 1)


@pytest.mark.parametrize(
    ("written", "read", "shown_as"),
    [
        ("001", 1.0, "General"),
        (" 12 ", 12.0, "General"),
        ("-1.5", -1.5, "General"),
        ("(3)", -3.0, "General"),
        ("1,234", 1234.0, "#,##0"),
        ("1,234.50", 1234.5, "#,##0.00"),
        ("12%", 0.12, "0%"),
        ("12.5%", 0.125, "0.00%"),
        ("1e3", 1000.0, "0.00E+00"),
        ("110101199001011234", 110101199001011000.0, "General"),  # Excel keeps 15 digits
        ("1e400", "1e400", "General"),
        ("1,23", "1,23", "General"),
        ("2024-03-01", DAY, "m/d/yyyy"),
        ("2024/3/1 10:30", DAY.replace(hour=10, minute=30), "m/d/yyyy h:mm"),
        ("2024年3月1日", DAY, 'yyyy"年"m"月"d"日"'),
        ("2024-13-01", "2024-13-01", "General"),
        ("2024年", "2024年", "General"),
        ("true", True, "General"),
        ("#N/A", None, "General"),
        ("'001", "001", "General"),
        ("-", "-", "General"),
        ("文字", "文字", "General"),
        ("", None, "General"),
        (None, None, "General"),
        (5, 5.0, "General"),
        (True, True, "General"),
        (Decimal("1.10"), 1.1, "General"),
        (DAY.date(), DAY, "m/d/yyyy"),
        (DAY.replace(hour=8), DAY.replace(hour=8), "m/d/yyyy h:mm"),
    ],
)
def test_general_cell(written: Any, read: Any, shown_as: str, sheet: xlwings.Sheet) -> None:
    sheet["B2"].value = written
    assert sheet["B2"].value == read and type(sheet["B2"].value) is type(read)
    assert sheet["B2"].number_format == shown_as


@pytest.mark.parametrize("text", ["001", "=1+1", "2024-03-01", "3-4", "TRUE", "12%"])
def test_cell_that_is_formatted_as_text_keeps_it(text: str, sheet: xlwings.Sheet) -> None:
    sheet["A:B"].number_format = "@"
    sheet["B2"].value = text
    assert sheet["B2"].value == text and sheet["B2"].number_format == "@"


@pytest.mark.parametrize(("value", "text"), [(5, "5"), (0.1 + 0.2, "0.3"), (1e20, "1E+20"), (True, "TRUE")])
def test_cell_that_is_formatted_as_text_makes_text_of_numbers(value: float, text: str, sheet: xlwings.Sheet) -> None:
    sheet["B2"].number_format = "@"
    sheet["B2"].value = value
    assert sheet["B2"].value == text
    with pytest.raises(NotImplementedError, match="日期写进文本格式"):
        sheet["B2"].value = DAY


def test_quote_before_a_text_goes_with_it(sheet: xlwings.Sheet, tmp_path: Path) -> None:
    sheet["A1:A2"].value = [["'=1"], ["'=1"]]
    sheet["A2"].value = 5
    sheet.book.save(tmp_path / "a.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert (shown["A1"].value, shown["A1"].quotePrefix) == ("=1", True) and not shown["A2"].quotePrefix


@pytest.mark.parametrize("code", ["", "G/通用格式", '0"元', "0;0;0;0;0", "[Red0", "0\\", "0" * 256])
def test_number_format_that_is_none(code: str, sheet: xlwings.Sheet) -> None:
    with pytest.raises(ValueError, match="数字格式"):
        sheet["A1"].number_format = code


def test_other_formats_stay(sheet: xlwings.Sheet) -> None:
    sheet["B2"].number_format = "0.0000"
    sheet["B2"].value = "12%"
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.12, "0.0000")


@pytest.mark.parametrize("text", ["3-4", "3/4", "Mar 5", "3月1日", "¥5", "-A1", "+x", "@x", "1 1/2", "1:30 PM", "12-2024"])
def test_what_depends_on_the_machine_is_refused(text: str, sheet: xlwings.Sheet) -> None:
    with pytest.raises(NotImplementedError, match="@"):
        sheet["B2"].value = text
    assert sheet["B2"].value is None


@pytest.mark.parametrize("text", ["50-60", "010-12345678", "A-1", "2024-2025", "Decimal", "一-二", "0-3岁"])
def test_what_only_looks_like_it_is_text(text: str, sheet: xlwings.Sheet) -> None:
    sheet["B2"].value = text
    assert sheet["B2"].value == text


def test_times(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [["12:30", "25:00"]]
    assert sheet["A1"].value == datetime.datetime(1899, 12, 30, 12, 30)
    assert float(sheet["B1"].formula) == pytest.approx(25 / 24) and sheet["B1"].number_format == "[h]:mm:ss"


@pytest.mark.parametrize("value", [object(), {1, 2}, datetime.timedelta(1), b"x"])
def test_what_is_no_value_is_refused(value: object, sheet: xlwings.Sheet) -> None:
    with pytest.raises(TypeError, match="不能写"):
        sheet["A1"].value = [[1, value]]
    assert sheet["A1"].value is None


def test_shapes_must_agree(sheet: xlwings.Sheet) -> None:
    with pytest.raises(ValueError, match="对不上"):
        sheet["A1:B2"].raw_value = [[1, 2, 3], [4, 5, 6]]
    sheet["A1:B2"].raw_value = 7
    assert sheet["A1:B2"].value == [[7, 7], [7, 7]]


def test_errors_are_numbers_as_in_excel(table: xlwings.Sheet) -> None:
    cell = table["C6"]  # =1/0
    assert cell.raw_value == -2146826281 and cell.value is None and cell.options(err_to_str=True).value == "#DIV/0!"


@pytest.mark.parametrize("formula", ["=SUM(A1", '="a', "=A1+", "=", "=(1}", "=SUM(A1))"])
def test_formula_that_is_none(formula: str, sheet: xlwings.Sheet) -> None:
    if formula == "=":
        sheet["A1"].formula = formula
        assert sheet["A1"].value == "="
    else:
        with pytest.raises(ValueError, match="公式"):
            sheet["A1"].formula = formula


@pytest.mark.parametrize("formula", ["=UNIQUE(A1:A3)", "=LET(x,1,x)"])
def test_formula_that_spills_is_refused(formula: str, sheet: xlwings.Sheet) -> None:
    with pytest.raises(NotImplementedError, match="填满多个单元格"):
        sheet["B1"].formula = formula


def test_newer_functions_have_their_prefix_in_the_file_only(sheet: xlwings.Sheet, tmp_path: Path) -> None:
    sheet["A1"].formula = '=IFS(B1>0,"IFS(",TRUE,XLOOKUP(B1,C:C,D:D))'
    assert sheet["A1"].formula == '=IFS(B1>0,"IFS(",TRUE,XLOOKUP(B1,C:C,D:D))'
    sheet.book.save(tmp_path / "a.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").active["A1"]
    assert cell.value == '=_xlfn.IFS(B1>0,"IFS(",TRUE,_xlfn.XLOOKUP(B1,C:C,D:D))'


def test_new_formula_has_no_value(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[1, 2]]
    sheet["C1"].formula = "=A1+B1"
    with pytest.raises(NotComputedError, match="C1：公式 =A1\\+B1 还没有计算"):
        _ = sheet["A1:C1"].value
    assert "not computed" in repr(sheet["C1"].raw_value) and sheet["C1"].formula == "=A1+B1"
    assert sheet["A1"].expand("right").address == "$A$1:$C$1"


def test_value_replaces_the_formula(table: xlwings.Sheet, tmp_path: Path) -> None:
    assert table["B6"].value == 224.76
    table["B6"].value = 5
    assert (table["B6"].value, table["B6"].formula) == (5, "5")
    table.book.save(tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")[rich.TABLE]["B6"].value == 5


def test_value_that_was_true_once_is_not_read(opened: xlwings.Book) -> None:
    table, other = opened.sheets[rich.TABLE], opened.sheets[rich.OTHER]
    assert (table["B6"].value, other["B8"].value) == (224.76, 224.76)
    table["C8"].value = 1
    assert (table["B6"].value, other["B8"].value) == (224.76, 224.76)  # nothing that they refer to
    table["B4"].value = 20
    for cell in (table["B6"], other["B8"]):  # =SUM(B4:B5), and ='表三 支出'!B6 on another sheet
        with pytest.raises(NotComputedError):
            _ = cell.value
    opened.app.calculation = "manual"  # as in Excel, the old value is shown then
    assert other["B8"].value == 224.76


def test_copy_of_a_sheet_is_no_truer(opened: xlwings.Book) -> None:
    table = opened.sheets[rich.TABLE]
    table["B4"].value = 20
    with pytest.raises(NotComputedError):
        _ = table.copy()["B6"].value


def test_find_and_replace(table: xlwings.Sheet) -> None:
    assert table["A1:D12"].find("会话").address == "$A$9" and table["A3:D3"].find("金").address == "$B$3"
    with pytest.raises(NotImplementedError, match="数字格式"):
        table["A4:D5"].find("206")
    with pytest.raises(NotImplementedError, match="通配符"):
        table["A4:D5"].find("20*")
    table["A4:B6"].replace_all("B4", "B5")
    assert table["B6"].formula == "=SUM(B5:B5)"
    table["Q1:Q2"].value = [["甲乙"], ["甲3-4"]]
    with pytest.raises(NotImplementedError, match="当作日期"):
        table["Q1:Q2"].replace_all("甲", "")
    assert table["Q1:Q2"].value == ["甲乙", "甲3-4"]


def test_formula_over_another_workbook_stays_true(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>[1]Sheet1!$A$1</f><v>2</v></c><c r="B1"><f>INDIRECT("C1")</f><v>3</v></c></row>'
    sheet = xlwings.Book(packages.simple(tmp_path / "a.xlsx", rows)).sheets[0]
    assert sheet["A1:B1"].value == [2, 3]
    sheet["D9"].value = 1
    assert sheet["A1"].value == 2
    with pytest.raises(NotComputedError, match="INDIRECT"):
        _ = sheet["B1"].value


def test_formula_over_rows_that_are_taken_out_is_not_read(opened: xlwings.Book) -> None:
    opened.sheets[rich.TABLE]["5:5"].delete()
    with pytest.raises(NotComputedError, match="SUM\\(B4:B4\\)"):
        _ = opened.sheets[rich.TABLE]["B5"].value


def test_part_of_what_one_formula_fills_is_refused(table: xlwings.Sheet) -> None:
    with pytest.raises(BudgetbookError, match=r"D6:D7.*数组公式"):
        table.range(rich.SPILL).value = 1
    table["D6:D7"].clear_contents()
    assert table["D6:D7"].value == [None, None]


def test_shared_formula_stands_for_itself_when_its_first_cell_is_written(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>2</v></c></row>' + "".join(
        f'<row r="{row}"><c r="A{row}"><f t="shared" si="0"/><v>2</v></c></row>' for row in (2, 3)
    )
    sheet = xlwings.Book(packages.simple(tmp_path / "a.xlsx", rows)).sheets[0]
    sheet["A1"].value = 1
    assert sheet["A1:A3"].formula == (("1",), ("=B2*2",), ("=B3*2",))
    sheet.book.save()
    shown = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert [shown[f"A{row}"].value for row in (1, 2, 3)] == [1, "=B2*2", "=B3*2"]


def test_headings_of_a_table_are_refused(opened: xlwings.Book) -> None:
    with pytest.raises(BudgetbookError, match="标题行"):
        opened.sheets[rich.OTHER]["A1"].value = "改名"
    opened.sheets[rich.OTHER]["A2"].value = "丙"
    assert opened.sheets[rich.OTHER]["A2"].value == "丙"


def test_merged_area_keeps_its_value_at_the_top_left(sheet: xlwings.Sheet) -> None:
    sheet["A1"].value = [[None, "先"], ["后", None]]
    sheet["A1:B2"].merge()
    assert sheet["A1:B2"].value == [["先", None], [None, None]]
    with pytest.raises(BudgetbookError, match="写到左上角 A1"):
        sheet["B2"].value = 1
    sheet["A1:B2"].value = "同"
    assert sheet["A1"].value == "同" and sheet["A1"].merge_area.address == "$A$1:$B$2"


def test_protected_sheet_raises(tmp_path: Path) -> None:
    path = packages.simple(tmp_path / "a.xlsx", "", '{}<sheetProtection sheet="1"/>')
    sheet = xlwings.Book(path).sheets[0]
    for change in (
        lambda: setattr(sheet["A1"], "value", 1),
        lambda: setattr(sheet["A1"], "color", "#FF0000"),
        lambda: setattr(sheet["A1"], "row_height", 20),
        lambda: setattr(sheet["A1"], "column_width", 20),
        lambda: sheet["A1"].add_note("备注"),
        lambda: sheet["A1:B1"].merge(),
        lambda: sheet["2:2"].insert("down"),
        lambda: sheet["A1"].clear_contents(),
        lambda: sheet["A1"].add_hyperlink("https://example.org"),
    ):
        with pytest.raises(BudgetbookError, match="受保护"):
            change()
