"""The sheet 基本信息: the year, the department and its units, as a person wrote them or fill did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from budgetbook.model.grid import Cell, Grid, Value
from budgetbook.model.text import name_key

SHEET = "基本信息"
YEAR, DEPARTMENT_CODE, DEPARTMENT = "预算年度", "部门编码", "部门名称"
UNIT_HEADINGS = ("单位编码", "单位名称", "单位性质")


class Basics(NamedTuple):
    """Who publishes for which year. Units are (code, name, type as written)."""

    year: int | None = None
    department_code: str = ""
    department: str = ""
    units: tuple[tuple[str, str, str], ...] = ()


def read_basics(grid: Grid) -> Basics:
    """What the sheet says; what is not written is empty."""
    places = label_places(grid)
    said = {label: grid.text(row, column).strip() for label, (row, column) in places.items()}
    year = re.search(r"(?:19|20)\d\d", said.get(YEAR, ""))
    return Basics(int(year[0]) if year else None, said.get(DEPARTMENT_CODE, ""), said.get(DEPARTMENT, ""), tuple(_units(grid)))


def label_places(grid: Grid) -> dict[str, Cell]:
    """Where the value of each label stands: the first cell to its right that is not of the label's own merged area."""
    labels = (YEAR, DEPARTMENT_CODE, DEPARTMENT)
    return {words: (row, _right_of(grid, row, column)) for (row, column), words in _said(grid) if words in labels}


def unit_table(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The heading row of the list of units and the column of each heading; None when there is no such list."""
    rows: dict[int, dict[str, int]] = {}
    for (row, column), words in _said(grid):
        if words in UNIT_HEADINGS:
            rows.setdefault(row, {})[words] = column
    complete = [row for row, columns in rows.items() if len(columns) == len(UNIT_HEADINGS)]
    return (min(complete), rows[min(complete)]) if complete else None


def _said(grid: Grid) -> Iterator[tuple[Cell, str]]:
    """The texts of the sheet, in the form in which words are compared."""
    for cell, value in grid.values.items():
        if isinstance(value, str):
            yield cell, name_key(value).rstrip(":")


def unit_cells(units: tuple[tuple[str, str, str], ...], heading: int, columns: dict[str, int], rows: int) -> dict[Cell, Value]:
    """The list of units as cells below its heading; at least `rows` rows, so that stale ones are emptied."""
    cells: dict[Cell, Value] = {}
    for place in range(max(rows, len(units))):
        unit = units[place] if place < len(units) else ("", "", "")
        for name, text in zip(UNIT_HEADINGS, unit, strict=True):
            cells[heading + 1 + place, columns[name]] = text or None
    return cells


def _units(grid: Grid) -> list[tuple[str, str, str]]:
    found = unit_table(grid)
    if not found:
        return []
    heading, columns = found
    units = []
    for row in range(heading + 1, grid.rows + 1):
        code, name, kind = (grid.text(row, columns[label]).strip() for label in UNIT_HEADINGS)
        if name:
            units.append((code, name, kind))
    return units


def _right_of(grid: Grid, row: int, column: int) -> int:
    merged = next((area for area in grid.merges if area.holds((row, column))), None)
    return merged.right + 1 if merged else column + 1
