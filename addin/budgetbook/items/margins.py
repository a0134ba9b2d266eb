"""Margin: records summed up by their boxes and along one dimension, so that totals are read off instead of added up."""

from __future__ import annotations

from collections.abc import Set

import numpy as np

from .columns import Places, Whole


class Margin:
    """Totals by box and code. `known` holds, for the boxes that were asked for, the totals of the records inside whose code is
    below 0, below 1 … below the number of codes."""

    def __init__(self, kinds: Whole, of_kind: Whole, codes: Places, count: int, amounts: Whole) -> None:
        """Each record has a box, kinds[of_kind], and a code below `count`."""
        sums = np.zeros((len(kinds), count + 1), np.int64)
        np.add.at(sums.reshape(-1), of_kind * (count + 1) + codes + 1, amounts)
        self._kinds, self._running = kinds, sums.cumsum(axis=1)
        self.known: dict[int, list[int]] = {}

    def learn(self, boxes: Set[int]) -> None:
        """Add up what is not known yet, all at once."""
        new = [box for box in boxes if box not in self.known]
        if new:
            inside = (self._kinds & ~np.array(new)[:, None]) == 0
            self.known.update(zip(new, (inside @ self._running).tolist(), strict=True))
