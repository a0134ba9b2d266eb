"""One decorator for all functions in cells: xlwings' own, with the help and the ways of this program."""

from __future__ import annotations

from collections.abc import Callable

import xlwings as xw

from .answering import answered
from .help_texts import CATEGORY, help_texts
from .ranges import UsedCells


def cell_function(function: Callable[..., object]) -> Callable[..., object]:
    """A function in cells; its help is found by its name.

    Not volatile, and silent in the function wizard, which would work it out at every key. Nothing is expanded
    (`@ret(expand=…)`): Excel 2021 and 365 let a table spill of themselves. What `expand` does is made for the Excel before that:
    it writes the formula anew a moment later, empties cells without asking, and works everything out twice. In Excel 2019 and
    before, an accountant selects the area and enters the formula with Ctrl+Shift+Enter."""
    said = help_texts()[function.__name__]
    answer = answered(function)
    answer.__doc__ = said.does  # what xlwings hands to Excel as the function's description
    for name, text in said.arguments.items():
        answer = xw.arg(name, UsedCells, doc=text)(answer)
    decorated: Callable[..., object] = xw.func(category=CATEGORY, call_in_wizard=False)(answer)
    return decorated
