"""A workbook that writes down, while something is done to it, how to take it all back.

What rows and sheets, fills and links went through is noted step by step; of each sheet that is written to it is noted once what
stood there before. Taken together they lead back, even after the workbook was saved and opened again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from budgetbook.model.grid import Area, Cell, Grid, Value
from budgetbook.model.problem import Problem
from budgetbook.workbooks.live.keeping import KeptLook, Parked, add_bank, keep_look, park
from budgetbook.workbooks.live.reading import used_area
from budgetbook.workbooks.live.workbook import LiveWorkbook
from budgetbook.workbooks.port import EMPTY, Look, Page


class Inserted(NamedTuple):
    """Rows that came."""

    sheet: str
    first: int
    rows: int


class Deleted(NamedTuple):
    """Rows that went."""

    sheet: str
    first: int
    rows: int
    look: KeptLook


class Painted(NamedTuple):
    """Cells that were filled, with the word for what filled them before."""

    sheet: str
    before: dict[Cell, str]


class Drawn(NamedTuple):
    """Cells that were given another look."""

    sheet: str
    look: KeptLook


class Linked(NamedTuple):
    """Cells that had no link before."""

    sheet: str
    cells: tuple[Cell, ...]


class Widened(NamedTuple):
    """Columns with their widths before, in characters."""

    sheet: str
    before: dict[int, float]


class Added(NamedTuple):
    """A sheet that came."""

    sheet: str


Step = Inserted | Deleted | Painted | Drawn | Linked | Widened | Added | Parked


class Stood(NamedTuple):
    """A sheet as it was: values, formulas, merges, notes, and the heights of its rows from the first."""

    values: dict[Cell, Value]
    formulas: dict[Cell, str]
    merges: tuple[Area, ...]
    notes: dict[Cell, str]
    heights: tuple[float, ...]


class RecordingWorkbook:
    """The open workbook, with `steps` and `stood`. Sheets in `aside` are none of its business (its own notes are kept there)."""

    def __init__(self, live: LiveWorkbook, aside: Collection[str] = ()):
        self.live, self.name = live, live.name
        self.steps: list[Step] = []
        self.stood: dict[str, Stood] = {}
        self.formulas = {name: dict(found) for name in live.sheets() if (found := live.grid(name).formulas)}
        self.names = live.names()
        self._aside, self._new = frozenset(aside), set[str]()
        self._bank, self._free = "", 1

    def _notes_down(self, sheet: str) -> bool:
        """Whether what happens to the sheet has to be written down. Raises BudgetbookError for a sheet that is not there."""
        self.live.sheet(sheet)
        return sheet not in self._aside and sheet not in self._new

    def _keep(self, sheet: str) -> bool:
        """Before the sheet changes: as _notes_down, and what stands there is kept the first time."""
        noted = self._notes_down(sheet)
        if noted and sheet not in self.stood:
            grid = self.live.grid(sheet)
            heights = self.live.heights(sheet, range(1, used_area(self.live.sheet(sheet)).bottom + 1))
            notes = self.live.notes(sheet)
            self.stood[sheet] = Stood(dict(grid.values), dict(grid.formulas), tuple(grid.merges), notes, tuple(heights.values()))
        return noted

    def _keep_look(self, sheet: str, area: Area) -> KeptLook:
        self._bank = self._bank or add_bank(self.live)
        kept = keep_look(self.live, sheet, area, self._bank, self._free)
        self._free += area.bottom - area.top + 1
        return kept

    def sheets(self) -> list[str]:
        return self.live.sheets()

    def grid(self, sheet: str) -> Grid:
        return self.live.grid(sheet)

    def widths(self, sheet: str, columns: int) -> list[float]:
        return self.live.widths(sheet, columns)

    def heights(self, sheet: str, rows: Iterable[int]) -> dict[int, float]:
        return self.live.heights(sheet, rows)

    def write(self, sheet: str, cells: Mapping[Cell, Value]) -> None:
        self._keep(sheet)
        self.live.write(sheet, cells)

    def insert_rows(self, sheet: str, before: int, models: Sequence[int], *, stretch: bool = False) -> None:
        noted, bottom = self._keep(sheet), used_area(self.live.sheet(sheet)).bottom
        done = False
        try:
            self.live.insert_rows(sheet, before, models, stretch=stretch)
            done = bool(models)
        finally:  # rows that came before something else went wrong have to go again
            if noted and (done or used_area(self.live.sheet(sheet)).bottom > bottom):
                self.steps.append(Inserted(sheet, before, len(models)))

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        if self._keep(sheet) and count > 0:
            area = Area(first, 1, first + count - 1, used_area(self.live.sheet(sheet)).right)
            self.steps.append(Deleted(sheet, first, count, self._keep_look(sheet, area)))
        self.live.delete_rows(sheet, first, count)

    def merge(self, sheet: str, areas: Iterable[Area]) -> None:
        self._keep(sheet)
        self.live.merge(sheet, areas)

    def unmerge(self, sheet: str, areas: Iterable[Area]) -> None:
        self._keep(sheet)
        self.live.unmerge(sheet, areas)

    def set_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        self._keep(sheet)
        self.live.set_heights(sheet, heights)

    def set_widths(self, sheet: str, widths: Mapping[int, float]) -> None:
        if self._notes_down(sheet) and widths:
            before = self.live.widths(sheet, max(widths))
            self.steps.append(Widened(sheet, {column: before[column - 1] for column in widths}))
        self.live.set_widths(sheet, widths)

    def format(self, sheet: str, areas: Iterable[tuple[Area, Look]]) -> None:
        areas = list(areas)
        if self._notes_down(sheet):
            self.steps += [Drawn(sheet, self._keep_look(sheet, area)) for area, _ in areas]
        self.live.format(sheet, areas)

    def add_sheet(self, name: str, page: Page = EMPTY, *, hidden: bool = False) -> None:
        with self._noting_new():
            self.live.add_sheet(name, page, hidden=hidden)

    def copy_sheets(self, source: str, names: Sequence[str]) -> None:
        with self._noting_new():
            self.live.copy_sheets(source, names)

    @contextmanager
    def _noting_new(self) -> Iterator[None]:
        """Sheets that come meanwhile are written down, also those that came before something went wrong."""
        before = set(self.live.sheets())
        try:
            yield
        finally:
            for name in [name for name in self.live.sheets() if name not in before and name not in self._aside]:
                self._new.add(name)
                self.steps.append(Added(name))

    def remove_sheet(self, name: str) -> None:
        self.remove_sheets([name])

    def remove_sheets(self, names: Collection[str]) -> None:
        kept = [name for name in names if self._notes_down(name)]
        self.live.remove_sheets([name for name in names if name not in kept])
        for name in kept:
            self.steps.append(park(self.live, name))

    def link(self, sheet: str, links: Mapping[Cell, tuple[str, Cell] | None]) -> None:
        if self._notes_down(sheet):
            bare = tuple(cell for cell, target in links.items() if target and not self.live.has_link(sheet, cell))
            self.steps += [Linked(sheet, bare)] if bare else []
        self.live.link(sheet, links)

    def fills(self, sheet: str, cells: Iterable[Cell]) -> dict[Cell, str]:
        return self.live.fills(sheet, cells)

    def paint(self, sheet: str, fills: Mapping[Cell, str]) -> None:
        if self._notes_down(sheet) and fills:
            self.steps.append(Painted(sheet, self.live.fills(sheet, fills)))
        self.live.paint(sheet, fills)

    def notes(self, sheet: str) -> dict[Cell, str]:
        return self.live.notes(sheet)

    def note(self, sheet: str, notes: Mapping[Cell, str | None]) -> None:
        self._keep(sheet)
        self.live.note(sheet, notes)

    def warnings(self, grids: Iterable[Grid]) -> list[Problem]:
        return self.live.warnings(grids)

    def save(self, path: str) -> None:
        self.live.save(path)
