"""Where everything of a performance form stands, found by the form's own words, wherever a bureau has moved them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.amount import WANYUAN, YUAN
from budgetbook.model.grid import Area, Cell, Grid
from budgetbook.model.project import YEAR
from budgetbook.model.text import name_key

from .form_block import Block, Half, block_rows, first_of, halves_of
from .form_outline import Outline, outline_of
from .form_words import SIGNATURES, TOTAL, Label, Said

YEAR_WORDS = re.compile(r"(?:19|20)\d\d(?=\s*年)|(?<=[（(])[\s_＿Xx×]*(?=年度?\s*[)）])")
_KINDS = re.compile(r"(?:调整)?申报表")


class FormPlaces(NamedTuple):
    """Cells of one form. `values` maps a field (项目名称, 年度_资金总额 …) to the area of its value; of a field in `inline` the
    value stands behind the colon in the label's own cell. `unit` is fen in one printed unit of money."""

    sheet: str
    block: Block
    values: Mapping[str, Area]
    inline: frozenset[str] = frozenset()
    unit: int = YUAN
    title: Cell | None = None
    year: Cell | None = None


def find_places(grid: Grid) -> FormPlaces | None:
    """The places of a form; None when the sheet is no form: no indicator table, no 项目名称 above it, no 年度资金总额."""
    outline = outline_of(grid)
    found = _find(outline) if outline else None
    if outline is None or found is None:
        return None
    rows = block_rows(grid, range(outline.heading + 1, outline.last + 1), found.first, found.halves)
    block = Block(outline.heading, found.first, found.halves, tuple(rows))
    title, year = _title(grid, found.values["项目名称"].top)
    return FormPlaces(grid.sheet, block, found.values, found.inline, found.unit, title, year)


class _Found(NamedTuple):
    """What an outline tells of the places, as FormPlaces and Block have it."""

    values: Mapping[str, Area]
    inline: frozenset[str]
    unit: int
    first: Area | None
    halves: tuple[Half, ...]


@lru_cache(maxsize=64)
def _find(outline: Outline) -> _Found | None:
    search = _Search(dict(outline.said), outline.merged())
    search.run(outline.heading, outline.last)
    values = search.values
    if f"{YEAR}_{TOTAL}" not in values or "项目名称" not in values or values["项目名称"].top >= outline.heading:
        return None
    return _Found(values, frozenset(search.inline), search.unit, first_of(outline), halves_of(outline, search.heads))


def title_kind(text: str) -> str:
    """申报表 or 调整申报表, "" when the title says neither."""
    found = _KINDS.search(name_key(text))
    return found[0] if found else ""


def retitled(text: str, kind: str) -> str:
    """The title saying the kind of form that is wanted."""
    return _KINDS.sub(kind, text) if kind else text


def _title(grid: Grid, name_row: int) -> tuple[Cell | None, Cell | None]:
    """The cells above the project's name that say what the form is and which year it is of."""
    above = sorted([(cell, str(value)) for cell, value in grid.values.items() if cell[0] < name_row and isinstance(value, str)])
    title = next((cell for cell, text in above if title_kind(text)), None)
    year = next((cell for cell, text in above if YEAR_WORDS.search(text)), None)
    return title, year


class _Search:
    """One pass over the cells that say something, top to bottom: what is the value of a label is not looked at as a label
    itself."""

    def __init__(self, said: Mapping[Cell, Said], merged: Mapping[Cell, Area]):
        self.said, self.merged = said, merged
        self.values: dict[str, Area] = {}
        self.inline: set[str] = set()
        self.unit = YUAN
        self.claimed: set[Cell] = set()
        self.totals: list[tuple[int, int, str]] = []  # column, row, half
        self.heads: dict[str, Area] = {}
        self.goal: Area | None = None

    def run(self, heading: int, last: int) -> None:
        """Over all cells but those of the indicator table, which stands in rows `heading` to `last`."""
        for cell, says in self.said.items():
            if cell not in self.claimed and not heading <= cell[0] <= last:
                self._take(cell, says.label, says)
        self._take_goals()

    def _take(self, cell: Cell, label: Label, says: Said) -> None:
        area = self.merged.get(cell, Area(*cell, *cell))
        if label.kind == "label":
            self._claim(label.name, area, says.behind)
        elif label.kind == "total":
            self.totals.append((cell[1], cell[0], label.name))
            self._claim(f"{label.name}_{TOTAL}", area, says.behind)
        elif label.kind == "source" and (half := self._half_above(cell)):
            self._claim(f"{half}_{label.name}", area, says.behind)
        elif label.kind == "half":
            self.heads.setdefault(label.name, area)
        elif label.name == "goal":
            self.goal = area
        elif label.name == "money" and says.in_wanyuan:
            self.unit = WANYUAN

    def _half_above(self, cell: Cell) -> str:
        """The half whose total stands nearest to the left and above a source of funds."""
        reach = [total for total in self.totals if total[0] <= cell[1] and total[1] <= cell[0]]
        return max(reach)[2] if reach else ""

    def _claim(self, key: str, label: Area, behind: bool) -> None:
        """The value stands behind the colon, or beside the label; a label at once followed by the next one has only its colon."""
        if key in self.values:
            return
        at = (label.top, label.right + 1)
        beside = self.said.get(at)
        if behind or (key in SIGNATURES and beside and beside.signs == 2):  # 负责人： | 经办人： side by side
            self.inline.add(key)
            self.values[key] = label
            return
        self.values[key] = self.merged.get(at, Area(*at, *at))
        self.claimed.add(at)

    def _take_goals(self) -> None:
        """The goals stand below the heads of the halves, in the row that 总体目标 names."""
        for half, head in self.heads.items():
            if self.goal is None or f"{half}总体目标" in self.values:
                continue
            row = max(head.bottom + 1, self.goal.top)
            beside = self.goal.right + 1 if self.goal.top <= row <= self.goal.bottom else head.left
            at = (row, max(head.left, beside))
            self.values[f"{half}总体目标"] = self.merged.get(at, Area(*at, *at))
