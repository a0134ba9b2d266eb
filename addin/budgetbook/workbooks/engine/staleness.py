"""Formulas whose value was true once: something that they refer to has been written since, and only Excel computes.

While the app calculates automatically, as Excel does unless it is told otherwise, such a value must not be read: in Excel it
would be another one. With calculation "manual" Excel, too, shows the old value."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from budgetbook.model.grid import LAST_COLUMN, Area, Cell
from budgetbook.workbooks.file import defined_names
from budgetbook.workbooks.file.areas import Shift, parse_area, shift_area
from budgetbook.workbooks.file.references import LOST, references_in, sheet_of, words

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.document import Document, Tab

_ANYTHING = frozenset({"indirect", "offset", "now", "today", "rand", "randbetween", "cell", "info"})
_OUTSIDE = re.compile(r"\[[0-9]+\]")  # another workbook, in which nobody has written
_MOST = 256  # areas that are told apart on a sheet


class Staleness:
    """What has been written to a workbook since it was opened, and which formulas may come to something else by it."""

    def __init__(self, document: Document):
        self._document = document
        self._written: dict[str, list[Area]] = {}  # by the sheet's name, casefolded
        self._stale: dict[str, set[Cell]] | None = None

    def written(self, sheet: str, places: Collection[Cell]) -> None:
        """Cells of a sheet hold something else now."""
        if places:
            rows, columns = [row for row, _ in places], [column for _, column in places]
            around = Area(min(rows), min(columns), max(rows), max(columns))
            _note(self._written.setdefault(sheet.casefold(), []), around)
            self._stale = None

    def moved(self, sheet: str, first: int, by: int) -> None:
        """Rows were put in before row `first`, or (by < 0) taken out from there on: what was written has moved with them, and
        formulas over the place have other rows before them."""
        shift = Shift(first, by)
        areas = [moved for area in self._written.get(sheet.casefold(), ()) if (moved := shift_area(area, shift))]
        self._written[sheet.casefold()] = [*areas, Area(max(first - 1, 1), 1, max(first + by - 1, first), LAST_COLUMN)]
        self._stale = None

    def copied(self, source: str, name: str) -> None:
        """A sheet was copied as it is, formulas with the values that they had."""
        if source.casefold() in self._written:
            self._written[name.casefold()] = list(self._written[source.casefold()])
        self._stale = None

    def renamed(self, old: str, new: str) -> None:
        """A sheet has another name."""
        if old.casefold() in self._written:
            self._written[new.casefold()] = self._written.pop(old.casefold())
        self._stale = None

    def holds(self, sheet: str, place: Cell) -> bool:
        """Whether the formula at this place may come to something else by now."""
        if not self._written:
            return False
        if self._stale is None:
            self._stale = self._looked_for()
        return place in self._stale.get(sheet.casefold(), ())

    def _looked_for(self) -> dict[str, set[Cell]]:
        """All formulas that refer, directly or through others, to what was written."""
        workbook = self._document.workbook
        waiting = {
            (sheet.casefold(), place): list(self._sources(sheet, formula))
            for sheet in workbook.sheets()
            for place, formula in workbook.grid(sheet).formulas.items()
        }
        changed = {sheet: list(areas) for sheet, areas in self._written.items()}
        stale: dict[str, set[Cell]] = {}
        found = True
        while found:
            hit = [key for key, sources in waiting.items() if any(_meets(changed, sheet, area) for sheet, area in sources)]
            found = bool(hit)
            for sheet, place in hit:
                del waiting[sheet, place]
                stale.setdefault(sheet, set()).add(place)
                changed.setdefault(sheet, []).append(Area(*place, *place))
        return stale

    def _sources(self, host: str, formula: str) -> Iterator[tuple[str, Area | None]]:
        """The areas that a formula refers to; ("", None) for what nobody can tell by looking."""
        names = {name.name.casefold(): name for name in defined_names.all_names(self._document.workbook.book)}
        used = words(formula)
        if used & _ANYTHING or "[" in _OUTSIDE.sub("", formula) or LOST in formula:
            yield "", None
        for word in used & names.keys():
            yield from self._references(host, names[word].formula)
        yield from self._references(host, formula)

    def _references(self, host: str, formula: str) -> Iterator[tuple[str, Area | None]]:
        for reference in references_in(formula):
            if _OUTSIDE.search(reference.sheet):
                continue
            sheet = sheet_of(reference.sheet) if reference.sheet else host.casefold()
            try:
                yield sheet, parse_area(reference._replace(sheet="").text)
            except ValueError:
                yield "", None


def _note(areas: list[Area], new: Area) -> None:
    """One more area, made one with the last where both are one rectangle; very many become a rough one."""
    last = areas[-1] if areas else None
    if last and (last.left, last.right) == (new.left, new.right) and last.top <= new.top <= last.bottom + 1:
        areas[-1] = last._replace(bottom=max(last.bottom, new.bottom))
    elif last and (last.top, last.bottom) == (new.top, new.bottom) and last.left <= new.left <= last.right + 1:
        areas[-1] = last._replace(right=max(last.right, new.right))
    else:
        areas.append(new)
    if len(areas) > _MOST:
        tops, lefts, bottoms, rights = zip(*areas, strict=True)
        areas[:] = [Area(min(tops), min(lefts), max(bottoms), max(rights))]


def _meets(changed: dict[str, list[Area]], sheet: str, area: Area | None) -> bool:
    if area is None or not sheet:
        return True
    return any(
        area.top <= other.bottom and other.top <= area.bottom and area.left <= other.right and other.left <= area.right
        for other in changed.get(sheet, ())
    )


def is_stale(tab: Tab, place: Cell) -> bool:
    """Whether Excel would have computed the formula anew."""
    document = tab.document
    return document.app.calculation != "manual" and document.staleness.holds(tab.name, place)
