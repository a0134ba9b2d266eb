"""Rows of a sheet's XML as every program writes them, taken apart in long steps. What is written otherwise is not guessed at.

<row r="2" spans="1:3"><c r="A2" s="1" t="s"><v>17</v></c><c r="B2"><v>2024</v></c><c r="C2" s="4"/></row>"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import Mask, Whole
from .same_texts import PADDING, Words, beginning, same_texts, words_of

SHARED, NUMBER, INLINE = "s", "n", "inlineStr"  # the types of cells that are plain

_ROW, _ROW_END, _CELL, _CELL_END, _VALUE, _VALUE_END, _INLINE, _INLINE_END, _TEXT, _TEXT_END = range(1, 11)
_CLOSED = 10  # more for a row or cell that is closed at once: <c r="C2" s="4"/>
_KINDS = 32
_STARTS = {
    b"ro": _ROW, b"/r": _ROW_END, b"c ": _CELL, b"/c": _CELL_END, b"v>": _VALUE, b"/v": _VALUE_END,
    b"is": _INLINE, b"/i": _INLINE_END, b"t>": _TEXT, b"t ": _TEXT, b"/t": _TEXT_END,
}  # fmt: skip
_LENGTHS = {_ROW_END: 6, _CELL_END: 4, _VALUE_END: 4, _INLINE: 4, _INLINE_END: 5, _TEXT_END: 4}
_WHOLE = {_ROW_END: b"</row>", _INLINE: b"<is>", _INLINE_END: b"</is>"}  # what two letters do not tell
_FOLLOWING = {
    _ROW: (_CELL, _CELL + _CLOSED, _ROW_END),
    _CELL: (_VALUE, _INLINE, _CELL_END),
    _CELL + _CLOSED: (_CELL, _CELL + _CLOSED, _ROW_END),
    _CELL_END: (_CELL, _CELL + _CLOSED, _ROW_END),
    _VALUE: (_VALUE_END,),
    _VALUE_END: (_CELL_END,),
    _INLINE: (_TEXT,),
    _TEXT: (_TEXT_END,),
    _TEXT_END: (_INLINE_END,),
    _INLINE_END: (_CELL_END,),
    _ROW_END: (_ROW, _ROW + _CLOSED),
    _ROW + _CLOSED: (_ROW, _ROW + _CLOSED),
}
_SPACED = b'<t xml:space="preserve">'
_ATTRIBUTES = re.compile(r'(?: s="(\d{1,5})")?(?: t="(s|n|inlineStr)")?(?: s="(\d{1,5})")?')
_LESS, _GREATER, _SLASH, _QUOTE = b'<>/"'
_DIGITS = 7  # of a row number


class NotPlainError(Exception):
    """This is not written as expected; the general reader shall say what it is."""


class Found(NamedTuple):
    """Cells that hold something, row by row: where they stand (rows from 1, columns from 0) and which of the texts they hold.

    `texts` are the different texts of each type, as they stand in XML, one byte a character; codes count through them.
    `styles` are those that numbers have; `cells` counts the empty ones too."""

    rows: Whole
    columns: Whole
    codes: Whole
    texts: dict[str, list[str]]
    styles: set[int]
    cells: int


class _Tags(NamedTuple):
    """Where each tag begins, and the end behind the last; what kind each is; and the bytes, singly and by eights."""

    at: Whole
    kinds: NDArray[np.uint8]
    data: NDArray[np.uint8]
    words: Words


def _table(size: int, entries: dict[int, int]) -> NDArray[np.uint8]:
    table = np.zeros(size, np.uint8)
    table[list(entries)] = list(entries.values())
    return table


_KIND_OF = _table(2**16, {int.from_bytes(start, "little"): kind for start, kind in _STARTS.items()})
_LENGTH_OF = _table(_KINDS, _LENGTHS)
_FOLLOWS = _table(_KINDS**2, {kind * _KINDS + after: 1 for kind, every in _FOLLOWING.items() for after in every})
_HOLDS_TEXT = _table(_KINDS, {_VALUE: 1, _TEXT: 1})


def found_in(rows: bytes) -> Found:
    """The cells of whole rows, one after the other. Raises NotPlainError, or CollisionError."""
    tags = _tags(rows)
    cells = np.flatnonzero(tags.kinds == _CELL)
    after = tags.kinds[cells + 1]
    cells, after = cells[after != _CELL_END], after[after != _CELL_END]
    numbers, columns, attributes = _places(tags, cells)
    styles, types = _attributes(rows, tags, cells, attributes)
    starts, ends = _texts(tags, cells, after == _INLINE)
    _demand(np.array_equal(types == 2, after == _INLINE))
    codes, texts, count = np.zeros(len(cells), np.int64), dict[str, list[str]](), 0
    for place, kind in enumerate((SHARED, NUMBER, INLINE)):
        if len(chosen := np.flatnonzero(types == place)):
            same, firsts = same_texts(tags.words, starts[chosen], ends[chosen] - starts[chosen])
            codes[chosen] = same + count
            count += len(firsts)
            texts[kind] = _cut(rows, starts[chosen[firsts]], ends[chosen[firsts]])
    used = set(styles[types == 1].tolist())
    return Found(numbers, columns, codes, texts, used, int((tags.kinds % _CLOSED == _CELL).sum()))


def _tags(rows: bytes) -> _Tags:
    """All tags, each one where it may stand and with nothing between it and the next but the texts of cells."""
    data = np.frombuffer(rows + PADDING, np.uint8)
    at = np.append(np.flatnonzero(data == _LESS), len(rows))
    _demand(len(at) > 1 and at[0] == 0)
    starts, nexts = at[:-1], at[1:]
    pairs = np.ndarray(len(data) - 1, "<u2", data, strides=(1,))
    kinds = _KIND_OF[pairs[starts + 1]]
    closed = ((kinds == _ROW) | (kinds == _CELL)) & (data[nexts - 2] == _SLASH)
    kinds = kinds + closed * np.uint8(_CLOSED)
    _demand(_FOLLOWS[kinds[:-1].astype(np.int64) * _KINDS + kinds[1:]].all())
    _demand(kinds[0] % _CLOSED == _ROW and kinds[-1] in (_ROW_END, _ROW + _CLOSED))
    lengths = _LENGTH_OF[kinds]
    _demand((((data[nexts - 1] == _GREATER) & ((lengths == 0) | (nexts - starts == lengths))) | (_HOLDS_TEXT[kinds] > 0)).all())
    tags = _Tags(at, kinds, data, words_of(data))
    for kind, text in _WHOLE.items():
        _demand(_say(tags, starts[kinds == kind], text).all())
    return tags


def _places(tags: _Tags, cells: Whole) -> tuple[Whole, Whole, Whole]:
    """Row numbers and columns of cells, and where their further attributes begin."""
    rows = np.flatnonzero(tags.kinds % _CLOSED == _ROW)
    named = tags.at[rows]
    _demand(_say(tags, named, b'<row r="').all())
    numbers, digits = _whole_numbers(tags.data, named + 8)
    _demand((np.diff(numbers) > 0).all())
    of = np.repeat(np.arange(len(rows)), np.diff(np.append(np.searchsorted(cells, rows), len(cells))))
    begin = tags.at[cells]
    _demand(_say(tags, begin, b'<c r="').all())
    first, second = tags.data[begin + 6].astype(np.int64) - 65, tags.data[begin + 7].astype(np.int64) - 65
    two = second >= 0
    _demand(((first >= 0) & (first < 26) & (second < 26)).all())
    columns = np.where(two, (first + 1) * 26 + second, first)
    row, count = begin + 7 + two, digits[of]
    _demand(np.array_equal(beginning(tags.words, row, count), beginning(tags.words, named[of] + 8, count)))
    _demand((tags.data[row + count] == _QUOTE).all())
    _demand(((np.diff(of) > 0) | (np.diff(columns) > 0)).all())
    return numbers[of], columns, row + count + 1


def _whole_numbers(data: NDArray[np.uint8], starts: Whole) -> tuple[Whole, Whole]:
    """The numbers that stand before a quotation mark, and how many digits they have."""
    numbers, count = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    going = np.ones(len(starts), np.bool_)
    for place in range(_DIGITS):
        digit = data[starts + place].astype(np.int64) - 48
        going &= (digit >= 0) & (digit < 10)
        numbers = np.where(going, numbers * 10 + digit, numbers)
        count += going
    _demand(((count > 0) & (data[starts + count] == _QUOTE)).all())
    return numbers, count


def _attributes(rows: bytes, tags: _Tags, cells: Whole, starts: Whole) -> tuple[Whole, Whole]:
    """The style of each cell (0 where none is said), and the place of its type among shared, number, inline."""
    ends = tags.at[cells + 1] - 1
    same, firsts = same_texts(tags.words, starts, ends - starts)
    styles, types = list[int](), list[int]()
    for text in _cut(rows, starts[firsts], ends[firsts]):
        match = _ATTRIBUTES.fullmatch(text)
        if not match:
            raise NotPlainError
        styles.append(int(match[1] or match[3] or 0))
        types.append((SHARED, NUMBER, INLINE).index(match[2] or NUMBER))
    return np.array(styles, np.int64)[same], np.array(types, np.int64)[same]


def _texts(tags: _Tags, cells: Whole, inline: Mask) -> tuple[Whole, Whole]:
    """Where the text of each cell begins and ends."""
    opening = cells + 1 + inline
    begin = tags.at[opening]
    spaced = tags.data[begin + 2] != _GREATER
    for offset in range(0, len(_SPACED), 8):
        _demand(_say(tags, begin[spaced] + offset, _SPACED[offset : offset + 8]).all())
    return np.where(spaced, begin + len(_SPACED), begin + 3), tags.at[opening + 1]


def _cut(rows: bytes, starts: Whole, ends: Whole) -> list[str]:
    text = rows.decode("latin-1")
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def _say(tags: _Tags, starts: Whole, text: bytes) -> Mask:
    """Whether just this text (at most eight bytes) begins there."""
    lengths = np.full(len(starts), len(text))
    said: Mask = beginning(tags.words, starts, lengths) == np.uint64(int.from_bytes(text, "little"))
    return said


def _demand(holds: object) -> None:
    if not holds:
        raise NotPlainError
