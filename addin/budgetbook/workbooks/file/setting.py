"""Values as they are written into cells."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from budgetbook.model.grid import ErrorValue, Value
from budgetbook.workbooks.file import dates, strings, xml
from budgetbook.workbooks.file.cells import EMPTIES, EMPTY, is_simple, parts

_PLAIN = re.compile(r"[^\s&<>_]+")  # text that stands in XML as it is


def with_value(rest: str, value: Value, counts_from_1904: bool, *, computed: bool = False) -> str:
    """The rest of a cell with this value; `computed` when a formula stands for it, be it the cell's own or one that fills an area,
    so that the value is only what was last computed."""
    if not computed and (rest in EMPTIES or is_simple(rest)):
        return written(value, counts_from_1904)
    present = parts(rest)
    if present.formula or computed:
        return present.with_value(*_computed(value, counts_from_1904), computed=True)
    return present.with_value(*_entered(value, counts_from_1904), computed=False)


def written(value: Value, counts_from_1904: bool) -> str:
    """The rest of a cell that holds this value and nothing else."""
    if type(value) is float and not value.is_integer():  # most of all cells
        return f"><v>{value!r}</v></c>"
    if value is None:
        return EMPTY
    if type(value) is str:
        return _written_text(value)
    kind, content = _entered(value, counts_from_1904)
    return f' t="{kind}">{content}</c>' if kind else f">{content}</c>"


@lru_cache(maxsize=4096)  # names, labels and units are written again and again
def _written_text(text: str) -> str:
    return f' t="inlineStr"><is>{_element("t", text)}</is></c>'


def _entered(value: Value, counts_from_1904: bool) -> tuple[str, str]:
    """Kind and element of a value that somebody entered."""
    if isinstance(value, str) and not isinstance(value, ErrorValue):
        return "inlineStr", f"<is>{_element('t', value)}</is>"
    return _computed(value, counts_from_1904)


def _computed(value: Value, counts_from_1904: bool) -> tuple[str, str]:
    """Kind and element of a value that a formula has come to."""
    if value is None:
        return "", ""
    if isinstance(value, ErrorValue):
        return "e", f"<v>{xml.escaped(value)}</v>"
    if isinstance(value, str):
        return "str", _element("v", value)
    if isinstance(value, bool):
        return "b", f"<v>{int(value)}</v>"
    return "", f"<v>{_number(value, counts_from_1904)}</v>"


def _element(tag: str, text: str) -> str:
    if _PLAIN.fullmatch(text):
        return f"<{tag}>{text}</{tag}>"
    text, kept = strings.escaped(text)
    space = ' xml:space="preserve"' if kept else ""
    return f"<{tag}{space}>{xml.escaped(text)}</{tag}>"


def _number(value: float | datetime.date, counts_from_1904: bool) -> str:
    if isinstance(value, datetime.date):
        value = dates.to_serial(value, counts_from_1904)
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
