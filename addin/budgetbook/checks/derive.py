"""The equations that follow from slices alone. Nobody writes them: figures of one slice agree, and a figure is the sum of
those that partition its slice along one dimension, within its table first and across tables where no table covers it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from budgetbook.model.figure import State

from .across import Signature, across_boxes, economic_parts, form_sums
from .boxes import partitions
from .lines import Branch, Line, branches
from .verdict import PART, SAME, SUM, Equation
from .world import World

Cells: TypeAlias = "dict[Line, dict[int, int]]"  # of one table: line, box as printed, figure


def derive(world: World) -> list[Equation]:
    """All equations of a book, those between zeros too."""
    tables, slices = _by_table(world), _by_slice(world)
    found = list(_same(world, slices))
    printed_as: dict[Line, list[Signature]] = {}
    for table, cells in tables.items():
        found += _columns(world, cells, printed_as)
        found += _rows(world, table, cells)
    found += across_boxes(world, slices, printed_as)
    found += economic_parts(world, tables)
    found += form_sums(world, tables, slices)
    return found


def live(equations: Sequence[Equation], world: World) -> list[Equation]:
    """The equations that say something: some figure is not zero, or could not be read."""
    says = [figure.value != 0 or figure.state is State.UNREAD for figure in world.figures]
    return [equation for equation in equations if says[equation.left] or any(says[term] for term in equation.right)]


def _by_table(world: World) -> dict[str, Cells]:
    """Where a table prints a slice twice, its first figure stands for it: SAME ties the others to that one."""
    tables: dict[str, Cells] = {}
    for place, (figure, line, box) in enumerate(zip(world.figures, world.lines, world.boxes, strict=True)):
        tables.setdefault(figure.table, {}).setdefault(line, {}).setdefault(box, place)
    return tables


def _by_slice(world: World) -> dict[Line, dict[int, list[int]]]:
    """Figures by line and by what remains of their box; those whose box is empty are left out."""
    slices: dict[Line, dict[int, list[int]]] = {}
    for place, (line, box) in enumerate(zip(world.lines, world.reduced, strict=True)):
        if box:
            slices.setdefault(line, {}).setdefault(box, []).append(place)
    return slices


def _same(world: World, slices: dict[Line, dict[int, list[int]]]) -> Iterator[Equation]:
    """One equation per group; a figure that could not be read has its own, so that the others are still compared."""
    for boxes in slices.values():
        for places in boxes.values():
            if len(places) < 2:
                continue
            read = [place for place in places if world.figures[place].state is not State.UNREAD]
            if len(read) > 1:
                assumed = any(world.boxes[place] != world.boxes[read[0]] for place in read)
                yield Equation(SAME, "", read[0], tuple(read[1:]), assumed)
            if len(read) < len(places):
                other = read[0] if read else places[0]
                yield from (Equation(SAME, "", place, (other,)) for place in places if place not in (other, *read))


def _columns(world: World, cells: Cells, printed_as: dict[Line, list[Signature]]) -> Iterator[Equation]:
    """Along each row: 合计 = 基本支出 + 项目支出. Rows with the same columns have the same structure."""
    for line, row in cells.items():
        places = list(row.values())
        if places[0] >= world.printed:
            continue
        signature = (tuple(row), tuple(not world.figures[place].part for place in places))
        printed_as.setdefault(line, []).append(signature)
        if len(places) < 2:
            continue
        for dimension, whole, parts, covers, assumed in partitions(*signature, world.empties):
            if len(parts) > 1 or not covers:
                right = tuple([places[part] for part in parts])
                yield Equation(SUM if covers else PART, dimension, places[whole], right, assumed)


def _rows(world: World, table: str, cells: Cells) -> Iterator[Equation]:
    """Down each column: 合计 = Σ类, 类 = Σ款, 款 = Σ项; units and projects likewise."""
    if len(cells) < 2:
        return
    columns: dict[int, dict[Line, int]] = {}
    for line, row in cells.items():
        for box, place in row.items():
            columns.setdefault(box, {})[line] = place
    for column in columns.values():
        places = list(column.values())
        addend = tuple([not world.figures[place].part for place in places])
        yield from _instances(branches(tuple(column), addend, world.listings.get(table, "")), places)


def _instances(structure: Sequence[Branch], places: Sequence[int]) -> Iterator[Equation]:
    for dimension, whole, parts, covers in structure:
        yield Equation(SUM if covers else PART, dimension, places[whole], tuple([places[part] for part in parts]))
