"""What a workbook prints beside its figures: titles, notes, coded rows, words, and places that were not understood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from budgetbook.model.book import CodedRow, Held, PrintedTable, Text
from budgetbook.model.figure import Place
from budgetbook.model.grid import Cell, Grid
from budgetbook.model.slices import Slice

from .layout import Layout, Panel, Table, Unsettled

_CODED = ("function", "economic", "government", "revenue")


def printed_tables(layout: Layout, grids: Mapping[str, Grid]) -> tuple[PrintedTable, ...]:
    """Each table that is understood; grids by sheet name."""
    return tuple(_printed(table, grids[table.sheet]) for table in layout.tables)


def held_places(unsettled: Iterable[Unsettled]) -> tuple[Held, ...]:
    """The places whose tables wait for a person."""
    return tuple(Held(Place(place.sheet, *place.at), place.reads, place.reason, place.choices, place.hint) for place in unsettled)


def words_of(grids: Iterable[Grid]) -> tuple[Text, ...]:
    """Every text of every sheet, and of its pages' margins; numbers and dates left out."""
    new = tuple.__new__  # there are thousands of them
    found: list[Text] = []
    for grid in grids:
        found += [
            new(Text, (new(Place, (grid.sheet, *cell)), value, "")) for cell, value in grid.values.items() if isinstance(value, str)
        ]
        found += [Text(Place(grid.sheet, 1, 1), text, margin) for margin, text in grid.margins]
    return tuple(found)


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
        for coded in _coded(row.slice, row.reads):
            yield CodedRow(Place(table.sheet, row.at, at), *coded)


@lru_cache(maxsize=8192)
def _coded(slice_: Slice, reads: str) -> tuple[tuple[str, str, str], ...]:
    """The codes that a row stands for, each with its dimension and the name printed beside it."""
    codes = {dimension: getattr(slice_, dimension) for dimension in _CODED}
    codes["economic"] = slice_.economic[0] if len(slice_.economic) == 1 else ""
    return tuple((dimension, code, _name(reads)) for dimension, code in codes.items() if code)


def _name(reads: str) -> str:
    """The names without their codes: "30201 办公费 / 50201 办公经费" is 办公费/办公经费."""
    return "/".join(part.strip().partition(" ")[2] for part in reads.split(" / ")).strip("/")
