"""整张公开表: a table of the disclosure as filling the program's own template would show it."""

from __future__ import annotations

import re

from budgetbook.codes import classifications
from budgetbook.items.line_items import LineItems
from budgetbook.model.grid import Cell, Value
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.text import name_key
from budgetbook.outputs.tables import filled_sheet
from budgetbook.tables.build import build_table
from budgetbook.tables.own_template import own_grids, own_template

from .arguments import only_cell, word_of
from .lists import kept_list

_NUMBER = re.compile(r"(?:预算公开)?表?(\d{1,2})")


def table(handle_or_items: object, name: object) -> object:
    """The whole sheet from its first row, blank where nothing stands; amounts in 万元 as they are printed."""
    kept = kept_list(handle_or_items)
    sheet = _sheet(word_of(only_cell(name, "表名"), "表名"))
    return kept.tables.ask(sheet, lambda: _table(kept.items, sheet))


def _sheet(word: str) -> str:
    """The sheet of a table: 表三, 三, 3, 预算公开表3."""
    names = list(own_grids())
    key = name_key(word)
    if (number := _NUMBER.fullmatch(key)) and 1 <= int(number[1]) <= len(names):
        return names[int(number[1]) - 1]
    found = next((name for name in names if key in (name, name.removeprefix("表"))), None)
    if found is None:
        raise BudgetbookError(Problem(f"没有“{word[:30]}”这张表", hint=f"可填：{'、'.join(names)}"))
    return found


def _table(items: LineItems, sheet: str) -> list[list[object]]:
    codes = classifications(items.year)
    own = own_template(codes, frozenset(unit.name for unit in items.units), items.department)
    layout = own.layout.table(sheet)
    if layout is None:
        reason = next((place.reason for place in own.layout.unsettled if place.sheet == sheet), "")
        raise BudgetbookError(Problem(f"{sheet}看不懂：{reason}", hint="请改用填报"))
    grid = own.grids[sheet]
    return _rectangle(filled_sheet(build_table(layout, grid, items, codes.name), grid))


def _rectangle(cells: dict[Cell, Value]) -> list[list[object]]:
    height, width = max(row for row, _ in cells), max(column for _, column in cells)
    return [[cells.get((row, column)) for column in range(1, width + 1)] for row in range(1, height + 1)]
