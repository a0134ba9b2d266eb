"""The rows below a heading: what stands in them, where the table ends, where its note stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from budgetbook.model.grid import Cell, Grid, Line, shown, text_of

from .headings import Frame
from .vocabulary import Vocabulary
from .wording import plain

_NUMBERED_NOTE = re.compile(r"[\d一二三]?[:、.]")  # what comes behind 注 or 说明
_SENTENCE = re.compile(r"[:：。；;]")
_MOST_WORDS = 100  # rows: a template has fewer
Words: TypeAlias = tuple[tuple[int, tuple[tuple[int, str], ...]], ...]  # row, and its texts by column


class Body(NamedTuple):
    """Rows of data as values by column, blank texts and blank rows left out; `note_at` is the cell of the note, None without
    one.

    `end` is the first row that is the table's no more."""

    rows: Mapping[int, Line]
    end: int
    note_at: Cell | None

    def text(self, row: int, column: int) -> str:
        """What stands there, blanks around it off; "" for nothing."""
        return shown(self.rows[row].get(column))

    def column(self, at: int) -> dict[int, str]:
        """The texts of a column by row."""
        return {row: shown(line[at]) for row, line in self.rows.items() if at in line}


def read_body(frame: Frame, grid: Grid, vocabulary: Vocabulary) -> Body:
    """All rows from the heading down to the first one that stands outside: a note, a signature, a remark across the sheet."""
    above = frame.heading[1]
    rows = {row: own for row, line in grid.lines.items() if row > above and (own := _inside(line, frame.columns))}
    wide = _wide_rows(frame, grid)
    end = next((row for row, line in rows.items() if row in wide or _is_footer(_first(line), vocabulary)), None)
    end = end or _closing_sentence(frame, rows)
    inside = {row: line for row, line in rows.items() if row < end} if end else rows
    return Body(inside, end or max(rows, default=above) + 1, _note(rows, end, vocabulary))


def words_below(frame: Frame, grid: Grid) -> Words | None:
    """The rows below the heading, where nothing but words stands there and not many; else None."""
    words: list[tuple[int, tuple[tuple[int, str], ...]]] = []
    for row, line in grid.lines.items():
        if row > frame.heading[1]:
            texts = tuple([(column, value) for column, value in line.items() if isinstance(value, str)])
            if len(texts) < len(line) or len(words) == _MOST_WORDS:
                return None
            words.append((row, texts))
    return tuple(words)


def amounts_in(line: Line, columns: Iterable[int]) -> bool:
    """Whether anything stands in one of these columns."""
    return any(column in line for column in columns)


def _inside(line: Line, columns: range) -> Line:
    """The line from the first to the last column of the table."""
    if next(iter(line)) in columns and next(reversed(line)) in columns:
        return line
    return {column: value for column, value in line.items() if column in columns}


def _first(line: Line) -> str:
    return text_of(next(iter(line.values())))


def _wide_rows(frame: Frame, grid: Grid) -> set[int]:
    """Rows merged from the first key column into the amount columns."""
    first = frame.sides[0]
    if not first.keys:
        return set()
    left, amount = first.keys[0].heading.at, min(heading.at for side in frame.sides for heading in side.columns)
    below = (area for area in grid.merges if area.top == area.bottom > frame.heading[1])
    return {area.top for area in below if area.left <= left and amount <= area.right}


@lru_cache(maxsize=8192)
def _is_footer(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a row that begins with this text stands below the table."""
    first = plain(text)
    if any(word in first for word in vocabulary.no_data) or first in vocabulary.footers:
        return True
    word = next((word for word in vocabulary.footers if first.startswith(word)), None)
    return word is not None and bool(_NUMBERED_NOTE.match(first[len(word) :]))


def _closing_sentence(frame: Frame, rows: dict[int, Line]) -> int | None:
    """A sentence without amounts, behind which nothing but such sentences comes, is no row of the table."""
    amounts = [heading.at for side in frame.sides for heading in side.columns]
    end = None
    for row in reversed(rows):
        if amounts_in(rows[row], amounts) or not _SENTENCE.search(_first(rows[row]).strip()):
            return end
        end = row
    return end


def _note(rows: Mapping[int, Line], end: int | None, vocabulary: Vocabulary) -> Cell | None:
    """The cell that says 本表无数据, else that of the first note."""
    below = [(row, line) for row, line in rows.items() if row >= end] if end else []
    cells = [(row, next(iter(line)), plain(_first(line))) for row, line in below]
    for row, column, text in cells:
        if any(word in text for word in vocabulary.no_data):
            return row, column
    return next(((row, column) for row, column, text in cells if text.startswith("注")), None)
