"""The law, tried: whatever is changed in a template's words or places, the meaning stays the same or the place is named."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from budgetbook.model.grid import Area, Cell, Grid
from budgetbook.tables.layout import Layout, Table
from budgetbook.tables.recognise import recognise

from .grids import CLASSES, moved, template, with_column, with_row, with_text

SHEETS = ["表一", "表二", "表三", "表四", "表五", "表六", "表七", "表八", "表九", "表十", "表十一", "表十二", "表十三"]
STRANGERS = "不非上本年收支、一财其合总项省0含除下"
# A changed word that is another right word says another thing: 万元 → 元, 当年预算安排 → 上年预算安排.
OTHER_WORDS = {"单位：元", "上年预算安排", "2024本年预算支出总表", "2024年上年预算数"}
Place = Callable[[int], int]


def read(sheet: Grid) -> Layout:
    return recognise([sheet], classes=CLASSES)


def meaning(table: Table, row: Place = lambda at: at, column: Place = lambda at: at) -> Any:
    panels = [
        (
            panel.axis,
            sorted((column(key.at), key.means) for key in panel.keys),
            sorted((column(one.at), one.slice, one.total, one.measure) for one in panel.columns),
            sorted((row(one.at), one.slice, one.total, one.part, one.level) for one in panel.rows),
            [(level, row(at)) for level, at in panel.models],
        )
        for panel in table.panels
    ]
    return table.slice, table.unit, panels


def original(sheet: str) -> Table:
    return read(template()[sheet]).tables[0]


def word_cells(sheet: str) -> list[Cell]:
    texts = {cell: value for cell, value in template()[sheet].values.items() if isinstance(value, str) and cell[0] > 1}
    return sorted(cell for cell, text in texts.items() if "部门名称：" not in text)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SHEETS), st.data())
def test_a_character_dropped_replaced_or_added_changes_nothing_silently(sheet: str, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from(word_cells(sheet)))
    text = str(template()[sheet].values[cell])
    at = data.draw(st.integers(0, len(text) - 1))
    taken = data.draw(st.integers(0, 1))
    changed = text[:at] + data.draw(st.sampled_from(["", *STRANGERS])) + text[at + taken :]
    assume(changed not in OTHER_WORDS and not text[at : at + taken].isdigit())
    _same_or_named(with_text(template()[sheet], cell, changed or None), sheet)


def _same_or_named(changed: Grid, sheet: str) -> None:
    layout = read(changed)
    if not layout.unsettled:
        assert layout.tables and meaning(layout.tables[0]) == meaning(original(sheet))
    assert all(place.sheet == sheet and place.reason for place in layout.unsettled)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(SHEETS), st.data())
def test_rows_and_columns_inserted_anywhere_only_move_the_meaning(sheet: str, data: st.DataObject) -> None:
    source = template()[sheet]
    row, column = data.draw(st.integers(1, source.rows)), data.draw(st.integers(1, source.columns))
    layout = read(with_column(with_row(source, row), column))
    assert not layout.unsettled
    assert meaning(layout.tables[0]) == meaning(original(sheet), lambda at: at + (at >= row), lambda at: at + (at >= column))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(SHEETS), st.integers(0, 20), st.integers(0, 10))
def test_a_block_moved_as_a_whole_keeps_its_meaning(sheet: str, down: int, right: int) -> None:
    layout = read(moved(template()[sheet], lambda row, column: (row + down, column + right)))
    assert meaning(layout.tables[0]) == meaning(original(sheet), lambda at: at + down, lambda at: at + right)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(SHEETS), st.data())
@example("表十二", None)
def test_amount_columns_swapped_carry_their_meaning_along(sheet: str, data: st.DataObject | None) -> None:
    """Two neighbours below the same parents change places with all that stands in them."""
    source = template()[sheet]
    pairs = [(one.at, other.at) for one, other in _neighbours(original(sheet))]
    if not pairs:
        return
    left, right = data.draw(st.sampled_from(pairs)) if data else pairs[0]

    def swapped(at: int) -> int:
        return {left: right, right: left}.get(at, at)

    layout = read(_exchanged(source, swapped))
    assert not layout.unsettled
    assert meaning(layout.tables[0]) == meaning(original(sheet), column=swapped)


def _neighbours(table: Table) -> list[Any]:
    columns = [column for panel in table.panels for column in panel.columns]
    pairs = pairwise(columns)
    return [(one, other) for one, other in pairs if one.reads.rpartition("/")[0] == other.reads.rpartition("/")[0] != ""]


def _exchanged(source: Grid, swapped: Callable[[int], int]) -> Grid:
    """Merged headings across columns stay where they are."""
    wide = {(area.top, area.left) for area in source.merges if area.left < area.right}
    values = {cell if cell in wide else (cell[0], swapped(cell[1])): value for cell, value in source.values.items()}
    narrow = (area for area in source.merges if area.left == area.right)
    merges = [area for area in source.merges if area.left < area.right]
    merges += [Area(area.top, swapped(area.left), area.bottom, swapped(area.right)) for area in narrow]
    return Grid(source.sheet, values, merges)


@settings(max_examples=13, deadline=None)
@given(st.sampled_from(SHEETS))
def test_merges_lost_are_named_or_not_needed(sheet: str) -> None:
    source = template()[sheet]
    _same_or_named(Grid(sheet, source.values, []), sheet)
