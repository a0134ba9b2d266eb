"""The thirteen tables of the template are understood whole and right; every other sheet is passed over."""

from __future__ import annotations

import time
from typing import Any

import pytest

from budgetbook.model.amount import WANYUAN
from budgetbook.model.grid import column_name
from budgetbook.model.slices import parse_slice
from budgetbook.tables.layout import Layout, Panel
from budgetbook.tables.recognise import recognise

from .expected_layout import EXPECTED
from .grids import CLASSES, template


@pytest.fixture(scope="module")
def layout() -> Layout:
    return recognise(template().values(), classes=CLASSES)


def test_thirteen_tables_and_no_complaint(layout: Layout) -> None:
    assert [table.sheet for table in layout.tables] == list(EXPECTED)
    assert layout.unsettled == ()
    assert layout.held == ()


@pytest.mark.parametrize("sheet", EXPECTED)
def test_table_means_what_was_worked_out_by_hand(layout: Layout, sheet: str) -> None:
    table = layout.table(sheet)
    assert table is not None
    assert table.slice == parse_slice(str(EXPECTED[sheet]["slice"]))
    assert table.body == EXPECTED[sheet]["body"]
    assert (table.unit, table.year) == (WANYUAN, 2024)
    panels: Any = EXPECTED[sheet]["panels"]
    assert len(table.panels) == len(panels)
    for panel, expected in zip(table.panels, panels, strict=True):
        _compare(panel, expected)


def _compare(panel: Panel, expected: dict[str, Any]) -> None:
    assert panel.axis.value == expected["axis"]
    assert " ".join(f"{column_name(key.at)}={key.means}" for key in panel.keys) == expected["keys"]
    assert {column_name(column.at): column.slice for column in panel.columns} == {
        at: parse_slice(words) for at, words in expected["columns"].items()
    }
    assert {row.at: row.slice for row in panel.rows} == {at: parse_slice(words) for at, words in expected["rows"].items()}
    assert dict(panel.models) == expected.get("models", {})
    assert not any(column.measure for column in panel.columns)


def test_totals_are_found_by_word(layout: Layout) -> None:
    totals = {table.sheet: [row.at for panel in table.panels for row in panel.rows if row.total] for table in layout.tables}
    assert totals == {
        "表一": [36, 38, 36, 38],
        "表二": [6],
        "表三": [6],
        "表四": [37, 42, 37, 42],
        "表五": [6],
        "表六": [6],
        "表七": [6],
        "表八": [5],
        "表九": [7, 7],
        "表十": [11],
        "表十一": [6],
        "表十二": [],
        "表十三": [],
    }


def test_year_department_and_note_have_their_cells(layout: Layout) -> None:
    first, last = layout.tables[0], layout.tables[11]
    assert first.year_at == ((2, 1), (5, 2), (5, 4))
    assert (first.department_at, first.note_at) == ((3, 1), (39, 1))
    assert last.year_at == ((2, 1), (4, 3))
    assert (last.heading, last.data, last.note_at) == ((4, 6), (7, 9), (10, 1))


def test_quick_enough_for_a_template_of_twenty_sheets() -> None:
    sheets = list(template().values())
    recognise(sheets, classes=CLASSES)
    best = min(_seconds(sheets) for _ in range(3))
    assert best < 0.1  # 15 ms measured; room for a busy machine


def _seconds(sheets: list[Any]) -> float:
    start = time.perf_counter()
    recognise(sheets, classes=CLASSES)
    return time.perf_counter() - start
