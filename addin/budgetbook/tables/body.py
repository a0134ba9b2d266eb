"""The rows below a heading: what stands in them, where the table ends, where its note stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from budgetbook.model.grid import Cell

from .headings import Frame
from .vocabulary import Vocabulary
from .wording import plain

Texts = Mapping[int, str]

_NUMBERED_NOTE = re.compile(r"[\d一二三]?[:、.]")  # what comes behind 注 or 说明
_SENTENCE = re.compile(r"[:：。；;]")


@dataclass(frozen=True)
class Body:
    """Rows of data as texts by column, blank rows left out; `note_at` is the cell of the note, None without one.

    `end` is the first row that is the table's no more."""

    rows: Mapping[int, Texts]
    end: int
    note_at: Cell | None


def read_body(frame: Frame, vocabulary: Vocabulary) -> Body:
    """All rows from the heading down to the first one that stands outside: a note, a signature, a remark across the sheet."""
    columns, start = frame.columns, frame.heading[1] + 1
    rows: dict[int, dict[int, str]] = {}
    for row, column in sorted([cell for cell in frame.grid.values if cell[0] >= start and cell[1] in columns]):
        if text := frame.grid.text(row, column).strip():
            rows.setdefault(row, {})[column] = text
    wide = _wide_rows(frame)
    end = next((row for row, texts in rows.items() if _is_footer(texts, row in wide, vocabulary)), None)
    end = end or _closing_sentence(frame, rows)
    inside = {row: texts for row, texts in rows.items() if end is None or row < end}
    return Body(inside, end or max(rows, default=start - 1) + 1, _note(rows, end, vocabulary))


def amounts_in(texts: Texts, columns: Iterable[int]) -> bool:
    """Whether anything stands in one of these columns."""
    return any(column in texts for column in columns)


def _wide_rows(frame: Frame) -> set[int]:
    """Rows merged from the first key column into the amount columns."""
    first = frame.sides[0]
    if not first.keys:
        return set()
    left, amount = first.keys[0].heading.at, min(heading.at for side in frame.sides for heading in side.columns)
    below = (area for area in frame.grid.merges if area.top == area.bottom > frame.heading[1])
    return {area.top for area in below if area.left <= left and amount <= area.right}


def _is_footer(texts: Texts, wide: bool, vocabulary: Vocabulary) -> bool:
    first = plain(texts[min(texts)])
    if any(word in first for word in vocabulary.no_data) or first in vocabulary.footers:
        return True
    if wide or not first.startswith(vocabulary.footers):
        return wide
    word = next(word for word in vocabulary.footers if first.startswith(word))
    return bool(_NUMBERED_NOTE.match(first[len(word) :]))


def _closing_sentence(frame: Frame, rows: Mapping[int, Texts]) -> int | None:
    """A sentence without amounts, behind which nothing but such sentences comes, is no row of the table."""
    amounts = [heading.at for side in frame.sides for heading in side.columns]
    end = None
    for row in sorted(rows, reverse=True):
        texts = rows[row]
        if amounts_in(texts, amounts) or not _SENTENCE.search(texts[min(texts)]):
            return end
        end = row
    return end


def _note(rows: Mapping[int, Texts], end: int | None, vocabulary: Vocabulary) -> Cell | None:
    """The cell that says 本表无数据, else that of the first note."""
    below = [(row, min(texts), plain(texts[min(texts)])) for row, texts in rows.items() if end is not None and row >= end]
    for row, column, text in below:
        if any(word in text for word in vocabulary.no_data):
            return row, column
    return next(((row, column) for row, column, text in below if text.startswith("注")), None)
