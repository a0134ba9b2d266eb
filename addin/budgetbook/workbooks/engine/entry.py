"""What a text becomes that is entered into a cell: a number, a date, a formula, as Excel reads it.

Where Excel's reading depends on the day or on the settings of the machine (3-4, Mar 5, $5), nobody guesses: NotImplementedError
says how to write it so that there is no doubt."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_DOWN, Context, Decimal, InvalidOperation
from typing import NamedTuple

from budgetbook.model.grid import ErrorValue, Value
from budgetbook.workbooks.engine.errors import CODES
from budgetbook.workbooks.engine.functions import stored_formula

_DIGITS = Context(prec=15, rounding=ROUND_DOWN)  # all that Excel keeps of a number
_NUMBER = re.compile(r"[+-]?(?:(?:[0-9]+|(?P<grouped>[0-9]{1,3}(?:,[0-9]{3})+))(?:\.[0-9]*)?|\.[0-9]+)(?P<power>[eE][+-]?[0-9]+)?")
_DATE = r"(?P<year>[0-9]{4})(?P<sign>[-/])(?P<month>[0-9]{1,2})(?P=sign)(?P<day>[0-9]{1,2})"
_TIME = r"(?P<hours>[0-9]{1,4}):(?P<minutes>[0-5]?[0-9])(?::(?P<seconds>[0-5]?[0-9](?:\.[0-9]+)?))?"
_MOMENT = re.compile(rf"{_DATE}(?:\s+{_TIME})?")
_TIMES = re.compile(_TIME)
_MONTHS = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})")
_CHINESE = re.compile(r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?")
_SHORT = re.compile(r"([0-9]{1,2})[-/]([0-9]{1,2}|[0-9]{4})(?:[-/]([0-9]{1,2}|[0-9]{4}))?|[0-9]{1,2}月[0-9]{1,2}日")
_NAMED = re.compile(r"(?:[0-9]{1,4}[-/\s]?)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[-/\s,]*[0-9]{0,4}", re.I)
_DOUBTFUL = re.compile(r"[-+]?\s?[$¥￥€£]\s?[0-9].*|[0-9]+\s+[0-9]+/[0-9]+|.*[0-9]\s?[ap]m", re.I)
_FIRST_YEAR = 1900
DATE, MONTH, TIME, LONG_TIME, ELAPSED, MOMENT = "m/d/yyyy", "mmm-yy", "h:mm", "h:mm:ss", "[h]:mm:ss", "m/d/yyyy h:mm"
_CHINESE_DAY, _CHINESE_MONTH = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"'


class Typed(NamedTuple):
    """The value or formula (without =), the number format that Excel gives to a cell of the format General, and whether a ' stood
    before a text."""

    value: Value = None
    formula: str = ""
    number_format: str | None = None
    is_quoted: bool = False


def typed(text: str) -> Typed:
    """What a text becomes in a cell that is not formatted as text. Raises ValueError for a formula that cannot be one."""
    if text.startswith("'"):
        return Typed(text[1:] or None, is_quoted=True)
    if text.startswith("=") and text != "=":
        return Typed(formula=stored_formula(text[1:]))
    plain = text.strip()
    if not plain:
        return Typed(text or None)
    if plain.upper() in ("TRUE", "FALSE"):
        return Typed(plain.upper() == "TRUE")
    if plain.upper() in CODES:
        return Typed(ErrorValue(plain.upper()))
    found = _number(plain) or _date(plain)
    if found is None:
        _refuse_doubtful(plain)
    return found or Typed(text)


def _number(text: str) -> Typed | None:
    bare, scale, negative = text, Decimal(1), False
    if text.startswith("(") and text.endswith(")") and text[1:2] not in "+-":
        bare, negative = text[1:-1], True
    is_percent = bare.endswith("%")
    if is_percent:
        bare, scale = bare[:-1].rstrip(), Decimal(100)
    match = _NUMBER.fullmatch(bare)
    if match is None:
        return None
    try:
        exact = _DIGITS.plus(Decimal(bare.replace(",", ""))) / scale
    except InvalidOperation:
        return None
    value = float(-exact if negative else exact)
    if abs(value) >= 1e308:
        return None  # beyond all numbers that Excel knows: it stays text
    return Typed(value, number_format=_shown(match, is_percent))


def _shown(match: re.Match[str], is_percent: bool) -> str | None:
    """The format that Excel takes from how a number was written."""
    fraction = "." in match[0]
    if is_percent:
        return "0.00%" if fraction else "0%"
    if match["power"]:
        return "0.00E+00"
    if match["grouped"]:
        return "#,##0.00" if fraction else "#,##0"
    return None


def _date(text: str) -> Typed | None:
    if match := _MOMENT.fullmatch(text):
        return _moment(match)
    if match := _TIMES.fullmatch(text):
        days = _elapsed(match) / datetime.timedelta(1)
        shown = ELAPSED if days >= 1 else LONG_TIME if match["seconds"] else TIME
        return Typed(days, number_format=shown)
    if match := _MONTHS.fullmatch(text):
        return _shown_as(_day(match["year"], match["month"], "1"), MONTH)
    if match := _CHINESE.fullmatch(text):
        day = _day(match["year"], match["month"], match["day"] or "1")
        return _shown_as(day, _CHINESE_DAY if match["day"] else _CHINESE_MONTH)
    return None


def _moment(match: re.Match[str]) -> Typed | None:
    day = _day(match["year"], match["month"], match["day"])
    if day is None or match["hours"] is None:
        return _shown_as(day, DATE)
    moment = datetime.datetime.combine(day, datetime.time()) + _elapsed(match)
    return Typed(moment, number_format=MOMENT) if int(match["hours"]) < 24 else None


def _shown_as(day: datetime.date | None, number_format: str) -> Typed | None:
    return None if day is None else Typed(day, number_format=number_format)


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


def _elapsed(match: re.Match[str]) -> datetime.timedelta:
    return datetime.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]), seconds=float(match["seconds"] or 0))


def _refuse_doubtful(text: str) -> None:
    """Raises NotImplementedError for a text of which only Excel on the user's own machine knows what becomes of it."""
    if text[0] in "+-@" and len(text) > 1:
        what = "公式"
    elif _is_short_date(text) or (_NAMED.fullmatch(text) and any(sign.isdigit() for sign in text)):
        what = "日期"
    elif _DOUBTFUL.fullmatch(text):
        what = "金额、分数或时间"
    else:
        return
    raise NotImplementedError(
        f"Excel 会把“{text}”当作{what}，结果取决于电脑的设置：要写文字，请先把单元格格式设为 '@'，或在前面加 '；"
        f"要写日期和数，请直接写日期和数（Excel would not keep {text!r} as text: format the cell as '@' or write a value）"
    )


def _is_short_date(text: str) -> bool:
    match = _SHORT.fullmatch(text)
    if match is None or match[1] is None:
        return match is not None
    first, second = int(match[1]), int(match[2])
    return 1 <= first <= 31 and second >= 1 and (first <= 12 or second <= 12)
