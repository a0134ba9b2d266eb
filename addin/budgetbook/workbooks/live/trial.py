"""A workbook that takes everything in and changes nothing: what would become of an open workbook, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from budgetbook.model.grid import Area, Cell, Grid, Value, text_of
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.areas import Shift
from budgetbook.workbooks.file.references import shift_formula
from budgetbook.workbooks.live.rows import like_models
from budgetbook.workbooks.live.workbook import LiveWorkbook
from budgetbook.workbooks.port import EMPTY, Look, Page


class Change(NamedTuple):
    """A cell that would be different. A formula is said with its =."""

    sheet: str
    cell: Cell
    before: Value
    after: Value


@dataclass
class _Tried:
    """A sheet as it would be; `model` is the sheet of the workbook whose sizes it has."""

    grid: Grid
    model: str
    heights: dict[int, float] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)


class TrialWorkbook:
    """Begins as `source` stands. Colours, notes, links and looks are let pass: they are not what is tried."""

    def __init__(self, source: LiveWorkbook):
        self.name, self._source = source.name, source
        self._order = source.sheets()
        self._tried: dict[str, _Tried] = {}

    def sheets(self) -> list[str]:
        return list(self._order)

    def grid(self, sheet: str) -> Grid:
        return self._tried[sheet].grid if sheet in self._tried else self._source.grid(self._known(sheet))

    def _known(self, sheet: str) -> str:
        if sheet not in self._order:
            raise BudgetbookError(Problem(f"没有工作表“{sheet}”", self.name, hint=f"文件里有：{'、'.join(self._order)}"))
        return sheet

    def _of(self, sheet: str) -> _Tried:
        if sheet not in self._tried:
            grid = self._source.grid(self._known(sheet))
            own = replace(grid, values=dict(grid.values), merges=list(grid.merges), formulas=dict(grid.formulas))
            self._tried[sheet] = _Tried(own, sheet)
        return self._tried[sheet]

    def _put(self, sheet: str, **parts: object) -> None:
        """Others may hold the grid that was there."""
        tried = self._of(sheet)
        tried.grid = replace(tried.grid, **parts)  # type: ignore[arg-type]  # fields of a grid by name

    def widths(self, sheet: str, columns: int) -> list[float]:
        tried = self._of(sheet)
        plain = self._source.widths(tried.model, columns) if tried.model else [8.43] * columns
        return [tried.widths.get(column, width) for column, width in enumerate(plain, 1)]

    def heights(self, sheet: str, rows: Iterable[int]) -> dict[int, float]:
        tried, rows = self._of(sheet), list(rows)
        return (self._source.heights(tried.model, rows) if tried.model else dict.fromkeys(rows, 15.0)) | tried.heights

    def write(self, sheet: str, cells: Mapping[Cell, Value]) -> None:
        values = {**self._of(sheet).grid.values, **cells}
        self._put(sheet, values={cell: value for cell, value in values.items() if value is not None})

    def insert_rows(self, sheet: str, before: int, models: Sequence[int], *, stretch: bool = False) -> None:
        if not models:
            return
        merges = [area for area in self._of(sheet).grid.merges if area.top == area.bottom and area.top in models]
        self._move(sheet, Shift(before, len(models), stretch))
        grid = self._of(sheet).grid
        formulas = grid.formulas | like_models(grid.formulas, before, models)
        new = [
            area._replace(top=row, bottom=row) for row, model in enumerate(models, before) for area in merges if area.top == model
        ]
        self._put(sheet, formulas=formulas, merges=[*grid.merges, *new])

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        if count > 0:
            self._move(sheet, Shift(first, -count))

    def _move(self, sheet: str, shift: Shift) -> None:
        grid = self._of(sheet).grid
        merges = [
            Area(rows[0], area.left, rows[1], area.right)
            for area in grid.merges
            if (rows := shift.span(area.top, area.bottom)) and (rows[0], area.left) != (rows[1], area.right)
        ]
        self._put(sheet, values=_moved(grid.values, shift.row), formulas=_moved(grid.formulas, shift.row), merges=merges)
        for name in self._order:
            if formulas := self.grid(name).formulas:
                shifted = {cell: shift_formula(formula, shift, sheet, name) for cell, formula in formulas.items()}
                self._put(name, formulas=shifted)

    def merge(self, sheet: str, areas: Iterable[Area]) -> None:
        areas, grid = list(areas), self._of(sheet).grid
        covered = {cell for cell in grid.values for area in areas if area.holds(cell) and cell != area[:2]}
        values = {cell: value for cell, value in grid.values.items() if cell not in covered}
        self._put(sheet, merges=[*grid.merges, *[area for area in areas if area[:2] != area[2:]]], values=values)

    def unmerge(self, sheet: str, areas: Iterable[Area]) -> None:
        gone = set(areas)
        self._put(sheet, merges=[area for area in self._of(sheet).grid.merges if area not in gone])

    def set_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        self._of(sheet).heights.update(heights)

    def set_widths(self, sheet: str, widths: Mapping[int, float]) -> None:
        self._of(sheet).widths.update(widths)

    def format(self, sheet: str, areas: Iterable[tuple[Area, Look]]) -> None:
        self._known(sheet)

    def add_sheet(self, name: str, page: Page = EMPTY, *, hidden: bool = False) -> None:
        values: dict[Cell, Value] = {cell: value for cell, value in page.cells.items() if value is not None}
        self._tried[name] = _Tried(Grid(name, values, list(page.merges)), "")
        self._order.append(name)

    def copy_sheets(self, source: str, names: Sequence[str]) -> None:
        tried = self._of(source)
        for name in names:
            self._tried[name] = _Tried(replace(tried.grid, sheet=name), tried.model, dict(tried.heights), dict(tried.widths))
            self._order.append(name)

    def remove_sheet(self, name: str) -> None:
        self.remove_sheets([name])

    def remove_sheets(self, names: Collection[str]) -> None:
        for name in names:
            self._order.remove(self._known(name))
            self._tried.pop(name, None)

    def link(self, sheet: str, links: Mapping[Cell, tuple[str, Cell] | None]) -> None:
        self._known(sheet)

    def fills(self, sheet: str, cells: Iterable[Cell]) -> dict[Cell, str]:
        return self._source.fills(sheet, cells)

    def paint(self, sheet: str, fills: Mapping[Cell, str]) -> None:
        self._known(sheet)

    def notes(self, sheet: str) -> dict[Cell, str]:
        return self._source.notes(sheet)

    def note(self, sheet: str, notes: Mapping[Cell, str | None]) -> None:
        self._known(sheet)

    def warnings(self, grids: Iterable[Grid]) -> list[Problem]:
        return self._source.warnings(grids)

    def save(self, path: str) -> None:
        raise BudgetbookError("预览的结果不能保存")

    def changes(self) -> list[Change]:
        """Every cell that would be different, sheet by sheet and row by row; new sheets whole."""
        present = set(self._source.sheets())
        found: list[Change] = []
        for sheet in [name for name in self._order if name in self._tried]:
            before = self._source.grid(sheet) if sheet in present else Grid(sheet, {})
            found += [change for change in _differences(before, self.grid(sheet)) if not self._comes_to_the_same(change)]
        return found

    def _comes_to_the_same(self, change: Change) -> bool:
        """A number that is put into a cell for texts becomes the text that stands there."""
        before, after = change.before, change.after
        same = isinstance(before, str) and isinstance(after, float) and before == text_of(after)
        return same and self._source.is_text(change.sheet, change.cell)

    def sheets_changed(self) -> tuple[list[str], list[str]]:
        """Sheets that would come, and that would go."""
        before = self._source.sheets()
        return [name for name in self._order if name not in before], [name for name in before if name not in self._order]

    def merges_changed(self) -> list[str]:
        """Sheets of the workbook whose cells would be merged otherwise."""
        tried = [name for name in self._source.sheets() if name in self._tried]
        return [name for name in tried if sorted(self.grid(name).merges) != sorted(self._source.grid(name).merges)]


def _moved(held: Mapping[Cell, Value], row_of: Callable[[int], int | None]) -> dict[Cell, Value]:
    return {(row, column): value for (old, column), value in held.items() if (row := row_of(old)) is not None}


def _differences(before: Grid, after: Grid) -> list[Change]:
    """A cell that has a formula on both sides shows what comes of the others: only another formula is a difference."""
    cells = sorted(before.values.keys() | after.values.keys() | before.formulas.keys() | after.formulas.keys())
    pairs = [(cell, _said(before, cell), _said(after, cell)) for cell in cells]
    return [Change(after.sheet, cell, old, new) for cell, old, new in pairs if old != new or type(old) is not type(new)]


def _said(grid: Grid, cell: Cell) -> Value:
    return f"={grid.formulas[cell]}" if cell in grid.formulas else grid.values.get(cell)
