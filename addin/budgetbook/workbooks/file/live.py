"""The workbook on disk with what a person can do to it in Excel, beyond what the port asks: formulas are entered, sheets get
names and places, cells any look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from budgetbook.model.grid import Area, Cell
from budgetbook.workbooks.file import entering, renaming, tabs
from budgetbook.workbooks.file.blank import blank_package, blank_sheet
from budgetbook.workbooks.file.cells import EMPTY
from budgetbook.workbooks.file.colours import Colours
from budgetbook.workbooks.file.entering import Entry, Written
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.restyling import restyle
from budgetbook.workbooks.file.row_store import Row
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.sheets import add_sheet
from budgetbook.workbooks.file.styles import Styles
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.file.workbook_part import WorkbookPart


class LiveWorkbook(FileWorkbook):
    """Sheets are named, as in the port; whoever changes a Sheet that `part` gave says so with `forget`."""

    def __init__(self, package: Package):
        super().__init__(package)
        self.colours = Colours(self._book)

    @classmethod
    def blank(cls, name: str) -> LiveWorkbook:
        """A new one with the sheet Sheet1."""
        return cls(blank_package(name))

    @property
    def book(self) -> WorkbookPart:
        return self._book

    @property
    def styles(self) -> Styles:
        return self._styles

    def part(self, sheet: str) -> Sheet:
        """The worksheet itself."""
        return self._sheet(sheet)

    def call(self, name: str) -> None:
        """The workbook is known by this name from now on."""
        self.name = self._package.file = name

    def forget(self, *sheets: str) -> None:
        """What these sheets show is read anew."""
        self._grids.forget(*sheets)

    def enter(self, sheet: str, entries: Mapping[Cell, Entry]) -> None:
        """Values and formulas into cells, over whatever stands there. Raises BudgetbookError before anything is entered."""
        self._entered(sheet, entering.enter(self._sheet(sheet), entries))

    def put(self, sheet: str, texts: Mapping[Cell, tuple[str, int | None]]) -> None:
        """Cells as they are written in this workbook, each with its style."""
        self._entered(sheet, entering.put(self._sheet(sheet), texts))

    def _entered(self, sheet: str, written: Written) -> None:
        shown = {place: self._reader.value(cell) for place, cell in written.cells.items()}
        self._grids.written(sheet, shown, written.formulas)

    def restyle(self, sheet: str, area: Area, change: Callable[[int], int]) -> None:
        """Every cell of the area in another style."""
        restyle(self._sheet(sheet), area, change)
        self.forget(sheet)  # numbers may be shown as dates now

    def add_rows(self, sheet: str, before: int, count: int) -> None:
        """Empty rows that look like the row above, as a person inserts them."""
        model = max(before - 1, 1)
        self.insert_rows(sheet, before, [model] * count)
        new = Area(before, 1, before + count - 1, 16_384)
        within = [area for area in self._sheet(sheet).merges() if area.top >= new.top and area.bottom <= new.bottom]
        self.unmerge(sheet, within)
        present = self._sheet(sheet).edit_rows()
        for number in range(new.top, new.bottom + 1):
            if row := present.row(number):
                kept = {column: (style, EMPTY) for column, (style, _) in row.cells.items()} if before > 1 else {}
                present.put_row(number, Row(row.attributes if before > 1 else "", kept))
        self.forget(sheet)

    def add_plain_sheet(self, name: str) -> None:
        """An empty sheet behind the last one, as a person adds it."""
        add_sheet(self._book, name, blank_sheet(), False)

    def rename(self, sheet: str, name: str) -> None:
        """Another name for a sheet; formulas follow."""
        renaming.rename_sheet(self._book, sheet, name)
        self._renewed(sheet, name)

    def _renewed(self, *sheets: str) -> None:
        for sheet in sheets:
            self._sheets.pop(sheet, None)
        self._grids.forget(*self.sheets(), *sheets)

    def move_sheet(self, sheet: str, position: int) -> None:
        """The sheet to this place among all tabs, from 0."""
        tabs.move(self._book, sheet, position)

    def tab_names(self) -> Sequence[str]:
        """All tabs in order, those of chart sheets too."""
        return [tab.get("name") or "" for tab in self._book.tabs()]
