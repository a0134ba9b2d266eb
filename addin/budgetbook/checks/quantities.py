"""What people write as the value of an indicator, understood: ≥1.4万, 三十万元, 12月底前, 99%, 1000套, 提高12月.

An amount is fen with half its last written place, as every printed figure; everything else is a decimal in the unit written."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.amount import YUAN

from .chinese_numbers import CHINESE_NUMBER, chinese_number
from .references import without_references


class Kind(Enum):
    """What a quantity measures."""

    AMOUNT = "金额"
    PERCENT = "百分比"
    DATE = "日期"
    DURATION = "时长"
    COUNT = "数量"


class Quantity(NamedTuple):
    """One quantity in a text. `sign` is = ≥ ≤ ＞ ＜ or "" where none is written; `verb` is what stands right before it (提高).

    value and half are fen of an AMOUNT, percent of a PERCENT, and counts of `unit` else. Of a DATE they say nothing."""

    kind: Kind
    sign: str
    value: Decimal
    half: Decimal
    unit: str
    written: str
    verb: str = ""


class Date(NamedTuple):
    """A day, month, quarter's end or year as it is written; None where it is not said."""

    year: int | None
    month: int | None
    day: int | None
    written: str


_SIGNS = (
    ("≥", ">=|=>|≥|≧|大于等于|大于或等于|不低于|不少于|不小于|不得低于|至少|达到|达"),
    ("≤", "<=|=<|≤|≦|小于等于|小于或等于|不超过|不高于|不大于|不多于|不得超过|最多|控制在"),
    ("＞", ">|大于|超过|高于|多于"),
    ("＜", "<|小于|低于|少于"),
    ("=", "=|等于|为"),
)
_BEHIND = (("≥", "及以上|以上"), ("≤", "及以内|以内|及以下|以下|之内"))
_SIGN_OF = {word: sign for sign, words in (*_SIGNS, *_BEHIND) for word in words.split("|")}
_VERBS = r"提高|提升|增长|增加|降低|减少|下降|完成|同比增长|节约"
_COUNTED = "万亿元次个项条家场名人套份批期件台辆所处篇年月天日周倍户"  # what follows a number in characters; 统一, 一般 are none
_NUMBER = (
    rf"(?<![\d.])[+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|(?<!第){CHINESE_NUMBER}(?=[{_COUNTED}])|(?<=百分之){CHINESE_NUMBER}"
)
_SCALES = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_DURATIONS = "年|个月|月|个季度|季度|周|星期|个工作日|工作日|天|日|个小时|小时|分钟"
_QUANTITY = re.compile(
    rf"(?P<verb>{_VERBS})?(?:到|至|了)?"
    rf"(?P<sign>{'|'.join(words for _, words in _SIGNS)})?"
    rf"(?P<hundredths>百分之)?(?P<number>{_NUMBER})"
    r"(?P<scale>[十百千]?万|亿|[百千](?=元))?"
    rf"(?:(?P<money>元|块)|(?P<percent>个?百分点|%)|(?P<duration>{_DURATIONS})|(?P<unit>[^\W\d_]{{1,4}})?)"
    rf"(?P<behind>{'|'.join(words for _, words in _BEHIND)})?"
)
_DATE = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)\s*(?:年|[-./])\s*(?P<month>1[0-2]|0?[1-9])(?!\d)\s*(?:月|[-./]|(?=$|[^\d.]))\s*(?P<day>3[01]|[12]\d|0?[1-9])?(?!\d)\s*[日号]?(?!\s*[元万亿%‰个项次条套人户家块])"
    r"|(?<![\d.])(?P<only_year>(?:19|20)\d\d)\s*年(?:度|底|末|初)?"
    r"|(?<![\d个])(?P<only_month>1[0-2]|0?[1-9])\s*月\s*(?P<its_day>3[01]|[12]\d|0?[1-9])\s*[日号]"
    r"|(?<![\d个])(?P<bare_month>1[0-2]|0?[1-9])\s*月(?:份|底|末|初|前|之前|以前)"
)


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities in a text, in order; dates and what stands in references (documents, titles, contracts) left out."""
    folded = "".join(_without_dates(without_references(_folded(text))).split())
    return tuple(_quantity(match) for match in _QUANTITY.finditer(folded))


@lru_cache(maxsize=4096)
def dates(text: str) -> tuple[Date, ...]:
    """All dates in a text; what stands in references is none."""
    return tuple(_date(match) for match in _DATE.finditer(without_references(_folded(text))))


def amounts(text: str) -> tuple[Quantity, ...]:
    """The quantities that are money by their unit, and a bare number with 万, which is money where money is asked for."""
    return tuple(each for each in quantities(text) if each.kind is Kind.AMOUNT)


def _folded(text: str) -> str:
    """Full-width forms folded."""
    return unicodedata.normalize("NFKC", text)


def _without_dates(text: str) -> str:
    return _DATE.sub(lambda match: " " * len(match[0]), text)


def _quantity(match: re.Match[str]) -> Quantity:
    number, places = _number(match["number"])
    scale = _SCALES[match["scale"] or ""]
    sign = _SIGN_OF.get(match["sign"] or match["behind"], "")
    kind, unit = _kind(match)
    base = scale * (YUAN if kind is Kind.AMOUNT else 1)
    half = base * Decimal(1).scaleb(-places) / 2
    return Quantity(kind, sign, number * base, half, unit, match[0], match["verb"] or "")


def _kind(match: re.Match[str]) -> tuple[Kind, str]:
    if match["money"] or ((match["scale"] or "").endswith(("万", "亿")) and not match["unit"]):
        return Kind.AMOUNT, "元" if match["money"] else ""
    if match["percent"] or match["hundredths"]:
        return Kind.PERCENT, "%"
    if match["duration"]:
        return Kind.DURATION, match["duration"]
    return Kind.COUNT, match["unit"] or ""


def _number(written: str) -> tuple[Decimal, int]:
    """The number and how many decimals are written."""
    if written.lstrip("+-")[0].isdecimal():
        number = Decimal(written.replace(",", ""))
        return number, len(written.partition(".")[2])
    return Decimal(chinese_number(written)), 0


def _date(match: re.Match[str]) -> Date:
    def number(*names: str) -> int | None:
        return next((int(match[name]) for name in names if match[name]), None)

    return Date(
        number("year", "only_year"), number("month", "only_month", "bare_month"), number("day", "its_day"), match[0].strip()
    )
