"""A workbook in memory that keeps the port's promises: a fast double of the real adapters for the tests of the outputs."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from budgetbook.model.grid import Area, Cell, Grid, Value
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.port import EMPTY, Look, Page

_WIDTH, _HEIGHT = 8.43, 15.0


@dataclass
class MemorySheet:
    """One sheet; `threaded` are cells whose note nobody may touch."""

    values: dict[Cell, Value] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    fills: dict[Cell, str] = field(default_factory=dict)
    looks: dict[Cell, Look] = field(default_factory=dict)
    notes: dict[Cell, str] = field(default_factory=dict)
    links: dict[Cell, tuple[str, Cell]] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    widths: dict[int, float] = field(default_factory=dict)
    threaded: set[Cell] = field(default_factory=set)
    hidden: bool = False

    def move(self, row_of: Callable[[int], int | None], area_of: Callable[[Area], Area | None]) -> None:
        """Everything to the rows that row_of gives; None is gone."""
        for name in ("values", "fills", "looks", "notes", "links"):
            held = getattr(self, name)
            setattr(self, name, {(new, cell[1]): held[cell] for cell in held if (new := row_of(cell[0])) is not None})
        self.threaded = {(new, column) for row, column in self.threaded if (new := row_of(row)) is not None}
        self.heights = {new: height for row, height in self.heights.items() if (new := row_of(row)) is not None}
        self.merges = [moved for area in self.merges if (moved := area_of(area)) and moved[:2] != moved[2:]]

    def state(self) -> object:
        """All that the sheet is, in an order that does not depend on how it came about."""
        dictionaries = (self.values, self.fills, self.looks, self.notes, self.links, self.heights, self.widths)
        held = [sorted((key, repr(value)) for key, value in each.items()) for each in dictionaries]
        return [*held, sorted(self.merges), sorted(self.threaded), self.hidden]


class MemoryWorkbook:
    """Sheets by name, in tab order."""

    def __init__(self, name: str = "内存.xlsx", sheets: Iterable[str] = ()):
        self.name = name
        self.held: dict[str, MemorySheet] = {sheet: MemorySheet() for sheet in sheets}

    @classmethod
    def of(cls, path: Path) -> MemoryWorkbook:
        """The visible content of an Excel file, as openpyxl reads it."""
        from openpyxl import load_workbook

        book = cls(path.name)
        for sheet in load_workbook(path).worksheets:
            made = book.held[sheet.title] = MemorySheet(hidden=sheet.sheet_state != "visible")
            made.merges = [Area(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
            for cells in sheet.iter_rows():
                for cell in cells:
                    if cell.value is not None:
                        number = isinstance(cell.value, int) and not isinstance(cell.value, bool)
                        made.values[cell.row, cell.column] = float(cell.value) if number else cell.value
            made.heights = {row: held.height for row, held in sheet.row_dimensions.items() if held.height}
            for held in sheet.column_dimensions.values():
                made.widths |= dict.fromkeys(range(held.min or 1, (held.max or 0) + 1), held.width)
        return book

    def state(self) -> object:
        return {name: sheet.state() for name, sheet in self.held.items()}

    def sheets(self) -> list[str]:
        return list(self.held)

    def grid(self, sheet: str) -> Grid:
        held = self._sheet(sheet)
        return Grid(sheet, dict(held.values), list(held.merges))

    def widths(self, sheet: str, columns: int) -> list[float]:
        held = self._sheet(sheet)
        return [held.widths.get(column, _WIDTH) for column in range(1, columns + 1)]

    def heights(self, sheet: str, rows: Iterable[int]) -> dict[int, float]:
        held = self._sheet(sheet).heights
        return {row: held.get(row, _HEIGHT) for row in rows}

    def write(self, sheet: str, cells: Mapping[Cell, Value]) -> None:
        held = self._sheet(sheet)
        for cell, value in cells.items():
            if value is None:
                held.values.pop(cell, None)
            else:
                held.values[cell] = value

    def insert_rows(self, sheet: str, before: int, models: Sequence[int], *, stretch: bool = False) -> None:
        held, count = self._sheet(sheet), len(models)
        if not models:
            return
        looks = [{column: look for (row, column), look in held.looks.items() if row == model} for model in models]
        heights = [held.heights.get(model) for model in models]
        merges = [[area for area in held.merges if area.top == area.bottom == model] for model in models]

        def row_of(row: int) -> int:
            return row + count if row >= before else row

        def area_of(area: Area) -> Area:
            end = before - 1 if stretch else before
            bottom = area.bottom + count if area.bottom >= end and area.top < before else row_of(area.bottom)
            return Area(row_of(area.top), area.left, bottom, area.right)

        held.move(row_of, area_of)
        for place in range(count):
            row = before + place
            held.looks |= {(row, column): look for column, look in looks[place].items()}
            held.merges += [Area(row, area.left, row, area.right) for area in merges[place]]
            if (height := heights[place]) is not None:
                held.heights[row] = height

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        last = first + count - 1

        def row_of(row: int) -> int | None:
            return row if row < first else row - count if row > last else None

        def area_of(area: Area) -> Area | None:
            left = [new for row in range(area.top, area.bottom + 1) if (new := row_of(row)) is not None]
            return Area(left[0], area.left, left[-1], area.right) if left else None

        self._sheet(sheet).move(row_of, area_of)

    def merge(self, sheet: str, areas: Iterable[Area]) -> None:
        held = self._sheet(sheet)
        for area in areas:
            if area[:2] == area[2:]:
                continue
            if any(_overlap(area, other) for other in held.merges):
                raise BudgetbookError(Problem("合并单元格重叠", sheet=sheet, place=area.name))
            held.merges.append(area)
            for cell in [cell for cell in held.values if area.holds(cell) and cell != area[:2]]:
                del held.values[cell]

    def unmerge(self, sheet: str, areas: Iterable[Area]) -> None:
        for area in areas:
            if area not in self._sheet(sheet).merges:
                raise BudgetbookError(Problem("不是合并单元格", sheet=sheet, place=area.name))
            self._sheet(sheet).merges.remove(area)

    def set_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        self._sheet(sheet).heights.update(heights)

    def set_widths(self, sheet: str, widths: Mapping[int, float]) -> None:
        self._sheet(sheet).widths.update(widths)

    def format(self, sheet: str, areas: Iterable[tuple[Area, Look]]) -> None:
        looks = self._sheet(sheet).looks
        for area, look in areas:
            said = {name: value for name, value in look._asdict().items() if value is not None}
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    looks[row, column] = looks.get((row, column), Look())._replace(**said)

    def add_sheet(self, name: str, page: Page = EMPTY, *, hidden: bool = False) -> None:
        self._refuse_taken(name)
        self.held[name] = MemorySheet(hidden=hidden)
        self.write(name, page.cells)
        self.merge(name, page.merges)
        self.format(name, page.looks)
        self.set_widths(name, page.widths)
        self.set_heights(name, page.heights)
        self.link(name, page.links)

    def copy_sheets(self, source: str, names: Sequence[str]) -> None:
        for name in names:
            self._refuse_taken(name)
            self.held[name] = copy.deepcopy(self._sheet(source))

    def remove_sheet(self, name: str) -> None:
        self._sheet(name)
        del self.held[name]

    def remove_sheets(self, names: Iterable[str]) -> None:
        for name in names:
            self.remove_sheet(name)

    def link(self, sheet: str, links: Mapping[Cell, tuple[str, Cell] | None]) -> None:
        held = self._sheet(sheet).links
        for cell, target in links.items():
            if target is None:
                held.pop(cell, None)
            else:
                self._sheet(target[0])
                held[cell] = target

    def fills(self, sheet: str, cells: Iterable[Cell]) -> dict[Cell, str]:
        held = self._sheet(sheet).fills
        return {cell: f"[{held.get(cell, '')}]" for cell in cells}

    def paint(self, sheet: str, fills: Mapping[Cell, str]) -> None:
        held = self._sheet(sheet).fills
        for cell, fill in fills.items():
            if word := fill.strip("[]"):
                held[cell] = word
            else:
                held.pop(cell, None)

    def notes(self, sheet: str) -> dict[Cell, str]:
        return dict(self._sheet(sheet).notes)

    def note(self, sheet: str, notes: Mapping[Cell, str | None]) -> None:
        held = self._sheet(sheet)
        if refused := held.threaded & notes.keys():
            raise BudgetbookError([Problem("单元格上有带会话的批注", sheet=sheet, place=str(cell)) for cell in sorted(refused)])
        for cell, text in notes.items():
            if text is None:
                held.notes.pop(cell, None)
            else:
                held.notes[cell] = text

    def save(self, path: str) -> None:
        Path(path).write_text(json.dumps(self.state(), ensure_ascii=False), encoding="utf-8")

    def _sheet(self, name: str) -> MemorySheet:
        if name not in self.held:
            raise BudgetbookError(Problem("没有这张工作表", self.name, name))
        return self.held[name]

    def _refuse_taken(self, name: str) -> None:
        if name.casefold() in (other.casefold() for other in self.held):
            raise BudgetbookError(Problem("已有同名的工作表", self.name, name))


def _overlap(one: Area, other: Area) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right

    def warnings(self, grids: Iterable[Grid]) -> list[Problem]:
        return []
