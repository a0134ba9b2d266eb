"""The indicator table of a performance form: its heading, its halves, and which indicator every row is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from budgetbook.model.grid import Area, Cell, Grid
from budgetbook.model.project import WHOLE, YEAR

from .form_words import SIGNATURES, form_words


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


def heading_row(grid: Grid) -> int | None:
    """The row that has 二级指标, 三级指标 and 指标值 as headings; None when there is none."""
    rows = sorted(row for (row, _), value in grid.values.items() if isinstance(value, str) and "三级" in value)
    for row in rows:
        if {"second", "third", "value"} <= set(_headings(grid, row).values()):
            return row
    return None


def last_row(grid: Grid, heading: int) -> int:
    """The last row with words of the table: above the signatures, where there are such."""
    columns = set(_headings(grid, heading))
    left, right = min(columns), max(columns)
    end = _signature_row(grid, heading) or grid.rows + 1
    rows = {row for (row, column) in grid.values if heading < row < end and left <= column <= right}
    rows |= {area.bottom for area in grid.merges if heading < area.top and area.bottom < end and left <= area.left <= right}
    return max(rows, default=heading)


def read_block(grid: Grid, merged: Mapping[Cell, Area], heading: int, last: int, heads: Mapping[str, Area]) -> Block:
    """The table from `heading` to row `last`; `heads` are the heads 实施期目标 and 年度目标 above it, which name the halves."""
    headings = _headings(grid, heading)
    at = {column: merged.get((heading, column), Area(heading, column, heading, column)) for column in headings}
    first = next((at[column] for column, name in headings.items() if name == "first"), None)
    columns: list[dict[str, Area]] = []
    for column, name in headings.items():
        if name == "second":
            columns.append({})
        if columns and name != "first":
            columns[-1].setdefault(name, at[column])
    whole = [half for half in columns if len(half) == 3]
    names = _half_names([half["second"].left for half in whole], heads)
    halves = tuple(Half(name, **half) for name, half in zip(names, whole, strict=False))
    return Block(heading, first, halves, tuple(_rows(grid, range(heading + 1, last + 1), first, halves)))


def _headings(grid: Grid, row: int) -> dict[int, str]:
    """Column → first, second, third or value, from the left."""
    words = form_words()
    found = {}
    for column in sorted(column for at, column in grid.values if at == row):
        value = grid.values[row, column]
        label = words.label(value) if isinstance(value, str) else None
        if label and label.kind == "mark" and label.name in ("first", "second", "third", "value"):
            found[column] = label.name
    return found


def _half_names(lefts: list[int], heads: Mapping[str, Area]) -> list[str]:
    """实施期 and 年度 by the heads above the columns; without heads in this order, and a single half is the year's."""
    names = []
    for left in lefts:
        names += [name for name, head in heads.items() if head.left <= left <= head.right][:1]
    if len(names) == len(lefts) == len(set(names)):
        return names
    return [YEAR] if len(lefts) == 1 else [WHOLE, YEAR]


def _signature_row(grid: Grid, heading: int) -> int | None:
    """The first row below the heading with two of 负责人, 经办人, 联系电话 and 填报日期, or with one that ends in a colon."""
    found: dict[int, int] = {}
    words = form_words()
    for (row, _), value in grid.values.items():
        if row > heading and isinstance(value, str):
            said, colon, _ = value.replace("：", ":").partition(":")
            label = words.label(said)
            if label and label.name in SIGNATURES:
                found[row] = found.get(row, 0) + (2 if colon else 1)
    return min((row for row, count in found.items() if count >= 2), default=None)


def _rows(grid: Grid, rows: Iterable[int], first: Area | None, halves: tuple[Half, ...]) -> Iterator[BlockRow]:
    """Every row with its indicators; a name counts for the rows below it until the next one."""
    words = form_words()
    above = second = ""
    for row in rows:
        printed = next((text for half in halves if (text := grid.text(row, half.second.left).strip())), "")
        if first and (text := grid.text(row, first.left).strip()):
            above, second = words.first(text), ""
        if printed:
            second = words.second(above, printed)
        yield BlockRow(row, above or words.parent(second), second)
