"""Rows put in and taken out: everything that refers to them follows, nothing else changes, and undoing it leaves no trace."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import rows
from budgetbook.workbooks.file.names import MAIN
from budgetbook.workbooks.file.opening import open_package
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.file.workbook_part import WorkbookPart
from tests.workbooks import judges, rich

SHEET = "表三 支出"
HEAD, BODY, TOTAL = 3, range(4, 8), 8  # rows: heading, list, total below it


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with everything in it."""
    return rich.make(tmp_path_factory.mktemp("rich") / "rich.xlsx")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A list of four rows with a sum across each, a total below, and what a template has around it."""
    path = tmp_path / "plain.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet(SHEET), book.add_worksheet("汇总")
    style, total = book.add_format({"border": 1, "num_format": "0.00"}), book.add_format({"bold": True})
    sheet.merge_range("A1:E1", "部门支出预算表")
    sheet.write_row(HEAD - 1, 0, ["科目", "基本", "项目", "合计", "备注"])
    for number in BODY:
        sheet.set_row(number - 1, 21)
        sheet.write_string(number - 1, 0, f"科目{number}", style)
        sheet.write_row(number - 1, 1, [number, 10 * number], style)
        sheet.write_formula(number - 1, 3, f"=SUM(B{number}:C{number})", style, 11 * number)
        sheet.merge_range(number - 1, 4, number - 1, 5, "", style)
    sheet.merge_range("H4:H7", "共四项")
    for column in (1, 2, 3):
        letter = "ABCD"[column]
        sheet.write_formula(TOTAL - 1, column, f"=SUM({letter}4:{letter}7)", total, 1)
    sheet.write("A10", "负责人")
    sheet.merge_range("B10:C11", "张三")
    sheet.write_comment("B8", "合计数")
    sheet.write_comment("A5", "第二行")
    sheet.write_url("A10", f"internal:'{SHEET}'!A8", string="见合计")
    sheet.conditional_format("B4:D7", {"type": "formula", "criteria": "=$D4>B$8", "format": total})
    sheet.data_validation("B4:C7", {"validate": "custom", "value": "=B4<=B$8"})
    sheet.print_area("A1:F11")
    sheet.repeat_rows(0, 2)
    sheet.freeze_panes(3, 0)
    sheet.set_h_pagebreaks([8])
    sheet.insert_button("J9", {"macro": "Go"})
    other.write_formula("A1", f"='{SHEET}'!D8", None, 1)
    other.write_formula("A2", f"=SUM('{SHEET}'!D4:D7)", None, 1)
    other.write_formula("A3", "=SUM(D4:D7)", None, 0)
    other.write_url("B1", f"internal:'{SHEET}'!A8")
    book.define_name("支出合计", f"='{SHEET}'!$D$8")
    chart = book.add_chart({"type": "pie"})
    chart.add_series({"values": f"='{SHEET}'!$D$4:$D$7"})
    other.insert_chart("D2", chart)
    book.close()
    return path


def changed(path: Path, tmp_path: Path, *steps: tuple[object, ...]) -> Path:
    """The workbook after steps such as ("insert_rows", 6, [5]) on the sheet, saved beside it and judged sound."""
    workbook = FileWorkbook.open(str(path))
    for method, *arguments in steps:
        getattr(workbook, str(method))(SHEET, *arguments)
    written = tmp_path / "written.xlsx"
    workbook.save(str(written))
    judges.assert_sound(written)
    return written


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_follows_rows_put_into_a_list(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(changed(plain, tmp_path, ("insert_rows", 6, [5, 5])))
    sheet, other = book[SHEET], book["汇总"]
    assert [sheet.cell(row, 4).value for row in range(4, 11)] == [
        *(f"=SUM(B{row}:C{row})" for row in range(4, 10)),
        "=SUM(D4:D9)",
    ]
    assert [sheet.cell(row, 1).value for row in range(4, 10)] == ["科目4", "科目5", None, None, "科目6", "科目7"]
    assert sheet.row_dimensions[6].height == 21 and sheet.cell(6, 2).number_format == "0.00"
    merges = {"A1:E1", "H4:H9", "B12:C13", *(f"E{row}:F{row}" for row in range(4, 10))}
    assert {area.coord for area in sheet.merged_cells.ranges} == merges
    assert sheet["B10"].comment.text == "合计数" and sheet["A5"].comment.text == "第二行"
    assert sheet["A12"].hyperlink.ref == "A12" and sheet["A12"].hyperlink.location == f"'{SHEET}'!A10"
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == "B4:D9" and area.rules[0].formula == ["$D4>B$10"]
    (validation,) = sheet.data_validations.dataValidation
    assert str(validation.sqref) == "B4:C9" and validation.formula1 == "B4<=B$10"
    assert sheet.print_area == f"'{SHEET}'!$A$1:$F$13" and sheet.print_title_rows == "$1:$3" and sheet.freeze_panes == "A4"
    assert [found.id for found in sheet.row_breaks.brk] == [10]
    assert [other.cell(row, 1).value for row in (1, 2, 3)] == [f"='{SHEET}'!D10", f"=SUM('{SHEET}'!D4:D9)", "=SUM(D4:D7)"]
    assert other["B1"].hyperlink.location == f"'{SHEET}'!A10"
    assert book.defined_names["支出合计"].attr_text == f"'{SHEET}'!$D$10"
    assert f"'{SHEET}'!$D$4:$D$9".encode() in parts(tmp_path / "written.xlsx")["xl/charts/chart1.xml"]


def test_a_list_takes_in_rows_added_at_its_end_when_asked(plain: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(plain))
    workbook.insert_rows(SHEET, TOTAL, [7, 4, 7], stretch=True)
    formulas = workbook.grid(SHEET).formulas
    assert formulas[11, 4] == "SUM(D4:D10)"
    assert [formulas[row, 4] for row in (7, 8, 10)] == ["SUM(B7:C7)", "SUM(B8:C8)", "SUM(B10:C10)"]
    assert workbook.grid("汇总").formulas[2, 1] == f"SUM('{SHEET}'!D4:D10)"
    assert max(area.bottom for area in workbook.grid(SHEET).merges if area.left == 8) == 7  # what is merged is no list
    workbook.insert_rows(SHEET, 11, [10])
    assert workbook.grid(SHEET).formulas[12, 4] == "SUM(D4:D10)"  # not asked


def test_formats_hold_for_new_rows_as_for_their_models(plain: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(changed(plain, tmp_path, ("insert_rows", TOTAL, [7, 4, 9, 5])))[SHEET]
    (validation,) = sheet.data_validations.dataValidation
    assert {str(area) for area in validation.sqref.ranges} == {"B4:C9", "B11:C11"}


def test_rows_taken_out(plain: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(changed(plain, tmp_path, ("delete_rows", 4, 2)))
    sheet = book[SHEET]
    assert [sheet.cell(row, 1).value for row in range(3, 7)] == ["科目", "科目6", "科目7", None]
    assert sheet["D6"].value == "=SUM(D4:D5)" and book["汇总"]["A1"].value == f"='{SHEET}'!D6"
    merges = {"A1:E1", "H4:H5", "B8:C9", "E4:F4", "E5:F5"}
    assert {area.coord for area in sheet.merged_cells.ranges} == merges
    assert sheet["H4"].value == "共四项"  # the merge keeps what it shows though its first row is gone
    assert sheet["B6"].comment.text == "合计数" and sum(cell.comment is not None for row in sheet for cell in row) == 1
    (area,) = sheet.conditional_formatting
    assert str(area.sqref) == "B4:D5" and area.rules[0].formula == ["$D4>B$6"]
    assert sheet.print_area == f"'{SHEET}'!$A$1:$F$9"


def test_what_is_gone_with_its_rows(plain: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(changed(plain, tmp_path, ("delete_rows", 1, 3)))[SHEET]
    assert not sheet.print_title_rows and sheet.print_area == f"'{SHEET}'!$A$1:$F$8"
    written = changed(plain, tmp_path, ("delete_rows", 4, 7))
    book = openpyxl.load_workbook(written)
    sheet = book[SHEET]
    assert not sheet.conditional_formatting and not sheet.data_validations.dataValidation and not sheet.row_breaks.brk
    assert not any(cell.comment or cell.hyperlink for row in sheet for cell in row)
    assert book["汇总"]["A1"].value == f"='{SHEET}'!#REF!" and book.defined_names["支出合计"].attr_text == f"'{SHEET}'!#REF!"
    assert "x:Row" not in parts(written)["xl/drawings/vmlDrawing1.vml"].decode()
    assert f"<c:f>'{SHEET}'!#REF!</c:f>" in parts(written)["xl/charts/chart1.xml"].decode()


@pytest.mark.parametrize(
    ("before", "area", "formula"),
    [(2, "B5:D8", "$D5>B$9"), (4, "B4:D8", "$D4>B$9"), (6, "B4:D8", "$D4>B$9"), (9, "B4:D7", "$D4>B$8")],
)
def test_a_format_stays_relative_to_its_first_row(before: int, area: str, formula: str, plain: Path, tmp_path: Path) -> None:
    """Before row 4 the new row is the area's first one, for its model is in the area."""
    sheet = openpyxl.load_workbook(changed(plain, tmp_path, ("insert_rows", before, [4 if before == 4 else 1])))[SHEET]
    (found,) = sheet.conditional_formatting
    assert (str(found.sqref), found.rules[0].formula) == (area, [formula])


def test_merges_of_a_model_never_meet_a_merge_that_grows(plain: Path, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(changed(plain, tmp_path, ("insert_rows", 11, [1])))[SHEET]
    assert {"B10:C12"} == {area.coord for area in sheet.merged_cells.ranges if area.min_row > 9}


@pytest.mark.parametrize("formula", [True, False])
def test_formulas_are_to_be_computed_again_and_their_order_is_forgotten(formula: bool, tmp_path: Path) -> None:
    path = with_sheet(tmp_path, f'<row r="5"><c r="A5">{"<f>A1</f>" if formula else ""}<v>0</v></c></row>')
    content = parts(path)
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    order = f'<Relationship Id="rId99" Type="{kinds}/calcChain" Target="calcChain.xml"/></Relationships>'
    relations = content["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", order.encode())
    workbook_xml = re.sub(rb"<calcPr[^>]*/>", b"", content["xl/workbook.xml"])
    chain = f'<calcChain xmlns="{MAIN}"><c r="A5" i="1"/></calcChain>'.encode()
    write_parts(
        path, content | {"xl/_rels/workbook.xml.rels": relations, "xl/workbook.xml": workbook_xml, "xl/calcChain.xml": chain}
    )
    workbook = WorkbookPart(open_package(str(path)))
    rows.insert_rows(workbook, "S", 2, [5])
    assert not workbook.package.has("xl/calcChain.xml") and workbook.related(f"{kinds}/calcChain") is None
    assert (b"fullCalcOnLoad" in workbook.package.read("xl/workbook.xml")) == formula


def test_a_sparkline_goes_with_its_cell_and_the_group_with_its_last(full: Path) -> None:
    workbook = FileWorkbook.open(str(full))
    workbook.delete_rows(rich.TABLE, 4, 1)
    written = workbook._package.read("xl/worksheets/sheet1.xml")
    assert b"sparkline" not in written and b"x14:dataValidation" in written


def test_frozen_rows_grow_only_by_rows_among_them(plain: Path, tmp_path: Path) -> None:
    for before, frozen in ((1, "A6"), (3, "A6"), (4, "A4")):
        sheet = openpyxl.load_workbook(changed(plain, tmp_path, ("insert_rows", before, [5, 5])))[SHEET]
        assert sheet.freeze_panes == frozen


def test_a_hidden_model_gives_a_row_that_shows(full: Path) -> None:
    workbook = FileWorkbook.open(str(full))
    workbook.insert_rows(rich.TABLE, 12, [11])
    assert workbook.grid(rich.TABLE).hidden_rows == frozenset({11})


def test_only_what_refers_to_the_rows_changes(full: Path, tmp_path: Path) -> None:
    before, after = parts(full), parts(changed(full, tmp_path, ("insert_rows", 13, [4])))
    drawing = {"xl/drawings/drawing1.xml"}  # the chart's lower edge lies below row 13
    assert {name for name in after if after[name] != before.get(name)} == {"xl/worksheets/sheet1.xml"} | drawing
    assert before.keys() == after.keys()


@pytest.mark.validator
def test_the_schema_is_kept(plain: Path, full: Path, tmp_path: Path) -> None:
    assert judges.schema_errors(changed(full, tmp_path, ("insert_rows", 5, [4, 9]), ("delete_rows", 4, 1))) == []
    assert judges.schema_errors(changed(plain, tmp_path, ("insert_rows", 8, [7, 7]), ("delete_rows", 4, 4))) == []


@pytest.mark.libreoffice
def test_sums_are_right_after_filling_new_rows(plain: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(plain))
    workbook.insert_rows(SHEET, TOTAL, [7, 7], stretch=True)
    workbook.write(SHEET, {(8, 2): 100.0, (9, 3): 1000.0})
    workbook.delete_rows(SHEET, 4, 1)
    workbook.save(str(tmp_path / "filled.xlsx"))
    forget_results(tmp_path / "filled.xlsx")
    shown = judges.libreoffice_values(tmp_path / "filled.xlsx", "汇总")
    assert float(shown[0][0]) == float(shown[1][0]) == 11 * (5 + 6 + 7) + 1100


def forget_results(path: Path) -> None:
    """Takes the results of formulas out of the file, which LibreOffice would otherwise believe."""
    content = {name: re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data) for name, data in parts(path).items()}
    write_parts(path, content)


def write_parts(path: Path, content: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


@settings(max_examples=40, deadline=None)
@given(before=st.integers(1, 12), models=st.lists(st.integers(1, 12), min_size=1, max_size=4))
def test_rows_put_in_and_taken_out_again_leave_no_trace(full: Path, before: int, models: list[int]) -> None:
    workbook = FileWorkbook.open(str(full))
    original = {name: workbook._package.read(name) for name in workbook._package.names()}
    try:
        workbook.insert_rows(rich.TABLE, before, models)
    except BudgetbookError as error:
        assume("数组公式" not in str(error))
        raise
    workbook.delete_rows(rich.TABLE, before, len(models))
    for name, data in original.items():
        if name == "xl/workbook.xml":
            continue  # it says now that all is to be computed again
        now = workbook._package.read(name)
        assert now == data or canonical(now) == canonical(data), name


def canonical(data: bytes) -> bytes:
    return etree.tostring(etree.fromstring(data), method="c14n")


def test_shared_formulas_come_apart_before_rows_part_them(tmp_path: Path) -> None:
    shared = "".join(
        f'<row r="{row}"><c r="B{row}"><f t="shared" si="0"{" ref=" + chr(34) + "B2:C4" + chr(34) if row == 2 else ""}>'
        f'{"A1+$A$3" if row == 2 else ""}</f><v>1</v></c><c r="C{row}"><f t="shared" si="0"/><v>1</v></c></row>'
        for row in (2, 3, 4)
    )
    path = with_sheet(tmp_path, shared)
    workbook = FileWorkbook.open(str(path))
    workbook.insert_rows("S", 3, [1])
    assert workbook.grid("S").formulas == {
        (2, 2): "A1+$A$4",
        (2, 3): "B1+$A$4",
        (4, 2): "A2+$A$4",
        (4, 3): "B2+$A$4",
        (5, 2): "A4+$A$4",
        (5, 3): "B4+$A$4",
    }


def with_sheet(tmp_path: Path, data: str) -> Path:
    """A workbook whose only sheet, S, holds these rows."""
    path = tmp_path / "made.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "S"
    book.save(path)
    content = parts(path)
    content["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'.encode()
    write_parts(path, content)
    return path


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (("insert_rows", 7, [4]), "数组公式"),
        (("delete_rows", 7, 1), "数组公式"),
        (("insert_rows", 0, [4]), "行号"),
        (("delete_rows", 1_048_576, 2), "行号"),
    ],
)
def test_what_may_not_be_cut_is_refused_and_nothing_changes(
    step: tuple[object, ...], words: str, full: Path, tmp_path: Path
) -> None:
    workbook = FileWorkbook.open(str(full))
    method, *arguments = step
    with pytest.raises(BudgetbookError, match=words):
        getattr(workbook, str(method))(rich.TABLE, *arguments)
    workbook.save(str(tmp_path / "same.xlsx"))
    assert parts(tmp_path / "same.xlsx") == parts(full)


@pytest.mark.parametrize(("first", "count"), [(1, 1), (1, 3), (2, 2)])
def test_a_table_keeps_its_heading_and_a_row(full: Path, first: int, count: int) -> None:
    with pytest.raises(BudgetbookError, match="表格"):
        FileWorkbook.open(str(full)).delete_rows(rich.OTHER, first, count)


def test_a_table_follows(full: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(full))
    workbook.delete_rows(rich.OTHER, 2, 1)
    workbook.insert_rows(rich.OTHER, 3, [2, 2, 2], stretch=True)
    workbook.save(str(tmp_path / "table.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "table.xlsx")[rich.OTHER].tables["Table1"].ref == "A1:B5"


def test_rows_pushed_off_the_sheet_are_refused_unless_they_are_empty(tmp_path: Path) -> None:
    last = 1_048_576
    empty = FileWorkbook.open(
        str(with_sheet(tmp_path, f'<row r="1"><c r="A1"/></row><row r="{last}"><c r="A{last}" s="0"/></row>'))
    )
    empty.insert_rows("S", 1, [1])
    assert empty.grid("S").values == {}
    full = FileWorkbook.open(str(with_sheet(tmp_path, f'<row r="{last}"><c r="A{last}"><v>1</v></c></row>')))
    with pytest.raises(BudgetbookError, match=f"第 {last} 行"):
        full.insert_rows("S", 1, [1])
