"""Cells of a running Excel as numbers: each different value is looked at once, however many cells hold it."""

from __future__ import annotations

import hashlib
import marshal
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Any

import numpy as np

from .columns import Column, Places, encoded
from .written import ERROR_NUMBERS, cell_text, error_name

_MARSHALLED = (float, str, type(None), int)


@dataclass(frozen=True)
class CodedRows:
    """The cell at (row, column) holds values[codes[row, column]]."""

    codes: Places
    values: tuple[object, ...]

    def column(self, at: int, first: int) -> Column:
        """One column from row `first` on, as text; its values in the order in which they appear."""
        codes = self.codes[first:, at]
        place = np.full(len(self.values), -1, np.int32)
        place[codes[::-1]] = np.arange(len(codes) - 1, -1, -1, dtype=np.int32)  # where each value appears first
        there = np.flatnonzero(place >= 0)
        there = there[np.argsort(place[there])]
        place[there] = np.arange(len(there), dtype=np.int32)
        texts = tuple(cell_text(self.values[value]) for value in there.tolist())
        if len(set(texts)) == len(texts):
            return Column(place[codes], texts)
        return encoded((texts[at] for at in place[codes].tolist()), len(codes))

    def fingerprint(self) -> str:
        """The same for the same cells, on every machine; never the same for cells that read differently."""
        said = [value if type(value) in _MARSHALLED else (type(value).__name__, cell_text(value)) for value in self.values]
        digest = hashlib.sha256(repr(self.codes.shape).encode())
        digest.update(marshal.dumps(said, 2))  # of this version nothing but the values goes in
        digest.update(self.codes.astype("<i4").tobytes())
        return digest.hexdigest()


def coded(rows: Sequence[Sequence[Any]]) -> CodedRows:
    """Rows of any length, the short ones filled with blanks.

    Python takes TRUE for the number 1, and the number of an error for an amount: where one may stand for the other, both are
    made text first."""
    width = max(map(len, rows), default=0)
    if any(len(row) != width for row in rows):
        rows = [[*row, *[None] * (width - len(row))] for row in rows]
    codes, values = _codes(chain.from_iterable(rows), len(rows) * width)
    if any(alike in values for alike in (True, False, *ERROR_NUMBERS)):
        codes, values = _codes(map(_unlike, chain.from_iterable(rows)), len(rows) * width)
    return CodedRows(codes.reshape(len(rows), width), tuple(values))


def _codes(cells: Iterable[object], length: int) -> tuple[Places, dict[object, int]]:
    """The number of each cell's value, and the values by their numbers, in the order in which they appear."""
    values: defaultdict[object, int] = defaultdict(count().__next__)
    return np.fromiter(map(values.__getitem__, cells), np.int32, length), values


def _unlike(value: object) -> object:
    return cell_text(value) if isinstance(value, bool) else error_name(value) or value
