"""What is written through xlwings stands in the saved file, and nothing else has changed in it."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import xlwings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from budgetbook.model.grid import cell_name
from tests.workbooks import judges, packages, rich

SHEET = "xl/worksheets/sheet1.xml"
_RESERVED = {rich.ARRAY, rich.SPILL, (4, 3)}  # one formula fills two of them; the third shows every number as a date
_TEXTS = st.text(st.characters(categories=["L", "Zs"], include_characters="，。：（）"), min_size=1, max_size=12).filter(
    lambda text: (
        not text.isspace() and text.upper() not in ("TRUE", "FALSE") and not any(sign.isdigit() for sign in text.casefold())
    )
)
_NUMBERS = st.integers(-(10**14), 10**14).map(lambda fen: fen / 100)
_DATES = st.datetimes(datetime.datetime(1901, 1, 1), datetime.datetime(9999, 12, 31)).map(lambda day: day.replace(microsecond=0))
_VALUES = st.none() | st.booleans() | _NUMBERS | _TEXTS | _DATES
_FORMULAS = st.builds("=SUM({}{}:{}{})*{}".format, *[st.sampled_from("ABCD"), st.integers(1, 99)] * 2, st.integers(0, 9))
_COLOURS = st.tuples(*[st.integers(0, 255)] * 3) | st.none()
_PLACES = st.tuples(st.integers(2, 30), st.integers(1, 12)).filter(lambda place: place not in _RESERVED)
_WRITTEN = st.dictionaries(
    _PLACES,
    st.tuples(st.one_of(_VALUES.map(lambda v: ("value", v)), _FORMULAS.map(lambda f: ("formula", f))), _COLOURS),
    max_size=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=_WRITTEN)
def test_what_is_written_is_read_back_and_all_else_is_untouched(written: dict[Any, Any], rich_original: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "before.xlsx"), Path(folder, "after.xlsx")
        source.write_bytes(rich_original.read_bytes())
        with xlwings.Book(source) as book:
            _write(book.sheets[rich.TABLE], written)
            book.save(target)
        judges.assert_sound(target)
        _check_cells(target, written)
        assert packages.changed(source, target) <= {SHEET, "xl/styles.xml", "xl/workbook.xml", *_CALCULATION}
        assert _without(target, written) == _without(source, written)


_CALCULATION = ("xl/calcChain.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml")


def _write(sheet: xlwings.Sheet, written: dict[Any, Any]) -> None:
    for place, ((kind, content), colour) in written.items():
        setattr(sheet.range(place), kind, content)
        sheet.range(place).color = colour


def _check_cells(target: Path, written: dict[Any, Any]) -> None:
    sheet = openpyxl.load_workbook(target)[rich.TABLE]
    for (row, column), ((_, content), colour) in written.items():
        cell = sheet.cell(row, column)
        if isinstance(content, datetime.datetime):
            assert abs(cell.value - content) < datetime.timedelta(milliseconds=1) if cell.is_date else cell.value > 0
        else:
            assert cell.value == content and isinstance(cell.value, bool) == isinstance(content, bool)
        shown = cell.fill.fgColor.rgb if cell.fill.fill_type else ""
        assert shown == ("FF" + bytes(colour).hex().upper() if colour else "")


def _without(path: Path, places: dict[Any, Any]) -> bytes:
    """The sheet as canonical XML without these cells, without rows that hold nothing but them, and without how far it reaches."""
    root = etree.fromstring(packages.read(path)[SHEET])
    names = {cell_name(*place) for place in places}
    for row in root.iter(f"{{{packages.MAIN}}}row"):
        for cell in [cell for cell in row if cell.get("r") in names]:
            row.remove(cell)
        row.attrib.pop("spans", None)
    for row in [row for row in root.iter(f"{{{packages.MAIN}}}row") if len(row) == 0 and list(row.attrib) == ["r"]]:
        row.getparent().remove(row)
    for dimension in root.findall(f"{{{packages.MAIN}}}dimension"):
        root.remove(dimension)
    return etree.tostring(root, method="c14n")


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(_VALUES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_block_is_read_as_it_was_written(rows: list[list[Any]]) -> None:
    with xlwings.Book() as book:
        place = book.sheets[0].range("B2")
        place.value = rows
        assert place.resize(len(rows), 3).options(ndim=2).value == rows
