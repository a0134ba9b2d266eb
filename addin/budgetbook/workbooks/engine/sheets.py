"""The worksheets of an open workbook as xlwings asks for them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from xlwings import base_classes

from budgetbook.workbooks.engine.document import Document
from budgetbook.workbooks.engine.sheet import Sheet
from budgetbook.workbooks.engine.unsupported import Native, complete


@complete()
class Sheets(base_classes.Sheets):
    """Worksheets in the order of their tabs; chart sheets are none."""

    def __init__(self, document: Document):
        self._document = document

    @property
    def api(self) -> Native:
        return Native("Sheets")

    @property
    def active(self) -> Sheet:
        return Sheet(self._document.active)

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, int):
            tabs = self._document.all_tabs()
            if not 1 <= name_or_index <= len(tabs):
                raise IndexError(f"{self._document.name} 里没有第 {name_or_index} 张工作表（no such sheet）")
            return Sheet(tabs[name_or_index - 1])
        return Sheet(self._document.tab(name_or_index))

    def __len__(self) -> int:
        return len(self._document.all_tabs())

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(tab) for tab in self._document.all_tabs()])

    def __contains__(self, key: str) -> bool:
        return any(tab.name.casefold() == key.casefold() for tab in self._document.all_tabs())

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, which comes to the front; without a place it stands before the one that was there."""
        document = self._document
        workbook, taken = document.workbook, {tab.casefold() for tab in document.workbook.tab_names()}
        new = name or next(free for number in itertools.count(1) if (free := f"Sheet{number}").casefold() not in taken)
        beside = before or after or Sheet(document.active)
        position = workbook.book.index(beside.name) + (1 if after and not before else 0)
        workbook.add_plain_sheet(new)
        workbook.move_sheet(new, position)
        sheet = Sheet(document.tab(new))
        document.activate(sheet.tab)
        return sheet
