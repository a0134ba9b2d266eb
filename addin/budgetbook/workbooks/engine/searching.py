"""Finding and replacing text in cells."""

from __future__ import annotations

import re
from typing import Self

from budgetbook.model.grid import Cell, Grid
from budgetbook.workbooks.engine.contents import Contents
from budgetbook.workbooks.engine.errors import NotComputed
from budgetbook.workbooks.engine.intake import Intake
from budgetbook.workbooks.engine.unsupported import refuse
from budgetbook.workbooks.file import number_formats

_WILD = "*?~"


class Searching(Contents):
    """Without wildcards. `whole` asks for cells that hold nothing else."""

    def find(self, text: str, whole: bool, direction: str, order: str, match_case: bool) -> Self | None:
        """The first cell that shows the text. Raises NotComputedError for a formula on the way that nobody has computed, and
        NotImplementedError for a number of which only Excel knows how it is shown."""
        pattern, grid = _pattern(text, match_case), self.workbook.grid(self.tab.name)
        for place in self._filled(grid, order, direction):
            shown = self._shown(grid, place)
            if isinstance(shown, NotComputed):
                raise shown.error()
            self._refuse_unknown_looks(grid, place, text)
            if pattern.fullmatch(grid.text(*place)) if whole else pattern.search(grid.text(*place)):
                return type(self)(self.tab, *place, *place)
        return None

    def _filled(self, grid: Grid, order: str = "rows", direction: str = "forward") -> list[Cell]:
        places = [place for place in {*grid.values, *grid.formulas} if self.area.holds(place)]
        return sorted(places, key=lambda at: at if order == "rows" else at[::-1], reverse=direction == "backward")

    def _refuse_unknown_looks(self, grid: Grid, place: Cell, text: str) -> None:
        """A number or date that is shown in a format may look like the text when that has digits, or words of the format."""
        if isinstance(grid.values.get(place), str | bool | None):
            return
        code = number_formats.code_of(self.workbook.styles, self.part.style_of(place))
        if code != number_formats.GENERAL and (any(not sign.isalpha() for sign in text) or any(sign in code for sign in text)):
            refuse("Range.find 在有数字格式的单元格里找数", f"{self.tab.name} 第 {place[0]} 行第 {place[1]} 列的格式是 {code}")

    def replace_all(self, old: str, new: str, whole: bool, match_case: bool) -> None:
        """In formulas and constants as they are written; what comes of it is entered anew, all of it or nothing."""
        pattern, grid, part = _pattern(old, match_case), self.workbook.grid(self.tab.name), self.part
        intake, entries = Intake(self.workbook), {}
        for place in self._filled(grid):
            written = self._written(grid, place)
            if pattern.fullmatch(written) if whole else pattern.search(written):
                changed = new if whole else pattern.sub(lambda _: new, written)
                entries[place] = intake.entry(changed, part.style_of(place))
        if entries:
            self._enter(entries)


def _pattern(text: str, match_case: bool) -> re.Pattern[str]:
    if any(sign in text for sign in _WILD):
        refuse("查找替换中的通配符", text)
    return re.compile(re.escape(text), 0 if match_case else re.IGNORECASE)
