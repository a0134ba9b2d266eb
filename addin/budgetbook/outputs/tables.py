"""Filling: a planned table goes into its sheet, rows grow and shrink, everything else stays."""

from __future__ import annotations

from budgetbook.model.amount import Scale
from budgetbook.model.grid import Cell, Grid, Value
from budgetbook.tables.layout import Table
from budgetbook.tables.plan import PanelPlan, TablePlan
from budgetbook.workbooks.port import Workbook

EMPTY_NOTE = "注：本表无数据"


def write_table(workbook: Workbook, plan: TablePlan) -> None:
    """Write the plan into its sheet. A zero is left blank."""
    _fit_body(workbook, plan.table, _levels(plan))
    workbook.write(plan.table.sheet, _cells(plan))


def filled_sheet(plan: TablePlan, grid: Grid) -> dict[Cell, Value]:
    """What the sheet would show if the plan were written into it; `grid` is how it stands. Nothing of a row that grows stays."""
    top, bottom = plan.table.body
    moved = _moved(plan.table, _levels(plan))
    standing = {
        (_shift(plan.table, row, moved), column): value for (row, column), value in grid.values.items() if not top <= row <= bottom
    }
    return {cell: value for cell, value in (standing | _cells(plan)).items() if value is not None}


def _cells(plan: TablePlan) -> dict[Cell, Value]:
    """The values that the plan puts into cells, where they are once rows have grown; None empties."""
    levels = _levels(plan)
    moved = _moved(plan.table, levels)
    cells: dict[Cell, Value] = dict(plan.texts)
    for panel in plan.panels:
        cells |= _panel_cells(plan.table, panel, len(levels), moved)
    if plan.table.note_at:
        row, column = plan.table.note_at
        cells[_shift(plan.table, row, moved), column] = EMPTY_NOTE if plan.empty else None
    return cells


def _moved(table: Table, levels: list[int]) -> int:
    """How far the rows below a body move that gets one row for each level."""
    top, bottom = table.body
    return len(levels) - (bottom - top + 1) if levels and top <= bottom else 0


def _levels(plan: TablePlan) -> list[int]:
    """The level of each row the body is to have: the longest panel's; one blank row a level when there is no data,
    so that the looks of all levels stay for the next time."""
    longest = max(plan.panels, key=lambda panel: len(panel.rows))
    levels = [row.level for row in longest.rows]
    return levels or sorted({level for panel in plan.panels for level, _ in panel.panel.models})


def _fit_body(workbook: Workbook, table: Table, levels: list[int]) -> None:
    """Give the body one row for each level."""
    top, bottom = table.body
    standing = [_level_at(table, row) for row in range(top, bottom + 1)]
    if not standing or not levels or standing == levels:
        return
    keep = _common_start(standing, levels)
    workbook.insert_rows(table.sheet, bottom + 1, [_model(table, level) for level in levels[keep:]], stretch=True)
    workbook.delete_rows(table.sheet, top + keep, len(standing) - keep)


def _common_start(one: list[int], other: list[int]) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _level_at(table: Table, row: int) -> int:
    """The level that a row of the body looks like now; -1 when it is like none."""
    for panel in table.panels:
        for found in panel.rows:
            if found.at == row and panel.axis.grows:
                return found.level
        for level, at in panel.models:
            if at == row:
                return level
    return -1


def _model(table: Table, level: int) -> int:
    """The row whose look a row of this level takes: of that level, else of the nearest one; in a body that was emptied,
    whose rows say nothing, the first row is of the first level, the second of the second."""
    models = {known: row for panel in reversed(table.panels) for known, row in panel.models}
    if not models:
        return min(table.body[0] + level - 1, table.body[1])
    return models[min(models, key=lambda known: abs(known - level))]


def _panel_cells(table: Table, plan: PanelPlan, length: int, moved: int) -> dict[Cell, Value]:
    scale = Scale(table.unit)
    cells: dict[Cell, Value] = {
        (_shift(table, row, moved), column): _number(scale, fen) for (row, column), fen in plan.fixed.items()
    }
    if not plan.panel.axis.grows:
        return cells
    for place in range(length):
        at = table.body[0] + place
        row = plan.rows[place] if place < len(plan.rows) else None
        for key_place, key in enumerate(plan.panel.keys):
            cells[at, key.at] = (row.keys[key_place] or None) if row else None
        for column_place, column in enumerate(plan.panel.columns):
            if not column.measure:
                cells[at, column.at] = _number(scale, row.amounts[column_place]) if row else None
    return cells


def _number(scale: Scale, fen: int | None) -> float | None:
    """What a cell holds: nothing for zero. An amount too small to be seen prints 0.00, for a blank would say that there is none."""
    return scale.number(fen) if fen else None


def _shift(table: Table, row: int, moved: int) -> int:
    return row + moved if row > table.body[1] >= table.body[0] else row
