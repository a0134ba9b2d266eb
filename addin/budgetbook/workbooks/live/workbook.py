"""The open workbook behind the port. What is written is seen at once; nothing is saved unless that is asked for.

Beside the port's promises: a cell with a formula keeps it, and what it shows is left to Excel. What xlwings does not give away: a
pattern or a theme's colour is given back as the plain colour that it showed; notes are as large as Excel makes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area, Cell, Grid, Value, cell_name, parse_cell, text_of
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.live import drawing, links, rows, sizes, tabs
from budgetbook.workbooks.live.known import KnownWorkbook
from budgetbook.workbooks.live.reading import used_area
from budgetbook.workbooks.live.writing import write_values
from budgetbook.workbooks.port import EMPTY, Look, Page

if TYPE_CHECKING:
    import xlwings


class LiveWorkbook(KnownWorkbook):
    """See the port."""

    def widths(self, sheet: str, columns: int) -> list[float]:
        return sizes.read_widths(self.sheet(sheet), columns)

    def heights(self, sheet: str, rows: Iterable[int]) -> dict[int, float]:
        return sizes.read_heights(self.sheet(sheet), rows)

    def write(self, sheet: str, cells: Mapping[Cell, Value]) -> None:
        self._refuse_off_sheet(sheet, cells)
        formulas = self.grid(sheet).formulas
        plain = {cell: value for cell, value in cells.items() if cell not in formulas}
        if len(plain) < len(cells):
            self._left.setdefault(sheet, {}).update({cell: value for cell, value in cells.items() if cell in formulas})
        if cells:
            write_values(self.sheet(sheet), plain)
            self._changed(sheet)

    def insert_rows(self, sheet: str, before: int, models: Sequence[int], *, stretch: bool = False) -> None:
        if not models:
            return
        own = self.sheet(sheet)
        self._refuse_off_sheet(sheet, [(before, 1), (used_area(own).bottom + len(models), 1)])
        everything = {name: self.grid(name) for name in self.sheets()} if stretch else {}
        grown = rows.stretched(everything, sheet, before, len(models))
        names = rows.stretched_names(self.names() if stretch else {}, sheet, before, len(models))
        rows.insert_like(own, before, models, self.grid(sheet).merges, used_area(own).right)
        self._left.pop(sheet, None)
        self._changed(sheet, moved=True)
        for name, formulas in grown.items():
            self.put_formulas(name, formulas)
        self.put_formulas(sheet, rows.like_models(self.grid(sheet).formulas, before, models))
        self.point_names(names)

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        if count > 0:
            self._refuse_off_sheet(sheet, [(first, 1), (first + count - 1, 1)])
            self.sheet(sheet).range(f"{first}:{first + count - 1}").delete("up")
            self._left.pop(sheet, None)
            self._changed(sheet, moved=True)

    def merge(self, sheet: str, areas: Iterable[Area]) -> None:
        own, present = self.sheet(sheet), list(self.grid(sheet).merges)
        for area in [area for area in areas if area[:2] != area[2:]]:
            if any(_meet(area, other) for other in present):
                raise BudgetbookError(Problem("与已有的合并单元格重叠", self.name, sheet, area.name, "请先取消原来的合并"))
            present.append(area)
            self._empty_covered(sheet, area)
            own.range(area.name).merge()
        self._changed(sheet, moved=True)

    def _empty_covered(self, sheet: str, area: Area) -> None:
        """Excel asks before it drops values, and keeps the first one it finds: what the merge covers is emptied first."""
        covered = dict.fromkeys(cell for cell in self.grid(sheet).values if area.holds(cell) and cell != area[:2])
        self.write(sheet, covered)

    def unmerge(self, sheet: str, areas: Iterable[Area]) -> None:
        present = self.grid(sheet).merges
        for area in areas:
            if area not in present:
                raise BudgetbookError(Problem("不是合并单元格", self.name, sheet, area.name))
            self.sheet(sheet).range(area.name).unmerge()
        self._changed(sheet, moved=True)

    def set_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        sizes.set_heights(self.sheet(sheet), heights)

    def set_widths(self, sheet: str, widths: Mapping[int, float]) -> None:
        sizes.set_widths(self.sheet(sheet), widths)

    def format(self, sheet: str, areas: Iterable[tuple[Area, Look]]) -> None:
        own = self.sheet(sheet)
        for area, look in areas:
            cells = own.range(area.name)
            if look.number_format is not None:
                cells.number_format = look.number_format
            drawing.draw(cells, look)
        self._changed(sheet)

    def add_sheet(self, name: str, page: Page = EMPTY, *, hidden: bool = False) -> None:
        for target, _ in page.links.values():
            self.sheet(target)
        tabs.refuse_names(self.book, [name])
        with tabs.same_in_front(self.book):
            own = self.book.sheets.add(name, after=self.book.sheets[-1])
            self.forget(name)
            self._merges[name] = []
            self._draw(own, page)
            if hidden:
                own.visible = tabs.VERY_HIDDEN  # type: ignore[assignment]  # Excel's third state, which xlwings hands on
        self._changed(name, moved=True)

    def _draw(self, own: xlwings.Sheet, page: Page) -> None:
        """Formats before values, so that a text of digits stays one; links before both, for they bring their own."""
        for area, look in page.looks:
            if look.number_format is not None:
                own.range(area.name).number_format = look.number_format
        cells = {cell: value for cell, value in page.cells.items() if value is not None}
        for cell, target in page.links.items():
            links.add_link(own.range(cell_name(*cell)), target, text_of(cells.get(cell)))
        write_values(own, cells)
        for area in page.merges:
            own.range(area.name).merge()
        for area, look in page.looks:
            drawing.draw(own.range(area.name), look)
        sizes.set_widths(own, page.widths)
        sizes.set_heights(own, page.heights)

    def copy_sheets(self, source: str, names: Sequence[str]) -> None:
        own = self.sheet(source)
        tabs.refuse_names(self.book, names)
        with tabs.same_in_front(self.book):
            for name in names:
                own.copy(after=self.book.sheets[-1], name=name)
                self.forget(name)
                if source in self._merges:
                    self._merges[name] = list(self._merges[source])

    def remove_sheet(self, name: str) -> None:
        self.remove_sheets([name])

    def remove_sheets(self, names: Collection[str]) -> None:
        if not names:
            return
        gone = [self.sheet(name) for name in names]
        tabs.refuse_needed(self.book, names, {name: self.grid(name) for name in self.sheets() if name not in names})
        for own in gone:
            name = own.name
            tabs.delete(own)
            self.forget(name)

    def link(self, sheet: str, links_: Mapping[Cell, tuple[str, Cell] | None]) -> None:
        own = self.sheet(sheet)
        for target in links_.values():
            if target is not None:
                self.sheet(target[0])
        for cell, target in links_.items():
            if target is not None:
                links.set_link(own.range(cell_name(*cell)), target)
            elif links.has_link(own.range(cell_name(*cell))):
                links.take_away(own.range(cell_name(*cell)))
        self._changed(sheet)

    def fills(self, sheet: str, cells: Iterable[Cell]) -> dict[Cell, str]:
        return drawing.read_fills(self.sheet(sheet), cells)

    def paint(self, sheet: str, fills: Mapping[Cell, str]) -> None:
        drawing.fill(self.sheet(sheet), fills)

    def notes(self, sheet: str) -> dict[Cell, str]:
        return {parse_cell(note.location.address): note.text for note in self.sheet(sheet).notes}

    def note(self, sheet: str, notes: Mapping[Cell, str | None]) -> None:
        own = self.sheet(sheet)
        for cell, text in notes.items():
            present = own.range(cell_name(*cell)).note
            if present is not None and text is None:
                present.delete()
            elif present is not None and text is not None:
                present.text = text
            elif text:
                self._add_note(own, cell, text)

    def _add_note(self, own: xlwings.Sheet, cell: Cell, text: str) -> None:
        try:
            own.range(cell_name(*cell)).add_note(text)
        except (NotImplementedError, BudgetbookError):
            raise
        except Exception as error:  # Excel says in its own way that it takes none, where people talk in threads
            hint = "如果这里有带会话的批注，请先把它删去或转为普通批注"
            raise BudgetbookError(Problem("这个单元格加不了批注", self.name, own.name, cell_name(*cell), hint)) from error

    def warnings(self, grids: Iterable[Grid]) -> list[Problem]:
        return links.outside(self.name, grids)

    def save(self, path: str) -> None:
        """The workbook goes by this name from then on, as after 另存为."""
        self.book.save(path)

    def _refuse_off_sheet(self, sheet: str, cells: Iterable[Cell]) -> None:
        for row, column in cells:
            if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
                raise BudgetbookError(Problem(f"第 {row} 行第 {column} 列超出工作表范围", self.name, sheet))


def _meet(one: Area, other: Area) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right
