"""Cells gathered into rectangles, so that Excel is asked for blocks and not for single cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from budgetbook.model.grid import Area, Cell

_Answer = TypeVar("_Answer")


def rectangles(cells: Iterable[Cell]) -> list[Area]:
    """Areas that hold just these cells, each cell once: runs along the rows, laid together where they lie under one another."""
    open_: dict[tuple[int, int], Area] = {}
    done: list[Area] = []
    for row, left, right in _runs(sorted(set(cells))):
        above = open_.get((left, right))
        if above and above.bottom == row - 1:
            open_[left, right] = above._replace(bottom=row)
        else:
            done += [above] if above else []
            open_[left, right] = Area(row, left, row, right)
    return sorted([*done, *open_.values()])


def _runs(cells: list[Cell]) -> Iterator[tuple[int, int, int]]:
    """Row, first and last column of each run of cells side by side."""
    start = 0
    for place, (row, column) in enumerate(cells):
        if place + 1 == len(cells) or cells[place + 1] != (row, column + 1):
            yield row, cells[start][1], column
            start = place + 1


def cells_of(area: Area) -> Iterator[Cell]:
    """Row by row."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def halves(area: Area) -> tuple[Area, Area]:
    """The two halves of an area of more than one cell, cut across its longer side."""
    if area.bottom - area.top >= area.right - area.left:
        middle = (area.top + area.bottom) // 2
        return area._replace(bottom=middle), area._replace(top=middle + 1)
    middle = (area.left + area.right) // 2
    return area._replace(right=middle), area._replace(left=middle + 1)


def without(area: Area, hole: Area) -> list[Area]:
    """What is left of an area beside a hole that lies in it or over its edge."""
    top, bottom = max(area.top, hole.top), min(area.bottom, hole.bottom)
    parts = [
        area._replace(bottom=hole.top - 1),
        area._replace(top=hole.bottom + 1),
        Area(top, area.left, bottom, hole.left - 1),
        Area(top, hole.right + 1, bottom, area.right),
    ]
    return [part for part in parts if part.top <= part.bottom and part.left <= part.right]


def uniform(area: Area, ask: Callable[[Area], _Answer | None]) -> Iterator[tuple[Area, _Answer]]:
    """Parts of an area with the answer that holds for all of each. `ask` gives None where its cells differ; of one cell it
    always knows the answer, or the cell is left out."""
    waiting = [area]
    while waiting:
        part = waiting.pop()
        answer = ask(part)
        if answer is not None:
            yield part, answer
        elif part[:2] != part[2:]:
            waiting += halves(part)
