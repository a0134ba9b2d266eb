"""Filling cells, and words that give back what was there: the very style, or at least the very fill when Excel has renumbered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lxml import etree

from budgetbook.model.grid import Cell, cell_name
from budgetbook.workbooks.file.cells import EMPTIES, EMPTY
from budgetbook.workbooks.file.names import MAIN, main
from budgetbook.workbooks.file.row_store import Rows
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.styles import FORMATS, POOLS, Styles, expand

_RGB = re.compile(r"[0-9A-Fa-f]{6}")


class _Word(NamedTuple):
    """What `fills` says of a cell."""

    style: str | None  # the s attribute; for a cell that was not there, what its row or column gives it
    fill: str
    row: bool  # whether the row was there
    cell: bool
    spans: str | None  # of the row
    counts: tuple[int, ...]  # entries in the styles part, in the order of POOLS, before the program added any

    def text(self) -> str:
        return json.dumps(self, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> _Word:
        """Raises ValueError or TypeError for what `text` did not write."""
        style, fill, row, cell, spans, counts = json.loads(text)
        if expand(fill).tag != main("fill") or len(counts) != len(POOLS):
            raise ValueError(text)
        return cls(None if style is None else str(int(style)), fill, bool(row), bool(cell), spans, tuple(map(int, counts)))


def read_fills(sheet: Sheet, styles: Styles, cells: Iterable[Cell]) -> dict[Cell, str]:
    """A word for each cell."""
    rows = sheet.rows()
    counts = tuple(styles.floor[tag] for tag in POOLS)
    texts: dict[int, str] = {}
    words = {}
    for place in cells:
        row, cell = rows.row(place[0]), rows.cell(place)
        style = sheet.style_of(place)
        if style not in texts:
            texts[style] = styles.fill(style)
        spans = row.get("spans") if row is not None else None
        written = str(style) if cell is None else cell[0] or None
        words[place] = _Word(written, texts[style], row is not None, cell is not None, spans, counts).text()
    return words


def paint(sheet: Sheet, styles: Styles, fills: Mapping[Cell, str]) -> None:
    """Colours (RRGGBB) or words into cells. Raises BudgetbookError for anything else, before anything is painted."""
    wanted = {place: _parsed(sheet, place, fill) for place, fill in fills.items()}
    rows, known = sheet.edit_rows(), styles.laid
    given: dict[tuple[int, str | None, str], str | None] = {}
    for place, fill in sorted(wanted.items()):
        if isinstance(fill, _Word):
            _give_back(rows, styles, place, fill, given)
            styles.lower_floor(fill.counts)
            continue
        style = sheet.style_of(place)
        if (style, fill) not in known:
            known[style, fill] = styles.with_fill(style, solid(fill))
        cell = rows.cell(place)
        rows.put(place[0], {place[1]: (str(known[style, fill]), cell[1] if cell else EMPTY)})


def solid(colour: str) -> etree._Element:
    """A plain fill of one colour, as Excel writes it."""
    return etree.fromstring(
        f'<fill xmlns="{MAIN}"><patternFill patternType="solid"><fgColor rgb="FF{colour.upper()}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def _parsed(sheet: Sheet, place: Cell, fill: str) -> str | _Word:
    if _RGB.fullmatch(fill):
        return fill.upper()
    try:
        return _Word.parse(fill)
    except (ValueError, TypeError):
        raise sheet.problem(f"“{fill[:40]}”不是颜色，也不是原来的底色记录", cell_name(*place)) from None


def _give_back(rows: Rows, styles: Styles, place: Cell, word: _Word, given: dict[tuple[int, str | None, str], str | None]) -> None:
    """The cell as the word says it was; `given` remembers the styles that were found for it, for the next cell."""
    cell = rows.cell(place)
    if cell is None:  # somebody has taken it out meanwhile
        return
    if not word.cell and cell[1] in EMPTIES:
        _take_out(rows, place, word)
        return
    current = int(cell[0] or 0)
    key = current, word.style, word.fill
    if key not in given:
        given[key] = _style_to_give(styles, current, word)
    rows.put(place[0], {place[1]: (given[key] or "", cell[1])})


def _style_to_give(styles: Styles, current: int, word: _Word) -> str | None:
    """The very style that was there, if only the fill has changed since; else the style of now with the old fill."""
    original = int(word.style or 0)
    there = original < len(styles.pool(FORMATS)) and styles.fill(original) == word.fill
    if there and styles.differ_in_fill_only(original, current):
        return word.style
    return str(_with_fill(styles, current, word.fill))


def _with_fill(styles: Styles, current: int, fill: str) -> int:
    for index in range(len(styles.pool(FORMATS))):
        if styles.fill(index) == fill and styles.differ_in_fill_only(index, current):
            return index
    return styles.with_fill(current, expand(fill))


def _take_out(rows: Rows, place: Cell, word: _Word) -> None:
    """A cell, and a row, that was there for the colour only."""
    rows.drop_cell(place)
    row = rows.row(place[0])
    if row is None:
        return
    if not word.row and not row.cells and not row.without("spans").attributes and not row.behind:
        rows.drop_row(place[0])
    elif word.spans is not None and row.get("spans") is not None:
        rows.put_row(place[0], row.saying({"spans": word.spans}))
