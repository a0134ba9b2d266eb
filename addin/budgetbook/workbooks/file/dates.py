"""Dates in cells are day numbers: from 1900 with a 29 February that never was, or from 1904."""

from __future__ import annotations

import datetime
import re

_DAY_ZERO_1900 = datetime.datetime(1899, 12, 30)  # right from 1 March 1900 (61) on
_DAY_ZERO_1904 = datetime.datetime(1904, 1, 1)
_PHANTOM = 60  # 29 February 1900
_LAST = 2_958_465  # 31 December 9999, counted from 1900

_BUILT_IN = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})  # 46 is [h]:mm:ss
_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


def is_date_format(number: int, code: str | None) -> bool:
    """Whether a number format shows a point in time; elapsed time ([h]:mm) is an amount."""
    if code is None:
        return number in _BUILT_IN
    section = code.split(";")[0]
    if _ELAPSED.search(section):
        return False
    plain = _NOT_CODE.sub("", section).lower().replace("general", "")
    return any(letter in plain for letter in "ymdhs") and not any(sign in plain for sign in "0#?")


def from_serial(serial: float, counts_from_1904: bool) -> datetime.date | None:
    """The date, or datetime when there is a time of day; None where Excel itself shows no date."""
    if counts_from_1904:
        start = _DAY_ZERO_1904
    else:
        start = _DAY_ZERO_1900 if serial >= _PHANTOM + 1 else _DAY_ZERO_1900 + datetime.timedelta(1)
        if serial < 1 or _PHANTOM <= serial < _PHANTOM + 1:
            return None
    if not 0 <= serial < _LAST + 1 - (1462 if counts_from_1904 else 0):
        return None
    days = int(serial)
    moment = start + datetime.timedelta(days=days, milliseconds=round((serial - days) * 86_400_000))
    return moment.date() if serial == days else moment


def to_serial(date: datetime.date, counts_from_1904: bool) -> float:
    """The day number. Raises ValueError for a date before the first that Excel knows."""
    moment = date if isinstance(date, datetime.datetime) else datetime.datetime(date.year, date.month, date.day)
    passed = moment.replace(tzinfo=None) - (_DAY_ZERO_1904 if counts_from_1904 else _DAY_ZERO_1900)
    serial = passed.days + (passed.seconds + passed.microseconds / 1e6) / 86_400
    if not counts_from_1904 and serial < _PHANTOM + 1:
        serial -= 1
    if serial < (0 if counts_from_1904 else 1):
        raise ValueError(f"日期 {date} 早于 Excel 能表示的最早日期")
    return serial
