"""The indicator table of a performance form: its heading, its halves, and which indicator every row is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from budgetbook.model.grid import Area, Grid, shown
from budgetbook.model.project import WHOLE, YEAR

from .form_outline import Outline
from .form_words import form_words


class Half(NamedTuple):
    """The columns of one half of the table, each as wide as its heading."""

    name: str
    second: Area
    third: Area
    value: Area


class BlockRow(NamedTuple):
    """One row: official names of the indicators above it in the tree."""

    row: int
    first: str
    second: str


class Block(NamedTuple):
    """The indicator table. `first` is the heading 一级指标, None where a form has no such column."""

    heading: int
    first: Area | None
    halves: tuple[Half, ...]
    rows: tuple[BlockRow, ...]

    @property
    def last(self) -> int:
        return self.rows[-1].row if self.rows else self.heading


def halves_of(outline: Outline, heads: Mapping[str, Area]) -> tuple[Half, ...]:
    """The halves of the table; `heads` are the heads 实施期目标 and 年度目标 above it, which name them."""
    at = _areas(outline)
    columns: list[dict[str, Area]] = []
    for column, name in outline.headings().items():
        if name == "second":
            columns.append({})
        if columns and name != "first":
            columns[-1].setdefault(name, at[column])
    whole = [half for half in columns if len(half) == 3]
    names = _half_names([half["second"].left for half in whole], heads)
    return tuple(Half(name, **half) for name, half in zip(names, whole, strict=False))


def first_of(outline: Outline) -> Area | None:
    """The heading 一级指标."""
    at = _areas(outline)
    return next((at[column] for column, name in outline.headings().items() if name == "first"), None)


def _areas(outline: Outline) -> dict[int, Area]:
    """How wide each heading is, by its column."""
    merged, row = outline.merged(), outline.heading
    return {column: merged.get((row, column), Area(row, column, row, column)) for column in outline.headings()}


def _half_names(lefts: list[int], heads: Mapping[str, Area]) -> list[str]:
    """实施期 and 年度 by the heads above the columns; without heads in this order, and a single half is the year's."""
    names = []
    for left in lefts:
        names += [name for name, head in heads.items() if head.left <= left <= head.right][:1]
    if len(names) == len(lefts) == len(set(names)):
        return names
    return [YEAR] if len(lefts) == 1 else [WHOLE, YEAR]


def block_rows(grid: Grid, rows: Iterable[int], first: Area | None, halves: tuple[Half, ...]) -> Iterator[BlockRow]:
    """Every row with its indicators; a name counts for the rows below it until the next one."""
    words = form_words()
    seconds = [half.second.left for half in halves]
    above = second = ""
    for row in rows:
        line = grid.lines.get(row, {})
        printed = next((shown(line[at]) for at in seconds if at in line), "")
        if first and first.left in line:
            above, second = words.first(shown(line[first.left])), ""
        if printed:
            second = words.second(above, printed)
        yield BlockRow(row, above or words.parent(second), second)
