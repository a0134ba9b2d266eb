"""Taking back what was recorded: steps from the last to the first, then what stood in each sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budgetbook.model.grid import Cell, Value
from budgetbook.workbooks.live.keeping import Parked, give_look, unpark
from budgetbook.workbooks.live.reading import used_area
from budgetbook.workbooks.live.recording import (
    Added,
    Deleted,
    Drawn,
    Inserted,
    Linked,
    Painted,
    Step,
    Stood,
    Widened,
)
from budgetbook.workbooks.live.workbook import LiveWorkbook


def take_back(workbook: LiveWorkbook, steps: Sequence[Step], stood: Mapping[str, Stood]) -> None:
    """The sheets as they stood. Formulas come last, when all sheets are there that they speak of."""
    for step in reversed(steps):
        _take_back_step(workbook, step)
    for sheet, was in stood.items():
        _give_merges(workbook, sheet, was)
        _give_values(workbook, sheet, was)
        _give_notes(workbook, sheet, was)
        _give_heights(workbook, sheet, was.heights)


def give_formulas(workbook: LiveWorkbook, formulas: Mapping[str, Mapping[Cell, str]], names: Mapping[str, str]) -> None:
    """Formulas and names that say something else than they did."""
    for sheet, were in formulas.items():
        now = workbook.grid(sheet).formulas
        workbook.put_formulas(sheet, {cell: formula for cell, formula in were.items() if now.get(cell) != formula})
    now_names = workbook.names()
    workbook.point_names({name: said for name, said in names.items() if name in now_names and now_names[name] != said})


def _take_back_step(workbook: LiveWorkbook, step: Step) -> None:
    match step:
        case Inserted(sheet, first, count):
            workbook.delete_rows(sheet, first, count)
        case Deleted(sheet, first, count, look):
            workbook.insert_plain_rows(sheet, first, count)
            give_look(workbook, sheet, look)
        case Painted(sheet, before):
            workbook.paint(sheet, before)
        case Drawn(sheet, look):
            give_look(workbook, sheet, look)
        case Linked(sheet, cells):
            workbook.link(sheet, dict.fromkeys(cells))
        case Widened(sheet, widths):
            workbook.set_widths(sheet, widths)
        case Added(sheet):
            if sheet in workbook.sheets():  # another command may have taken it out since
                workbook.remove_sheet(sheet)
        case Parked():
            unpark(workbook, step)


def _give_merges(workbook: LiveWorkbook, sheet: str, was: Stood) -> None:
    now = workbook.grid(sheet).merges
    workbook.unmerge(sheet, [area for area in now if area not in was.merges])
    workbook.merge(sheet, [area for area in was.merges if area not in now])


def _give_values(workbook: LiveWorkbook, sheet: str, was: Stood) -> None:
    """Constants that are not what they were; a formula that stands where there was none goes."""
    grid = workbook.grid(sheet)
    foreign = {cell for cell in grid.formulas if cell not in was.formulas}
    workbook.empty(sheet, foreign)
    wanted: dict[Cell, Value] = {}
    for cell in grid.values.keys() | was.values.keys():
        value = was.values.get(cell)
        if cell not in was.formulas and (cell in foreign or not _same(grid.values.get(cell), value)):
            wanted[cell] = value
    workbook.write(sheet, wanted)


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def _give_notes(workbook: LiveWorkbook, sheet: str, was: Stood) -> None:
    now = workbook.notes(sheet)
    wanted: dict[Cell, str | None] = {cell: text for cell, text in was.notes.items() if now.get(cell) != text}
    workbook.note(sheet, wanted | {cell: None for cell in now if cell not in was.notes})


def _give_heights(workbook: LiveWorkbook, sheet: str, heights: Sequence[float]) -> None:
    last = max(len(heights), used_area(workbook.sheet(sheet)).bottom)
    now = workbook.heights(sheet, range(1, last + 1))
    different = {row: height for row, height in enumerate(heights, 1) if now[row] != height}
    workbook.set_heights(sheet, different)
