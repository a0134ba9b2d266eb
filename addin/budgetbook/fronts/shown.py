"""What is shown to a person at a terminal, or in a log: lines and lists, as plain data; how they are drawn is another matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias


class Line(NamedTuple):
    """A line of text; `style` is what a terminal may do with it: bold, red, ..."""

    text: str
    style: str = ""


class Column(NamedTuple):
    """The heading of a column. Narrow ones are never broken into lines; one wide one takes what room there is."""

    heading: str
    narrow: bool = False
    wide: bool = False
    right: bool = False
    most: int | None = None  # characters


class Listing(NamedTuple):
    """Rows under headings."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Line]]
    title: str = ""
    caption: str = ""


class Example(NamedTuple):
    """Lines that are shown as they stand, set in."""

    text: str


Block: TypeAlias = "Line | Listing | Example"
