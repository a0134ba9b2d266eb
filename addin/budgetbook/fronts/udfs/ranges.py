"""How arguments come from Excel: always rows of values as Excel holds them, unused rows never fetched.

Left to itself, xlwings fetches every cell of a range (of a whole column a million), looks at each of them, and makes blanks of
errors; and of several areas Excel gives only the first. All that would be slow, or end in a wrong number. Values are told apart
where each different one is looked at only once (items.coded)."""

from __future__ import annotations

from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Ensure2DStage, Options, Pipeline, ReadValueFromRangeStage

from budgetbook.stories.functions.arguments import Unusable

from .answering import sorry

_MANY = 100_000  # cells: of what is larger, only what is used is fetched
_SEVERAL = "选了几块不相连的区域，只能选一块"


class UsedCells(Accessor):
    """The converter of every argument: `@arg(name, UsedCells)`. Arguments that are no ranges become rows just the same."""

    @classmethod
    def reader(cls, options: dict[str, Any]) -> Pipeline:
        fetch, in_rows = ReadValueFromRangeStage(Options(options)), Ensure2DStage()

        def stage(context: Any) -> None:
            # What goes wrong here would reach the cell in English: the function says it instead.
            try:
                if context.range is not None:
                    context.range = used_part(context.range)
                fetch(context)
                in_rows(context)
                context.value = [list(row) for row in context.value]
            except SeveralAreasError:
                context.value = [[Unusable(_SEVERAL)]]
            except Exception as error:
                context.value = [[Unusable(sorry(error, "读取参数"))]]

        pipeline: Pipeline = Pipeline().append_stage(stage)
        return pipeline


class SeveralAreasError(Exception):
    """More than one area is chosen."""


def used_part(chosen: xw.Range) -> xw.Range:
    """A large range up to where its sheet is used. Rows and columns in front stay, so that what is said of the fifth row is said of
    the fifth; and of a column at least two rows, for a single cell goes with every other. Raises SeveralAreasError."""
    address = chosen.address  # each question costs a way to Excel and back: of one cell, which is the rule, this is the only one
    if "," in address:
        raise SeveralAreasError
    if ":" not in address or chosen.shape[0] * chosen.shape[1] <= _MANY:
        return chosen
    used = chosen.sheet.used_range
    bottom = _last(chosen.row, chosen.shape[0], used.row, used.shape[0])
    right = _last(chosen.column, chosen.shape[1], used.column, used.shape[1])
    return chosen.sheet.range((chosen.row, chosen.column), (bottom, right))


def _last(first: int, count: int, used_first: int, used_count: int) -> int:
    """The last row or column that is chosen and used, with the first two that are chosen."""
    return max(first + min(count, 2), min(first + count, used_first + used_count)) - 1
