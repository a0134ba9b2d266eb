"""A sheet as plain data: what stands in which cell. Rows and columns count from 1."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeAlias

Cell: TypeAlias = tuple[int, int]
Value: TypeAlias = "str | float | bool | datetime.date | ErrorValue | None"
Line: TypeAlias = "dict[int, Value]"  # what stands in one row, by column from the left

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class ErrorValue(str):
    """An error in a cell, as it is shown: #REF!"""


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, cell: Cell) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right

    @property
    def name(self) -> str:
        start, end = cell_name(self.top, self.left), cell_name(self.bottom, self.right)
        return start if start == end else f"{start}:{end}"


@dataclass(slots=True)
class Grid:
    """What a sheet shows. `values` holds no empty cells; a merged area has its value in the top left cell only.

    Numbers are float (as Excel gives them), a date-formatted number is a date or datetime, text keeps its line breaks."""

    sheet: str
    values: dict[Cell, Value]
    merges: list[Area] = field(default_factory=list)
    formulas: dict[Cell, str] = field(default_factory=dict)  # text without the leading =
    hidden_rows: frozenset[int] = frozenset()
    margins: tuple[tuple[str, str], ...] = ()  # 页眉 or 页脚, and a text that is printed there
    _lines: dict[int, Line] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def lines(self) -> Mapping[int, Line]:
        """The values row by row, from the top and from the left; blank texts, and rows without any value, are left out.

        Made once and kept: what was read is not changed."""
        if self._lines is None:
            self._lines = _lines(self.values)
        return self._lines

    @property
    def rows(self) -> int:
        return max((row for row, _ in self.values), default=0)

    @property
    def columns(self) -> int:
        return max((column for _, column in self.values), default=0)

    def text(self, row: int, column: int) -> str:
        """The cell as text, "" when empty; a whole number without its .0."""
        return text_of(self.values.get((row, column)))


def text_of(value: Value) -> str:
    """A value as text, "" for none; a whole number without its .0."""
    if isinstance(value, str):
        return str(value)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def shown(value: Value) -> str:
    """A value as text, blanks around it off."""
    return value.strip() if isinstance(value, str) else text_of(value)


def _lines(values: Mapping[Cell, Value]) -> dict[int, Line]:
    lines: dict[int, Line] = {}
    at, line = 0, dict[int, Value]()
    for (row, column), value in sorted(values.items(), key=itemgetter(0)):
        if isinstance(value, str) and (not value or value.isspace()):
            continue
        if row != at:
            at, line = row, lines.setdefault(row, {})
        line[column] = value
    return lines


@lru_cache(maxsize=1024)
def column_name(column: int) -> str:
    """1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """(5, 4) is D5."""
    return f"{column_name(column)}{row}"


_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def parse_cell(name: str) -> Cell:
    """D5 is (5, 4). Raises ValueError for anything that is not a cell of a sheet."""
    match = _CELL.fullmatch(name.strip())
    if not match:
        raise ValueError(f"“{name}”不是单元格地址")
    row, column = int(match[2]), column_number(match[1])
    if row > LAST_ROW or column > LAST_COLUMN:
        raise ValueError(f"“{name}”超出工作表范围")
    return row, column
