"""Notes of cells as xlwings asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings import base_classes

from budgetbook.model.grid import Area, Cell, cell_name
from budgetbook.workbooks.engine.document import Tab
from budgetbook.workbooks.engine.unsupported import Native, complete
from budgetbook.workbooks.file.notes import author_of

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.range import Range


@complete()
class Note(base_classes.Note):
    """The note of a cell."""

    def __init__(self, tab: Tab, place: Cell):
        self._tab, self._place = tab, place

    @property
    def api(self) -> Native:
        return Native("Note")

    @property
    def text(self) -> str:
        notes = self._tab.workbook.notes(self._tab.name)
        if self._place not in notes:
            raise KeyError(f"{self._tab.name}!{cell_name(*self._place)} 没有批注（no note here）")
        return notes[self._place]

    @text.setter
    def text(self, value: str) -> None:
        self._tab.workbook.note(self._tab.name, {self._place: value})

    @property
    def author(self) -> str:
        return author_of(self._tab.workbook.part(self._tab.name), self._place)

    @property
    def location(self) -> Range:
        return self._tab.document.app.kinds.range(self._tab, Area(*self._place, *self._place))

    def delete(self) -> None:
        self._tab.workbook.note(self._tab.name, {self._place: None})


def notes_of(tab: Tab) -> list[Note]:
    """All notes of a sheet, row by row."""
    return [Note(tab, place) for place in sorted(tab.workbook.notes(tab.name))]
