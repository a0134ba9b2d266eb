"""Rows of a sheet's XML as every program writes them, taken apart in long steps. What is written otherwise is not guessed at.

    <row r="2" spans="1:3"><c r="A2" s="1" t="s"><v>17</v></c><c r="B2"><v>2024</v></c><c r="C2" s="4"/></row>

Rows and cells are found by how they begin; all that stands between one and the next must be what it is in this example, and
there may be no tag that has not been accounted for."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import Mask, Whole
from .same_texts import PADDING, Words, beginning, same_texts, words_of

SHARED, NUMBER, TEXT, INLINE = range(4)  # the types of cells that are plain

_TYPES = {SHARED: b' t="s"', NUMBER: b' t="n"', TEXT: b' t="str"', INLINE: b' t="inlineStr"'}
_STYLE = b' s="'
_VALUE, _VALUE_END = b"><v>", b"</v></c>"
_TEXT, _SPACED, _TEXT_END = b"><is><t>", b'><is><t xml:space="preserve">', b"</t></is></c>"
_ROW, _ROW_END, _CELL, _CELL_END, _SHUT = b'<row r="', b"</row>", b'<c r="', b"></c>", b"/>"
_LESS, _QUOTE, _SPACE, _C, _R, _O, _S = b'<" cros'
_ROW_DIGITS, _STYLE_DIGITS = 7, 5


class NotPlainError(Exception):
    """This is not written as expected; the general reader shall say what it is."""


class Found(NamedTuple):
    """Cells that hold something, row by row: where they stand (rows from 1, columns from 0) and which of the texts they hold.

    `texts` are the different texts of each type, as they stand in XML, one byte a character; codes count through them.
    `styles` are those that numbers have; `cells` counts the empty ones too."""

    rows: Whole
    columns: Whole
    codes: Whole
    texts: dict[int, list[str]]
    styles: set[int]
    cells: int


class _Xml(NamedTuple):
    """The bytes, singly and by eights."""

    data: NDArray[np.uint8]
    words: Words

    def says(self, starts: Whole, text: bytes) -> Mask:
        """Whether just this text begins there."""
        said = np.ones(len(starts), np.bool_)
        for offset in range(0, len(text), 8):
            part = text[offset : offset + 8]
            word, mask = (np.uint64(int.from_bytes(each, "little")) for each in (part, b"\xff" * len(part)))
            said &= self.words[starts + offset] & mask == word
            if not said.any():
                break
        return said


class _Rows(NamedTuple):
    """Numbers of rows, how many digits they have, and these digits as they are written."""

    numbers: Whole
    digits: Whole
    written: Words


class _Cells(NamedTuple):
    """Where cells begin and end, the row (its place) of each, and which have a value or a text of their own; others are empty."""

    starts: Whole
    ends: Whole
    of: Whole
    valued: Mask
    inline: Mask

    def taken(self, places: Whole) -> _Cells:
        return _Cells(self.starts[places], self.ends[places], self.of[places], self.valued[places], self.inline[places])


def found_in(rows: bytes) -> Found:
    """The cells of whole rows, one after the other. Raises NotPlainError, or CollisionError."""
    data = np.frombuffer(rows + PADDING, np.uint8)
    xml = _Xml(data, words_of(data))
    named, every = _rows_and_cells(xml, len(rows))
    chosen = np.flatnonzero(every.valued | every.inline)
    cells = every.taken(chosen)
    columns, behind = _columns(xml, cells, named)
    types, styles, behind = _attributes(xml, behind)
    _demand(np.array_equal(types == INLINE, cells.inline))
    starts, ends = _texts(xml, cells, behind)
    codes, texts = _distinct(rows, xml.words, types, starts, ends)
    return Found(named.numbers[cells.of], columns, codes, texts, set(styles[types == NUMBER].tolist()), len(every.starts))


def _rows_and_cells(xml: _Xml, size: int) -> tuple[_Rows, _Cells]:
    """All rows and all cells. Raises NotPlainError where there are other tags."""
    less = xml.data[:-2] == _LESS
    rows, starts = (_places(xml, less, second, third) for second, third in ((_R, _O), (_C, _SPACE)))
    _demand(len(rows) and rows[0] == 0)
    nexts = np.append(rows[1:], size)
    full, shut = xml.says(nexts - len(_ROW_END), _ROW_END), xml.says(nexts - len(_SHUT), _SHUT)
    counts = np.diff(np.append(np.searchsorted(starts, rows), len(starts)))
    _demand((full | (shut & (counts == 0))).all())
    of = np.repeat(np.arange(len(rows)), counts)
    ends = np.minimum(np.append(starts[1:], size), (nexts - full * len(_ROW_END))[of])
    valued = xml.says(ends - len(_VALUE_END), _VALUE_END)
    inline = np.zeros(len(ends), np.bool_)
    other = np.flatnonzero(~valued)
    inline[other] = xml.says(ends[other] - len(_TEXT_END), _TEXT_END)
    cells = _Cells(starts, ends, of, valued, inline)
    _demand(len(rows) + full.sum() + _tags_of(xml, cells) == np.count_nonzero(less))
    return _numbered(xml, rows), cells


def _places(xml: _Xml, less: Mask, second: int, third: int) -> Whole:
    """Where < is followed by these two."""
    found = xml.data[1:-1] == second
    found &= less
    found &= xml.data[2:] == third
    return np.flatnonzero(found)


def _tags_of(xml: _Xml, cells: _Cells) -> int:
    """How many tags the cells are made of: <c><v></v></c>, <c><is><t></t></is></c>, <c></c>, <c/>."""
    valued, inline = int(cells.valued.sum()), int(cells.inline.sum())
    empty = cells.ends[~(cells.valued | cells.inline)]
    opened, shut = int(xml.says(empty - len(_CELL_END), _CELL_END).sum()), int(xml.says(empty - len(_SHUT), _SHUT).sum())
    _demand(opened + shut == len(empty))
    return 4 * valued + 6 * inline + 2 * opened + shut


def _numbered(xml: _Xml, rows: Whole) -> _Rows:
    """The numbers of rows, which ascend."""
    _demand(xml.says(rows, _ROW).all())
    numbers, digits = _whole_numbers(xml.data, rows + len(_ROW), _ROW_DIGITS)
    _demand((np.diff(numbers) > 0).all())
    return _Rows(numbers, digits, beginning(xml.words, rows + len(_ROW), digits))


def _columns(xml: _Xml, cells: _Cells, rows: _Rows) -> tuple[Whole, Whole]:
    """The columns of cells, which ascend in each row, and where the further attributes begin."""
    starts, digits = cells.starts + len(_CELL), rows.digits[cells.of]
    first, second = (xml.data[starts + place].astype(np.int64) - ord("A") for place in (0, 1))
    two = second >= 0
    columns = np.where(two, (first + 1) * 26 + second, first)
    row = starts + 1 + two
    plain = xml.says(cells.starts, _CELL) & (first >= 0) & (first < 26) & (second < 26)
    plain &= (beginning(xml.words, row, digits) == rows.written[cells.of]) & (xml.data[row + digits] == _QUOTE)
    _demand(plain.all() and ((np.diff(cells.of) > 0) | (np.diff(columns) > 0)).all())
    return columns, row + digits + 1


def _attributes(xml: _Xml, starts: Whole) -> tuple[Whole, Whole, Whole]:
    """Type and style of each cell (0 where none is said), and where its attributes end. The style may stand on either side."""
    styles, types, ends = np.zeros(len(starts), np.int64), np.full(len(starts), NUMBER), starts.copy()
    _pass_styles(xml, ends, styles)
    left = np.flatnonzero(xml.data[ends] == _SPACE)
    for kind, text in _TYPES.items():
        said = xml.says(ends[left], text)
        types[left[said]] = kind
        ends[left[said]] += len(text)
        left = left[~said]
        if not len(left):
            break
    _pass_styles(xml, ends, styles)
    return types, styles, ends


def _pass_styles(xml: _Xml, ends: Whole, styles: Whole) -> None:
    """Read the style, where one stands, and go on behind it."""
    said = np.flatnonzero(xml.data[ends + 1] == _S)
    if not len(said):
        return
    _demand(xml.says(ends[said], _STYLE).all())
    numbers, digits = _whole_numbers(xml.data, ends[said] + len(_STYLE), _STYLE_DIGITS)
    styles[said] = numbers
    ends[said] += len(_STYLE) + digits + 1


def _whole_numbers(data: NDArray[np.uint8], starts: Whole, longest: int) -> tuple[Whole, Whole]:
    """The numbers that stand before a quotation mark, and how many digits they have."""
    numbers, digits = np.zeros(len(starts), np.int64), np.zeros(len(starts), np.int64)
    going = np.ones(len(starts), np.bool_)
    for place in range(longest):
        digit = data[starts + place].astype(np.int64) - ord("0")
        going &= (digit >= 0) & (digit < 10)
        if not going.any():
            break
        numbers = np.where(going, numbers * 10 + digit, numbers)
        digits += going
    _demand(((digits > 0) & (data[starts + digits] == _QUOTE)).all())
    return numbers, digits


def _texts(xml: _Xml, cells: _Cells, behind: Whole) -> tuple[Whole, Whole]:
    """Where the text of each cell begins and ends."""
    begin = np.full(len(behind), len(_VALUE))
    begin[cells.inline] = len(_TEXT)
    begin[cells.inline] += (len(_SPACED) - len(_TEXT)) * xml.says(behind[cells.inline], _SPACED)
    for text in (_VALUE, _TEXT, _SPACED):
        _demand(xml.says(behind[begin == len(text)], text).all())
    starts = behind + begin
    ends = cells.ends - np.where(cells.inline, len(_TEXT_END), len(_VALUE_END))
    _demand((starts <= ends).all())
    return starts, ends


def _distinct(rows: bytes, words: Words, types: Whole, starts: Whole, ends: Whole) -> tuple[Whole, dict[int, list[str]]]:
    """The code of each cell's text, and the different texts of each type."""
    codes, texts, count = np.zeros(len(types), np.int64), dict[int, list[str]](), 0
    written = rows.decode("latin-1")
    for kind in _TYPES:
        if len(chosen := np.flatnonzero(types == kind)):
            same, firsts = same_texts(words, starts[chosen], ends[chosen] - starts[chosen])
            codes[chosen] = same + count
            count += len(firsts)
            spans = zip(starts[chosen[firsts]].tolist(), ends[chosen[firsts]].tolist(), strict=True)
            texts[kind] = [written[start:end] for start, end in spans]
    return codes, texts


def _demand(holds: object) -> None:
    if not holds:
        raise NotPlainError
