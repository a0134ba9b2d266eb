"""The rows of a worksheet by what they say of themselves: how high they are, and whether they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from budgetbook.workbooks.file import layout
from budgetbook.workbooks.file.row_store import Row
from budgetbook.workbooks.file.sheet import Sheet

_HEIGHT = ("ht", "customHeight")


def _numbers(sheet: Sheet, first: int, last: int) -> list[int]:
    """The rows that are there, from first to last."""
    return [number for number in sheet.rows().numbers() if first <= number <= last]


def heights(sheet: Sheet, first: int, last: int) -> Counter[float]:
    """How many rows are how high in points; hidden ones are 0."""
    there = _numbers(sheet, first, last)
    found = Counter(layout.heights(sheet, there).values())
    absent = last - first + 1 - len(there)
    if absent > 0:
        found[layout.default_height(sheet)] += absent
    return found


def forget_heights(sheet: Sheet, first: int, last: int) -> None:
    """They say no height any more: Excel finds one."""
    rows = sheet.edit_rows()
    for number in _numbers(sheet, first, last):
        row = rows.row(number)
        if row is not None and "ht" in row.attributes:
            rows.put_row(number, row.without(*_HEIGHT))


def hidden(sheet: Sheet, first: int, last: int) -> set[bool]:
    """Whether rows are hidden; both where some are."""
    there, rows = _numbers(sheet, first, last), sheet.rows()
    found = {row.is_hidden for number in there if (row := rows.row(number)) is not None}
    return found | {False} if len(there) < last - first + 1 else found


def hide(sheet: Sheet, numbers: Iterable[int], is_hidden: bool) -> None:
    """Whether rows are shown."""
    rows = sheet.edit_rows()
    for number in numbers:
        row = rows.row(number)
        if is_hidden:
            rows.put_row(number, (row or Row("", {})).saying({"hidden": "1"}))
        elif row is not None and row.is_hidden:
            rows.put_row(number, row.without("hidden"))
