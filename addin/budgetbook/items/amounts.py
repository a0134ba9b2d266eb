"""Amounts of a whole column at once: exact fen, and which of the distinct texts are none."""

from __future__ import annotations

import numpy as np

from budgetbook.model.amount import AmountError, parse_amount

from .columns import Column, Whole

_FEW = 2_000  # distinct texts up to here are parsed one by one, without Arrow


def column_amounts(column: Column, unit: int) -> tuple[Whole, dict[int, str]]:
    """Fen of every row (int64), and for each distinct text that is no amount, its place in `values` and why.

    Rows without an amount count as 0 here; whoever calls refuses them."""
    distinct, wrong = _distinct(column.values, unit)
    return distinct[column.codes], wrong


def _distinct(texts: tuple[str, ...], unit: int) -> tuple[Whole, dict[int, str]]:
    if len(texts) <= _FEW:
        fen = np.zeros(len(texts), np.int64)
        odd = np.arange(len(texts))
    else:
        from .arrow import fen_of

        fen, plain = fen_of(texts, unit)
        odd = np.flatnonzero(~plain)
    wrong: dict[int, str] = {}
    for at in odd.tolist():
        try:
            fen[at] = parse_amount(texts[at], unit) if texts[at] else 0
        except AmountError as error:
            wrong[at] = str(error)
    return fen, wrong


def magnitude(amounts: Whole) -> int:
    """The sum of the absolute amounts as a Python int: exact where an int64 sum could overflow."""
    size = np.abs(amounts)
    return (int((size >> 32).sum()) << 32) + int((size & 0xFFFFFFFF).sum())
