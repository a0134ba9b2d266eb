"""Filling the sheet 基本信息 from the line items."""

from __future__ import annotations

from budgetbook.items.line_items import LineItems
from budgetbook.model.grid import Cell, Value
from budgetbook.tables.basics import DEPARTMENT, DEPARTMENT_CODE, SHEET, YEAR, label_places, unit_cells, unit_table
from budgetbook.workbooks.port import Workbook


def write_basics(workbook: Workbook, items: LineItems) -> None:
    """Year, department and units into 基本信息, where the workbook has that sheet; nothing else of it changes."""
    if SHEET not in workbook.sheets():
        return
    grid = workbook.grid(SHEET)
    said: dict[str, Value] = {
        YEAR: float(items.year),
        DEPARTMENT_CODE: items.department_code,
        DEPARTMENT: items.department,
    }
    cells: dict[Cell, Value] = {place: said[label] for label, place in label_places(grid).items()}
    if found := unit_table(grid):
        heading, columns = found
        units = tuple((unit.code, unit.name, unit.type) for unit in items.units)
        cells |= unit_cells(units, heading, columns, grid.rows - heading)
    workbook.write(SHEET, cells)
