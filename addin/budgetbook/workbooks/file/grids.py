"""What the sheets show, read once and kept: a write changes the few values that it writes, rows that move move the values.

A grid that was handed out is never changed. What is not certain is forgotten, and read anew when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from budgetbook.model.grid import Area, Cell, Grid, Value
from budgetbook.workbooks.file.areas import Shift
from budgetbook.workbooks.file.reading import read_grid
from budgetbook.workbooks.file.sheet import Sheet, covered
from budgetbook.workbooks.file.values import ValueReader


@dataclass
class _Kept:
    """A grid as it was, and what has been written since."""

    grid: Grid
    hides: bool  # whether values lie hidden under merges, which come to light when those go
    written: dict[Cell, Value] = field(default_factory=dict)
    formulas: dict[Cell, str | None] = field(default_factory=dict)

    def now(self) -> Grid:
        if self.written:
            self.grid = replace(self.grid, values=_laid_over(self.grid.values, self.written))
            self.written = {}
        if self.formulas:
            laid = {place: text for place, text in {**self.grid.formulas, **self.formulas}.items() if text is not None}
            self.grid, self.formulas = replace(self.grid, formulas=dict(sorted(laid.items()))), {}
        return self.grid


class Grids:
    """The grids by the name of the sheet."""

    def __init__(self, reader: ValueReader):
        self._reader = reader
        self._context = reader.stamp()
        self._kept: dict[str, _Kept] = {}

    def of(self, sheet: Sheet) -> Grid:
        """What the sheet shows. Raises BudgetbookError with every cell that cannot be read."""
        if sheet.name not in self._kept:
            self._kept[sheet.name] = _Kept(*self._read(sheet))
        return self._kept[sheet.name].now()

    def _read(self, sheet: Sheet) -> tuple[Grid, bool]:
        """The grid and whether values lie hidden, read once for all workbooks that were made from one template."""
        if self._context is None:
            return read_grid(sheet, self._reader)
        seen, key = sheet.pieces.seen, (sheet.name, self._context)
        if Grid not in seen or seen[Grid][0] != key:
            seen[Grid] = key, read_grid(sheet, self._reader)
        found: tuple[Grid, bool] = seen[Grid][1]
        return found

    def known(self, name: str) -> Grid | None:
        """The grid, if it is there without reading."""
        return self._kept[name].now() if name in self._kept else None

    def written(self, name: str, values: Mapping[Cell, Value], formulas: Mapping[Cell, str | None] | None = None) -> None:
        """Cells show these values now, and have these formulas; None: nothing, or none."""
        if name in self._kept:
            self._kept[name].written.update(values)
            self._kept[name].formulas.update(formulas or {})

    def merged(self, sheet: Sheet, areas: Iterable[Area]) -> None:
        """Areas were merged, and what they cover emptied."""
        if grid := self.known(sheet.name):
            gone = {cell for _, cell in covered(areas, grid.values)}
            values = {cell: value for cell, value in grid.values.items() if cell not in gone} if gone else grid.values
            self._kept[sheet.name].grid = replace(grid, values=values, merges=sheet.merges())

    def unmerged(self, sheet: Sheet) -> None:
        """Merges were taken away."""
        if grid := self.known(sheet.name):
            if self._kept[sheet.name].hides:
                self.forget(sheet.name)
            else:
                self._kept[sheet.name].grid = replace(grid, merges=sheet.merges())

    def copied(self, source: str, names: Iterable[str]) -> None:
        """Sheets were made that are like `source`. Formulas may name their own sheet, and so are read anew."""
        grid = self.known(source)
        if grid and not grid.formulas:
            hides = self._kept[source].hides
            self._kept |= {name: _Kept(replace(grid, sheet=name), hides) for name in names}

    def moved(self, sheet: Sheet, shift: Shift) -> None:
        """Rows of the sheet were put in or taken out; formulas everywhere may follow them."""
        own = self._kept.get(sheet.name)
        self.forget(*[name for name, kept in self._kept.items() if kept.now().formulas])
        if own and sheet.name in self._kept:
            grid = own.now()
            if own.hides or any(_loses_head(area, shift) for area in grid.merges):
                self.forget(sheet.name)
            else:
                own.grid = _shifted(grid, shift, sheet.merges())

    def forget(self, *names: str) -> None:
        """What these sheets show is read anew."""
        for name in names:
            self._kept.pop(name, None)


def _laid_over(values: Mapping[Cell, Value], changes: Mapping[Cell, Value]) -> dict[Cell, Value]:
    """The values with the changes, in reading order."""
    result = {**values, **changes}
    result = {cell: value for cell, value in result.items() if value is not None}
    return result if changes.keys() <= values.keys() else dict(sorted(result.items()))


def _loses_head(area: Area, shift: Shift) -> bool:
    """Whether the first row of a merge is taken out and others of it stay, so that its value passes to one of those."""
    return shift.row(area.top) is None and shift.row(area.bottom) is not None


def _shifted(grid: Grid, shift: Shift, merges: list[Area]) -> Grid:
    values = {(row, column): value for (old, column), value in grid.values.items() if (row := shift.row(old)) is not None}
    hidden = frozenset(row for old in grid.hidden_rows if (row := shift.row(old)) is not None)
    return replace(grid, values=values, merges=merges, hidden_rows=hidden)
