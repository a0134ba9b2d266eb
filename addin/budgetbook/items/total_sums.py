"""Sums that a total may stand for: of the lines above it or below it up to another total, of all lines, or of all that say the
same as it does in the columns that it fills in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from budgetbook.model.amount import exact_text

from .below import Below
from .columns import Mask, Whole, grouped, joined


class Near(NamedTuple):
    """The lines next to a total, in words, and their sum in fen."""

    words: str
    fen: int


class Bounds:
    """Sums of lines (fen) and how many lines there are before the start, before each total, and before the end."""

    def __init__(self, fen: Whole, lines: Mask, totals: Whole) -> None:
        places = np.concatenate(([0], totals, [len(fen)]))
        self.sums, self.counts = (_before(each)[places].tolist() for each in (np.where(lines, fen, 0), lines))
        self._first = {total: at for at, total in reversed(list(enumerate(self.sums)))}
        self._last = {total: at for at, total in enumerate(self.sums)}

    @property
    def whole(self) -> int:
        """Fen of all lines."""
        return int(self.sums[-1])

    def explains(self, at: int, amount: int) -> bool:
        """Whether the amount of a total (by its place among them) is the sum of the lines from an earlier bound to it, or from it
        to a later one. Totals may be nested, so any earlier and any later one will do."""
        own = at + 1
        first, last = self._first.get(self.sums[own] - amount, own), self._last.get(self.sums[own] + amount, own)
        above = first < own and self.counts[first] < self.counts[own]
        return amount == self.whole or above or (last > own and self.counts[last] > self.counts[own])

    def likely(self, at: int) -> tuple[int, int]:
        """What a total that was rounded most likely stands for: fen of all lines, and of those next to it."""
        return self.whole, self.near(at).fen

    def near(self, at: int) -> Near:
        """The lines between a total and the one above it; below it where there are none."""
        own = at + 1
        if self.counts[own] > self.counts[own - 1]:
            return Near("它上面的明细" if own == 1 else "上一个合计行以来的明细", self.sums[own] - self.sums[own - 1])
        words = "它下面的明细" if own + 2 == len(self.sums) else "到下一个合计行为止的明细"
        return Near(words, self.sums[own + 1] - self.sums[own])


def sums_by_columns(below: Below, fen: Whole, lines: Mask, totals: Whole, without: set[int]) -> list[int | None]:
    """For each total the fen of all lines that say the same as it does in the columns of the list that it fills in; None where it
    fills in none. `without`: columns that say nothing of the kind, as amounts."""
    places = [place for place in below.places.values() if place not in without]
    filled = np.array([below.columns[place].taken(totals).where(bool) for place in places]).T
    found: list[int | None] = [None] * len(totals)
    for pattern in {tuple(row) for row in filled.tolist()}:
        if not any(pattern):
            continue
        columns = [below.columns[place] for place, said in zip(places, pattern, strict=True) if said]
        keys = joined([(column.codes, len(column.values)) for column in columns])
        groups = grouped(keys[lines], fen[lines])
        sums = dict(zip(keys[lines][groups.first].tolist(), groups.sums.tolist(), strict=True))
        for at in np.flatnonzero((filled == pattern).all(axis=1)).tolist():
            found[at] = sums.get(int(keys[totals[at]]))
    return found


def words_of(bounds: Bounds, at: int, amount: int) -> str:
    """What a total says, and what the lines add up to instead."""
    near, whole = bounds.near(at), bounds.whole
    said = f"合计行的金额是 {exact_text(amount)} 元，"
    if near.fen == whole:
        return said + f"明细加起来是 {exact_text(whole)} 元，相差 {exact_text(amount - whole)} 元"
    return said + f"{near.words}加起来是 {exact_text(near.fen)} 元，全部明细加起来是 {exact_text(whole)} 元，都对不上"


def _before(numbers: Whole | Mask) -> Whole:
    """The sum of all numbers before each place, and of all."""
    return np.concatenate(([0], np.cumsum(numbers, dtype=np.int64)))
