"""Below: all that stands below the heading row of a list, lines and other rows, before they are told apart."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from budgetbook.model.problem import Problem

from .blocks import rows_text
from .columns import Column, Mask, Whole
from .headings import Headings
from .money_unit import NOTHING, Above


class Below(NamedTuple):
    """Columns from the row below the heading on, whose number is `first`; `written` is the heading row itself, `places` says in
    which column each official heading stands, `above` what the rows above it say of the unit of money."""

    file: str
    sheet: str
    first: int
    written: list[str]
    places: dict[str, int]
    headings: Headings
    columns: list[Column]
    above: Above = NOTHING

    def __len__(self) -> int:
        return len(self.columns[0].codes)

    def column(self, official: str) -> Column | None:
        """The column under an official heading; None where the list has none."""
        place = self.places.get(official)
        return None if place is None else self.columns[place]

    def official(self, place: int) -> str:
        """The official heading of a column; "" where it is none of the list's own."""
        return next((heading for heading, at in self.places.items() if at == place), "")

    def blank(self) -> Mask:
        """The rows in which nothing stands."""
        blank = np.ones(len(self), np.bool_)
        for column in self.columns:
            if not blank.any():
                break
            blank &= column.where(lambda text: not text)
        return blank

    def cells(self, row: int) -> list[str]:
        """The texts of one row."""
        return [column.values[column.codes[row]] for column in self.columns]

    def problem(self, message: str, rows: Whole, hint: str, heading: str = "") -> Problem:
        """What is wrong in these rows, under the heading as it is written."""
        place = rows_text(rows + self.first) + (f"“{heading}”" if heading else "")
        return Problem(message, self.file, self.sheet, place, hint)
