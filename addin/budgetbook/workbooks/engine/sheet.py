"""A worksheet of an open workbook as xlwings asks for it."""

from __future__ import annotations

import numbers
import re
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area
from budgetbook.workbooks.engine.document import Tab
from budgetbook.workbooks.engine.names import Names
from budgetbook.workbooks.engine.notes import Note, notes_of
from budgetbook.workbooks.engine.pages import FreezePanes, PageSetup
from budgetbook.workbooks.engine.places import area_of, around
from budgetbook.workbooks.engine.range import Range
from budgetbook.workbooks.engine.unsupported import Native, complete, refuse
from budgetbook.workbooks.file import tabs, views
from budgetbook.workbooks.file.cells import EMPTIES

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.books import Book

_ALL = Area(1, 1, LAST_ROW, LAST_COLUMN)
_STATES = {True: tabs.SHOWN, -1: tabs.SHOWN, False: tabs.HIDDEN, 2: tabs.VERY_HIDDEN}
_COPY = re.compile(r"(.*) \((\d+)\)")
_LONGEST_NAME = 31


@complete()
class Sheet(base_classes.Sheet):
    """A worksheet; it stays itself when it is renamed or moved."""

    def __init__(self, tab: Tab):
        self.tab = tab

    @property
    def api(self) -> Native:
        return Native("Sheet")

    @property
    def name(self) -> str:
        self.tab.workbook  # noqa: B018  # says so when the sheet is gone
        return self.tab.name

    @name.setter
    def name(self, value: str) -> None:
        self.tab.document.rename(self.tab, value)

    @property
    def book(self) -> Book:
        return self.tab.document.app.kinds.book(self.tab.document)

    @property
    def index(self) -> int:
        return self.tab.workbook.sheets().index(self.tab.name) + 1

    @property
    def names(self) -> Names:
        return Names(self.tab.document, self.tab)

    @property
    def notes(self) -> list[Note]:
        return notes_of(self.tab)

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self.tab)

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self.tab)

    @property
    def pivot_tables(self) -> None:
        refuse("Sheet.pivot_tables")

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """A range by addresses, names, (row, column) pairs, or by (row, column, rows, columns)."""
        if isinstance(arg1, tuple) and len(arg1) == 4:
            row, column, rows, columns = arg1
            return Range(self.tab, row, column, row + rows - 1, column + columns - 1)
        if isinstance(arg1, numbers.Number) and isinstance(arg2, numbers.Number):
            arg1, arg2 = (arg1, arg2), None
        first = area_of(self.tab, arg1)
        if arg2 is None:
            return Range(self.tab, *first)
        second = area_of(self.tab, arg2)
        return Range(self.tab, *around(first, second))

    @property
    def cells(self) -> Range:
        return Range(self.tab, *_ALL)

    @property
    def used_range(self) -> Range:
        """All cells that hold something or look like something; A1 where there are none."""
        found = [
            (number, column)
            for number, row in self.tab.workbook.part(self.tab.name).rows().items()
            for column, (style, rest) in row.cells.items()
            if rest not in EMPTIES or style not in ("", "0")
        ]
        if not found:
            return Range(self.tab, 1, 1, 1, 1)
        rows, columns = [row for row, _ in found], [column for _, column in found]
        return Range(self.tab, min(rows), min(columns), max(rows), max(columns))

    def activate(self) -> None:
        self.tab.document.activate(self.tab)

    def select(self) -> None:
        self.activate()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        self.cells.clear_formats()

    def clear(self) -> None:
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        self.cells.autofit(axis)

    def delete(self) -> None:
        self.tab.document.remove(self.tab)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """A copy, which comes to the front."""
        beside = before or after
        assert beside is not None  # xlwings gives one of them
        if beside.tab.document is not self.tab.document:
            refuse("Sheet.copy 到另一个工作簿")
        workbook, name = self.tab.workbook, self._name_of_copy()
        workbook.copy_sheets(self.tab.name, [name])
        self.tab.document.staleness.copied(self.tab.name, name)
        workbook.move_sheet(name, workbook.book.index(beside.name) + (0 if before else 1))
        if self.visible:
            self.tab.document.activate(self.tab.document.tab(name))

    def _name_of_copy(self) -> str:
        """The name with the next free number in brackets behind it."""
        taken = {name.casefold() for name in self.tab.workbook.tab_names()}
        counted = _COPY.fullmatch(self.tab.name)
        stem, number = (counted[1], int(counted[2])) if counted else (self.tab.name, 1)
        while True:
            number += 1
            suffix = f" ({number})"
            if (name := stem[: _LONGEST_NAME - len(suffix)] + suffix).casefold() not in taken:
                return name

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        beside = before or after
        assert beside is not None  # xlwings gives one of them
        workbook = self.tab.workbook
        others = [name for name in workbook.tab_names() if name != self.tab.name]
        workbook.move_sheet(self.tab.name, others.index(beside.name) + (0 if before else 1))

    @property
    def visible(self) -> bool:
        return tabs.state(self.tab.workbook.book, self.tab.name) == tabs.SHOWN

    @visible.setter
    def visible(self, value: bool) -> None:
        if value not in _STATES:
            raise ValueError(f"visible = {value!r}")
        tabs.set_state(self.tab.workbook.book, self.tab.name, _STATES[value])

    @property
    def show_gridlines(self) -> bool:
        return views.shows_grid(self._shown().part(self.tab.name))

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        views.show_grid(self._shown().part(self.tab.name), bool(value))

    def _shown(self) -> Any:
        """Excel keeps grid lines in the window, in which a hidden sheet cannot be."""
        if not self.visible:
            raise ValueError("工作表隐藏着，请先设 sheet.visible = True（the sheet is hidden）")
        return self.tab.workbook
