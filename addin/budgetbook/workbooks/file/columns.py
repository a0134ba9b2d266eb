"""The columns of a worksheet: the <col> elements that say how wide they are and how their cells look."""

from __future__ import annotations

import copy

from lxml import etree

from budgetbook.model.grid import LAST_COLUMN
from budgetbook.workbooks.file import order, xml
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.sheet import Sheet

_COLUMNS, _COLUMN = main("cols"), main("col")
_WIDTH = 9.140625  # of columns of which nothing is said, in characters of the file


def covering(sheet: Sheet, first: int, last: int) -> list[etree._Element]:
    """Elements for changing that stand for these columns and no others: the ones that are there are cut, gaps are filled."""
    container = order.child(sheet.edit_root(), _COLUMNS, order.WORKSHEET)
    for span in list(container):
        _cut_at(span, first)
    for span in list(container):
        _cut_at(span, last + 1)
    _fill_gaps(container, first, last, f"{default_width(sheet):.10g}")
    return [span for span in container if first <= _bounds(span)[0] <= last]


def default_width(sheet: Sheet) -> float:
    """Of columns of which nothing is said, in characters of the file."""
    properties = sheet.root.find(main("sheetFormatPr"))
    return float((properties.get("defaultColWidth") if properties is not None else None) or _WIDTH)


def _bounds(span: etree._Element) -> tuple[int, int]:
    return int(span.get("min") or 1), int(span.get("max") or 1)


def _cut_at(span: etree._Element, column: int) -> None:
    """Two elements, the second beginning with this column, for one that goes across."""
    first, last = _bounds(span)
    if first < column <= last:
        second = copy.deepcopy(span)
        span.set("max", str(column - 1))
        second.set("min", str(column))
        span.addnext(second)


def _fill_gaps(container: etree._Element, first: int, last: int, width: str) -> None:
    at = first
    for span in list(container):
        start, end = _bounds(span)
        if end < first:
            continue
        if start > last:
            break
        if start > at:
            span.addprevious(_made(container, at, start - 1, width))
        at = end + 1
    if at <= last:
        behind = next((span for span in container if _bounds(span)[0] > last), None)
        new = _made(container, at, last, width)
        if behind is None:
            container.append(new)
        else:
            behind.addprevious(new)


def _made(container: etree._Element, first: int, last: int, width: str) -> etree._Element:
    """Columns as they are shown where nothing is said of them."""
    return container.makeelement(_COLUMN, {"min": str(first), "max": str(last), "width": width})


def spans(sheet: Sheet, first: int = 1, last: int = LAST_COLUMN) -> list[tuple[int, int, etree._Element | None]]:
    """Which columns are said to be what, without gaps: first, last and the element, None where nothing is said of them."""
    found: list[tuple[int, int, etree._Element | None]] = []
    at = first
    for span in sheet.root.iterfind(f"{_COLUMNS}/{_COLUMN}"):
        start, end = max(_bounds(span)[0], first), min(_bounds(span)[1], last)
        if start > end:
            continue
        if start > at:
            found.append((at, start - 1, None))
        found.append((start, end, span))
        at = end + 1
    return [*found, (at, last, None)] if at <= last else found


def hidden(sheet: Sheet, first: int, last: int) -> set[bool]:
    """Whether columns are hidden; both where some are."""
    return {span is not None and span.get("hidden") in ("1", "true") for _, _, span in spans(sheet, first, last)}


def hide(sheet: Sheet, first: int, last: int, wanted: bool) -> None:
    """Whether columns are shown."""
    sheet.refuse_protected()
    if hidden(sheet, first, last) == {wanted}:
        return
    for span in covering(sheet, first, last):
        if wanted:
            span.set("hidden", "1")
        else:
            xml.drop(span, "hidden")


def set_width(sheet: Sheet, first: int, last: int, width: float) -> None:
    """The width of columns, in characters of the file."""
    for span in covering(sheet, first, last):
        span.set("width", f"{width:.10g}")
        span.set("customWidth", "1")


def widths(sheet: Sheet, first: int, last: int) -> list[tuple[int, float | None]]:
    """How many columns are how wide in characters of the file, from left to right; None is the sheet's default, hidden ones 0."""
    found: list[tuple[int, float | None]] = []
    for start, end, span in spans(sheet, first, last):
        width = None if span is None or not span.get("width") else float(span.get("width") or 0)
        is_hidden = span is not None and span.get("hidden") in ("1", "true")
        found.append((end - start + 1, 0.0 if is_hidden else width))
    return found
