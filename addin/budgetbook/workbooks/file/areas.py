"""Areas of cells as files write them, and where they go when rows are put in or taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area, column_name, column_number
from budgetbook.model.problem import BudgetbookError, Problem


class Shift(NamedTuple):
    """`by` rows put in before row `first`; or, when `by` is negative, that many rows taken out from row `first` on.

    With `stretch`, lists that end in the row above take in the new rows."""

    first: int
    by: int
    stretch: bool = False

    def row(self, row: int) -> int | None:
        """Where a row goes; None when it is taken out. Raises BudgetbookError when it would leave the sheet."""
        if row < self.first:
            return row
        if self.by < 0:
            return None if row < self.first - self.by else row + self.by
        if row + self.by > LAST_ROW:
            raise BudgetbookError(
                Problem(f"插入 {self.by} 行后，第 {row} 行将超出工作表的最后一行（{LAST_ROW}）", hint="请减少行数")
            )
        return row + self.by

    def span(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where the rows from top to bottom go: they grow when rows go in between them, shrink when some are taken out."""
        if top == 1 and bottom == LAST_ROW:
            return top, bottom
        if self.by < 0:
            return self._shrunk(top, bottom)
        if bottom == LAST_ROW:  # what reaches down to the end of the sheet still does
            return self.row(top) or top, bottom
        return self.row(top) or top, self.row(bottom) or bottom

    def list_span(self, top: int, bottom: int) -> tuple[int, int] | None:
        """Where the rows of a list go."""
        rows = self.span(top, bottom)
        return (top, bottom + self.by) if rows and self.stretch and bottom == self.first - 1 else rows

    def kept(self, row: int) -> int:
        """Where a row goes; a row that is taken out goes to the one that takes its place."""
        return self.row(row) or self.first

    def _shrunk(self, top: int, bottom: int) -> tuple[int, int] | None:
        new_top = self.row(top) or self.first
        new_bottom = self.row(bottom) or self.first - 1
        return (new_top, new_bottom) if new_top <= new_bottom else None


_CELLS = r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?"
_COLUMNS = r"([A-Z]{1,3}):([A-Z]{1,3})"
_ROWS = r"([1-9][0-9]{0,6}):([1-9][0-9]{0,6})"
_AREA = re.compile(f"{_CELLS}|{_COLUMNS}|{_ROWS}", re.IGNORECASE)


@lru_cache(maxsize=4096)  # the same merges stand on every copy of a form
def parse_area(text: str) -> Area:
    """A1, A1:B3, 3:5 or A:C as an area, $ or not. Raises ValueError for anything else."""
    match = _AREA.fullmatch(text.replace("$", ""))
    if not match:
        raise ValueError(f"“{text}”不是单元格区域")
    left, top, right, bottom, first_column, last_column, first_row, last_row = match.groups()
    columns = sorted(column_number(name) for name in (left or first_column or "A", right or last_column or left or "XFD"))
    rows = sorted(int(row) for row in (top or first_row or 1, bottom or last_row or top or LAST_ROW))
    if columns[1] > LAST_COLUMN or rows[1] > LAST_ROW:
        raise ValueError(f"“{text}”超出工作表范围")
    return Area(rows[0], columns[0], rows[1], columns[1])


def parse_areas(text: str) -> list[Area]:
    """A list of areas as it stands in an sqref: "A1:B3 D5"."""
    return [parse_area(part) for part in text.split()]


def write_areas(areas: Iterable[Area]) -> str:
    """Areas as an sqref; whole columns and rows in their short form."""
    return " ".join(map(_area_name, areas))


def shift_area(area: Area, shift: Shift) -> Area | None:
    """The area after the shift; None when all its rows are taken out."""
    rows = shift.span(area.top, area.bottom)
    return rows and Area(rows[0], area.left, rows[1], area.right)


def shift_areas(text: str, shift: Shift) -> str:
    """An sqref, or a single reference, after the shift; "" when nothing is left of it."""
    return write_areas(area for area in (shift_area(area, shift) for area in parse_areas(text)) if area)


def _area_name(area: Area) -> str:
    if (area.top, area.bottom) == (1, LAST_ROW):
        return f"{column_name(area.left)}:{column_name(area.right)}"
    if (area.left, area.right) == (1, LAST_COLUMN):
        return f"{area.top}:{area.bottom}"
    return area.name
