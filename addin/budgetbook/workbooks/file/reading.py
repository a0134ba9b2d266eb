"""A worksheet as a grid of plain values. Merges stay areas, whole columns are never walked."""

from __future__ import annotations

from budgetbook.model.grid import Area, Cell, Grid, Value, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.cells import FORMULA, OrderError, numbered_cells, numbered_rows
from budgetbook.workbooks.file.references import move_formula
from budgetbook.workbooks.file.sheet import Sheet, covered
from budgetbook.workbooks.file.values import ValueReader

_BROKEN = "请用 Excel 打开后改正该单元格，另存一份再试"
_MOST = 20  # problems named before giving up


def read_grid(sheet: Sheet, reader: ValueReader) -> Grid:
    """What the sheet shows. Raises BudgetbookError with every cell that cannot be read."""
    values: dict[Cell, Value] = {}
    formulas = _Formulas()
    hidden: set[int] = set()
    problems: list[Problem] = []
    try:
        for number, row in numbered_rows(sheet.data()):
            if row.get("hidden") in ("1", "true"):
                hidden.add(number)
            for column, cell in numbered_cells(number, row) if len(row) else ():
                if len(cell) == 0:
                    continue
                try:
                    value = reader.value(cell)
                except ValueError as error:
                    problems.append(sheet.trouble(str(error), cell_name(number, column), _BROKEN))
                    continue
                if value is not None:
                    values[number, column] = value
                formula = cell.find(FORMULA)
                if formula is not None:
                    formulas.add((number, column), formula.text or "", formula.get("t", ""), formula.get("si", ""))
    except OrderError as error:
        problems.append(sheet.trouble(str(error), error.place, _BROKEN))
    if problems:
        raise BudgetbookError(problems[:_MOST])
    return Grid(sheet.name, values, _anchored(sheet.merges(), values), formulas.texts, frozenset(hidden))


def _anchored(merges: list[Area], values: dict[Cell, Value]) -> list[Area]:
    """The merges; what lies hidden under one is not shown and so is no value."""
    for _, cell in list(covered(merges, values)):
        values.pop(cell, None)
    return merges


class _Formulas:
    """Formulas as text; the followers of a shared formula are written out from the cell that has it."""

    def __init__(self) -> None:
        self.texts: dict[Cell, str] = {}
        self._shared: dict[str, tuple[Cell, str]] = {}

    def add(self, place: Cell, text: str, kind: str, group: str) -> None:
        if kind == "shared" and text:
            self._shared[group] = place, text
        elif kind == "shared" and group in self._shared:
            (row, column), text = self._shared[group]
            text = move_formula(text, place[0] - row, place[1] - column)
        if text:
            self.texts[place] = text
