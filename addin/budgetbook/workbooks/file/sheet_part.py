"""A worksheet part in two pieces: its rows as text, which is where a sheet's bulk is, and its frame, all the rest, as a tree."""

from __future__ import annotations

import copy
import re
from collections.abc import Hashable
from typing import Any

from lxml import etree

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, column_number
from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.cells import CellText
from budgetbook.workbooks.file.names import MAIN, main
from budgetbook.workbooks.file.odd_rows import rows_of_elements
from budgetbook.workbooks.file.row_store import Row, Rows

_DATA = main("sheetData")
_PLACE = re.compile(rb"<(?:[\w.-]+:)?sheetData\b[^>]*/>")  # of the rows, in a frame as it is written
_BODY = re.compile(r"<sheetData>(.*)</sheetData>", re.DOTALL)
_ROW = re.compile(r'<row r="([0-9]{1,7})"([^>]*?)(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]{1,3})[0-9]{1,7}"(?: s="([0-9]{1,9})")?((?: (?!s=|r=)[a-z]+="[^">]*")*(?:/>|>.*?</c>))', re.DOTALL)
_ODD = re.compile("<[!?]|\r")  # comments, instructions, sections that are not parsed: not what Excel writes into rows
_NAMING = (b"!", b"dataRef")  # without one of these no other sheet is named
_COLUMNS: dict[str, int] = {}


class SheetPart:
    """A worksheet taken apart. One that others hold too is copied before it is changed."""

    __slots__ = ("_frame", "_is_own", "has_data", "may_compute", "rows", "seen")

    def __init__(self, frame: etree._Element, rows: Rows, has_data: bool, may_compute: bool):
        self._frame, self._is_own = frame, True
        self.seen: dict[Hashable, Any] = {}  # what others have made of the part as it stands; copies share it until they change
        self.rows = rows
        self.has_data = has_data  # whether there is a place for rows at all
        self.may_compute = may_compute  # False: there are no formulas in the cells

    @property
    def frame(self) -> etree._Element:
        """The worksheet with an empty sheetData, for looking only."""
        return self._frame

    def edit_frame(self) -> etree._Element:
        """The same for changing."""
        if not self._is_own:
            self._frame, self._is_own = copy.deepcopy(self._frame), True
        self.seen = {}
        return self._frame

    def edit_rows(self) -> Rows:
        """The rows, for changing."""
        self.seen = {}
        return self.rows

    @property
    def may_name_sheets(self) -> bool:
        """False: nothing in the frame refers to another sheet."""
        if _NAMING not in self.seen:
            written = xml.serialise(self._frame)
            self.seen[_NAMING] = any(mark in written for mark in _NAMING)
        return bool(self.seen[_NAMING])

    def copy(self) -> SheetPart:
        """One that can be changed without this one changing."""
        self._is_own = False
        twin = SheetPart(self._frame, self.rows.copy(), self.has_data, self.may_compute)
        twin._is_own, twin.seen = False, self.seen
        return twin

    def written(self) -> bytes:
        """The part as it goes into the file."""
        frame = xml.serialise(self._frame)
        if not self.has_data:
            return frame
        start = "<sheetData>" if self._frame.nsmap.get(None) == MAIN else f'<sheetData xmlns="{MAIN}">'
        text = self.rows.text()
        before, _, behind = frame.partition(_PLACE.search(frame)[0])  # type: ignore[index]  # has_data says that it is there
        return before + (f"{start}{text}</sheetData>".encode() if text else b"<sheetData/>") + behind

    def says_the_same(self, other: SheetPart) -> bool:
        """Whether both would be read alike."""
        if self.rows != other.rows:
            return False
        return self._frame is other._frame or xml.canonical(self._frame) == xml.canonical(other._frame)


def take_apart(data: bytes, root: etree._Element) -> SheetPart:
    """The worksheet that these bytes say, and that `root` has been parsed from; `root` becomes the frame.

    Raises OrderError for rows and cells that stand twice, out of order or off the sheet."""
    element = root.find(_DATA)
    if element is None:
        return SheetPart(root, Rows({}), has_data=False, may_compute=False)
    rows = _plain_rows(data) if _is_plain(root) else None
    if rows is None:
        rows = rows_of_elements(element)
    may_compute = next(element.iter(main("f")), None) is not None
    del element[:]
    element.text = None
    return SheetPart(root, Rows(rows), has_data=True, may_compute=may_compute)


def _is_plain(root: etree._Element) -> bool:
    encoding = root.getroottree().docinfo.encoding or "UTF-8"
    return root.nsmap.get(None) == MAIN and encoding.upper() in ("UTF-8", "ASCII", "US-ASCII")


def _plain_rows(data: bytes) -> dict[int, Row] | None:
    """The rows of a sheet that is written as Excel writes it; None for any other."""
    try:
        found = _BODY.search(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if found is None or _ODD.search(found[1]):
        return None
    rows: dict[int, Row] = {}
    at = previous = 0
    for match in _ROW.finditer(found[1]):
        number = int(match[1])
        cells = _plain_cells(match[1], match[3] or "")
        if match.start() != at or not previous < number <= LAST_ROW or cells is None:
            return None
        rows[number] = Row(match[2], *cells)
        at, previous = match.end(), number
    return rows if at == len(found[1]) else None


def _plain_cells(number: str, content: str) -> tuple[dict[int, CellText], str] | None:
    """The cells by column, and what stands behind them; None where putting them together again would not give the content."""
    cells: dict[int, CellText] = {}
    previous, written = 0, []
    for name, style, rest in _CELL.findall(content):
        column = _COLUMNS.get(name) or _column(name)
        if not previous < column <= LAST_COLUMN:
            return None
        cells[column] = style, rest
        previous = column
        written.append(f'<c r="{name}{number}" s="{style}"{rest}' if style else f'<c r="{name}{number}"{rest}')
    joined = "".join(written)
    if joined == content:
        return cells, ""
    behind = content[len(joined) :]
    return (cells, behind) if content.startswith(joined) and behind.startswith("<extLst") else None


def _column(name: str) -> int:
    return _COLUMNS.setdefault(name, column_number(name))
