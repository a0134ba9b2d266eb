"""Writes department_budget.toml, the binding of the template, from the template's own words: python build_binding.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl

from budgetbook.codes import classifications
from budgetbook.model.grid import Area, Grid
from budgetbook.tables.binding import write_binding
from budgetbook.tables.recognise import recognise

TEMPLATE = Path(__file__).with_name("department_budget.xlsx")
TEMPLATE_YEAR = 2024


def main() -> None:
    """Write the file beside the template."""
    TEMPLATE.with_suffix(".toml").write_text(binding_text(TEMPLATE), encoding="utf-8", newline="\n")


def binding_text(template: Path) -> str:
    """The binding as text."""
    classes = {each.label: each.code for each in classifications(TEMPLATE_YEAR).classes}
    return write_binding(recognise(read_grids(template), classes=classes), template.name)


def read_grids(path: Path) -> Iterator[Grid]:
    """Every sheet of a workbook as a grid."""
    for sheet in openpyxl.load_workbook(path):
        cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
        values = {(cell.row, cell.column): float(cell.value) if isinstance(cell.value, int) else cell.value for cell in cells}
        merges = [Area(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges]
        yield Grid(sheet.title, values, merges)


if __name__ == "__main__":
    main()
