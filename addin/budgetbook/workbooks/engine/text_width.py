"""How wide a value is when it is shown, roughly: in characters, of which Chinese ones count twice."""

from __future__ import annotations

import re
import unicodedata

from budgetbook.model.grid import Value

_DECIMALS = re.compile(r"\.(0+)")
_FREE = 1.0  # at the right of a text
_DATE = 10.0


def shown_width(value: Value, text: str, code: str) -> float:
    """The width of the longest line."""
    if isinstance(value, float) and not isinstance(value, bool):
        text = _number(value, text, code)
    elif not isinstance(value, str | bool) and value is not None:
        return _DATE + _FREE
    return (
        max(sum(2.0 if unicodedata.east_asian_width(sign) in "WF" else 1.0 for sign in line) for line in text.split("\n")) + _FREE
    )


def _number(value: float, text: str, code: str) -> str:
    """About as the format shows it: with its decimals, thousands and per cent."""
    section = code.split(";")[0]
    if section == "General":
        return text[:11]
    decimals = _DECIMALS.search(section)
    scaled = value * 100 if "%" in section else value
    grouped = "," if "," in section else ""
    return f"{scaled:{grouped}.{len(decimals[1]) if decimals else 0}f}" + ("%" if "%" in section else "")
