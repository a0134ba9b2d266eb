"""A worksheet as a grid of plain values. Merges stay areas, whole columns are never walked."""

from __future__ import annotations

from budgetbook.model.grid import Cell, Grid, Value, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.cells import EMPTIES, has_formula, parts
from budgetbook.workbooks.file.margins import margins_of
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
    may_compute = sheet.pieces.may_compute
    for number, row in sheet.rows().items():
        if row.is_hidden:
            hidden.add(number)
        for column, cell in row.cells.items():
            if cell[1] in EMPTIES:
                continue
            try:
                value = reader.value(cell)
            except ValueError as error:
                problems.append(sheet.trouble(str(error), cell_name(number, column), _BROKEN))
                continue
            if value is not None:
                values[number, column] = value
            if may_compute and has_formula(cell[1]):
                formulas.add((number, column), parts(cell[1]).formula)
    if problems:
        raise BudgetbookError(problems[:_MOST])
    merges = sheet.merges()
    covered_up = {cell for _, cell in covered(merges, values)}
    for place in covered_up:  # what lies hidden under a merge is not shown and so is no value
        del values[place]
    return Grid(sheet.name, values, merges, formulas.texts, frozenset(hidden), margins_of(sheet.root)), bool(covered_up)


class _Formulas:
    """Formulas as text; the followers of a shared formula are written out from the cell that has it."""

    def __init__(self) -> None:
        self.texts: dict[Cell, str] = {}
        self._shared: dict[str, tuple[Cell, str]] = {}

    def add(self, place: Cell, written: str) -> None:
        """`written` is the whole <f>."""
        formula = xml.parse(written.encode())
        text, kind, group = formula.text or "", formula.get("t", ""), formula.get("si", "")
        if kind == "shared" and text:
            self._shared[group] = place, text
        elif kind == "shared" and group in self._shared:
            (row, column), text = self._shared[group]
            text = move_formula(text, place[0] - row, place[1] - column)
        if text:
            self.texts[place] = text
