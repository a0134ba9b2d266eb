"""Amounts of a whole column at once: exact fen, and which of the distinct texts are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from budgetbook.model.amount import WANYUAN, YUAN, AmountError, parse_amount

from .columns import Column, Mask, Whole

TOTAL_LIMIT = 2**62  # fen: sums of all lines stay inside int64

_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3}){1,3}(\.[0-9]*)?")
_DIGITS = {YUAN: 14, WANYUAN: 10}  # before the point; more is beyond the largest amount
_DECIMALS = {YUAN: 2, WANYUAN: 6}  # that a fen has
_LONGEST = 24  # characters of a text that is read together with the others
_BLOCK = 8192  # texts read at a time
_POINT, _PLUS, _MINUS, _ZERO = (ord(character) for character in ".+-0")


def column_amounts(column: Column, unit: int) -> tuple[Whole, dict[int, str]]:
    """Fen of every row (int64), and for each distinct text that is no amount, its place in `values` and why.

    Rows without an amount count as 0 here; whoever calls refuses them."""
    distinct, wrong = _distinct(column.values, unit)
    return distinct[column.codes], wrong


def _distinct(texts: tuple[str, ...], unit: int) -> tuple[Whole, dict[int, str]]:
    fen, plain = fen_of(texts, unit)
    wrong: dict[int, str] = {}
    for at in np.flatnonzero(~plain).tolist():
        try:
            fen[at] = parse_amount(texts[at], unit) if texts[at] else 0
        except AmountError as error:
            wrong[at] = str(error)
    return fen, wrong


def fen_of(texts: Sequence[str], unit: int) -> tuple[Whole, Mask]:
    """Fen (int64, exact, halves up) of plain decimal texts (-1234.5) in yuan or 万元, and which texts were plain; the others
    are 0."""
    short = texts
    if max(map(len, texts), default=0) > _LONGEST:
        short = [text if len(text) <= _LONGEST else "" for text in texts]
    if "," in "".join(short):
        short = [text.replace(",", "") if _GROUPED.fullmatch(text) else text for text in short]
    blocks = [_fen_of_block(short[start : start + _BLOCK], unit) for start in range(0, len(short), _BLOCK)]
    fen, plain = zip(*blocks, strict=True) if blocks else ([np.zeros(0, np.int64)], [np.zeros(0, np.bool_)])
    return np.concatenate(fen), np.concatenate(plain)


def _fen_of_block(texts: Sequence[str], unit: int) -> tuple[Whole, Mask]:
    """The same of short texts, all their characters at once: [place × text]."""
    characters, lengths = _characters(texts), np.fromiter(map(len, texts), np.int64, len(texts))
    places = np.arange(len(characters))[:, None]
    points = characters == _POINT
    point = np.where(points.any(axis=0), points.argmax(axis=0), lengths)
    signed = (characters[0] == _MINUS) | (characters[0] == _PLUS)
    digits = characters - _ZERO
    is_digit = (digits >= 0) & (digits < 10)
    plain = (is_digit | (places == point) | (places >= lengths) | (signed & (places == 0))).all(axis=0)
    plain &= (point - signed >= 1) & (point - signed <= _DIGITS[unit])
    # What a digit is worth in tenths of a fen, by how far the point stands behind it: what is worth less is cut off.
    worth = np.array([10**place for place in range(_DIGITS[unit] + _DECIMALS[unit] + 1)] + [0] * 2 * _LONGEST)
    behind = point - places - (places < point) + _DECIMALS[unit] + 1
    tenths = np.where(is_digit, digits * worth[behind], 0).sum(axis=0)
    fen = (tenths + 5) // 10
    return np.where(plain, np.where(characters[0] == _MINUS, -fen, fen), 0), plain


def _characters(texts: Sequence[str]) -> Whole:
    """[place × text], 0 behind the end of a text."""
    written = np.array(texts, dtype=np.str_)
    return written.view(np.uint32).reshape(len(texts), -1).T.astype(np.int64, order="C")


def magnitude(amounts: Whole) -> int:
    """The sum of the absolute amounts as a Python int: exact where an int64 sum could overflow."""
    size = np.abs(amounts)
    return (int((size >> 32).sum()) << 32) + int((size & 0xFFFFFFFF).sum())
