"""Writing the line items into the workbook's own sheet 明细."""

from __future__ import annotations

from budgetbook.items.headings import headings_of
from budgetbook.items.line_items import LineItems
from budgetbook.items.lines import AMOUNT, FIELDS
from budgetbook.items.money_unit import Above, above_heading, heading_unit
from budgetbook.model.amount import WANYUAN, Scale
from budgetbook.model.grid import Cell, Value
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.port import Workbook

from .project_lists import heading_columns

SHEET = "明细"


def write_items(workbook: Workbook, items: LineItems) -> None:
    """All lines below the headings of 明细, in any order of columns; stale rows are emptied. Raises BudgetbookError when the
    workbook has no such sheet or a heading is missing."""
    if SHEET not in workbook.sheets():
        raise BudgetbookError(
            Problem(f"没有“{SHEET}”表，明细写不进去", workbook.name, hint="请在模板里加上这张表，或去掉 --embed-items")
        )
    grid = workbook.grid(SHEET)
    headings = (*FIELDS, AMOUNT)
    heading, columns = heading_columns(grid, headings, headings_of("line_items"))
    missing = [name for name in headings if name not in columns]
    if missing:
        raise BudgetbookError(Problem(f"“{SHEET}”表缺少这些列：{'、'.join(missing)}", workbook.name, SHEET, hint="请补上表头"))
    scale = _scale(grid.text(heading, columns[AMOUNT]), above_heading(grid, heading))
    stale = range(heading + 1, grid.rows + 1)
    cells: dict[Cell, Value] = {(row, column): None for row in stale for column in columns.values()}
    for place, item in enumerate(items.lines()):
        row = heading + 1 + place
        for name, field in FIELDS.items():
            cells[row, columns[name]] = float(item.year) if field == "year" else getattr(item, field) or None
        cells[row, columns[AMOUNT]] = scale.number(item.amount)
    workbook.write(SHEET, cells)


def _scale(heading: str, above: Above) -> Scale:
    """Every fen in the unit that the heading of the amounts says, or what stands above it."""
    unit = heading_unit(heading, above)
    return Scale(unit, 6 if unit == WANYUAN else 2)
