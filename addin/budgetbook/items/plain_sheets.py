"""The cells of a plain sheet, put together from the pieces that it is read in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from budgetbook.model import limits

from .blocks import HEAD
from .columns import Column, Places, column_of_places
from .plain_texts import cell_text, number_texts
from .sheet_rows import NUMBER, SHARED, Found, NotPlainError


class Gathered:
    """What was found in the pieces of one sheet, in order. `texts` are those of its cells, ready to be shown."""

    def __init__(self, shared: Callable[[], list[str]]) -> None:
        """`shared` gives the texts that cells name by their number."""
        self.texts: list[str] = []
        self.styles: set[int] = set()
        self._shared = shared
        self._known: dict[tuple[int, str], int] = {}
        self._pieces: list[tuple[Places, Places, Places]] = []
        self._cells = 0
        self._last = 0

    def add(self, found: Found) -> None:
        """The next piece. Raises NotPlainError where its rows do not follow those of the last one."""
        places = [self._places(kind, raw) for kind, raw in found.texts.items()]
        self._cells += found.cells
        self.styles |= found.styles
        if not len(found.rows):
            return
        if found.rows[0] <= self._last:
            raise NotPlainError
        self._last = int(found.rows[-1])
        codes = np.concatenate(places)[found.codes]
        self._pieces.append((found.rows.astype(np.int32), found.columns.astype(np.int32), codes))

    def _places(self, kind: int, raw: list[str]) -> Places:
        """The place in `texts` of each text. Numbers are mostly different: the columns find out which are not."""
        if kind == NUMBER:
            start = len(self.texts)
            self.texts += number_texts(raw)
            return np.arange(start, len(self.texts), dtype=np.int32)
        return np.array([self._place(kind, text) for text in raw], np.int32)

    def _place(self, kind: int, raw: str) -> int:
        if (known := self._known.get((kind, raw))) is None:
            known = self._known[kind, raw] = len(self.texts)
            self.texts.append(self._shared_text(raw) if kind == SHARED else cell_text(raw.encode("latin-1").decode()))
        return known

    def _shared_text(self, number: str) -> str:
        if not number.isdigit():
            raise NotPlainError
        return self._shared()[int(number)]

    def grid(self) -> Places:
        """[columns × rows]: 0 where no cell holds anything, else one more than the number of its text.

        Raises NotPlainError for an empty sheet, and for one whose few cells span millions."""
        width = max((int(columns.max()) + 1 for _, columns, _ in self._pieces), default=0)
        if not width or width * self._last > max(limits.SPAN, limits.SPAN_RATIO * self._cells):
            raise NotPlainError
        grid = np.zeros((width, self._last), np.int32)
        for rows, columns, places in self._pieces:
            grid[columns, rows - 1] = places + 1
        return grid


class PlainBlock:
    """The cells of one plain sheet. `grid` is as Gathered gives it; `texts` are the texts that it numbers."""

    def __init__(self, grid: Places, texts: list[str], file: str, sheet: str) -> None:
        self.file, self.sheet, self._grid, self._texts = file, sheet, grid, texts

    def head(self) -> list[list[str]]:
        rows = self._grid[:, :HEAD].T.tolist()
        return [[self._texts[place - 1] if place else "" for place in row] for row in rows]

    def below(self, heading: int) -> list[Column]:
        return [column_of_places(places, self._texts) for places in self._grid[:, heading + 1 :]]
