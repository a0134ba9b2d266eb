"""What becomes of a value that a program writes into a cell, given how the cell looks."""

from __future__ import annotations

import datetime
import decimal
from typing import Any, NamedTuple

from budgetbook.workbooks.engine.entry import DATE, MOMENT, Typed, typed
from budgetbook.workbooks.engine.unsupported import refuse
from budgetbook.workbooks.file import fonts, number_formats
from budgetbook.workbooks.file.entering import Entry
from budgetbook.workbooks.file.live import LiveWorkbook


class _Look(NamedTuple):
    """What matters of a style: its number format, and the style once a ' before an old text no longer counts."""

    code: str
    unquoted: int


class Intake:
    """Takes in values for one block; styles are looked at once."""

    def __init__(self, workbook: LiveWorkbook):
        self._workbook = workbook
        self._looks: dict[int, _Look] = {}

    def _look(self, style: int) -> _Look:
        if style not in self._looks:
            styles = self._workbook.styles
            self._looks[style] = _Look(number_formats.code_of(styles, style), fonts.without_quote_prefix(styles, style))
        return self._looks[style]

    def entry(self, value: Any, style: int) -> Entry:
        """Raises TypeError for what no cell can hold, NotImplementedError for what Excel alone can read."""
        look = self._look(style)
        new = None if look.unquoted == style else look.unquoted
        if value is None or value == "":
            return Entry(style=new)
        if look.code == number_formats.TEXT:
            return Entry(_as_text(value), style=new)
        found = typed(value) if isinstance(value, str) else _given(value)
        if found.is_quoted:
            return Entry(found.value, style=fonts.with_quote_prefix(self._workbook.styles, style))
        if found.number_format and look.code == number_formats.GENERAL:
            new = number_formats.with_code(self._workbook.styles, look.unquoted, found.number_format)
        return Entry(found.value, found.formula, new)


def _given(value: Any) -> Typed:
    """A value that is no text, with the format that Excel gives to dates."""
    if isinstance(value, bool):
        return Typed(value)
    if isinstance(value, datetime.datetime):
        at_midnight = value.time() == datetime.time()
        return Typed(value.replace(tzinfo=None), number_format=DATE if at_midnight else MOMENT)
    if isinstance(value, datetime.date):
        return Typed(value, number_format=DATE)
    if isinstance(value, int | float | decimal.Decimal):
        return Typed(float(value))
    raise TypeError(f"单元格里不能写 {type(value).__name__}：{value!r}（cannot be written to a cell）")


def _as_text(value: Any) -> str:
    """A cell that is formatted as text takes every value as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.date):
        refuse("把日期写进文本格式的单元格", "写成什么样取决于电脑的设置，请先转成文字")
    if isinstance(value, bool):
        return str(value).upper()
    _given(value)
    return number_text(float(value))


def number_text(value: float) -> str:
    """A number as Excel writes it out: 15 digits, no .0."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}".upper()
