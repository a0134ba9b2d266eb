"""Columns of text with each distinct text held once, so that whatever is asked of a text is asked once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.int32]
Mask: TypeAlias = NDArray[np.bool_]

_CHUNK = 10_000  # rows turned into columns at a time
_WIDEST = 2**62
_FEW = 2**20  # keys that are told by counting instead of sorting


class Column(NamedTuple):
    """Row i holds values[codes[i]]."""

    codes: Places
    values: tuple[str, ...]

    @classmethod
    def constant(cls, value: str, length: int) -> Column:
        return cls(np.zeros(length, np.int32), (value,))

    def where(self, holds: Callable[[str], bool]) -> Mask:
        """The rows whose text is so."""
        return np.fromiter((holds(value) for value in self.values), np.bool_, len(self.values))[self.codes]

    def changed(self, values: Iterable[str]) -> Column:
        """The column with its values replaced one by one; those that become equal become one."""
        new = tuple(values)
        return self if new == self.values else Column.merged(self.codes, new)

    @classmethod
    def merged(cls, codes: Places, values: tuple[str, ...]) -> Column:
        """Row i holds values[codes[i]], where values may be equal: these become one."""
        index = {value: place for place, value in enumerate(dict.fromkeys(values))}
        if len(index) == len(values):
            return cls(codes, values)
        return cls(np.fromiter(map(index.__getitem__, values), np.int32, len(values))[codes], tuple(index))

    def arranged(self, order: Iterable[str]) -> Column:
        """The column with its values in the given order, which names each of them; values nobody has may be added."""
        place = {value: at for at, value in enumerate(order)}
        codes = np.fromiter((place[value] for value in self.values), np.int32, len(self.values))
        return Column(codes[self.codes], tuple(place))

    def taken(self, rows: NDArray[np.integer] | Mask) -> Column:
        """Some of its rows. All values stay."""
        return Column(self.codes[rows], self.values)

    def present(self) -> list[str]:
        """The values that some row has, in order."""
        counts = np.bincount(self.codes, minlength=len(self.values))
        return [self.values[at] for at in np.flatnonzero(counts)]


def encoded(texts: Iterable[str], length: int) -> Column:
    """A column of these texts."""
    texts = list(texts)
    index = {text: place for place, text in enumerate(dict.fromkeys(texts))}
    return Column(np.fromiter(map(index.__getitem__, texts), np.int32, length), tuple(index))


def column_of_places(places: Places, texts: Sequence[str]) -> Column:
    """A column of texts by their places, counted from 1; 0 is nothing. Values stand as they first appear, nothing comes last."""
    first = np.full(len(texts) + 1, -1)
    first[places[::-1]] = np.arange(len(places))[::-1]
    blank, first[0] = first[0] >= 0, -1
    there = np.flatnonzero(first >= 0)
    there = there[np.argsort(first[there])]
    values = [texts[place - 1] for place in there.tolist()] + ([""] if blank else [])
    codes = np.full(len(first), len(there), np.int32)
    codes[there] = np.arange(len(there))
    return Column.merged(codes[places], tuple(values))


def encoded_rows(rows: Iterator[Sequence[str]], width: int) -> list[Column]:
    """Columns of rows of any length: short rows are filled with "", cells beyond the width are left out."""
    indexes: list[dict[str, int]] = [{} for _ in range(width)]
    pieces: list[list[Places]] = [[] for _ in range(width)]
    while chunk := list(islice(rows, _CHUNK)):
        texts = list(zip_longest(*chunk, fillvalue=""))[:width]
        texts += [("",) * len(chunk)] * (width - len(texts))
        for index, piece, column in zip(indexes, pieces, texts, strict=True):
            for text in dict.fromkeys(column):
                index.setdefault(text, len(index))
            piece.append(np.fromiter(map(index.__getitem__, column), np.int32, len(chunk)))
    empty = np.zeros(0, np.int32)
    return [Column(np.concatenate(piece or [empty]), tuple(index)) for index, piece in zip(indexes, pieces, strict=True)]


def joined(columns: Sequence[tuple[Places | Whole, int]]) -> Whole:
    """One number a row, equal where all columns are; columns are (codes, how many codes there can be)."""
    keys: Whole = np.zeros(len(columns[0][0]), np.int64)
    size = 1
    for codes, count in columns:
        if size * max(1, count) > _WIDEST:
            first, keys = distinct(keys)
            size = len(first)
        keys = keys * count + codes
        size *= max(1, count)
    return keys


class Groups(NamedTuple):
    """Rows put together by a key: one representative row, the sum (int64, exact) and each row's group."""

    first: Whole
    sums: Whole
    of: Whole


def grouped(keys: Whole, amounts: Whole) -> Groups:
    """Rows with the same key, in the order of their keys; the representative is the first row."""
    order, starts, of = _sorted(keys)
    sums = np.add.reduceat(amounts[order], starts) if len(starts) else amounts[:0]
    return Groups(order[starts], sums, of)


def distinct(keys: NDArray[np.integer]) -> tuple[Whole, Whole]:
    """The first row of each key, in the order of the keys, and which of the keys each row has.

    np.unique says the same, but loads numpy.ma for it: 6 ms."""
    order, starts, of = _sorted(keys)
    return order[starts], of


def different(keys: Whole, size: int) -> Whole:
    """The different keys, ascending; all are below `size`."""
    if size <= _FEW:
        return np.flatnonzero(np.bincount(keys))
    return keys[distinct(keys)[0]]


def _sorted(keys: NDArray[np.integer]) -> tuple[Whole, Whole, Whole]:
    """The order of the rows by their keys, where each key starts in it, and which of the keys each row has."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    new = np.ones(len(keys), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    of = np.empty(len(keys), np.int64)
    of[order] = np.cumsum(new) - 1
    return order, np.flatnonzero(new), of
