"""From cells to figures: what the tables of a workbook print, each amount with the slice it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from budgetbook.model.amount import AmountError, Scale, parse_amount
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.grid import Cell, ErrorValue, Grid, Value
from budgetbook.model.slices import Slice

from .layout import Axis, Column, Layout, Row, Table

USUAL_DECIMALS = 2  # what a disclosure prints; more are believed of a table only when most of its amounts show them
_NOTHING = {"-", "—", "－", "–", "/", "无"}
_LISTED = {
    Axis.FUNCTION: "function",
    Axis.ECONOMIC: "economic",
    Axis.ECONOMIC_PAIR: "economic",
    Axis.GOVERNMENT: "government",
    Axis.REVENUE: "revenue",
    Axis.UNIT: "unit",
    Axis.PROJECT: "project",
}


def read_tables(layout: Layout, grids: Mapping[str, Grid]) -> tuple[Figure, ...]:
    """Every figure of every table, blanks and unreadable cells too; grids by sheet name."""
    cells = {table.sheet: list(_amount_cells(table)) for table in layout.tables}
    shown = {table.sheet: _decimals_shown(table, grids[table.sheet], cells[table.sheet]) for table in layout.tables}
    decimals = _table_decimals(layout, shown)
    return tuple(
        _figure(table, grids[table.sheet], row, column, slice_, shown[table.sheet], decimals[table.sheet])
        for table in layout.tables
        for row, column, slice_ in cells[table.sheet]
    )


def listings(layout: Layout) -> dict[str, str]:
    """Which dimension each table lists in full: what such a table does not name is a zero there."""
    return {table.sheet: _LISTED[panel.axis] for table in layout.tables for panel in table.panels if panel.axis in _LISTED}


def cell_slice(row: Row, column: Column) -> Slice | None:
    """What the cell of a row and a column counts; None for a cell that can hold nothing."""
    return None if column.measure else row.slice.meet(column.slice)


def _amount_cells(table: Table) -> Iterator[tuple[Row, Column, Slice]]:
    for panel in table.panels:
        for row in panel.rows:
            for column in panel.columns:
                slice_ = cell_slice(row, column)
                if slice_ is not None:
                    yield row, column, slice_


def _decimals_shown(table: Table, grid: Grid, cells: Iterable[tuple[Row, Column, Slice]]) -> dict[Cell, int]:
    """Decimals of each amount that is not zero, in the table's unit; what a float's noise adds is not there in fen."""
    shown = {}
    for row, column, _ in cells:
        value = grid.values.get((row.at, column.at))
        fen = None if _is_blank(value) else _fen(value, table.unit)
        if fen:
            written = value if isinstance(value, str) else ""
            shown[row.at, column.at] = max(_decimals_of(fen, table.unit), _decimals_written(written))
    return shown


def _table_decimals(layout: Layout, shown: Mapping[str, Mapping[Cell, int]]) -> dict[str, int]:
    """Decimals belong to the table, for a cell drops trailing zeros; a table of round amounts prints what the others do."""
    own = {table.sheet: _most(list(shown[table.sheet].values())) for table in layout.tables}
    usual: dict[int, int] = {}
    for unit in {table.unit for table in layout.tables}:
        counts = Counter(own[table.sheet] for table in layout.tables if table.unit == unit and shown[table.sheet])
        usual[unit] = max(counts, key=lambda places: (counts[places], places), default=USUAL_DECIMALS)
    return {table.sheet: max(own[table.sheet], usual[table.unit]) for table in layout.tables}


def _most(shown: list[int]) -> int:
    beyond = sum(places > USUAL_DECIMALS for places in shown)
    most = max(shown, default=0)
    return most if 2 * beyond > len(shown) else min(most, USUAL_DECIMALS)


def _figure(table: Table, grid: Grid, row: Row, column: Column, slice_: Slice, shown: Mapping[Cell, int], decimals: int) -> Figure:
    place = Place(table.sheet, row.at, column.at)
    label = f"{row.reads} / {column.reads.rsplit('/', 1)[-1]}"
    value = grid.values.get((row.at, column.at))
    text = grid.text(row.at, column.at).strip()
    if _is_blank(value):
        return Figure(slice_, 0, 0, place, table.sheet, label, State.BLANK, "", row.part, "", value)
    fen = _fen(value, table.unit)
    if fen is None:
        return Figure(slice_, 0, 0, place, table.sheet, label, State.UNREAD, text, row.part, _why_unread(value, table.unit), value)
    places = max(decimals, shown.get((row.at, column.at), 0))
    scale = Scale(table.unit, places)
    return Figure(slice_, fen, scale.half, place, table.sheet, label, State.READ, scale.text(fen), row.part, "", value)


def _is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and (not value.strip() or value.strip() in _NOTHING))


def _fen(value: Value, unit: int) -> int | None:
    if isinstance(value, ErrorValue):
        return None
    try:
        return parse_amount(value, unit)
    except AmountError:
        return None


def _why_unread(value: Value, unit: int) -> str:
    if isinstance(value, ErrorValue):
        return f"单元格是错误值 {value}"
    try:
        parse_amount(value, unit)
    except AmountError as error:
        return str(error)
    return ""


def _decimals_of(fen: int, unit: int) -> int:
    places = 0
    while unit > 1 and fen % unit:
        unit //= 10
        places += 1
    return places


def _decimals_written(text: str) -> int:
    """Decimals of an amount kept as text, whose trailing zeros are there to be seen."""
    _, point, decimals = text.strip().partition(".")
    return len(decimals) if point and decimals.isdigit() else 0
