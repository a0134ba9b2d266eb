"""What the cells of a panel count: each the part that its row and its column have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

from budgetbook.model.slices import Slice

from .layout import Column

Crossing: TypeAlias = Callable[[Slice], tuple[Slice | None, ...]]


def crossing(columns: Sequence[Column]) -> Crossing:
    """From the slice of a row to those of its cells, as `columns`; None for a cell that can hold nothing.

    Kept by slices: rows of the same codes cross the same columns in every department."""
    return _crossing(tuple([None if column.measure else column.slice for column in columns]))


@lru_cache(maxsize=64)
def _crossing(columns: tuple[Slice | None, ...]) -> Crossing:
    @lru_cache(maxsize=512)
    def cells(row: Slice) -> tuple[Slice | None, ...]:
        return tuple([column and row.meet(column) for column in columns])

    return cells
