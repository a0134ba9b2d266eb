"""Rows put in with the looks of others, and what must grow over them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from budgetbook.model.grid import Area, Cell, Grid
from budgetbook.workbooks.file.areas import Shift
from budgetbook.workbooks.file.references import move_formula, shift_formula
from budgetbook.workbooks.live.drawing import copy_look
from budgetbook.workbooks.live.sizes import read_heights, set_heights

if TYPE_CHECKING:
    import xlwings

Grown = dict[str, dict[Cell, str]]  # formulas by sheet and cell


def insert_like(sheet: xlwings.Sheet, before: int, models: Sequence[int], merges: Sequence[Area], last_column: int) -> None:
    """A new row before row `before` for each model, with its formats, its merges and its height."""
    heights = read_heights(sheet, set(models))
    count = len(models)
    insert_plain(sheet, before, count)
    for row, model in enumerate(models, before):
        source = model if model < before else model + count
        for left, right in _uncut(model, merges, last_column):
            copy_look(sheet.range(Area(source, left, source, right).name), sheet.range(Area(row, left, row, right).name))
    set_heights(sheet, {row: heights[model] for row, model in enumerate(models, before) if heights[model]})


def insert_plain(sheet: xlwings.Sheet, before: int, count: int) -> None:
    """Rows that look like the row above. What the user has copied is let go: Excel would put it in instead."""
    sheet.book.app.cut_copy_mode = False
    sheet.range(f"{before}:{before + count - 1}").insert("down", "format_from_left_or_above")


def _uncut(row: int, merges: Sequence[Area], last: int) -> Iterator[tuple[int, int]]:
    """The columns of a row that no merge over several rows reaches into, as runs: of such a merge no part can be copied."""
    cut = {
        column
        for area in merges
        if area.top <= row <= area.bottom and area.top != area.bottom
        for column in range(area.left, area.right + 1)
    }
    left = 1
    for column in [*sorted(column for column in cut if column <= last), last + 1]:
        if column > left:
            yield left, column - 1
        left = column + 1


def like_models(formulas: Mapping[Cell, str], before: int, models: Sequence[int]) -> dict[Cell, str]:
    """The formulas of the new rows, once they are in: those of their models, moved along."""
    new: dict[Cell, str] = {}
    for row, model in enumerate(models, before):
        source = model if model < before else model + len(models)
        new |= {(row, at): move_formula(text, row - source) for (held, at), text in formulas.items() if held == source}
    return new


def stretched(grids: Mapping[str, Grid], sheet: str, before: int, by: int) -> Grown:
    """The formulas, where they stand once the rows are in, whose ranges must grow over the new rows and do not by themselves:
    Excel leaves alone what ends in the row above."""
    alone, wanted = Shift(before, by), Shift(before, by, stretch=True)
    found: Grown = {}
    for name, grid in grids.items():
        for (row, column), formula in grid.formulas.items():
            grown = shift_formula(formula, wanted, sheet, name)
            if grown != shift_formula(formula, alone, sheet, name):
                moved = row + by if name == sheet and row >= before else row
                found.setdefault(name, {})[moved, column] = grown
    return found


def stretched_names(names: Mapping[str, str], sheet: str, before: int, by: int) -> dict[str, str]:
    """The same for what names refer to, the print area among them."""
    alone, wanted = Shift(before, by), Shift(before, by, stretch=True)
    grown = {name: shift_formula(text, wanted, sheet, "") for name, text in names.items()}
    return {name: text for name, text in grown.items() if text != shift_formula(names[name], alone, sheet, "")}
