"""What is known of an open workbook, and what the port does not ask for but undoing does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from budgetbook.model.grid import Area, Cell, Grid, Value, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.live import drawing, links, rows
from budgetbook.workbooks.live.areas import rectangles
from budgetbook.workbooks.live.reading import read_grid, read_merges
from budgetbook.workbooks.live.writing import TEXT
from budgetbook.workbooks.port import is_parked

if TYPE_CHECKING:
    import xlwings


class KnownWorkbook:
    """Lives as long as one command: what it has read of a sheet is kept until the program itself changes something."""

    def __init__(self, book: xlwings.Book):
        self.book, self.name = book, str(book.name)
        self._tabs: dict[str, xlwings.Sheet] = {}  # once they were looked at
        self._grids: dict[str, Grid] = {}
        self._merges: dict[str, list[Area]] = {}
        self._computed = True
        self._left: dict[str, dict[Cell, Value]] = {}  # for cells whose formula shows what nobody has computed yet

    def sheets(self) -> list[str]:
        return [name for name in self.tabs() if not is_parked(name)]

    def tabs(self) -> dict[str, xlwings.Sheet]:
        """All sheets by name, in their order, those that are only kept among them."""
        if not self._tabs:
            self._tabs = {sheet.name: sheet for sheet in self.book.sheets}
        return self._tabs

    def sheet(self, name: str) -> xlwings.Sheet:
        """Excel's own sheet. Raises BudgetbookError for one that is not there."""
        if name not in self.tabs():
            raise BudgetbookError(Problem(f"没有工作表“{name}”", self.name, hint=f"文件里有：{'、'.join(self.sheets())}"))
        return self.tabs()[name]

    def grid(self, sheet: str) -> Grid:
        self._compute()
        if sheet not in self._grids:
            own = self.sheet(sheet)
            if sheet not in self._merges:
                self._merges[sheet] = read_merges(own)
            grid = read_grid(own, self._merges[sheet])
            grid.values.update({cell: value for cell, value in self._left.get(sheet, {}).items() if cell in grid.formulas})
            grid.values = {cell: value for cell, value in grid.values.items() if value is not None}
            self._grids[sheet] = grid
        return self._grids[sheet]

    def _compute(self) -> None:
        """Formulas show what follows from what was written. Where there is no Excel to compute them, they show what was to be
        written into their cells, as in a file that nobody has opened yet."""
        if self._computed:
            return
        self._computed = True
        try:
            self.book.app.calculate()
        except NotImplementedError:
            return
        self._left.clear()

    def _changed(self, sheet: str, *, moved: bool = False) -> None:
        """What is known of the sheet no longer holds, nor what formulas anywhere show."""
        self._computed = False
        for name in [name for name, grid in self._grids.items() if name == sheet or grid.formulas]:
            del self._grids[name]
        if moved:
            self._merges.pop(sheet, None)

    def forget(self, name: str) -> None:
        """A sheet of this name is another one from now on, or none, or a new one."""
        self._tabs = {}
        for known in (self._grids, self._merges, self._left):
            known.pop(name, None)

    def is_text(self, sheet: str, cell: Cell) -> bool:
        """Whether the cell is formatted as text: a number that is put into it becomes one."""
        return drawing.number_format(self.sheet(sheet), Area(*cell, *cell)) == TEXT

    def put_formulas(self, sheet: str, formulas: Mapping[Cell, str]) -> None:
        """Formulas (without =) into single cells, over what stands there."""
        own = self.sheet(sheet)
        for cell, formula in formulas.items():
            own.range(cell_name(*cell)).formula = f"={formula}"
        if formulas:
            self._changed(sheet)

    def empty(self, sheet: str, cells: Collection[Cell]) -> None:
        """Cells that hold nothing any more, not even a formula."""
        for area in rectangles(cells):
            self.sheet(sheet).range(area.name).clear_contents()
        if cells:
            self._changed(sheet)

    def insert_plain_rows(self, sheet: str, before: int, count: int) -> None:
        """Rows as Excel puts them in, which look like the row above."""
        rows.insert_plain(self.sheet(sheet), before, count)
        self._left.pop(sheet, None)
        self._changed(sheet, moved=True)

    def names(self) -> dict[str, str]:
        """What the workbook's names refer to, as Excel writes it, by name."""
        return {name.name: (name.refers_to or "").removeprefix("=") for name in self.book.names}

    def point_names(self, names: Mapping[str, str]) -> None:
        """Names that are there refer to something else from now on."""
        for name in self.book.names:
            if name.name in names:
                name.refers_to = f"={names[name.name]}"

    def has_link(self, sheet: str, cell: Cell) -> bool:
        return links.has_link(self.sheet(sheet).range(cell_name(*cell)))
