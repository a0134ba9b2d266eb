"""From cells to figures: what the tables of a workbook print, each amount with the slice it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from budgetbook.model.amount import AmountError, Scale, decimals_of, parse_amount
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.grid import ErrorValue, Grid, Value
from budgetbook.model.slices import Slice
from budgetbook.model.text import name_key

from .layout import Axis, Column, Layout, Row, Table

USUAL_DECIMALS = 2  # what a disclosure prints; more are believed of a table only when most of its amounts show them
_NOTHING = {"", "-", "—", "–", "/", "无"}  # once widths and blanks are gone
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

    row: Row
    column: Column
    slice: Slice
    value: Value
    fen: int | None
    reason: str
    decimals: int  # that an amount other than zero shows


def read_tables(layout: Layout, grids: Mapping[str, Grid]) -> tuple[Figure, ...]:
    """Every figure of every table, blanks and unreadable cells too; grids by sheet name."""
    cells = {table.sheet: [*_cells(table, grids[table.sheet])] for table in layout.tables}
    decimals = _table_decimals(layout, cells)
    return tuple(
        _figure(table, grids[table.sheet], cell, decimals[table.sheet]) for table in layout.tables for cell in cells[table.sheet]
    )


def listings(layout: Layout) -> dict[str, str]:
    """Which dimension each table lists in full: what such a table does not name is a zero there."""
    return {table.sheet: _LISTED[panel.axis] for table in layout.tables for panel in table.panels if panel.axis in _LISTED}


def cell_slice(row: Row, column: Column) -> Slice | None:
    """What the cell of a row and a column counts; None for a cell that can hold nothing."""
    return None if column.measure else row.slice.meet(column.slice)


def _cells(table: Table, grid: Grid) -> Iterator[_Cell]:
    for panel in table.panels:
        for row in panel.rows:
            for column in panel.columns:
                slice_ = cell_slice(row, column)
                if slice_ is not None:
                    yield _Cell(row, column, slice_, *_read(grid.values.get((row.at, column.at)), table.unit))


def _read(value: Value, unit: int) -> tuple[Value, int | None, str, int]:
    """The value with its fen, the reason why it has none, and its decimals in the table's unit; what a float's noise adds is not
    there in fen."""
    if _is_blank(value):
        return value, None, "", 0
    if isinstance(value, ErrorValue):
        return value, None, f"单元格是错误值 {value}", 0
    try:
        fen = parse_amount(value, unit)
    except AmountError as error:
        return value, None, str(error), 0
    written = _decimals_written(value) if fen and isinstance(value, str) else 0
    return value, fen, "", max(decimals_of(fen, unit), written)


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


def _figure(table: Table, grid: Grid, cell: _Cell, decimals: int) -> Figure:
    row, column, slice_, value, fen, reason, shown = cell
    place = Place(table.sheet, row.at, column.at)
    label = f"{row.reads} / {column.reads.rsplit('/', 1)[-1]}"
    if fen is not None:
        scale = Scale(table.unit, max(decimals, shown))
        return Figure(slice_, fen, scale.half, place, table.sheet, label, State.READ, scale.text(fen), row.part, "", value)
    text = grid.text(row.at, column.at).strip() if reason else ""
    state = State.UNREAD if reason else State.BLANK
    return Figure(slice_, 0, 0, place, table.sheet, label, state, text, row.part, reason, value)


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and name_key(value) in _NOTHING)


def _decimals_written(text: str) -> int:
    """Decimals of an amount kept as text, whose trailing zeros are there to be seen."""
    _, point, decimals = text.strip().partition(".")
    return len(decimals) if point and decimals.isdigit() else 0
