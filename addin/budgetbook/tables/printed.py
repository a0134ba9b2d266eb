"""What a workbook prints beside its figures: titles, notes, coded rows, words, and places that were not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from budgetbook.model.book import CodedRow, Held, PrintedTable, Text
from budgetbook.model.figure import Place
from budgetbook.model.grid import Cell, Grid

from .layout import Layout, Panel, Table, Unsettled

_CODED = ("function", "economic", "government", "revenue")


def printed_tables(layout: Layout, grids: Mapping[str, Grid]) -> tuple[PrintedTable, ...]:
    """Each table that is understood; grids by sheet name."""
    return tuple(_printed(table, grids[table.sheet]) for table in layout.tables)


def held_places(unsettled: Iterable[Unsettled]) -> tuple[Held, ...]:
    """The places whose tables wait for a person."""
    return tuple(Held(Place(place.sheet, *place.at), place.reads, place.reason, place.choices) for place in unsettled)


def words_of(grids: Iterable[Grid]) -> Iterator[Text]:
    """Every text of every sheet, numbers and dates left out."""
    for grid in grids:
        for (row, column), value in grid.values.items():
            if isinstance(value, str):
                yield Text(Place(grid.sheet, row, column), value)


def _printed(table: Table, grid: Grid) -> PrintedTable:
    return PrintedTable(
        table.sheet,
        _text(table, grid, table.title_at),
        table.year,
        _text(table, grid, table.department_at) if table.department_at else None,
        _text(table, grid, table.note_at) if table.note_at else None,
        tuple(row for panel in table.panels for row in _coded_rows(table, panel)),
    )


def _text(table: Table, grid: Grid, at: Cell) -> Text:
    return Text(Place(table.sheet, *at), grid.text(*at).strip())


def _coded_rows(table: Table, panel: Panel) -> Iterator[CodedRow]:
    """Rows of a growing panel; rows that only print a name are what the name says."""
    at = min((key.at for key in panel.keys), default=panel.left)
    for row in panel.rows if panel.axis.grows else ():
        for dimension in _CODED:
            value = getattr(row.slice, dimension)
            code = value[0] if isinstance(value, tuple) and len(value) == 1 else value
            if code and isinstance(code, str):
                yield CodedRow(Place(table.sheet, row.at, at), dimension, code, _name(row.reads))


def _name(reads: str) -> str:
    """The names without their codes: "30201 办公费 / 50201 办公经费" is 办公费/办公经费."""
    return "/".join(part.strip().partition(" ")[2] for part in reads.split(" / ")).strip("/")
