"""Values into cells, block by block, so that each stays what it is: a text of digits a text, a cell's format its own."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from budgetbook.model.grid import Cell, ErrorValue, Value
from budgetbook.workbooks.live.areas import rectangles, uniform
from budgetbook.workbooks.live.drawing import number_format
from budgetbook.workbooks.live.texts import QUOTE, is_doubtful

if TYPE_CHECKING:
    import xlwings

TEXT = "@"  # the number format


def write_values(sheet: xlwings.Sheet, cells: Mapping[Cell, Value]) -> None:
    """None empties. No cell may have a formula, or lie in a merge behind its first one, unless it is emptied."""
    entries = _quoted(sheet, cells)
    for area in rectangles(entries):
        columns = range(area.left, area.right + 1)
        rows = [[entries[row, column] for column in columns] for row in range(area.top, area.bottom + 1)]
        if any(isinstance(value, datetime.date) for row in rows for value in row):
            sheet.range(area.name).options(ndim=2).value = rows
        else:
            sheet.range(area.name).raw_value = rows  # what needs no conversion goes in with a tenth of the calls


def _quoted(sheet: xlwings.Sheet, cells: Mapping[Cell, Value]) -> dict[Cell, Value]:
    """Texts that Excel would not leave alone have a ' before them, which it takes as the sign for text; where a cell is formatted
    as text it is left alone anyway."""
    doubtful = [cell for cell, value in cells.items() if _is_text(value) and is_doubtful(str(value))]
    texts = _in_text_format(sheet, doubtful)
    return {cell: f"{QUOTE}{value}" if cell in texts else value for cell, value in cells.items()}


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and not isinstance(value, ErrorValue)


def _in_text_format(sheet: xlwings.Sheet, cells: Iterable[Cell]) -> set[Cell]:
    """Those of the cells that are formatted as something else than text."""
    wanted, found = set(cells), set[Cell]()
    for area in rectangles(wanted):
        for part, code in uniform(area, lambda part: number_format(sheet, part)):
            if code != TEXT:
                found |= {cell for cell in wanted if part.holds(cell)}
    return found
