"""Rows of a sheet that is not written as Excel writes it (other prefixes, comments, blanks, cells without an address), read from
its elements and written plainly; and the errors that only a look at each element finds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, cell_name, column_number
from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.cells import EMPTY, CellText
from budgetbook.workbooks.file.names import MAIN, main
from budgetbook.workbooks.file.row_store import Row

_ROW, _CELL = main("row"), main("c")
_XML = "{http://www.w3.org/XML/1998/namespace}"


class OrderError(ValueError):
    """Rows or cells stand twice, out of order or off the sheet. `place` is the row (第 5 行) or cell (D5)."""

    def __init__(self, place: str, message: str):
        super().__init__(message)
        self.place = place


def rows_of_elements(data: etree._Element) -> dict[int, Row]:
    """The rows of a <sheetData>. Raises OrderError."""
    return {number: _row(number, row) for number, row in _numbered_rows(data)}


def _numbered_rows(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """The rows with their numbers; one that does not say follows the one before. Raises OrderError."""
    number = 0
    for row in data.iterchildren(_ROW):
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


def _row(number: int, row: etree._Element) -> Row:
    cells: dict[int, CellText] = {}
    column, suffix = 0, str(number)
    cut = -len(suffix)
    for cell in row.iterchildren(_CELL):
        name = cell.get("r")
        previous, column = column, column + 1 if name is None else _column(name[:cut])
        if name is not None and name[cut:] != suffix:
            raise OrderError(name, f"写在第 {number} 行里的单元格地址不属于这一行")
        if column <= previous:
            raise OrderError(name or cell_name(number, column), "同一单元格出现两次，或各单元格次序颠倒")
        if column > LAST_COLUMN:
            raise OrderError(name or f"第 {number} 行", "超出工作表范围")
        content = _content(cell)
        rest = _attributes(cell, "r", "s") + (f">{content}</c>" if content else EMPTY)
        cells[column] = xml.quoted(cell.get("s") or "")[1:-1], rest
    behind = "".join(_written(child) for child in row if child.tag != _CELL)
    return Row(_attributes(row, "r"), cells, behind)


@lru_cache(maxsize=LAST_COLUMN)
def _column(name: str) -> int:
    """0 for what is no column, so that it counts as out of order."""
    return column_number(name) if name.isascii() and name.isalpha() and len(name) <= 3 else 0


def _written(element: etree._Element) -> str:
    """An element as text in which the main namespace is the default one."""
    if not isinstance(element.tag, str) or not element.tag.startswith(f"{{{MAIN}}}"):
        return etree.tostring(element, encoding="unicode", with_tail=False)
    name, content = element.tag.removeprefix(f"{{{MAIN}}}"), _content(element)
    return f"<{name}{_attributes(element)}>{content}</{name}>" if content else f"<{name}{_attributes(element)}/>"


def _content(element: etree._Element) -> str:
    text = xml.escaped(element.text or "") if element.tag != _CELL else ""  # between its children a cell has only blanks
    tails = element.tag != _CELL
    return text + "".join(_written(child) + (xml.escaped(child.tail or "") if tails else "") for child in element)


def _attributes(element: etree._Element, *without: str) -> str:
    return "".join(_attribute(element, str(name), str(value)) for name, value in element.items() if name not in without)


def _attribute(element: etree._Element, name: str, value: str) -> str:
    if not name.startswith("{"):
        return f" {name}={xml.quoted(value)}"
    if name.startswith(_XML):
        return f" xml:{name.removeprefix(_XML)}={xml.quoted(value)}"
    space, _, local = name[1:].partition("}")
    prefix = next(prefix for prefix, bound in element.nsmap.items() if bound == space and prefix)
    root = element.getroottree().getroot()
    declared = "" if root.nsmap.get(prefix) == space else f' xmlns:{prefix}="{space}"'
    return f"{declared} {prefix}:{local}={xml.quoted(value)}"
