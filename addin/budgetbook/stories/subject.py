"""Whose budget a workbook is, of which year, and what it comes to: what one workbook among many is known by."""

from __future__ import annotations

import re
from typing import NamedTuple

from budgetbook.items.line_items import LineItems
from budgetbook.model.book import Book
from budgetbook.model.figure import State
from budgetbook.model.slices import Slice, parse_slice


class Subject(NamedTuple):
    """Department, year, and all that is spent in fen; "" and None where nothing says."""

    department: str = ""
    year: int | None = None
    spending: int | None = None


def subject_of(book: Book, items: LineItems | None) -> Subject:
    """As the line items say; else as the workbook prints it, what is spent being what 支出合计 says, rounded as it is."""
    if items:
        return Subject(items.department, items.year, items.total(_all_spending()))
    return Subject(book.department or _printed_department(book), book.year, _printed_spending(book))


def _printed_department(book: Book) -> str:
    """The name that stands above the first table that names one."""
    said = (re.split("[:：]", table.department.text, maxsplit=1)[-1].strip() for table in book.tables if table.department)
    return next(filter(None, said), "")


def _printed_spending(book: Book) -> int | None:
    wanted = (_all_spending(), Slice())  # a table of all uses says the same where nothing is left over
    sums = (
        (wanted.index(figure.slice), figure.value)
        for figure in book.figures
        if figure.state is State.READ and figure.slice in wanted
    )
    return min(sums, key=lambda found: found[0], default=(0, None))[1]


def _all_spending() -> Slice:
    return parse_slice("支出")
