"""A workbook that is open: the file behind it, what it is called, and its tabs, which keep who they are under new names."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from budgetbook.model.grid import Area, Cell, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.engine.errors import NotComputed
from budgetbook.workbooks.engine.staleness import Staleness
from budgetbook.workbooks.file import tabs, views
from budgetbook.workbooks.file.live import LiveWorkbook

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.app import App
    from budgetbook.workbooks.engine.books import Book
    from budgetbook.workbooks.engine.range import Range
    from budgetbook.workbooks.engine.sheet import Sheet


class Kinds(NamedTuple):
    """What makes the objects that xlwings sees. Each of them leads to the others, so the app hands all of them down."""

    book: Callable[[Document], Book]
    sheet: Callable[[Tab], Sheet]
    range: Callable[[Tab, Area], Range]


class Tab:
    """A worksheet of an open workbook. `name` follows when it is renamed; it is "" once the sheet is gone."""

    def __init__(self, document: Document, name: str):
        self.document, self.name = document, name

    @property
    def workbook(self) -> LiveWorkbook:
        """The workbook, to do something with this sheet. Raises BudgetbookError when the sheet is gone."""
        self.document.refuse_closed()
        if not self.name:
            raise BudgetbookError(Problem("这张工作表已经删除", self.document.name))
        return self.document.workbook

    def uncomputed(self, place: Cell, formula: str) -> NotComputed:
        """What stands for the value of a formula that has none."""
        return NotComputed(self.document.name, self.name, cell_name(*place), formula)

    @property
    def selection(self) -> Area:
        return views.selection(self.workbook.part(self.name))

    def select(self, area: Area) -> None:
        views.select(self.workbook.part(self.name), area)


class Document:
    """`path` is "" until the workbook was saved. `keep` is asked to save in place; it is given the document."""

    def __init__(self, app: App, workbook: LiveWorkbook, path: str = "", read_only: bool = False):
        self.app, self.workbook, self.path, self.read_only = app, workbook, path, read_only
        self.keep: Callable[[Document], None] | None = None
        self.is_open = True
        self.staleness = Staleness(self)
        self._tabs: dict[str, Tab] = {}

    @property
    def name(self) -> str:
        return self.workbook.name

    def refuse_closed(self) -> None:
        if not self.is_open:
            raise BudgetbookError(Problem("这个工作簿已经关闭", self.name))

    def tab(self, name: str) -> Tab:
        """The sheet by its name, large letters or small. Raises KeyError for one that is not there."""
        self.refuse_closed()
        known = next((other for other in self.workbook.sheets() if other.casefold() == name.casefold()), None)
        if known is None:
            raise KeyError(f"{self.name} 里没有工作表“{name}”（no such sheet）")
        return self._tabs.setdefault(known, Tab(self, known))

    def all_tabs(self) -> list[Tab]:
        self.refuse_closed()
        return [self.tab(name) for name in self.workbook.sheets()]

    def changed(self, tab: Tab, places: Collection[Cell]) -> None:
        """Cells were written: what was computed from them no longer holds."""
        self.staleness.written(tab.name, places)

    def rename(self, tab: Tab, name: str) -> None:
        tab.workbook.rename(tab.name, name)
        self.staleness.renamed(tab.name, name)
        self._tabs[name] = self._tabs.pop(tab.name)
        tab.name = name

    def remove(self, tab: Tab) -> None:
        """Takes the sheet out. Raises BudgetbookError for the last one that is shown, and where formulas need it."""
        book = tab.workbook.book
        shown = [name for name in tab.workbook.sheets() if tabs.state(book, name) == tabs.SHOWN]
        if shown == [tab.name]:
            raise book.problem("至少要有一张显示着的工作表，不能删除", tab.name)
        tab.workbook.remove_sheet(tab.name)
        self._tabs.pop(tab.name)
        tab.name = ""

    @property
    def active(self) -> Tab:
        self.refuse_closed()
        return self.tab(tabs.active(self.workbook.book))

    def activate(self, tab: Tab) -> None:
        """The sheet to the front. Raises BudgetbookError for a hidden one."""
        book = tab.workbook.book
        if tabs.state(book, tab.name) != tabs.SHOWN:
            raise book.problem("工作表隐藏着，不能激活", tab.name, hint="请先设 sheet.visible = True")
        tabs.activate(book, tab.name)

    def save(self, path: str | None) -> None:
        """Into the file it came from, or into another, under whose name it goes on. Raises BudgetbookError where it cannot be."""
        self.refuse_closed()
        target = os.path.realpath(path or self.path or f"{self.name}.xlsx")
        in_place = bool(self.path) and os.path.realpath(self.path) == target
        if in_place and self.read_only:
            raise BudgetbookError(Problem("工作簿是以只读方式打开的，不能保存到原处", self.name, hint="请另存为别的文件名"))
        if in_place and self.keep:
            self.keep(self)
            return
        self.app.refuse_taken(os.path.basename(target), self)
        self.workbook.save(target)
        self.path, self.read_only = target, False
        self.workbook.call(Path(target).name)
