"""Figure: a printed amount that knows what it counts and where it stands."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from .grid import Value, cell_name
from .slices import Slice


class State(Enum):
    """Whether a figure could be read. A blank is an exact zero; unread is nobody knows, never blank."""

    READ = "已读"
    BLANK = "空白"
    UNREAD = "未读"


class Place(NamedTuple):
    """A cell of a sheet."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        return cell_name(self.row, self.column)

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class Figure(NamedTuple):
    """A printed value. `value` and `half` are fen: the amount lies in [value - half, value + half].

    `table` groups the figures of one table or one form; `text` is the value as printed ("" when blank); `label` is the
    row's and the column's own words (一般公共服务支出 / 基本支出); `part` marks a 其中 row or column, a part but no addend."""

    slice: Slice
    value: int
    half: int
    place: Place
    table: str
    label: str
    state: State = State.READ
    text: str = ""
    part: bool = False
    reason: str = ""  # why it could not be read, or has nothing to read
    stored: Value = None  # what the cell holds
