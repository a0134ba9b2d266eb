"""From cells to figures: what the tables of a workbook print, each amount with the slice it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from budgetbook.model.amount import AmountError, Scale, decimals_of, parse_amount
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.grid import ErrorValue, Grid, Value, shown
from budgetbook.model.text import name_key

from .crossing import Spot, crossing
from .layout import Axis, Layout, Row, Table

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


class _Read(NamedTuple):
    """What a value says: fen is None where it is blank or cannot be read; `reason` says why it cannot, or is blank."""

    fen: int | None
    reason: str
    decimals: int  # that an amount other than zero shows


_BLANK = _Read(None, "", 0)
_UNCOMPUTED = _Read(None, "公式没有结果，请用 Excel 打开、保存后再校验", 0)  # or one whose result is nothing
_Cell: TypeAlias = tuple[Row, Spot, Value, _Read]


def read_tables(layout: Layout, grids: Mapping[str, Grid]) -> tuple[Figure, ...]:
    """Every figure of every table, blanks and unreadable cells too; grids by sheet name."""
    cells = {table.sheet: _cells(table, grids[table.sheet]) for table in layout.tables}
    decimals = _table_decimals(layout, cells)
    figures: list[Figure] = []
    for table in layout.tables:
        figures += _figures(table, cells[table.sheet], Scale(table.unit, decimals[table.sheet]))
    return tuple(figures)


def listings(layout: Layout) -> dict[str, str]:
    """Which dimension each table lists in full: what such a table does not name is a zero there."""
    return {table.sheet: _LISTED[panel.axis] for table in layout.tables for panel in table.panels if panel.axis in _LISTED}


def _cells(table: Table, grid: Grid) -> list[_Cell]:
    cells: list[_Cell] = []
    values, unit, formulas = grid.values, table.unit, grid.formulas
    for panel in table.panels:
        spots_of = crossing(panel.columns)
        for row in panel.rows:
            at = row.at
            for spot in spots_of(row.slice):
                value = values.get((at, spot[1]))
                read = _read(value, unit) if value is not None else _UNCOMPUTED if (at, spot[1]) in formulas else _BLANK
                cells.append((row, spot, value, read))
    return cells


@lru_cache(maxsize=8192, typed=True)  # one amount is printed in many tables; TRUE is not 1
def _read(value: Value, unit: int) -> _Read:
    """The fen of a value, the reason why it has none, and its decimals in the table's unit; what a float's noise adds is not
    there in fen."""
    if isinstance(value, str) and name_key(value) in _NOTHING:
        return _BLANK
    if isinstance(value, ErrorValue):
        return _Read(None, f"单元格是错误值 {value}", 0)
    try:
        fen = parse_amount(value, unit)
    except AmountError as error:
        return _Read(None, str(error), 0)
    written = _decimals_written(value) if fen and isinstance(value, str) else 0
    return _Read(fen, "", max(decimals_of(fen, unit), written))


def _table_decimals(layout: Layout, cells: Mapping[str, Sequence[_Cell]]) -> dict[str, int]:
    """Decimals belong to the table, for a cell drops trailing zeros; a table of round amounts prints what the others do."""
    places = {sheet: [decimals for _, _, _, (fen, _, decimals) in found if fen] for sheet, found in cells.items()}
    own = {sheet: _most(found) for sheet, found in places.items()}
    usual: dict[int, int] = {}
    for unit in {table.unit for table in layout.tables}:
        counts = Counter(own[table.sheet] for table in layout.tables if table.unit == unit and places[table.sheet])
        usual[unit] = max(counts, key=lambda most: (counts[most], most), default=USUAL_DECIMALS)
    return {table.sheet: max(own[table.sheet], usual[table.unit]) for table in layout.tables}


def _most(places: list[int]) -> int:
    beyond = sum([decimals > USUAL_DECIMALS for decimals in places])
    most = max(places, default=0)
    return most if 2 * beyond > len(places) else min(most, USUAL_DECIMALS)


def _figures(table: Table, cells: Iterable[_Cell], scale: Scale) -> Iterator[Figure]:
    """The figures of one table; a cell that shows more decimals than its table has a scale of its own."""
    new = tuple.__new__  # a record from all its fields, in order; there are thousands
    sheet, half, decimals = table.sheet, scale.half, scale.decimals
    for (row, reads, _, _, _, part), (_, column, leaf, slice_), value, (fen, reason, shows) in cells:
        place, label = new(Place, (sheet, row, column)), f"{reads} / {leaf}"
        if fen is None:
            state, text = (State.UNREAD, shown(value)) if reason and value is not None else (State.BLANK, "")
            yield new(Figure, (slice_, 0, 0, place, sheet, label, state, text, part, reason, value))
        elif shows > decimals:
            own = Scale(table.unit, shows)
            yield Figure(slice_, fen, own.half, place, sheet, label, State.READ, own.text(fen), part, "", value)
        else:
            yield new(Figure, (slice_, fen, half, place, sheet, label, State.READ, _text(scale, fen), part, "", value))


@lru_cache(maxsize=8192)
def _text(scale: Scale, fen: int) -> str:
    return scale.text(fen)


def _decimals_written(text: str) -> int:
    """Decimals of an amount kept as text, whose trailing zeros are there to be seen."""
    _, point, decimals = text.strip().partition(".")
    return len(decimals) if point and decimals.isdigit() else 0


def read_amount(value: Value, unit: int) -> tuple[int | None, str, int]:
    """The fen of a cell that prints an amount (None where it is blank or no amount), the reason why it is none, and the
    decimals that it shows in the unit."""
    return _BLANK if value is None else _read(value, unit)


def believed_decimals(shown: list[int]) -> int:
    """Decimals of a table whose amounts, zeros left out, show these: more than usual only where most of them do."""
    return _most(shown)
