"""Rows and cells inside sheetData: found by number, checked for order, made where they belong."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache

from lxml import etree

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Cell, cell_name, column_number
from budgetbook.workbooks.file.names import main

ROW, CELL, FORMULA, VALUE, INLINE = main("row"), main("c"), main("f"), main("v"), main("is")
_LOOKS = frozenset(("r", "s"))  # what a cell says that holds nothing


class OrderError(ValueError):
    """Rows or cells stand twice, out of order or off the sheet. `place` is the row (第 5 行) or cell (D5)."""

    def __init__(self, place: str, message: str):
        super().__init__(message)
        self.place = place


def numbered_rows(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows with their numbers; one that does not say follows the one before. Raises OrderError."""
    number = 0
    for row in data.iterchildren(ROW):
        written = row.get("r")
        previous = number
        try:
            number = number + 1 if written is None else int(written)
        except ValueError:
            raise OrderError(f"第 {previous} 行之后", f"行号“{written}”有误") from None
        if number <= previous:
            raise OrderError(f"第 {number} 行", "同一行出现两次，或各行次序颠倒")
        if number > LAST_ROW:
            raise OrderError(f"第 {number} 行", "超出工作表范围")
        yield number, row


def numbered_cells(number: int, row: etree._Element, *, name_them: bool = False) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row with their columns; one that does not say follows the one before, and says so from then on if
    `name_them`. Raises OrderError."""
    column, suffix = 0, str(number)
    cut = -len(suffix)
    for cell in row:
        if cell.tag != CELL:
            continue
        name = cell.get("r")
        previous, column = column, column + 1 if name is None else _column(name[:cut])
        if name is not None and name[cut:] != suffix:
            raise OrderError(name, f"写在第 {number} 行里的单元格地址不属于这一行")
        if column <= previous:
            raise OrderError(name or cell_name(number, column), "同一单元格出现两次，或各单元格次序颠倒")
        if column > LAST_COLUMN:
            raise OrderError(name or f"第 {number} 行", "超出工作表范围")
        if name is None and name_them:
            cell.set("r", cell_name(number, column))
        yield column, cell


@lru_cache(maxsize=LAST_COLUMN)
def _column(letters: str) -> int:
    """0 for what is no column, so that it counts as out of order."""
    return column_number(letters) if letters.isascii() and letters.isalpha() and len(letters) <= 3 else 0


class Rows:
    """sheetData by row and column, for changing: what is looked up is given its address, what is missing can be made."""

    def __init__(self, data: etree._Element):
        self._data = data
        self._rows: dict[int, etree._Element] = {}
        for number, row in numbered_rows(data):
            self._rows[number] = row
            if row.get("r") is None:
                row.set("r", str(number))
        self._numbers = list(self._rows)
        self._cells: dict[int, dict[int, etree._Element]] = {}

    def numbers(self) -> list[int]:
        """The rows that are there, in order."""
        return list(self._numbers)

    def row(self, number: int) -> etree._Element | None:
        """The row, if it is there."""
        return self._rows.get(number)

    def cells(self, number: int) -> dict[int, etree._Element]:
        """The cells of a row by column; empty for a row that is not there."""
        if number not in self._cells:
            row = self._rows.get(number)
            if row is None:
                return {}
            self._cells[number] = dict(numbered_cells(number, row, name_them=True))
        return self._cells[number]

    def cell(self, place: Cell) -> etree._Element | None:
        return self.cells(place[0]).get(place[1])

    def make_row(self, number: int) -> etree._Element:
        """The row, made if it is not there."""
        if number not in self._rows:
            row = self._data.makeelement(ROW, {"r": str(number)})
            position = bisect_right(self._numbers, number)
            if position:
                self._rows[self._numbers[position - 1]].addnext(row)
            else:
                self._data.insert(0, row)
            self._numbers.insert(position, number)
            self._rows[number] = row
        return self._rows[number]

    def make_cell(self, place: Cell, style: int = 0) -> etree._Element:
        """The cell, made with this style if it is not there; the row's span grows to hold it."""
        number, column = place
        row, cells = self.make_row(number), self.cells(number)
        if column not in cells:
            attributes = {"r": cell_name(number, column)} | ({"s": str(style)} if style else {})
            last = max(cells, default=0)
            if column > last and (cells[last] is row[-1] if last else len(row) == 0):
                cell = etree.SubElement(row, CELL, attributes)
            else:
                cell = row.makeelement(CELL, attributes)
                before = max((other for other in cells if other < column), default=0)
                if before:
                    cells[before].addnext(cell)
                else:
                    row.insert(0, cell)
            cells[column] = cell
            _stretch(row, column)
        return cells[column]

    def is_blank(self, number: int) -> bool:
        """Whether the row holds nothing but cells that only say how they look."""
        row = self._rows.get(number)
        return row is None or (not row.text and all(map(_only_looks, row)))

    def fill_row(self, number: int, cells: Iterable[etree._Element]) -> None:
        """All cells, in order and with their names, for a row that was blank, made if it is not there."""
        row = self.make_row(number)
        del row[:]
        row.extend(cells)
        present = self._cells[number] = dict(numbered_cells(number, row))
        for column in (min(present), max(present)):
            _stretch(row, column)

    def drop_cell(self, place: Cell) -> None:
        cell = self.cells(place[0]).pop(place[1])
        self._rows[place[0]].remove(cell)

    def drop_row(self, number: int) -> None:
        self._data.remove(self._rows.pop(number))
        self._cells.pop(number, None)
        self._numbers.remove(number)


def _only_looks(cell: etree._Element) -> bool:
    return len(cell) == 0 and not cell.tail and cell.tag == CELL and _LOOKS.issuperset(cell.keys())


def _stretch(row: etree._Element, column: int) -> None:
    spans = row.get("spans")
    if spans is None:
        return
    try:
        bounds = [int(bound) for part in spans.split() for bound in part.split(":")]
    except ValueError:
        del row.attrib["spans"]
        return
    if bounds and not min(bounds) <= column <= max(bounds):
        row.set("spans", f"{min(*bounds, column)}:{max(*bounds, column)}")
