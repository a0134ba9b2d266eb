"""Equations: what must hold between figures; and many of them at once, as columns, so that thousands are judged in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from budgetbook.model.dimensions import DIMENSIONS

from .boxes import MIXED
from .lines import CODES, WHO

SAME, SUM, PART, ITEM = "SAME", "SUM", "PART", "ITEM"
KINDS = (SAME, SUM, PART)
_DIMENSIONS = ("", MIXED, WHO, "economic", *CODES, *DIMENSIONS)

Whole: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]


class Equation(NamedTuple):
    """What must hold between figures, given by their index. SAME: all agree; SUM: left is the sum of right; PART: left is
    not less than the sum of right. `assumed`: it holds only while the boxes taken for empty are empty."""

    kind: str
    dimension: str
    left: int
    right: tuple[int, ...]
    assumed: bool = False


def members(equation: Equation) -> tuple[int, ...]:
    """All figures of an equation."""
    return equation.left, *equation.right


class Equations(Sequence[Equation]):
    """Many equations as columns of int64: `heads` [kind, law, number of terms] × equations, `left`, and the terms of all in a
    row. A kind is its place in KINDS; a law keeps what is not needed for judging, the dimension and whether it is assumed."""

    __slots__ = ("heads", "left", "right")

    def __init__(self, heads: Whole, left: Whole, right: Whole):
        self.heads, self.left, self.right = heads, left, right

    def __len__(self) -> int:
        return len(self.left)

    def __iter__(self) -> Iterator[Equation]:
        terms = iter(self.right.tolist())
        for kind, law, size, left in zip(*self.heads.tolist(), self.left.tolist(), strict=True):
            yield Equation(KINDS[kind], _DIMENSIONS[law // 2], left, tuple(islice(terms, size)), bool(law % 2))

    @overload
    def __getitem__(self, place: int, /) -> Equation: ...
    @overload
    def __getitem__(self, place: slice, /) -> Equations: ...
    def __getitem__(self, place: int | slice, /) -> Equation | Equations:
        chosen = np.zeros(len(self), np.bool_)
        chosen[place] = True
        found = self.where(chosen)
        return found if isinstance(place, slice) else next(iter(found))

    @property
    def kinds(self) -> Whole:
        kinds: Whole = self.heads[0]
        return kinds

    @property
    def starts(self) -> Whole:
        """Where the terms of each begin in `right`."""
        starts: Whole = np.cumsum(self.heads[2]) - self.heads[2]
        return starts

    def where(self, chosen: Mask) -> Equations:
        """The chosen ones, in their order."""
        return Equations(self.heads[:, chosen], self.left[chosen], self.right[chosen.repeat(self.heads[2])])

    def over(self, places: Sequence[Sequence[int]]) -> Equations:
        """These equations of positions in a row or column, asked of each of several: [rows × positions] of figures."""
        figures = np.array(places, np.int64)
        heads = self.heads[:, None, :].repeat(len(figures), axis=1).reshape(len(self.heads), -1)
        return Equations(heads, figures.take(self.left, axis=1).ravel(), figures.take(self.right, axis=1).ravel())


def law(dimension: str, assumed: bool) -> int:
    """The number that stands for the two in `heads`."""
    return 2 * _DIMENSIONS.index(dimension) + assumed


def columns_of(equations: Iterable[Equation]) -> Equations:
    """Equations as columns."""
    heads: list[tuple[int, int, int]] = []
    left: list[int] = []
    right: list[int] = []
    for kind, dimension, whole, terms, assumed in equations:
        heads.append((KINDS.index(kind), law(dimension, assumed), len(terms)))
        left.append(whole)
        right += terms
    columns = np.array(heads, np.int64).reshape(-1, 3).T
    return Equations(columns, np.array(left, np.int64), np.array(right, np.int64))


def joined(parts: Sequence[Equations]) -> Equations:
    """All equations of several, in order."""
    return Equations(
        np.concatenate([part.heads for part in parts], axis=1),
        np.concatenate([part.left for part in parts]),
        np.concatenate([part.right for part in parts]),
    )
