"""The equations that follow from slices alone. Nobody writes these: figures of one slice agree, and a figure is the sum of
those that partition its slice along one dimension, within its table first and across tables where no table covers it.

What follows for a row depends only on its columns, and for a column only on its rows: it is derived once for all that are
alike, and asked of their figures in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import numpy as np

from budgetbook.model.figure import State

from .across import Cells, Signature, Slices, across_boxes, economic_parts, form_sums
from .boxes import Empties, partitions
from .equations import PART, SAME, SUM, Equation, Equations, columns_of, joined
from .lines import Line, branches
from .verdict import Bounds
from .world import World

_UNREAD = State.UNREAD


class _Rows(NamedTuple):
    """Rows one below the other that print the same columns: their lines by number, and their figures [rows × columns]."""

    signature: Signature
    lines: list[int]
    places: list[list[int]]


def derive(world: World) -> Equations:
    """All equations of a book, those between zeros too."""
    tables, slices = _by_table(world), _by_slice(world)
    found = [columns_of(_same(world, slices))]
    addend = [not figure.part for figure in world.figures]
    printed: list[_Rows] = []
    for single, group in groupby(tables.items(), key=lambda item: len(item[1]) == 1):
        if single:  # forms: all of them are rows of one table, as it were
            rows = list(_alike(addend, (row for _, cells in group for row in cells.items())))
            found += _along(rows, world.empties)
            printed += rows
            continue
        for table, cells in group:
            rows = list(_alike(addend, cells.items()))
            own = [*_printed(rows, world.printed)]
            found += _along(own, world.empties)
            found += _down(rows, world, world.listings.get(table, ""))
            printed += own
    found += across_boxes(slices, ((rows.signature, rows.lines) for rows in printed), world.empties)
    return joined([*found, columns_of([*economic_parts(world, tables), *form_sums(world, tables, slices)])])


def live(equations: Equations, printed: Bounds) -> Equations:
    """The equations that say something: some figure is not zero, or could not be read."""
    if not len(equations):
        return equations
    says = (printed.value != 0) | printed.unread
    return equations.where(says[equations.left] | np.logical_or.reduceat(says[equations.right], equations.starts))


def _by_table(world: World) -> dict[str, Cells]:
    """Where a table prints a slice twice, its first figure stands for it: SAME ties the others to that one."""
    tables: dict[str, Cells] = {}
    numbers, boxes = world.numbers, world.boxes
    for table, places in world.tables.items():
        cells: Cells = {}
        for place in places:
            cells.setdefault(numbers[place], {}).setdefault(boxes[place], place)
        tables[table] = cells
    return tables


def _by_slice(world: World) -> Slices:
    """Figures by line and by what remains of their box; those whose box is empty are left out."""
    slices: Slices = {}
    for place, (line, box) in enumerate(zip(world.numbers, world.reduced, strict=True)):
        if box:
            slices.setdefault(line, {}).setdefault(box, []).append(place)
    return slices


def _same(world: World, slices: Slices) -> Iterator[Equation]:
    """One equation per group; a figure that could not be read has its own, so that the others are still compared."""
    unread = {place for place, figure in enumerate(world.figures) if figure.state is _UNREAD}
    boxes = world.boxes
    for groups in slices.values():
        for places in groups.values():
            if len(places) < 2:
                continue
            read = [place for place in places if place not in unread] if unread else places
            if len(read) > 1:
                assumed = any(boxes[place] != boxes[read[0]] for place in read)
                yield Equation(SAME, "", read[0], tuple(read[1:]), assumed)
            if len(read) < len(places):
                other = read[0] if read else places[0]
                yield from (Equation(SAME, "", place, (other,)) for place in places if place not in (other, *read))


def _alike(addend: Sequence[bool], rows: Iterable[tuple[int, dict[int, int]]]) -> Iterator[_Rows]:
    """Rows put together while they print the same columns; `addend` says of each figure whether it is one (no 其中)."""
    last = None
    for line, row in rows:
        places = list(row.values())
        signature = (tuple(row), tuple([addend[place] for place in places]))
        if last is None or signature != last.signature:
            if last:
                yield last
            last = _Rows(signature, [], [])
        last.lines.append(line)
        last.places.append(places)
    if last:
        yield last


def _printed(rows: Iterable[_Rows], count: int) -> Iterator[_Rows]:
    """Without the rows that are only supposed: they have no columns of their own."""
    for signature, lines, places in rows:
        printed = [at for at, row in enumerate(places) if row[0] < count]
        if printed:
            yield _Rows(signature, [lines[at] for at in printed], [places[at] for at in printed])


def _along(rows: Iterable[_Rows], empties: Empties) -> Iterator[Equations]:
    """Along each row: 合计 = 基本支出 + 项目支出."""
    for signature, _, places in rows:
        structure = _of_columns(*signature, empties)
        if len(structure):
            yield structure.over(places)


@lru_cache(maxsize=2048)
def _of_columns(boxes: tuple[int, ...], addend: tuple[bool, ...], empties: Empties) -> Equations:
    """What follows along a row with these columns, by position."""
    return columns_of(
        Equation(SUM if covers else PART, dimension, whole, parts, assumed)
        for dimension, whole, parts, covers, assumed in partitions(boxes, addend, empties)
        if len(parts) > 1 or not covers
    )


def _down(rows: Iterable[_Rows], world: World, listed: str) -> Iterator[Equations]:
    """Down each column: 合计 = Σ类, 类 = Σ款, 款 = Σ项; units and projects likewise. Columns with the same rows together."""
    columns: dict[int, tuple[list[int], list[bool], list[int]]] = {}
    for (boxes, addends), lines, places in rows:
        for box, addend, column in zip(boxes, addends, zip(*places, strict=True), strict=True):
            mine = columns.setdefault(box, ([], [], []))
            mine[0].extend(lines)
            mine[1].extend([addend] * len(lines))
            mine[2].extend(column)
    for (numbers, addends), alike in groupby(columns.values(), key=lambda column: column[:2]):
        structure = _of_rows(tuple([world.different[number] for number in numbers]), tuple(addends), listed)
        if len(structure):
            yield structure.over([places for _, _, places in alike])


@lru_cache(maxsize=512)
def _of_rows(lines: tuple[Line, ...], addend: tuple[bool, ...], listed: str) -> Equations:
    """What follows down a column with these rows, by position."""
    return columns_of(
        Equation(SUM if covers else PART, dimension, whole, parts)
        for dimension, whole, parts, covers in branches(lines, addend, listed)
    )
