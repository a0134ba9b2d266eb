"""The outline of a form: all that its cells announce and how they are merged. What stands where rests on nothing else, and
forms that are copies of one sample have one outline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from budgetbook.model.grid import Area, Cell, Grid

from .form_words import Said, said_by

COLUMNS = ("first", "second", "third", "value")  # marks over the columns of the indicator table
_NEEDED = {"second", "third", "value"}
_AllSaid: TypeAlias = "tuple[tuple[Cell, Said], ...]"


class Outline(NamedTuple):
    """`said` are the cells that announce something, in reading order; the indicator table has its headings in row `heading`
    and goes down to row `last`."""

    said: _AllSaid
    merges: tuple[Area, ...]
    heading: int
    last: int

    def merged(self) -> dict[Cell, Area]:
        """The merged areas by their first cell."""
        return {(area.top, area.left): area for area in self.merges}

    def headings(self) -> dict[int, str]:
        """The marks over the columns of the indicator table, from the left."""
        return _marks(self.said)[self.heading]


def outline_of(grid: Grid) -> Outline | None:
    """The outline of a form; None for a sheet without an indicator table (二级指标, 三级指标 and 指标值 as headings)."""
    texts = [(cell, value) for cell, value in grid.values.items() if isinstance(value, str)]
    rows = {row for (row, _), text in texts if "三级" in text}  # most sheets have none, and are long
    if not rows:
        return None
    said = tuple(sorted([(cell, says) for cell, text in texts if (says := said_by(text))]))
    marks = _marks(said)
    heading = next((row for row in sorted(rows & marks.keys()) if set(marks[row].values()) >= _NEEDED), None)
    if heading is None:
        return None
    return Outline(said, tuple(grid.merges), heading, _last_row(grid, said, heading, marks[heading]))


def _marks(said: _AllSaid) -> dict[int, dict[int, str]]:
    """The marks over columns in each row, by column."""
    marks: dict[int, dict[int, str]] = {}
    for (row, column), says in said:
        if says.label.kind == "mark" and says.label.name in COLUMNS and not says.behind:
            marks.setdefault(row, {})[column] = says.label.name
    return marks


def _last_row(grid: Grid, said: _AllSaid, heading: int, columns: Iterable[int]) -> int:
    """The last row with words of the table, which has these columns: above the signatures, where there are such."""
    left, right = min(columns), max(columns)
    end = _signature_row(said, heading) or grid.rows + 1
    rows = [row for row, column in grid.values if heading < row < end and left <= column <= right]
    rows += [area.bottom for area in grid.merges if heading < area.top and area.bottom < end and left <= area.left <= right]
    return max(rows, default=heading)


def _signature_row(said: _AllSaid, heading: int) -> int | None:
    """The first row below the heading with two of 负责人, 经办人, 联系电话 and 填报日期, or with one that ends in a colon."""
    found: dict[int, int] = {}
    for (row, _), says in said:
        if row > heading and says.signs:
            found[row] = found.get(row, 0) + says.signs
    return min((row for row, count in found.items() if count >= 2), default=None)
