"""The tables of the program's own template: what they say, and what that means. Words are data, made from the template."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from budgetbook.codes import Classifications
from budgetbook.model.grid import Area, Grid, parse_cell

from .layout import Layout
from .recognise import recognise

WORDS = Path(__file__).with_name("department_budget.csv")


class OwnTemplate(NamedTuple):
    """Sheets by name in their order, and the layout of their tables."""

    grids: dict[str, Grid]
    layout: Layout


@lru_cache(maxsize=8)
def own_template(codes: Classifications, units: frozenset[str], department: str) -> OwnTemplate:
    """The template as it is understood for a department and its units by the codes of a year."""
    grids = own_grids()
    layout = recognise(grids.values(), classes=codes.class_codes, units=units, department=department, code_of=codes.code_of)
    return OwnTemplate(grids, layout)


@lru_cache(maxsize=1)
def own_grids() -> dict[str, Grid]:
    """The sheets of the thirteen tables as the blank template shows them."""
    grids: dict[str, Grid] = {}
    with open(WORDS, encoding="utf-8", newline="") as file:
        for sheet, area, text in list(csv.reader(file))[1:]:
            grid = grids.setdefault(sheet, Grid(sheet, {}))
            start, _, end = area.partition(":")
            if text:
                grid.values[parse_cell(start)] = text
            if end:
                grid.merges.append(Area(*parse_cell(start), *parse_cell(end)))
    return grids
