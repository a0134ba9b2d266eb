"""Records: lines put together by all that a slice can ask of them, with exact sums; totals of slices are read off them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from budgetbook.model.slices import Slice

from .columns import Column, Mask, Whole

CODES = ("function", "economic", "government", "revenue")
NAMES = ("unit", "project")
_AFTER = "\U0010ffff"
_BLOCK = 2**22  # entries of a mask matrix held at a time

Memo: TypeAlias = "dict[tuple[str, object], Mask]"


@dataclass(frozen=True)
class Records:
    """Sums by box, codes and names. Values of code columns ascend; those of names stand in the order that tables list them."""

    boxes: Whole
    keys: dict[str, Column]
    amounts: Whole

    def mask(self, slice_: Slice, memo: Memo | None = None) -> Mask:
        """The records in the slice. A memo spares asking the same of many slices twice."""
        memo = {} if memo is None else memo
        mask = self._asked(memo, "box", slice_.box)
        for dimension, wanted in zip((*CODES, *NAMES), slice_[1:], strict=True):
            if wanted:
                mask = mask & self._asked(memo, dimension, wanted)
        return mask

    def total(self, slice_: Slice, memo: Memo | None = None) -> int:
        return int(self.amounts[self.mask(slice_, memo)].sum())

    def matrix(self, rows: Sequence[Slice], columns: Sequence[Slice]) -> Whole:
        """Totals of what row and column have in common, int64 [rows × columns]."""
        result = np.zeros((len(rows), len(columns)), np.int64)
        if not (len(rows) and len(columns) and len(self.amounts)):
            return result
        memo: Memo = {}
        weighted = np.stack([self.mask(column, memo) for column in columns], axis=1) * self.amounts[:, None]
        height = max(1, _BLOCK // len(self.amounts))
        for top in range(0, len(rows), height):
            memo = {key: mask for key, mask in memo.items() if key[0] == "box"}
            masks = np.stack([self.mask(row, memo) for row in rows[top : top + height]])
            result[top : top + height] = masks.astype(np.int64) @ weighted
        return result

    def nodes(self, dimension: str, slice_: Slice) -> tuple[str, ...]:
        """The codes or names that records in the slice have, in order; what has none is left out."""
        found = self.keys[dimension].taken(self.mask(slice_)).present()
        return tuple(node for node in found if node and not node.startswith("/"))

    def _asked(self, memo: Memo, dimension: str, wanted: object) -> Mask:
        if (known := memo.get((dimension, wanted))) is None:
            known = memo[dimension, wanted] = self._answer(dimension, wanted)
        return known

    def _answer(self, dimension: str, wanted: object) -> Mask:
        found: Mask
        if isinstance(wanted, int):
            found = (self.boxes & ~np.int64(wanted)) == 0
        elif isinstance(wanted, tuple):
            found = np.logical_or.reduce([self._below(dimension, prefix) for prefix in wanted])
        elif dimension in NAMES:
            found = self.keys[dimension].codes == self._places[dimension].get(str(wanted), -1)
        else:
            found = self._below(dimension, str(wanted))
        return found

    def _below(self, dimension: str, prefix: str) -> Mask:
        """Records whose code starts so: a range, as the codes ascend."""
        column = self.keys[dimension]
        first, last = bisect_left(column.values, prefix), bisect_left(column.values, prefix + _AFTER)
        return (column.codes >= first) & (column.codes < last)

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {name: {value: at for at, value in enumerate(self.keys[name].values)} for name in NAMES}
