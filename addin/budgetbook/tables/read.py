"""From cells to figures: what the tables of a workbook print, each amount with the slice it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.amount import AmountError, Scale, decimals_of, parse_amount
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.grid import Cell, ErrorValue, Grid, Value, shown
from budgetbook.model.slices import Slice
from budgetbook.model.text import name_key

from .crossing import crossing
from .layout import Axis, Layout, Table

USUAL_DECIMALS = 2  # what a disclosure prints; more are believed of a table only when most of its amounts show them
_NOTHING = {"", "-", "—", "–", "/", "无"}  # once widths and blanks are gone
_BLANK = (None, "", 0)  # what is read of a cell that says nothing
_new = tuple.__new__  # a record from all its fields, in order; there are thousands
_LISTED = {
    Axis.FUNCTION: "function",
    Axis.ECONOMIC: "economic",
    Axis.ECONOMIC_PAIR: "economic",
    Axis.GOVERNMENT: "government",
    Axis.REVENUE: "revenue",
    Axis.UNIT: "unit",
    Axis.PROJECT: "project",
}


class _Cell(NamedTuple):
    """An amount cell as it stands: fen is None where it is blank or cannot be read, and then `reason` says why it cannot."""

    at: Cell
    slice: Slice
    label: str
    part: bool
    value: Value
    fen: int | None
    reason: str
    decimals: int  # that an amount other than zero shows


def read_tables(layout: Layout, grids: Mapping[str, Grid]) -> tuple[Figure, ...]:
    """Every figure of every table, blanks and unreadable cells too; grids by sheet name."""
    cells = {table.sheet: _cells(table, grids[table.sheet]) for table in layout.tables}
    decimals = _table_decimals(layout, cells)
    return tuple(
        figure
        for table in layout.tables
        for figure in _figures(table, cells[table.sheet], Scale(table.unit, decimals[table.sheet]))
    )


def listings(layout: Layout) -> dict[str, str]:
    """Which dimension each table lists in full: what such a table does not name is a zero there."""
    return {table.sheet: _LISTED[panel.axis] for table in layout.tables for panel in table.panels if panel.axis in _LISTED}


def _cells(table: Table, grid: Grid) -> list[_Cell]:
    cells, values = [], grid.values
    for panel in table.panels:
        slices_of = crossing(panel.columns)
        columns = [(column.at, column.reads.rpartition("/")[2]) for column in panel.columns]
        for at, reads, slice_, _, _, part in panel.rows:
            for (column, leaf), both in zip(columns, slices_of(slice_), strict=True):
                if both is not None:
                    value = values.get((at, column))
                    read = _BLANK if value is None else _read(value, table.unit)
                    cells.append(_new(_Cell, ((at, column), both, f"{reads} / {leaf}", part, value, *read)))
    return cells


@lru_cache(maxsize=8192, typed=True)  # one amount is printed in many tables; TRUE is not 1
def _read(value: Value, unit: int) -> tuple[int | None, str, int]:
    """The fen of a value, the reason why it has none, and its decimals in the table's unit; what a float's noise adds is not
    there in fen."""
    if isinstance(value, str) and name_key(value) in _NOTHING:
        return _BLANK
    if isinstance(value, ErrorValue):
        return None, f"单元格是错误值 {value}", 0
    try:
        fen = parse_amount(value, unit)
    except AmountError as error:
        return None, str(error), 0
    written = _decimals_written(value) if fen and isinstance(value, str) else 0
    return fen, "", max(decimals_of(fen, unit), written)


def _table_decimals(layout: Layout, cells: Mapping[str, Sequence[_Cell]]) -> dict[str, int]:
    """Decimals belong to the table, for a cell drops trailing zeros; a table of round amounts prints what the others do."""
    shown = {sheet: [cell.decimals for cell in found if cell.fen] for sheet, found in cells.items()}
    own = {sheet: _most(found) for sheet, found in shown.items()}
    usual: dict[int, int] = {}
    for unit in {table.unit for table in layout.tables}:
        counts = Counter(own[table.sheet] for table in layout.tables if table.unit == unit and shown[table.sheet])
        usual[unit] = max(counts, key=lambda places: (counts[places], places), default=USUAL_DECIMALS)
    return {table.sheet: max(own[table.sheet], usual[table.unit]) for table in layout.tables}


def _most(shown: list[int]) -> int:
    beyond = sum(places > USUAL_DECIMALS for places in shown)
    most = max(shown, default=0)
    return most if 2 * beyond > len(shown) else min(most, USUAL_DECIMALS)


def _figures(table: Table, cells: Iterable[_Cell], scale: Scale) -> Iterator[Figure]:
    sheet, half = table.sheet, scale.half
    for (row, column), slice_, label, part, value, fen, reason, decimals in cells:
        place = _new(Place, (sheet, row, column))
        if fen is None:
            state, text = (State.UNREAD, shown(value)) if reason else (State.BLANK, "")
            yield _new(Figure, (slice_, 0, 0, place, sheet, label, state, text, part, reason, value))
        elif decimals > scale.decimals:
            own = Scale(table.unit, decimals)
            yield Figure(slice_, fen, own.half, place, sheet, label, State.READ, own.text(fen), part, "", value)
        else:
            yield _new(Figure, (slice_, fen, half, place, sheet, label, State.READ, _text(scale, fen), part, "", value))


@lru_cache(maxsize=8192)
def _text(scale: Scale, fen: int) -> str:
    return scale.text(fen)


def _decimals_written(text: str) -> int:
    """Decimals of an amount kept as text, whose trailing zeros are there to be seen."""
    _, point, decimals = text.strip().partition(".")
    return len(decimals) if point and decimals.isdigit() else 0
