"""LineItems: the validated budget of one department for one year, and the total of any slice of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from budgetbook.model.amount import YUAN
from budgetbook.model.dimensions import DIMENSIONS, field
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.slices import Slice

from .blocks import Block, RowsBlock
from .columns import Column, Whole
from .gathering import arranged, income_records, spending_records, unit_boxes
from .headings import headings_of
from .lines import AMOUNT, FIELDS, Item, Lines, Unit
from .records import Records
from .sources import open_block, source_of
from .surplus import surplus, with_surplus
from .validate import validated

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Item", "LineItems", "Unit", "read_block", "read_items", "read_rows"]

_OPEN_TO_INCOME = ("use", "kind", "procurement")


class LineItems:
    """The lines of one department and year. All amounts are fen; sums are exact.

    The law of the two sides: a slice without a revenue code is answered from what is spent and what is left over
    (年终结转), a slice with one from the lines of income. What is left over is income less spending of each fund, source,
    unit and function, so over all uses both sides have the same total for every fund and source. Without lines of income
    nothing is left over: income is the funding of what is spent."""

    def __init__(self, lines: Lines) -> None:
        """Raises BudgetbookError where income does not cover what is spent."""
        self._lines = lines
        spending, self._spent_lines, self._spent_of = spending_records(lines)
        incomes, self._income_lines, self._income_of = income_records(lines)
        warnings: list[Problem] = []
        if self.has_incomes:
            result = surplus(incomes, spending, lines.file, lines.sheet)
            if any(not problem.warning for problem in result.problems):
                raise BudgetbookError([problem for problem in result.problems if not problem.warning])
            spending = with_surplus(spending, result.left, unit_boxes(lines))
            warnings = result.problems
        self._incomes, self._spending = arranged(incomes, lines), arranged(spending, lines)
        self.warnings = (*lines.warnings, *warnings)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, year: int | None = None) -> LineItems:
        """Line items from a pandas DataFrame; its first line counts as row 2, as below a heading.

        Raises BudgetbookError with all problems."""
        from .frames import frame_block

        return _of_block(frame_block(frame), year)

    def to_frame(self) -> pd.DataFrame:
        """The lines as a pandas DataFrame under the official headings; 金额(元) is Decimal, exact to the fen."""
        from .frames import make_frame

        columns: dict[str, list[object]] = {
            heading: [self._columns[name].values[code] for code in self._columns[name].codes.tolist()]
            for heading, name in FIELDS.items()
        }
        columns[AMOUNT] = [Decimal(fen) / YUAN for fen in self._lines.amounts.tolist()]
        return make_frame(columns)

    @property
    def year(self) -> int:
        return self._lines.year

    @property
    def department_code(self) -> str:
        return self._lines.department_code

    @property
    def department(self) -> str:
        return self._lines.department

    @property
    def units(self) -> tuple[Unit, ...]:
        """In the order of their codes."""
        return self._lines.units

    @property
    def has_incomes(self) -> bool:
        """Whether there are lines of income."""
        return bool(len(self._income_lines))

    def __len__(self) -> int:
        return len(self._lines.rows)

    def total(self, slice_: Slice) -> int:
        """Fen in the slice."""
        return self._side(slice_).total(slice_)

    def totals(self, slices: Sequence[Slice]) -> Whole:
        """Fen in each slice, int64."""
        totals = self._spending.totals(slices)
        for place, slice_ in enumerate(slices):
            if slice_.revenue:
                totals[place] = self._incomes.total(slice_)
        return np.array(totals, np.int64)

    def matrix(self, rows: Sequence[Slice], columns: Sequence[Slice]) -> Whole:
        """Fen in what each row and column have in common, int64 [rows × columns]; 0 where that is nothing."""
        result = self._spending.matrix(rows, columns)
        if not any(slice_.revenue for slice_ in (*rows, *columns)):
            return result
        coded = [[bool(row.revenue or column.revenue) for column in columns] for row in rows]
        return np.where(coded, self._incomes.matrix(rows, columns), result)

    def nodes(self, dimension: str, slice_: Slice) -> tuple[str, ...]:
        """The deepest nodes with lines in the slice: function (7 digits), economic (30201/50201, or 30201 where the
        government code is not said), government, revenue: codes, ascending; unit, project: names by their codes."""
        side = self._incomes if dimension == "revenue" or slice_.revenue else self._spending
        return side.nodes(dimension, slice_)

    def rows(self, slice_: Slice) -> list[Item]:
        """The lines behind a figure, in the order of the file. A figure of the income side (all uses; no economic code,
        kind, project or procurement) gives lines of income where there are any; 年终结转 alone has no lines of its own."""
        if slice_.revenue or self._of_income_side(slice_):
            chosen = self._income_lines[self._incomes.mask(slice_)[self._income_of]]
        else:
            chosen = self._spent_lines[self._spending.mask(slice_)[self._spent_of]]
        return list(self._items(chosen))

    def lines(self) -> Iterator[Item]:
        """All lines, of income and of spending, as they stand in the list."""
        return self._items(np.arange(len(self)))

    def _side(self, slice_: Slice) -> Records:
        return self._incomes if slice_.revenue else self._spending

    def _of_income_side(self, slice_: Slice) -> bool:
        if not self.has_incomes or slice_.economic or slice_.government or slice_.project:
            return False
        if slice_.function and "" in self._incomes.keys["function"].present():
            return False
        return all(field(slice_.box, name) == DIMENSIONS[name].mask for name in _OPEN_TO_INCOME)

    def _items(self, chosen: Whole) -> Iterator[Item]:
        types = {unit.name: unit.type for unit in self.units}
        texts = [[self._columns[name].values[code] for code in self._columns[name].codes[chosen]] for name in FIELDS.values()]
        numbers, amounts = self._lines.rows[chosen].tolist(), self._lines.amounts[chosen].tolist()
        for number, amount, said in zip(numbers, amounts, zip(*texts, strict=True), strict=True):
            item = Item._make((number, self.year, *said[1:], amount))
            yield item._replace(unit_type=types.get(item.unit, ""))

    @property
    def _columns(self) -> dict[str, Column]:
        return self._lines.columns


def read_block(block: Block, year: int | None = None) -> LineItems:
    """Line items from cells that have been fetched already. Raises BudgetbookError with all problems."""
    return _of_block(block, year)


def read_items(path: Path | str, sheet: str | None = None, year: int | None = None) -> LineItems:
    """Line items from a file: text (CSV; comma, semicolon, tab), Excel workbook (sheet 明细, else the only one with the
    headings) or parquet. `year`: the year that they must be of. Raises BudgetbookError with all problems."""
    return _of_block(open_block(Path(path), headings_of("line_items"), sheet), year)


def read_rows(rows: Sequence[Sequence[object]], file: str = "", sheet: str = "", year: int | None = None) -> LineItems:
    """Line items from rows of cell values, heading and all, beginning at row 1 of a sheet."""
    return _of_block(RowsBlock(rows, file, sheet), year)


def _of_block(block: Block, year: int | None) -> LineItems:
    source = source_of(block, headings_of("line_items"))
    del block  # which may hold the whole file
    return LineItems(validated(source, year))
