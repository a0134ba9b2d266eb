"""Frames of sheets that look like ones seen before: many workbooks are made from one template, and only their rows differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.grid import Area, Grid, Line

from .headings import LONGEST_HEADING, Frame, frame_on, is_numbering, is_row, key_words
from .layout import Unsettled
from .sheet_top import FIRST, TOP, WIDE, SheetTop, line_texts, may_be_title, money_unit, names_department
from .vocabulary import Vocabulary
from .wording import plain

_MOST_SHEETS, _MOST_EACH = 256, 4  # names of sheets that are remembered, and how many different heads of each
_Texts = Mapping[int, str]


def find_frame(grid: Grid, vocabulary: Vocabulary) -> Frame | Unsettled | None:
    """The frame of the sheet's table; None for a sheet that is no table; Unsettled for one that looks like a table but lacks
    its title, its money unit or its heading.

    Sheets of one name with the same words above their rows have one frame."""
    sheet, kept = SheetTop(grid), _kept_heads(grid.sheet, vocabulary)
    for head in kept:
        if head.stands_over(sheet, vocabulary):
            return head.frame
    found = frame_on(sheet, vocabulary)
    if isinstance(found, Frame) and (new := _head_of(found, sheet, vocabulary)):
        kept[:] = [new, *kept[: _MOST_EACH - 1]]
    return found


@lru_cache(maxsize=_MOST_SHEETS)
def _kept_heads(sheet: str, vocabulary: Vocabulary) -> list[_Head]:
    """The heads seen on sheets of this name, the newest first."""
    return []


class _Head(NamedTuple):
    """All that a frame rests on: the texts down to the end of the heading, the merges that begin there, and how far the sheet
    reaches. `keys` are the key words of the heading, `numbered` says that it ends in a numbering row."""

    frame: Frame
    texts: tuple[tuple[int, _Texts], ...]
    merges: tuple[Area, ...]
    reach: int
    keys: _Texts
    numbered: bool

    def stands_over(self, sheet: SheetTop, vocabulary: Vocabulary) -> bool:
        """Whether a sheet has this head, and plain rows below it, so that its frame is this one."""
        lines, (first, last) = sheet.lines, self.frame.heading
        below = [row for row in lines if row > last]
        if len(lines) - len(below) != len(self.texts) or _reach(lines) != self.reach:
            return False
        for row, texts in self.texts:
            own = line_texts(lines.get(row, {}))
            if own != texts and (row >= first or _without_names(own, vocabulary) != texts):
                return False
        if _merges_above(last, sheet.grid) != self.merges or _names_unit([lines[row] for row in below], vocabulary):
            return False
        if self.numbered or not below:
            return True
        own = line_texts(lines[below[0]])
        return below[0] < min(first + LONGEST_HEADING, TOP) and not is_numbering(own) and is_row(own, self.keys, vocabulary)


def _head_of(frame: Frame, sheet: SheetTop, vocabulary: Vocabulary) -> _Head | None:
    """What the frame rests on; None where it rests on more than what stands above the rows."""
    top, last = frame.heading
    rows = {row: own for row, own in sheet.rows.items() if row <= last}
    texts = tuple((row, _without_names(own, vocabulary) if row < top else own) for row, own in rows.items())
    keys: dict[int, str] = {}
    for own in [own for row, own in rows.items() if row >= top]:
        keys |= key_words(own, vocabulary)
    head = _Head(frame, texts, _merges_above(last, sheet.grid), _reach(sheet.lines), keys, is_numbering(sheet.rows[last]))
    titled = max(frame.title_at[0], frame.unit_at[0]) < top and sum(len(own) for _, own in texts) >= FIRST
    return head if keys and titled and head.reach <= WIDE and head.stands_over(sheet, vocabulary) else None


def _without_names(texts: _Texts, vocabulary: Vocabulary) -> _Texts:
    """The texts of a line above the heading without the department's name."""
    return {column: _without_name(text, vocabulary) for column, text in texts.items()}


@lru_cache(maxsize=1024)
def _without_name(text: str, vocabulary: Vocabulary) -> str:
    """部门名称：某局 without 某局, where that can be no title and no money unit: one template serves many departments."""
    if not names_department(text, vocabulary) or money_unit(text, vocabulary) or may_be_title(plain(text)):
        return text
    return plain(text).partition(":")[0] + ":"


def _merges_above(last: int, grid: Grid) -> tuple[Area, ...]:
    return tuple([area for area in grid.merges if area.top <= last])


def _reach(lines: Mapping[int, Line]) -> int:
    """The last column in which something stands."""
    return max([next(reversed(line)) for line in lines.values()], default=0)


def _names_unit(lines: Iterable[Line], vocabulary: Vocabulary) -> bool:
    """Whether lines below the heading say 单位：万元; nothing else that is said there bears on the frame."""
    for line in lines:
        for value in line.values():
            if isinstance(value, str) and "元" in value and money_unit(value, vocabulary):
                return True
    return False
