"""The rows of a worksheet as text: each holds its cells as they are written. A row is never changed, only replaced, so that sheets,
copies of a sheet and workbooks made from one template share the rows that they have in common."""

from __future__ import annotations

import re
from collections.abc import ItemsView, Mapping
from functools import lru_cache

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Cell, column_name
from budgetbook.workbooks.file.areas import Shift
from budgetbook.workbooks.file.cells import EMPTY, CellText

_HERE = "\0"  # stands for the row's number in what is kept of its text
_SPANS = re.compile(r'\sspans="([^"]*)"')
_NO_CELLS: Mapping[int, CellText] = {}

letters = lru_cache(maxsize=LAST_COLUMN)(column_name)


class Row:
    """What a row says of itself behind its number, its cells by column in ascending order, and what stands behind them."""

    __slots__ = ("_text", "attributes", "behind", "cells")

    def __init__(self, attributes: str, cells: Mapping[int, CellText], behind: str = ""):
        self.attributes, self.cells, self.behind = attributes, cells, behind
        self._text = ""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Row):
            return NotImplemented
        return self is other or (self.attributes, self.cells, self.behind) == (other.attributes, other.cells, other.behind)

    __hash__ = None  # type: ignore[assignment]

    def get(self, name: str) -> str | None:
        """An attribute of the row."""
        found = _attribute(name).search(self.attributes)
        return found[1] if found else None

    @property
    def is_hidden(self) -> bool:
        return "hidden" in self.attributes and self.get("hidden") in ("1", "true")

    def having(self, cells: Mapping[int, CellText]) -> Row:
        """The row with these cells laid over its own; its span grows to hold them."""
        merged = {**self.cells, **cells}
        if len(merged) == len(self.cells):
            return Row(self.attributes, merged, self.behind)
        return Row(_stretched(self.attributes, cells), dict(sorted(merged.items())), self.behind)

    def saying(self, attributes: Mapping[str, str]) -> Row:
        """The row with these attributes."""
        said = self.attributes
        for name, value in attributes.items():
            written = f' {name}="{value}"'
            said, found = _attribute(name).subn(written, said)
            said += "" if found else written
        return Row(said, self.cells, self.behind)

    def without(self, *names: str) -> Row:
        """The row without these attributes."""
        kept = self.attributes
        for name in names:
            kept = _attribute(name).sub("", kept)
        return Row(kept, self.cells, self.behind)

    def text(self, number: int) -> str:
        """The row as it is written as row `number`."""
        if not self._text:
            written = [
                f'<c r="{letters(column)}{_HERE}" s="{style}"{rest}' if style else f'<c r="{letters(column)}{_HERE}"{rest}'
                for column, (style, rest) in self.cells.items()
            ]
            content = "".join(written) + self.behind
            self._text = f'<row r="{_HERE}"{self.attributes}' + (f">{content}</row>" if content else EMPTY)
        return self._text.replace(_HERE, str(number))


class Rows:
    """The rows of one sheet by number, for looking and for changing."""

    __slots__ = ("_ordered", "_rows")

    def __init__(self, rows: dict[int, Row]):
        self._rows, self._ordered = rows, True

    def items(self) -> ItemsView[int, Row]:
        """Number and row, in order."""
        if not self._ordered:
            self._rows, self._ordered = dict(sorted(self._rows.items())), True
        return self._rows.items()

    def numbers(self) -> list[int]:
        """The rows that are there, in order."""
        return [number for number, _ in self.items()]

    def row(self, number: int) -> Row | None:
        """The row, if it is there."""
        return self._rows.get(number)

    def cells(self, number: int) -> Mapping[int, CellText]:
        """The cells of a row by column; none for a row that is not there."""
        row = self._rows.get(number)
        return _NO_CELLS if row is None else row.cells

    def cell(self, place: Cell) -> CellText | None:
        row = self._rows.get(place[0])
        return None if row is None else row.cells.get(place[1])

    def put(self, number: int, cells: Mapping[int, CellText]) -> None:
        """Cells into a row, made if it is not there."""
        if cells:
            self.put_row(number, (self._rows.get(number) or Row("", {})).having(cells))

    def put_row(self, number: int, row: Row) -> None:
        """The row as row `number`, whether one is there or not."""
        if number not in self._rows and self._rows and number < next(reversed(self._rows)):
            self._ordered = False
        self._rows[number] = row

    def drop_cell(self, place: Cell) -> None:
        number, column = place
        row = self._rows[number]
        self._rows[number] = Row(row.attributes, {at: cell for at, cell in row.cells.items() if at != column}, row.behind)

    def drop_row(self, number: int) -> None:
        del self._rows[number]

    def move(self, shift: Shift) -> None:
        """Rows after the shift; those that are taken out go, and so do empty ones at the end of the sheet."""
        kept = {number: row for number, row in self.items() if number < shift.first}
        below = max(shift.first, shift.first - shift.by)
        moved = {number + shift.by: row for number, row in self.items() if number >= below and number + shift.by <= LAST_ROW}
        self._rows = kept | moved

    def copy(self) -> Rows:
        return Rows(dict(self.items()))

    def text(self) -> str:
        """All rows as they stand in the part."""
        return "".join([row.text(number) for number, row in self.items()])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and self._rows == other._rows

    __hash__ = None  # type: ignore[assignment]


@lru_cache(maxsize=64)
def _attribute(name: str) -> re.Pattern[str]:
    return re.compile(rf'\s{name}="([^"]*)"')


def _stretched(attributes: str, cells: Mapping[int, CellText]) -> str:
    """The attributes with spans that hold these columns too."""
    found = _SPANS.search(attributes)
    if not found:
        return attributes
    try:
        bounds = [int(bound) for part in found[1].split() for bound in part.split(":")]
    except ValueError:
        return _SPANS.sub("", attributes)
    first, last = min(*bounds, *cells), max(*bounds, *cells)
    if not bounds or (first >= min(bounds) and last <= max(bounds)):
        return attributes
    return _SPANS.sub(f' spans="{first}:{last}"', attributes)
