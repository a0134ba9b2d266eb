"""What the cells of a panel count: each the part that its row and its column have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from budgetbook.model.slices import Slice

from .layout import Column


class Spot(NamedTuple):
    """A cell of a row that can hold something: which of the panel's columns it is in, where that stands and the last of its
    words, and what the cell counts."""

    place: int
    at: int
    leaf: str
    slice: Slice


Crossing: TypeAlias = Callable[[Slice], tuple[Spot, ...]]


@lru_cache(maxsize=64)
def crossing(columns: tuple[Column, ...]) -> Crossing:
    """From the slice of a row to the spots of its cells.

    Kept by columns and by slices: rows of the same codes cross the same columns in every department."""
    leaves = [(place, column.at, column.reads.rpartition("/")[2]) for place, column in enumerate(columns)]

    @lru_cache(maxsize=512)
    def spots(row: Slice) -> tuple[Spot, ...]:
        met = [None if column.measure else row.meet(column.slice) for column in columns]
        return tuple(Spot(*leaf, both) for leaf, both in zip(leaves, met, strict=True) if both is not None)

    return spots
