"""A worksheet as a grid of plain values. Merges stay areas, whole columns are never walked."""

from __future__ import annotations

from budgetbook.model.grid import Cell, Grid, Value, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.cells import FORMULA, OrderError, numbered_cells, numbered_rows
from budgetbook.workbooks.file.references import move_formula
from budgetbook.workbooks.file.sheet import Sheet, covered
from budgetbook.workbooks.file.values import ValueReader

_BROKEN = "请用 Excel 打开后改正该单元格，另存一份再试"
_MOST = 20  # problems named before giving up


def read_grid(sheet: Sheet, reader: ValueReader) -> tuple[Grid, bool]:
    """What the sheet shows, and whether values lie hidden under merges. Raises BudgetbookError with every cell that cannot be
    read."""
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
                for child in cell:
                    if child.tag == FORMULA:
                        formulas.add((number, column), child.text or "", child.get("t", ""), child.get("si", ""))
    except OrderError as error:
        problems.append(sheet.trouble(str(error), error.place, _BROKEN))
    if problems:
        raise BudgetbookError(problems[:_MOST])
    merges = sheet.merges()
    covered_up = {cell for _, cell in covered(merges, values)}
    for place in covered_up:  # what lies hidden under a merge is not shown and so is no value
        del values[place]
    return Grid(sheet.name, values, merges, formulas.texts, frozenset(hidden)), bool(covered_up)


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
