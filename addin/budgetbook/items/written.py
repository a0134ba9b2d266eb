"""What people and exports write into cells, made plain: blanks, full-width digits, codes that became numbers."""

from __future__ import annotations

import datetime
import re
import unicodedata
from decimal import Decimal

_ERROR = 0x800A0000 - 2**32  # a running Excel passes an error on as its number on top of this; its numbers are floats
ERROR_NUMBERS = {
    _ERROR + number: name
    for number, name in {
        2000: "#NULL!", 2007: "#DIV/0!", 2015: "#VALUE!", 2023: "#REF!", 2029: "#NAME?", 2036: "#NUM!", 2042: "#N/A",
        2043: "#GETTING_DATA", 2045: "#SPILL!", 2046: "#CONNECT!", 2047: "#BLOCKED!", 2048: "#UNKNOWN!", 2049: "#FIELD!",
        2050: "#CALC!",
    }.items()
}  # fmt: skip
CELL_ERRORS = tuple(ERROR_NUMBERS.values())

_EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_NOISE = re.compile(r"-?\d+\.\d{7,}")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_NUMBER = re.compile(r"(\d+)\.0*")
_NAMED = re.compile(r"[\[(]?(\d+)(?:\.0*)?[\])]?[-_:.、—]?(?=[\u3400-\u9fff])[^\d]*.*")


def cell_text(value: object) -> str:
    """A cell's value as text: 2010306.0 is "2010306", nothing and NaN are "", a date is 2024-01-01, 1.5000 of currency is 1.5."""
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, Decimal):  # a cell that is formatted as currency
        return f"{value.normalize():f}"
    if isinstance(value, datetime.datetime):  # a running Excel says a time zone, though its dates have none
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def error_name(value: object) -> str:
    """The error of a cell as Excel shows it (#N/A), whether it came as text or as a whole number; "" for any other value."""
    if isinstance(value, str):
        return value if value in CELL_ERRORS else ""
    return ERROR_NUMBERS.get(value, "") if type(value) is int else ""


def _number_text(value: float) -> str:
    if value != value:
        return ""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))


def tidy(text: str) -> str:
    """Without blanks of any kind at its ends."""
    return text.strip(_EDGES)


def without_noise(text: str) -> str:
    """A number with the noise of its binary form becomes the shortest text that is the same number."""
    return repr(float(text)) if "." in text and _NOISE.fullmatch(text) else text


def code_text(text: str) -> str:
    """The bare code: full-width digits folded, blanks, a leading quote and a trailing .0 gone, a name behind it left out.

    What does not look like a code stays as it is, to be shown to its author."""
    if text.isascii() and text.isdigit():
        return text
    plain = _BLANK.sub("", unicodedata.normalize("NFKC", text)).lstrip("'‘’`")
    for pattern in (_NUMBER, _NAMED):
        if match := pattern.fullmatch(plain):
            return match[1]
    return plain
