"""How much room a text needs in cells: columns of the default font, lines, points of height."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

TALLEST = 409.0  # points, Excel's limit for a row
_MARGIN = 1.0  # columns that the inner edges of a cell take
_PADDING = 4.0  # points above and below the text together
_DEFAULT_SIZE = 11.0  # points of the font that column widths are counted in
_LINE = 1.35  # height of a line by the size of its font


def columns(text: str) -> int:
    """The width of one line in columns: a Chinese character takes two, and so does what Chinese fonts draw as wide."""
    return sum(map(_width, text))


@lru_cache(maxsize=10_000)  # the same words stand in every form
def lines(text: str, width: float, size: float) -> int:
    """How many lines the text takes, wrapped into `width` columns in a font of `size` points; at least one."""
    room = max(2, math.floor((width - _MARGIN) * _DEFAULT_SIZE / size))
    return sum(_wrapped(line, room) for line in text.replace("\r\n", "\n").split("\n"))


def height(count: int, size: float) -> float:
    """Points that so many lines need."""
    return math.ceil(count * size * _LINE + _PADDING)


def _wrapped(line: str, room: int) -> int:
    """Lines of one paragraph. Words of other scripts stay whole where they fit in a line, as Excel keeps them."""
    if 2 * len(line) <= room:
        return 1
    count, used = 1, 0
    for piece in _pieces(line):
        width = columns(piece)
        if used and used + width > room:
            count, used = count + 1, 0
        used += width
        while used > room:
            count, used = count + 1, used - room
    return count


def _pieces(line: str) -> Iterator[str]:
    """What may not be broken: one wide character, or a run of narrow ones up to a blank."""
    run = ""
    for letter in line:
        if _wide(letter):
            yield from filter(None, (run, letter))
            run = ""
        else:
            run += letter
            if letter == " ":
                yield run
                run = ""
    if run:
        yield run


@lru_cache(maxsize=10_000)
def _wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WFA"


@lru_cache(maxsize=10_000)
def _width(letter: str) -> int:
    return 0 if unicodedata.combining(letter) else 2 if _wide(letter) else 1
