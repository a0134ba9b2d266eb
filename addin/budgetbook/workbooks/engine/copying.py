"""Copying cells within a workbook: what they hold, how they look, or both."""

from __future__ import annotations

from typing import Any

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area, Cell
from budgetbook.workbooks.engine.geometry import Geometry
from budgetbook.workbooks.engine.obstacles import refuse_rules, refuse_threads
from budgetbook.workbooks.engine.unsupported import refuse
from budgetbook.workbooks.file import addresses, entering, xml
from budgetbook.workbooks.file.cells import EMPTY, has_formula, parts
from budgetbook.workbooks.file.references import move_formula
from budgetbook.workbooks.file.sheet import within

_KINDS = ("all", "values", "formulas", "formats")


class Copying(Geometry):
    """As Excel does it: formulas move along, merges and notes come with the looks. The cells are laid over what is there."""

    def copy(self, destination: Any = None) -> None:
        """To another place, or for `paste`."""
        if destination is None:
            self.tab.document.app.copied = self  # type: ignore[assignment]  # every one is a Range
        else:
            self._copy_to(destination.impl, "all")

    def copy_from(self, source_range: Any, copy_type: str = "all", skip_blanks: bool = False, transpose: bool = False) -> None:
        self._take(source_range.impl, copy_type, skip_blanks, transpose)

    def paste(
        self, paste: str | None = None, operation: str | None = None, skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        source = self.tab.document.app.copied
        if source is None:
            raise ValueError("没有可粘贴的内容，请先 range.copy()（nothing was copied）")
        if operation:
            refuse(f"Range.paste(operation={operation!r})")
        self._take(source, paste or "all", skip_blanks, transpose)

    def _take(self, source: Copying, what: str, skip_blanks: bool, transpose: bool) -> None:
        if what not in _KINDS or skip_blanks or transpose:
            refuse(f"粘贴 {what}{'，跳过空单元格' if skip_blanks else ''}{'，转置' if transpose else ''}")
        source._copy_to(self, what)

    def _copy_to(self, target: Geometry, what: str) -> None:
        if target.tab.document is not self.tab.document:
            refuse("把单元格复制到另一个工作簿")
        rows, columns = self.shape
        if rows == LAST_ROW or columns == LAST_COLUMN:
            refuse("复制整行或整列")
        if target.shape != (1, 1) and target.shape != self.shape:
            refuse("复制到大小不同的区域", f"{self.address} → {target.address}")
        top, left = target.area.top, target.area.left
        landing = target.like(Area(top, left, top + rows - 1, left + columns - 1))
        self._refuse_what_stays_behind(what)
        texts = self._texts(landing, what)
        merges = self._merges_there(landing) if what in ("all", "formats") else None
        landing.workbook.put(landing.tab.name, texts)
        landing.tab.document.changed(landing.tab, texts)
        if merges is not None:
            landing.workbook.unmerge(landing.tab.name, [area for area in _met(landing) if area not in merges])
            landing.workbook.merge(landing.tab.name, [area for area in merges if area not in _met(landing)])
        if what == "all":
            self._copy_notes(landing)

    def _refuse_what_stays_behind(self, what: str) -> None:
        if what in ("all", "formats"):
            refuse_rules(self.part, self.area, "conditionalFormatting")
        if what == "all":
            refuse_rules(self.part, self.area, "dataValidations")
            refuse_threads(self.part, self.area)
            if addresses.links_in(self.part, self.area):
                refuse("复制超链接", self.address)
        if what != "formats" and any(True for _ in within(entering.arrays(self.part), self._places())):
            refuse("复制数组公式", self.address)

    def _places(self) -> list[Cell]:
        area = self.area
        return [(row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1)]

    def _texts(self, landing: Geometry, what: str) -> dict[Cell, tuple[str, int | None]]:
        by = landing.area.top - self.area.top, landing.area.left - self.area.left
        grid, source, there = self.workbook.grid(self.tab.name), self.part.rows(), landing.part.rows()
        texts: dict[Cell, tuple[str, int | None]] = {}
        for place in self._places():
            new = place[0] + by[0], place[1] + by[1]
            cell, present = source.cell(place), there.cell(new)
            rest = cell[1] if cell else EMPTY
            if what == "values" and has_formula(rest):
                rest = self._value_only(place, rest)
            elif has_formula(rest):
                rest = f"><f>{xml.escaped(move_formula(grid.formulas[place], *by))}</f></c>"
            style = self.part.style_of(place) if what in ("all", "formats") else None
            texts[new] = (present[1] if present else EMPTY) if what == "formats" else rest, style
        return texts

    def _value_only(self, place: Cell, rest: str) -> str:
        """What a formula has come to. Raises NotComputedError where nobody knows."""
        shown = self.like(Area(*place, *place)).raw_value
        if hasattr(shown, "error"):
            raise shown.error()
        return parts(rest)._replace(formula="").with_value(parts(rest).kind, parts(rest).value, computed=False)

    def _merges_there(self, landing: Geometry) -> list[Area]:
        down, right = landing.area.top - self.area.top, landing.area.left - self.area.left
        return [Area(area.top + down, area.left + right, area.bottom + down, area.right + right) for area in _met(self)]

    def _copy_notes(self, landing: Geometry) -> None:
        down, right = landing.area.top - self.area.top, landing.area.left - self.area.left
        new: dict[Cell, str | None] = dict.fromkeys(
            place for place in landing.workbook.notes(landing.tab.name) if landing.area.holds(place)
        )
        notes = self.workbook.notes(self.tab.name)
        new |= {(row + down, column + right): text for (row, column), text in notes.items() if self.area.holds((row, column))}
        landing.workbook.note(landing.tab.name, new)


def _met(place: Geometry) -> list[Area]:
    """The merges that have cells in a range. Raises NotImplementedError where one of them reaches beyond it."""
    top, left, bottom, right = place.area
    merges = place.workbook.grid(place.tab.name).merges
    met = [a for a in merges if a.top <= bottom and a.bottom >= top and a.left <= right and a.right >= left]
    if any(area.top < top or area.left < left or area.bottom > bottom or area.right > right for area in met):
        refuse("复制时切开合并单元格", place.address)
    return met
