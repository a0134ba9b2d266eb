"""Lines of delimited text in which nothing is quoted, taken apart in long steps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from budgetbook.model import limits

from .columns import Column, Places, Whole, column_of_places
from .same_texts import PADDING, CollisionError, same_texts, words_of
from .written import tidy

_PIECE = limits.MEBIBYTE
_NEWLINE, _RETURN = b"\n\r"


def plain_columns(data: memoryview, width: int, delimiter: str) -> list[Column] | None:
    """Columns of UTF-8 text without quotation marks; None where its rows differ in length or end in unusual ways."""
    index: dict[bytes, int] = {}
    pieces = []
    for piece in _pieces(data):
        places = _places(piece, width, ord(delimiter), index)
        if places is None:
            return None
        pieces.append(places)
    if not pieces:
        return None
    texts = [tidy(text) for text in b"\n".join(index).decode().split("\n")]
    return [column_of_places(places, texts) for places in np.concatenate(pieces, axis=1)]


def _pieces(data: memoryview) -> Iterator[bytes]:
    """The text in pieces of whole lines, each with its end."""
    rest = b""
    for start in range(0, len(data), _PIECE):
        lines, end, rest = (rest + data[start : start + _PIECE]).rpartition(b"\n")
        if end:
            yield lines + end
    if rest:
        yield rest + b"\n"


def _places(piece: bytes, width: int, delimiter: int, index: dict[bytes, int]) -> Places | None:
    """[columns × rows]: one more than the number that each cell's text has in the index, which grows."""
    cells = _cells(piece, width, delimiter)
    if cells is None:
        return None
    starts, ends = cells
    try:
        same, firsts = same_texts(words_of(np.frombuffer(piece + PADDING, np.uint8)), starts, ends - starts)
    except CollisionError:
        return None
    spans = zip(starts[firsts].tolist(), ends[firsts].tolist(), strict=True)
    numbers = [index.setdefault(piece[start:end], len(index)) for start, end in spans]
    return (np.array(numbers, np.int32) + np.int32(1))[same].reshape(-1, width).T


def _cells(piece: bytes, width: int, delimiter: int) -> tuple[Whole, Whole] | None:
    """Where the cells begin and end, row by row."""
    data = np.frombuffer(piece, np.uint8)
    ends = np.flatnonzero((data == delimiter) | (data == _NEWLINE))
    if len(ends) % width:
        return None
    breaks = (data[ends] == _NEWLINE).reshape(-1, width)
    if not breaks[:, -1].all() or breaks[:, :-1].any():
        return None
    starts = np.append(0, ends[:-1] + 1)
    returns = (data[ends - 1] == _RETURN) & breaks.ravel()
    if returns.sum() != np.count_nonzero(data == _RETURN):
        return None
    return starts, np.maximum(ends - returns, starts)
