"""Arguments of functions in cells: rows of cell values, one cell, or a word written into the formula.

A value is None (blank), str, float, bool, date, Decimal (a cell formatted as currency), or an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from budgetbook.items.written import cell_text, error_name
from budgetbook.model.problem import BudgetbookError, Problem

from .sentences import sentence

Rows: TypeAlias = list[list[object]]

ALL = "全部"  # what an argument that is left out says: no limit
AREA = "所选区域"  # how messages call the range that was given

_STEP = 4_096  # rows compared at a time


class Unusable(str):
    """What stands for a range that could not be read: the sentence that says why."""


def rows_of(argument: object) -> Rows:
    """The rows of an argument without the blank ones at its end; none where all are blank.

    Raises BudgetbookError for a range that could not be read."""
    rows = _rows(argument)
    return rows[: _used(rows)]


def only_cell(argument: object, label: str) -> object:
    """The value of an argument that is one cell."""
    rows = rows_of(argument) or [[None]]
    if len(rows) > 1 or len(rows[0]) > 1:
        raise BudgetbookError(f"“{label}”只能选一个单元格，现在选了 {len(rows)} 行、{len(rows[0])} 列")
    return rows[0][0]


def spread(function: Callable[..., object], *arguments: object) -> object:
    """The function of single cells, or the table of what it gives where arguments are ranges, up to the last row that is not
    blank in all of them: a column and a row make a table, one cell goes with every other. A problem of one cell is said in its
    place. Raises BudgetbookError where ranges are not of one size."""
    ranges = [_rows(argument) for argument in arguments]
    heights, widths = {len(rows) for rows in ranges} - {1}, {len(rows[0]) for rows in ranges} - {1}
    if not heights and not widths:
        return function(*(rows[0][0] for rows in ranges))
    if len(heights) > 1 or len(widths) > 1:
        sizes = "、".join(f"{len(rows)} 行 {len(rows[0])} 列" for rows in ranges if len(rows) > 1 or len(rows[0]) > 1)
        raise BudgetbookError(Problem(f"几个区域的大小对不上：{sizes}", hint="请选一样大的区域"))
    height = max(1, *(_used(rows) for rows in ranges if len(rows) > 1)) if heights else 1
    return [
        [_in_cell(function, [_at(rows, row, column) for rows in ranges]) for column in range(max(widths, default=1))]
        for row in range(height)
    ]


def word_of(value: object, label: str) -> str:
    """What one cell says. Raises BudgetbookError for a blank, which might be meant as anything, and for an error."""
    refuse_error(value, label)
    if text := cell_text(value):
        return text
    raise BudgetbookError(Problem(f"“{label}”的单元格是空的", hint=f"不限就省略这个参数，或写“{ALL}”"))


def refuse_error(value: object, label: str) -> None:
    """Raises BudgetbookError for an error in a cell."""
    if name := error_name(value):
        raise BudgetbookError(Problem(f"“{label}”的单元格是错误值 {name}", hint="请先改正那个公式"))


def _rows(argument: object) -> Rows:
    rows: Rows = argument if isinstance(argument, list) else [[argument]]
    if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], Unusable):
        raise BudgetbookError(str(rows[0][0]))
    return rows


def _used(rows: Rows) -> int:
    """How many rows there are up to the last that is not blank. A whole column has a million, so blanks go by the thousand."""
    length = len(rows)
    blanks: Rows = [[None] * len(rows[0])] * _STEP if length >= _STEP else []
    while length >= _STEP and rows[length - _STEP : length] == blanks:
        length -= _STEP
    while length and all(value is None or value == "" for value in rows[length - 1]):
        length -= 1
    return length


def _at(rows: Rows, row: int, column: int) -> object:
    return rows[row if len(rows) > 1 else 0][column if len(rows[0]) > 1 else 0]


def _in_cell(function: Callable[..., object], values: Sequence[object]) -> object:
    try:
        return function(*values)
    except BudgetbookError as error:
        return sentence(error)
