"""What a sheet shows, read in few steps: values and formulas each in one block, merges and hidden rows by halving."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from budgetbook.model.grid import LAST_COLUMN, Area, Cell, ErrorValue, Grid, Value, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.engine.errors import NAMES
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.live.areas import halves, uniform, without

if TYPE_CHECKING:
    import xlwings

_MOST = 5_000_000  # cells that are worth asking for
_AT_ONCE = 200_000
_NO_DAY = datetime.date(1899, 12, 30)  # the day that Excel gives with a mere time of day


def used_area(sheet: xlwings.Sheet) -> Area:
    """From A1 to the last cell that holds something or looks like something. Raises BudgetbookError where that is out of all
    proportion."""
    used = parse_area(sheet.used_range.address.replace("$", ""))
    area = used._replace(top=1, left=1)
    if area.bottom * area.right > _MOST:
        hint = "请删除数据下方和右方的空行空列（选中整行整列后右键删除），存盘后再试"
        raise BudgetbookError(Problem(f"表的已用区域到 {area.name} 为止，太大了", sheet.book.name, sheet.name, hint=hint))
    return area


def read_grid(sheet: xlwings.Sheet, merges: Sequence[Area]) -> Grid:
    """The sheet as plain data."""
    values: dict[Cell, Value] = {}
    formulas: dict[Cell, str] = {}
    area = used_area(sheet)
    for part in _parts(area):
        cells = sheet.range(part.name)
        # raw: an error is a number of its own there; a converter would make a text of it, like any other text
        shown, written = _rows(cells.raw_value), _rows(cells.formula)
        for row, (line, said) in enumerate(zip(shown, written, strict=True), part.top):
            for column, (value, text) in enumerate(zip(line, said, strict=True), part.left):
                found = _value(value)
                if found is not None:
                    values[row, column] = found
                if isinstance(text, str) and text.startswith("=") and text != found:
                    formulas[row, column] = text[1:]
    return Grid(sheet.name, values, list(merges), formulas, frozenset(_hidden(sheet, area.bottom)))


def read_merges(sheet: xlwings.Sheet) -> list[Area]:
    """All merged areas, from the top."""
    found: set[Area] = set()
    waiting = [used_area(sheet)]
    while waiting:
        part = waiting.pop()
        if sheet.range(part.name).merge_cells is False:
            continue
        area = parse_area(sheet.range(cell_name(*part[:2])).merge_area.address.replace("$", ""))
        if area[:2] != area[2:]:
            found.add(area)
            waiting += without(part, area)
        elif part[:2] != part[2:]:
            waiting += halves(part)
    return sorted(found)


def _hidden(sheet: xlwings.Sheet, last: int) -> Iterator[int]:
    """The rows that are not shown."""

    def hides(area: Area) -> bool | None:
        return sheet.range(f"{area.top}:{area.bottom}").rows.hidden

    for area, hidden in uniform(Area(1, 1, last, 1), hides):
        if hidden:
            yield from range(area.top, area.bottom + 1)


def _parts(area: Area) -> Iterator[Area]:
    """The area in pieces of whole rows that are not too much at once."""
    step = max(1, _AT_ONCE // min(area.right, LAST_COLUMN))
    for top in range(area.top, area.bottom + 1, step):
        yield area._replace(top=top, bottom=min(top + step - 1, area.bottom))


def _rows(block: Any) -> Sequence[Sequence[Any]]:
    """A block as rows of cells, where one cell alone comes bare."""
    return block if isinstance(block, list | tuple) else ((block,),)


def _value(value: Any) -> Value:
    """A value as the grid has it. What is none, such as a formula that nobody has computed, is shown as nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, str | bool | float):
        return value
    if isinstance(value, datetime.datetime):
        return _moment(value.replace(tzinfo=None))
    if isinstance(value, int):
        return ErrorValue(NAMES[value]) if value in NAMES else float(value)
    return float(value) if isinstance(value, decimal.Decimal) else None


def _moment(value: datetime.datetime) -> Value:
    plain = datetime.datetime(*value.timetuple()[:6], value.microsecond)
    if plain.date() == _NO_DAY:
        return (plain - datetime.datetime.combine(_NO_DAY, datetime.time())) / datetime.timedelta(days=1)
    return plain.date() if plain.time() == datetime.time() else plain
