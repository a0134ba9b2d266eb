"""What stands in the cells of a range: values and formulas, read in one block and written in one block."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from budgetbook.model.grid import Cell, ErrorValue, Grid, Value
from budgetbook.workbooks.engine.errors import error_code
from budgetbook.workbooks.engine.functions import shown_formula, stored_formula
from budgetbook.workbooks.engine.geometry import Geometry
from budgetbook.workbooks.engine.intake import Intake, number_text
from budgetbook.workbooks.engine.staleness import is_stale
from budgetbook.workbooks.engine.unsupported import refuse
from budgetbook.workbooks.file import dates, entering
from budgetbook.workbooks.file.cells import EMPTY, parts
from budgetbook.workbooks.file.entering import Entry
from budgetbook.workbooks.file.sheet import covered

_BEFORE_DATES = datetime.datetime(1899, 12, 30)  # the day that Excel hands over with a mere time of day


class Contents(Geometry):
    """Values are as Excel hands them over: float, str, bool, datetime, None for blank, numbers for errors."""

    @property
    def raw_value(self) -> Any:
        """The value of one cell, else rows of values. A formula that is not computed gives a NotComputed."""
        if not len(self):
            return None
        rows = self._read(self._shown)
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        """One value for all cells, or rows of values of just this shape. Raises ValueError for any other shape."""
        if len(self):
            intake, part = Intake(self.workbook), self.part
            self._enter({place: intake.entry(value, part.style_of(place)) for place, value in self._laid_out(data)})

    def _read(self, read: Any) -> tuple[tuple[Any, ...], ...]:
        grid, area = self.workbook.grid(self.tab.name), self.area
        columns = range(area.left, area.right + 1)
        return tuple(tuple(read(grid, (row, column)) for column in columns) for row in range(area.top, area.bottom + 1))

    def _shown(self, grid: Grid, place: Cell) -> Any:
        value = grid.values.get(place)
        if place in grid.formulas and (is_stale(self.tab, place) or (value is None and not self._is_computed(place))):
            return self.tab.uncomputed(place, shown_formula(grid.formulas[place]))
        return self._handed_over(value, place)

    def _handed_over(self, value: Value, place: Cell) -> Any:
        if type(value) is float:
            return self._time_of_day(value, place) if 0 <= value < 1 else value
        if isinstance(value, ErrorValue):
            return error_code(value)
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return datetime.datetime(value.year, value.month, value.day)
        return value

    def _time_of_day(self, value: float, place: Cell) -> float | datetime.datetime:
        if not self.workbook.styles.is_date(self.part.style_of(place)):
            return value
        return _BEFORE_DATES + datetime.timedelta(milliseconds=round(value * 86_400_000))

    def _is_computed(self, place: Cell) -> bool:
        """Whether a formula that shows nothing has come to an empty text."""
        cell = self.part.rows().cell(place)
        return cell is not None and parts(cell[1]).kind == "str" and bool(parts(cell[1]).value)

    def _laid_out(self, data: Any) -> Iterator[tuple[Cell, Any]]:
        area, (rows, columns) = self.area, self.shape
        if not isinstance(data, list | tuple):
            grid: Sequence[Sequence[Any]] = [[data] * columns] * rows
        elif data and isinstance(data[0], list | tuple):
            grid = data
        else:
            grid = [data] * rows
        if len(grid) != rows or any(len(row) != columns for row in grid):
            raise ValueError(f"数据不是 {rows} 行 {columns} 列，和区域 {area.name} 对不上（shape of data and range differ）")
        for number, row in enumerate(grid, area.top):
            for column, value in enumerate(row, area.left):
                yield (number, column), value

    def _enter(self, entries: dict[Cell, Entry]) -> None:
        self._refuse_covered(entries)
        self.workbook.enter(self.tab.name, entries)
        self.tab.document.changed(self.tab, entries)

    def _refuse_covered(self, entries: dict[Cell, Entry]) -> None:
        """What a merge covers takes nothing; one value for the whole of it is its value, several would be lost in silence."""
        for area, place in list(covered(self.part.merges(), entries)):
            entry, head = entries.pop(place), entries.get((area.top, area.left), Entry())
            if (entry.value is not None or entry.formula) and (entry.value, entry.formula) != (head.value, head.formula):
                hint = f"请写到左上角 {area.name.split(':')[0]}，或先取消合并"
                raise self.part.problem("位于合并单元格之内，写进去会丢失", area.name, hint)

    @property
    def formula(self) -> Any:
        """The formula with =, or the constant as text."""
        if not len(self):
            return None
        rows = self._read(self._written)
        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    def formula(self, value: Any) -> None:
        self.raw_value = value

    def _written(self, grid: Grid, place: Cell) -> str:
        if place in grid.formulas:
            return f"={shown_formula(grid.formulas[place])}"
        value = grid.values.get(place)
        if isinstance(value, datetime.date):
            value = dates.to_serial(value, self.workbook.book.counts_from_1904)
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, float):
            return number_text(value)
        return "" if value is None else str(value)

    @property
    def formula2(self) -> Any:
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        refuse("Range.formula2 = …", "动态数组要由 Excel 计算它填满哪些单元格；普通公式请用 formula")

    @property
    def formula_array(self) -> Any:
        """The array formula of the range; as in Excel, None when its cells have different ones."""
        found = {cell for row in self._read(self._written) for cell in row}
        return found.pop() if len(found) == 1 else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        if self.shape != (1, 1):
            refuse("多格的 Range.formula_array")
        place = self.area.top, self.area.left
        self._enter({place: Entry(formula=stored_formula(value.removeprefix("=")), array=True)})

    @property
    def has_array(self) -> bool | None:
        """Whether all cells lie in array formulas; None when only some do."""
        areas = list(entering.arrays(self.part))
        top, left, bottom, right = self.area
        if any(area.top <= top and area.left <= left and area.bottom >= bottom and area.right >= right for area in areas):
            return True
        meets = any(area.top <= bottom and area.bottom >= top and area.left <= right and area.right >= left for area in areas)
        return None if meets else False

    def clear_contents(self) -> None:
        """Values and formulas go, looks stay."""
        area = self.area
        filled = {
            (number, column): (EMPTY, None)
            for number, row in self.part.rows().items()
            if area.top <= number <= area.bottom
            for column in row.cells
            if area.left <= column <= area.right
        }
        self.part.refuse_protected()
        if filled:
            self.workbook.put(self.tab.name, filled)
            self.tab.document.changed(self.tab, filled)
