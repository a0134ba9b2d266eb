"""The workbook on disk behind the port: each call changes parts in memory, `save` writes the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Self

from budgetbook.model.grid import Area, Cell, Grid, Value
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import layout, looks
from budgetbook.workbooks.file.areas import Shift
from budgetbook.workbooks.file.copying import copy_sheets
from budgetbook.workbooks.file.fills import paint, read_fills
from budgetbook.workbooks.file.grids import Grids
from budgetbook.workbooks.file.links import links_outside, set_links
from budgetbook.workbooks.file.notes import read_notes, set_notes
from budgetbook.workbooks.file.opening import open_package
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.pages import page_xml
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.sheets import add_sheet, remove_sheets
from budgetbook.workbooks.file.strings import Strings
from budgetbook.workbooks.file.styles import Styles
from budgetbook.workbooks.file.values import ValueReader
from budgetbook.workbooks.file.workbook_part import WorkbookPart
from budgetbook.workbooks.file.writing import write_cells
from budgetbook.workbooks.port import EMPTY, Look, Page

_MACROS = "macroEnabled"


class FileWorkbook:
    """An .xlsx or .xlsm. Everything that the program does not touch stays as it is, byte for byte."""

    def __init__(self, package: Package):
        self.name = package.file
        self._package = package
        self._book = WorkbookPart(package)
        self._styles = Styles(self._book)
        self._sheets: dict[str, Sheet] = {}  # until rows move
        self._reader = ValueReader(self._book, Strings(self._book), self._styles)
        self._grids = Grids(self._reader)

    @classmethod
    def open(cls, path: str) -> Self:
        """Raises BudgetbookError, saying what to do, for every file that cannot be taken as it is."""
        return cls(open_package(path))

    def sheets(self) -> list[str]:
        return self._book.sheets()

    def grid(self, sheet: str) -> Grid:
        return self._grids.of(self._sheet(sheet))

    def widths(self, sheet: str, columns: int) -> list[float]:
        return layout.widths(self._sheet(sheet), columns)

    def heights(self, sheet: str, rows: Iterable[int]) -> dict[int, float]:
        return layout.heights(self._sheet(sheet), rows)

    def write(self, sheet: str, cells: Mapping[Cell, Value]) -> None:
        written = write_cells(self._sheet(sheet), self._reader, self._styles, cells, self._grids.known(sheet))
        self._grids.written(sheet, written)
        if written:
            self._book.recalculate_on_load()

    def insert_rows(self, sheet: str, before: int, models: Sequence[int], *, stretch: bool = False) -> None:
        from budgetbook.workbooks.file import rows

        self._sheet(sheet).edit_rows()
        rows.insert_rows(self._book, sheet, before, models, stretch=stretch)
        self._moved(sheet, Shift(before, len(models)))

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        from budgetbook.workbooks.file import rows

        self._sheet(sheet).edit_rows()
        rows.delete_rows(self._book, sheet, first, count)
        self._moved(sheet, Shift(first, -max(count, 0)))

    def merge(self, sheet: str, areas: Iterable[Area]) -> None:
        areas = list(areas)
        layout.merge(self._sheet(sheet), areas)
        self._grids.merged(self._sheet(sheet), areas)

    def unmerge(self, sheet: str, areas: Iterable[Area]) -> None:
        layout.unmerge(self._sheet(sheet), areas)
        self._grids.unmerged(self._sheet(sheet))

    def set_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        layout.set_heights(self._sheet(sheet), heights)

    def set_widths(self, sheet: str, widths: Mapping[int, float]) -> None:
        layout.set_widths(self._sheet(sheet), widths)

    def format(self, sheet: str, areas: Iterable[tuple[Area, Look]]) -> None:
        areas = list(areas)
        looks.format_areas(self._sheet(sheet), self._styles, areas)
        if any(look.number_format is not None for _, look in areas):  # numbers may be shown as dates now
            self._grids.forget(sheet)

    def add_sheet(self, name: str, page: Page = EMPTY, *, hidden: bool = False) -> None:
        for target, _ in page.links.values():
            self._book.index(target)
        add_sheet(self._book, name, page_xml(page, self._styles, self._book.counts_from_1904), hidden)

    def copy_sheets(self, source: str, names: Sequence[str]) -> None:
        copy_sheets(self._book, source, names)
        self._grids.copied(source, names)

    def remove_sheet(self, name: str) -> None:
        self.remove_sheets([name])

    def remove_sheets(self, names: Collection[str]) -> None:
        if not names:
            return
        remove_sheets(self._book, names)
        for name in names:
            self._sheets.pop(name, None)
        self._grids.forget(*names)
        self._styles.loosened = True

    def link(self, sheet: str, links: Mapping[Cell, tuple[str, Cell] | None]) -> None:
        set_links(self._sheet(sheet), links)

    def fills(self, sheet: str, cells: Iterable[Cell]) -> dict[Cell, str]:
        return read_fills(self._sheet(sheet), self._styles, cells)

    def paint(self, sheet: str, fills: Mapping[Cell, str]) -> None:
        paint(self._sheet(sheet), self._styles, fills)

    def notes(self, sheet: str) -> dict[Cell, str]:
        return read_notes(self._sheet(sheet))

    def note(self, sheet: str, notes: Mapping[Cell, str | None]) -> None:
        set_notes(self._sheet(sheet), notes)

    def warnings(self, grids: Iterable[Grid]) -> list[Problem]:
        return links_outside(self._book, grids)

    def weight(self, sheet: str) -> int:
        """Bytes of the sheet's part as it lies in the file: whether it is worth taking apart can be told by it."""
        return self._package.weight(self._book.sheet_part(sheet))

    def save(self, path: str) -> None:
        self._refuse_wrong_extension(path)
        self._styles.trim(self._book.sheet_part(sheet) for sheet in self._book.sheets())
        self._package.save(path)

    def _sheet(self, name: str) -> Sheet:
        if name not in self._sheets:
            self._sheets[name] = Sheet(self._book, name)
        return self._sheets[name]

    def _moved(self, sheet: str, shift: Shift) -> None:
        """Rows have moved: what is known of where the sheet's rows stand, and of what formulas say, no longer holds."""
        if shift.by:
            self._sheets.pop(sheet)
            self._grids.moved(self._sheet(sheet), shift)
        self._book.recalculate_on_load()

    def _refuse_wrong_extension(self, path: str) -> None:
        """Excel does not open a file whose extension says something else about macros than its content."""
        macros = _MACROS in (self._package.content_type(self._book.part) or "")
        extension = Path(path).suffix.lower()
        fitting = {".xlsm", ".xltm", ".xlam"} if macros else {".xlsx", ".xltx"}
        if extension not in fitting:
            kind = "含有宏" if macros else "不含宏"
            right = ".xlsm" if macros else ".xlsx"
            raise BudgetbookError(Problem(f"工作簿{kind}，不能存为“{extension}”", Path(path).name, hint=f"请把扩展名改为 {right}"))
