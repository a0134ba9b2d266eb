"""What is frozen on a sheet, and what of it is printed."""

from __future__ import annotations

from xlwings import base_classes

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area, column_name
from budgetbook.workbooks.engine.document import Tab
from budgetbook.workbooks.engine.places import area_of
from budgetbook.workbooks.engine.unsupported import Native, complete
from budgetbook.workbooks.file import defined_names, views
from budgetbook.workbooks.file.references import quote_sheet

_PRINT_AREA = "Print_Area"


@complete()
class FreezePanes(base_classes.FreezePanes):
    """Rows at the top and columns at the left that stay in sight."""

    def __init__(self, tab: Tab):
        self._tab = tab

    def freeze_at(self, frozen_range: str) -> None:
        """All down to the last row and right to the last column of the range; of whole columns only the columns, and likewise."""
        area = area_of(self._tab, frozen_range)
        rows = 0 if area.bottom == LAST_ROW else area.bottom
        columns = 0 if area.right == LAST_COLUMN else area.right
        views.freeze(self._tab.workbook.part(self._tab.name), rows, columns)

    def unfreeze(self) -> None:
        views.freeze(self._tab.workbook.part(self._tab.name), 0, 0)


@complete()
class PageSetup(base_classes.PageSetup):
    """How the sheet is printed."""

    def __init__(self, tab: Tab):
        self._tab = tab

    @property
    def api(self) -> Native:
        return Native("PageSetup")

    @property
    def print_area(self) -> str | None:
        name = defined_names.find(self._tab.workbook.book, _PRINT_AREA, self._tab.name)
        return name.formula.replace(f"{quote_sheet(self._tab.name)}!", "") if name else None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        book = self._tab.workbook.book
        if not value:
            defined_names.remove_name(book, _PRINT_AREA, self._tab.name)
            return
        areas = [area_of(self._tab, part) for part in value.split(",")]
        written = ",".join(f"{quote_sheet(self._tab.name)}!{absolute(area)}" for area in areas)
        defined_names.set_name(book, _PRINT_AREA, self._tab.name, written)


def absolute(area: Area) -> str:
    """$A$1:$B$3; whole columns and rows in their short form."""
    return address(area, True, True)


def address(area: Area, rows: bool, columns: bool) -> str:
    """The address of an area, with $ before its rows or its columns or without."""
    before_row, before_column = "$" * rows, "$" * columns
    top, bottom = f"{before_row}{area.top}", f"{before_row}{area.bottom}"
    left, right = f"{before_column}{column_name(area.left)}", f"{before_column}{column_name(area.right)}"
    if (area.left, area.right) == (1, LAST_COLUMN):
        return f"{top}:{bottom}"
    if (area.top, area.bottom) == (1, LAST_ROW):
        return f"{left}:{right}"
    return f"{left}{top}" if area[:2] == area[2:] else f"{left}{top}:{right}{bottom}"
