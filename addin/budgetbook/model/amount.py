"""Money is whole fen (分) in an int; 元 and 万元 are printed units. The one place that parses, rounds and prints."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

YUAN = 100
WANYUAN = 10_000 * YUAN
UNIT_NAMES = {YUAN: "元", WANYUAN: "万元"}
LARGEST = 10**16  # fen: 100 万亿元, far above any budget, far below what int64 sums can hold

# An amount of at most 15 digits has a float of its own: of these, the one that is nearest to a float is the one that it prints.
_SHORT = 10**15
_SAFE = 20  # digits of a whole number that is taken as it is

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = str.maketrans("－—–−", "----")


class AmountError(ValueError):
    """What was written is not an amount; the message says so in Chinese."""


class Scale(NamedTuple):
    """How a table prints money: fen in one printed unit, and decimals."""

    unit: int = WANYUAN
    decimals: int = 2

    @property
    def step(self) -> int:
        """One in the last printed place, in fen (at least one fen)."""
        return _step(*self)

    @property
    def half(self) -> int:
        """Half the rounding interval, in fen; 0 where every fen is printed."""
        return self.step // 2

    def round(self, fen: int) -> int:
        """Half up (四舍五入) to the printed place, away from zero for negative amounts, in fen."""
        step = self.step
        if fen % step == 0:
            return fen
        rounded = (2 * abs(fen) + step) // (2 * step) * step
        return rounded if fen >= 0 else -rounded

    def text(self, fen: int) -> str:
        """The amount as it is printed: 18.76."""
        unit, decimals = self
        rounded = self.round(fen)
        whole, rest = divmod(abs(rounded), unit)
        sign = "-" if rounded < 0 else ""
        return f"{sign}{whole}.{str(rest * 10**decimals // unit).zfill(decimals)}" if decimals else f"{sign}{whole}"

    def number(self, fen: int) -> float:
        """The printed amount as a cell's number; the nearest float to the decimal that is printed."""
        return self.round(fen) / self.unit


@lru_cache(maxsize=64)
def _step(unit: int, decimals: int) -> int:
    return max(1, unit // int(10**decimals))


def exact_text(fen: int, unit: int = YUAN) -> str:
    """Every fen in the given unit, without trailing zeros beyond two decimals: 187600 元 is "187600.00"."""
    return Scale(unit, max(2, decimals_of(fen, unit))).text(fen)


def decimals_of(fen: int, unit: int) -> int:
    """How many decimals the amount has in this unit."""
    places = 0
    while unit > 1 and fen % unit:
        unit //= 10
        places += 1
    return places


def parse_amount(written: object, unit: int = YUAN) -> int:
    """Fen from a number or a text in the given unit; halves of a fen go up.

    Understands full-width digits, thousands separators, blanks of all kinds, a leading ¥ and parentheses for negative.
    Raises AmountError for anything else, a bool, a non-finite number, or an amount beyond LARGEST."""
    if isinstance(written, bool):
        raise AmountError(f"“{'TRUE' if written else 'FALSE'}”是逻辑值，不是金额")
    if isinstance(written, int):
        return _bounded(written * unit, written)
    if isinstance(written, float):
        if written.is_integer():
            return _bounded(int(written) * unit, written)
        if abs(written) < _SHORT // unit and (nearest := round(written * unit)) / unit == written:
            return nearest
    text = repr(written) if isinstance(written, float) else str(written)
    if text.isdecimal() and len(text) <= _SAFE:
        return _bounded(int(text) * unit, written)
    if not _PLAIN.fullmatch(text):
        text = _plain_text(text)
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        raise AmountError(f"“{written}”不是金额")
    try:
        fen = (Decimal(text.replace(",", "")) * unit).quantize(Decimal(1), ROUND_HALF_UP)
    except InvalidOperation:
        raise AmountError(f"“{written}”太大，不像是金额") from None
    return _bounded(int(fen), written)


def _plain_text(text: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_DASHES).lstrip("¥")
    if text.startswith("(") and text.endswith(")"):
        return "-" + text[1:-1]
    return text


def _bounded(fen: int, written: object) -> int:
    if abs(fen) > LARGEST:
        raise AmountError(f"“{written}”太大，不像是金额")
    return fen
