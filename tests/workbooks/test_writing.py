"""Values go into the listed cells and nowhere else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from budgetbook.model.grid import Cell, ErrorValue, Value, cell_name
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import strings
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import judges, packages, rich
from tests.workbooks.packages import MAIN, SHEET1

_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t\r", exclude_characters="\ufffe\uffff"), max_size=40
)


def written(path: Path, cells: Mapping[Cell, Value], sheet: str = "表") -> Path:
    workbook = FileWorkbook.open(str(path))
    workbook.write(sheet, cells)
    target = path.with_name("written.xlsx")
    workbook.save(str(target))
    judges.assert_sound(target)
    return target


def xml(path: Path, cell: str) -> etree._Element:
    root = etree.fromstring(packages.read(path)[SHEET1])
    [found] = [element for element in root.iter(f"{{{MAIN}}}c") if element.get("r") == cell]
    return found


def test_only_the_listed_cells_and_the_announced_parts_change(rich_path: Path) -> None:
    cells = {(4, 2): 206, (5, 2): 18.76, (8, 5): 1.5, (6, 2): 224.76 + 1, (9, 1): "改"}
    target = written(rich_path, cells, rich.TABLE)
    names = [cell_name(*cell) for cell in cells]
    assert packages.changed(rich_path, target) == {SHEET1}
    assert packages.canonical(target, SHEET1, names) == packages.canonical(rich_path, SHEET1, names)
    sheet = openpyxl.load_workbook(target)[rich.TABLE]
    before = openpyxl.load_workbook(rich_path)[rich.TABLE]
    assert (sheet["B4"].value, sheet["B5"].value, sheet["E8"].value, sheet["A9"].value) == (206, 18.76, 1.5, "改")
    for cell in names:
        assert (
            sheet[cell].number_format == before[cell].number_format
            and sheet[cell].fill.fgColor.rgb == before[cell].fill.fgColor.rgb
        )


def test_what_says_the_same_already_stays(rich_path: Path) -> None:
    cells = {(4, 4): "其中：基本支出", (4, 2): 18.76, (4, 3): datetime.date(2024, 3, 1), (6, 2): 224.76, (20, 20): None}
    assert packages.changed(rich_path, written(rich_path, cells, rich.TABLE)) == set()


def test_formulas_are_computed_again_when_excel_opens_the_file(tmp_path: Path) -> None:
    path = packages.simple(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1</f><v>1</v></c></row>')
    target = written(path, {(1, 1): 2})
    assert packages.changed(path, target) == {SHEET1, "xl/workbook.xml"}
    assert openpyxl.load_workbook(target).calculation.fullCalcOnLoad is True
    assert packages.changed(path, written(path, {(1, 1): 1})) == set()


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (18.76, None, "18.76"),
        (206, None, "206"),
        (206.0, None, "206"),
        (0.1 + 0.2, None, "0.30000000000000004"),
        (True, "b", "1"),
        (ErrorValue("#REF!"), "e", "#REF!"),
        (datetime.date(2024, 3, 1), None, "45352"),
        (datetime.datetime(2024, 3, 1, 12), None, "45352.5"),
        ("合计", "str", "合计"),
        (None, None, None),
    ],
)
def test_a_formula_stays_and_takes_the_value(value: Value, kind: str | None, text: str | None, tmp_path: Path) -> None:
    path = packages.simple(tmp_path / "a.xlsx", '<row r="1"><c r="A1" s="1" t="b" cm="1" vm="2"><f>B1</f><v>0</v></c></row>')
    cell = xml(written(path, {(1, 1): value}), "A1")
    assert cell.findtext(f"{{{MAIN}}}f") == "B1" and cell.findtext(f"{{{MAIN}}}v") == text
    assert (cell.get("t"), cell.get("s"), cell.get("cm"), cell.get("vm")) == (kind, "1", "1", None)


def test_results_of_an_array_formula_stay_results(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2" cm="1" vm="1" t="e"><v>#VALUE!</v></c></row>'
    )
    target = written(packages.simple(tmp_path / "a.xlsx", rows), {(2, 1): "乙", (2, 2): "丙"})
    assert xml(target, "A2").get("t") == "str"
    assert dict(xml(target, "B2").attrib) == {"r": "B2", "t": "inlineStr"}


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(1, 30), st.integers(1, 30)), _TEXT | st.floats(-1e15, 1e15) | st.booleans(), min_size=1)
)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, cells: dict[Cell, Value]) -> None:
    folder = tmp_path_factory.mktemp("w")
    path = packages.simple(folder / "a.xlsx", '<row r="3" spans="2:3"><c r="B3"/></row><row><c r="C4"><v>1</v></c></row>')
    target = written(path, cells)
    expected = {(4, 3): 1.0} | {cell: float(v) if isinstance(v, float) else v for cell, v in cells.items()}
    found = FileWorkbook.open(str(target)).grid("表").values
    assert found == {cell: value for cell, value in expected.items() if value != ""}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'001", "2010301", "  a  ", "a\nb", "_x000D_", "<&>\"'", "😀", "1.50"])
def test_text_is_text_to_other_programs(text: str, tmp_path: Path) -> None:
    target = written(packages.simple(tmp_path / "a.xlsx"), {(2, 2): text})
    cell = openpyxl.load_workbook(target)["表"]["B2"]
    assert cell.value == text.replace("_x000D_", "_x005F_x000D_") and cell.data_type == "s"


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("坏\x07字", "第 2 个字，U\\+0007"),
        ("字" * 32768, "超过单元格上限"),
        (float("nan"), "不是可用的数字"),
        (float("inf"), "不是可用的数字"),
        (datetime.date(1899, 1, 1), "早于"),
    ],
)
def test_what_no_cell_can_hold_is_refused(value: Value, says: str, rich_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    with pytest.raises(BudgetbookError, match=f"{rich.TABLE} B4：.*{says}"):
        workbook.write(rich.TABLE, {(4, 2): value, (5, 2): 1})
    workbook.save(str(rich_path.with_name("b.xlsx")))
    assert packages.changed(rich_path, rich_path.with_name("b.xlsx")) == set()


def test_all_faults_are_named_at_once(rich_path: Path) -> None:
    with pytest.raises(BudgetbookError) as refusal:
        FileWorkbook.open(str(rich_path)).write(rich.TABLE, {(1, 2): "x", (1, 3): "y", (4, 2): "\x01", (1, 4): None})
    assert {problem.place for problem in refusal.value.problems} == {"B1", "C1", "B4"}
    assert "请填在 A1" in refusal.value.problems[-1].hint


def test_cells_beyond_the_sheet_are_refused(rich_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="超出工作表范围"):
        FileWorkbook.open(str(rich_path)).write(rich.TABLE, {(1_048_577, 1): 1})


def test_protected_sheet_is_left_alone(tmp_path: Path) -> None:
    path = packages.simple(tmp_path / "a.xlsx", around='{}<sheetProtection sheet="1" objects="1"/>')
    workbook = FileWorkbook.open(str(path))
    hint = "a.xlsx 表：工作表受保护，不能改动（请先在“审阅”中撤销工作表保护"
    for change in (
        lambda: workbook.write("表", {(1, 1): 1}),
        lambda: workbook.paint("表", {(1, 1): "FF0000"}),
        lambda: workbook.note("表", {(1, 1): "备注"}),
        lambda: workbook.insert_rows("表", 1, [1]),
        lambda: workbook.delete_rows("表", 1, 1),
        lambda: workbook.set_heights("表", {1: 20}),
    ):
        with pytest.raises(BudgetbookError) as refusal:
            change()
        assert hint in str(refusal.value)


def test_new_cells_take_the_style_of_row_or_column_and_widen_what_the_sheet_states(tmp_path: Path) -> None:
    rows = '<row r="2" spans="2:2" s="1" customFormat="1"><c r="B2"/></row>'
    path = packages.simple(tmp_path / "a.xlsx", rows, '<dimension ref="B2"/><cols><col min="5" max="7" style="1"/></cols>{}')
    target = written(path, {(2, 4): 1, (9, 6): 2, (9, 1): 3})
    root = etree.fromstring(packages.read(target)[SHEET1])
    assert [xml(target, name).get("s") for name in ("D2", "F9", "A9")] == ["1", "1", None]
    assert root.find(f"{{{MAIN}}}dimension").get("ref") == "A2:F9"
    assert [row.get("spans") for row in root.iter(f"{{{MAIN}}}row")] == ["2:4", None]


def test_emptying_keeps_the_style(rich_path: Path) -> None:
    target = written(rich_path, {(4, 2): None}, rich.TABLE)
    cell = xml(target, "B4")
    assert len(cell) == 0 and cell.get("s") == xml(rich_path, "B4").get("s") and cell.get("t") is None


def test_writing_twice_gives_the_same_bytes(rich_path: Path) -> None:
    cells = {(4, 2): 1.25, (30, 3): "新", (5, 2): 7}
    one = written(rich_path, cells, rich.TABLE).read_bytes()
    assert written(rich_path, dict(reversed(cells.items())), rich.TABLE).read_bytes() == one


@settings(max_examples=200, deadline=None)
@given(st.text("_x0041F5\r\n ", max_size=24))
def test_a_text_that_looks_escaped_is_read_back_as_it_was(text: str) -> None:
    element = etree.Element("t")
    strings.set_text(element, text)
    assert strings.unescape(element.text or "") == text
