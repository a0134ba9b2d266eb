"""A sheet as it is shown; what openpyxl reads of the same file is the judge."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.grid import Area, ErrorValue, Grid, Value
from budgetbook.workbooks.file import dates
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.reference import REFERENCE, needs_reference
from tests.workbooks import packages, rich


def grid(path: Path, sheet: str = "表") -> Grid:
    return FileWorkbook.open(str(path)).grid(sheet)


def one_value(tmp_path: Path, cell: str, parts: dict[str, str | bytes] | None = None) -> Value:
    path = packages.simple(tmp_path / "a.xlsx", f'<row r="1">{cell}</row>', parts=parts)
    return grid(path).values.get((1, 1))


def test_rich_workbook_is_read_as_it_is_shown(rich_path: Path) -> None:
    found = grid(rich_path, rich.TABLE)
    assert found.values[4, 2] == 18.76
    assert found.values[4, 3] == datetime.date(2024, 3, 1)
    assert found.values[4, 4] == "其中：基本支出"
    assert found.values[5, 3] is True
    assert found.values[6, 3] == "#DIV/0!" and isinstance(found.values[6, 3], ErrorValue)
    assert found.values[10, 1] == "  前后空格  "
    assert found.merges == [Area(1, 1, 1, 4)] and found.hidden_rows == {11}
    assert found.formulas[6, 2] == "SUM(B4:B5)" and found.values[6, 2] == 224.76
    assert (8, 5) not in found.values


@needs_reference
def test_published_template_is_read_as_openpyxl_reads_it() -> None:
    path = REFERENCE / "templates" / "shanghai-district-2026-department.xlsx"
    workbook, other = FileWorkbook.open(str(path)), openpyxl.load_workbook(path, data_only=True)
    assert workbook.sheets() == other.sheetnames
    for sheet in other:
        found = workbook.grid(sheet.title)
        values = {(c.row, c.column): c.value for row in sheet.iter_rows() for c in row if c.value not in (None, "")}
        assert found.values == values
        assert {area.name for area in found.merges} == {str(merge) for merge in sheet.merged_cells.ranges}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="A1" t="inlineStr"><is><t>一</t></is></c>', "一"),
        (
            '<c r="A1" t="inlineStr"><is><r><t>一</t></r><r><t xml:space="preserve"> 二</t></r>'
            '<rPh sb="0" eb="1"><t>yi</t></rPh></is></c>',
            "一 二",
        ),
        ('<c r="A1" t="str"><f>A2</f><v>文字</v></c>', "文字"),
        ('<c r="A1" t="str"><f>A2</f><v></v></c>', None),
        ('<c r="A1" t="str"><v>_x000D_甲_x005F_x000D_</v></c>', "\r甲_x000D_"),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="e"><v>#REF!</v></c>', ErrorValue("#REF!")),
        ('<c r="A1" t="d"><v>2024-03-01</v></c>', datetime.date(2024, 3, 1)),
        ('<c r="A1" t="d"><v>2024-03-01T12:30:00</v></c>', datetime.datetime(2024, 3, 1, 12, 30)),
        ('<c r="A1" s="1"><v>45352</v></c>', datetime.date(2024, 3, 1)),
        ('<c r="A1" s="1"><v>45352.5</v></c>', datetime.datetime(2024, 3, 1, 12)),
        ('<c r="A1" s="1"><v>-3</v></c>', -3.0),
        ('<c r="A1" s="1"><v>1e15</v></c>', 1e15),
        ('<c r="A1"><v>780681.9399999999</v></c>', 780681.9399999999),
        ('<c r="A1" s="1"/>', None),
        ("<c><v>7</v></c>", 7.0),
    ],
)
def test_every_kind_of_cell(cell: str, value: Value, tmp_path: Path) -> None:
    found = one_value(tmp_path, cell)
    assert found == value and type(found) is type(value)


def test_dates_from_1904(tmp_path: Path) -> None:
    book = packages._PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert one_value(tmp_path, '<c r="A1" s="1"><v>43890</v></c>', {"xl/workbook.xml": book}) == datetime.date(2024, 3, 1)


def test_rows_and_cells_without_addresses_follow_each_other(tmp_path: Path) -> None:
    rows = '<row><c><v>1</v></c><c r="C1"><v>2</v></c><c><v>3</v></c></row><row r="5"/><row><c><v>4</v></c></row>'
    assert grid(packages.simple(tmp_path / "a.xlsx", rows)).values == {(1, 1): 1, (1, 3): 2, (1, 4): 3, (6, 1): 4}


def test_followers_of_a_shared_formula_are_written_out(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1+$C$1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    formulas = grid(packages.simple(tmp_path / "a.xlsx", rows)).formulas
    assert formulas == {(1, 1): "B1+$C$1", (2, 1): "B2+$C$1", (3, 1): "B3+$C$1"}


def test_what_a_merge_covers_is_no_value(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    path = packages.simple(tmp_path / "a.xlsx", rows, '{}<mergeCells count="1"><mergeCell ref="A1:XFD9"/></mergeCells>')
    started = time.perf_counter()
    assert grid(path).values == {(1, 1): 1.0}
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize(
    ("number", "code", "date"),
    [
        (14, None, True),
        (31, None, True),
        (57, None, True),
        (45, None, True),
        (46, None, False),
        (0, None, False),
        (4, None, False),
        (170, 'yyyy"年"m"月"d"日"', True),
        (170, "[$-804]yyyy/m/d;@", True),
        (170, "[h]:mm:ss", False),
        (170, '#,##0.00"元"', False),
        (170, '0.00"days"', False),
        (170, "[Red]General", False),
        (170, "h:mm AM/PM", True),
    ],
)
def test_number_formats_that_show_dates(number: int, code: str | None, date: bool) -> None:
    assert dates.is_date_format(number, code) is date


@settings(max_examples=100, deadline=None)
@given(st.datetimes(datetime.datetime(1904, 1, 2), datetime.datetime(9999, 12, 31)), st.booleans())
def test_serials_give_the_moment_back(moment: datetime.datetime, counts_from_1904: bool) -> None:
    moment = moment.replace(microsecond=0)
    back = dates.from_serial(dates.to_serial(moment, counts_from_1904), counts_from_1904)
    assert back == (moment if moment.time() != datetime.time() else moment.date())


def test_the_day_that_never_was() -> None:
    assert [dates.from_serial(n, False) for n in (0, 1, 59, 60, 61)] == [
        None, datetime.date(1900, 1, 1), datetime.date(1900, 2, 28), None, datetime.date(1900, 3, 1)
    ]  # fmt: skip
    assert dates.to_serial(datetime.date(1900, 2, 28), False) == 59 and dates.to_serial(datetime.date(1900, 3, 1), False) == 61
