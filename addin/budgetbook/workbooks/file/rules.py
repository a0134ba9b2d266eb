"""How what refers to rows follows them, one small rule for each kind of reference.

A rule takes the old value, the element that holds it and the change, and returns the new value, or None when what the element
describes is gone. It changes nothing itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from string import ascii_uppercase
from typing import NamedTuple, TypeAlias
from urllib.parse import unquote

from lxml import etree

from budgetbook.model.grid import Area
from budgetbook.workbooks.file import anchors
from budgetbook.workbooks.file.areas import Shift, parse_area, parse_areas, shift_area, shift_areas, write_areas
from budgetbook.workbooks.file.names import MAIN, PACKAGE_REL
from budgetbook.workbooks.file.references import LOST, shift_formula, shift_location


class Change(NamedTuple):
    """Rows of `sheet` move, seen from a part that stands on sheet `host`.

    `added` pairs the number of each new row with its model's old one."""

    shift: Shift
    sheet: str
    host: str
    added: Sequence[tuple[int, int]] = ()


Rule: TypeAlias = Callable[[str, etree._Element, Change], "str | None"]


_PREFIXES = {
    "m": MAIN,
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
    "cdr": "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "tc": "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments",
    "rel": PACKAGE_REL,
}


def tag(name: str) -> str:
    """m:row as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{_PREFIXES[prefix]}}}{local}"


def tags(names: str) -> tuple[str, ...]:
    return tuple(map(tag, names.split()))


_SPARKLINE, _EXTENDED_AREAS = tags("x14:sparkline xm:sqref")
_AREA_OWNERS = tags("m:conditionalFormatting m:dataValidation x14:conditionalFormatting x14:dataValidation")
_UNION = re.compile(r"(?:'(?:[^']|'')*'|[^,'])+")


def area(text: str, element: etree._Element, change: Change) -> str | None:
    return shift_areas(text, change.shift) or None


def list_area(text: str, element: etree._Element, change: Change) -> str | None:
    """The area of a list: of a filter, say, or of a table, unless that ends in a row of totals."""
    old = parse_area(text)
    ends_in_totals = element.get("totalsRowCount", "0") != "0"
    rows = (change.shift.span if ends_in_totals else change.shift.list_span)(old.top, old.bottom)
    return rows and write_areas([old._replace(top=rows[0], bottom=rows[1])])


def kept_area(text: str, element: etree._Element, change: Change) -> str:
    """What has to name some cell: when all of them go, it stays as it is."""
    return shift_areas(text, change.shift) or text


def merge(text: str, element: etree._Element, change: Change) -> str | None:
    new = shift_area(parse_area(text), change.shift)
    return None if new is None or new[:2] == new[2:] else new.name


def areas(text: str, element: etree._Element, change: Change) -> str | None:
    """What holds for a list of areas holds for a new row wherever it holds for the row's model."""
    found: list[Area] = []
    for old in parse_areas(text):
        new = shift_area(old, change.shift)
        if new:
            found += _with_added(old, new, change.added)
    return write_areas(found) or None


def _with_added(old: Area, new: Area, added: Sequence[tuple[int, int]]) -> Iterator[Area]:
    rows = [row for row, model in added if old.top <= model <= old.bottom and not new.top <= row <= new.bottom]
    for top, bottom in _runs(rows):
        if top == new.bottom + 1:
            new = new._replace(bottom=bottom)
        elif bottom == new.top - 1:
            new = new._replace(top=top)
        else:
            yield new._replace(top=top, bottom=bottom)
    yield new


def _runs(rows: Iterable[int]) -> Iterator[tuple[int, int]]:
    start = end = 0
    for row in rows:
        if row != end + 1 or not start:
            if start:
                yield start, end
            start = row
        end = row
    if start:
        yield start, end


def extended_areas(text: str, element: etree._Element, change: Change) -> str | None:
    parent = element.getparent()
    rule = area if parent is not None and parent.tag == _SPARKLINE else areas
    return rule(text, element, change)


def formula(text: str, element: etree._Element, change: Change) -> str:
    return shift_formula(text, change.shift, change.sheet, change.host)


def cell_formula(text: str, element: etree._Element, change: Change) -> str:
    """What ends in the last row of a list and stands in that row itself is no sum of the list, and is not stretched."""
    cell = element.getparent()
    name = cell.get("r", "") if cell is not None else ""
    if change.shift.stretch and change.host == change.sheet and name.lstrip(ascii_uppercase) == str(change.shift.first - 1):
        change = change._replace(shift=change.shift._replace(stretch=False))
    return formula(text, element, change)


def offset_formula(text: str, element: etree._Element, change: Change) -> str:
    """A formula that stands for a whole area (validation, conditional format) is written for the area's first row."""
    drift = _drift(element, change) if change.host == change.sheet else None
    return shift_formula(text, change.shift, change.sheet, change.host, drift=drift)


def _drift(element: etree._Element, change: Change) -> int | None:
    for owner in element.iterancestors(*_AREA_OWNERS):
        old = owner.get("sqref") or owner.findtext(_EXTENDED_AREAS) or ""
        new = areas(old, owner, change)
        return min(area.top for area in parse_areas(new)) - min(area.top for area in parse_areas(old)) if new else None
    return None


def name(text: str, element: etree._Element, change: Change) -> str | None:
    """A name's rows without $ are offsets from the cell that uses it. A print area or title without its cells is none."""
    if not (element.get("name") or "").startswith("_xlnm."):
        return shift_formula(text, change.shift, change.sheet, "", drift=0)
    shifted = shift_formula(text, change.shift, change.sheet, "")
    if shifted == text:
        return text
    return ",".join(part for part in _UNION.findall(shifted) if not part.endswith(LOST)) or None


def location(text: str, element: etree._Element, change: Change) -> str:
    return shift_location(text, change.shift, change.sheet, change.host)


def link(text: str, element: etree._Element, change: Change) -> str:
    return relinked(text, lambda place: location(place, element, change))


def relinked(target: str, renamed: Callable[[str], str]) -> str:
    """The target of a shape's link, changed if it is a place in the workbook: #'表 一'!A5, with blanks written %20."""
    if not target.startswith("#"):
        return target
    old = unquote(target[1:])
    new = renamed(old)
    return target if new == old else "#" + new.replace("%", "%25").replace(" ", "%20")


def source(text: str, element: etree._Element, change: Change) -> str:
    """The ref of a source that names its sheet beside it; r:id would mean another workbook."""
    here = (element.get("sheet") or "").casefold() == change.sheet.casefold()
    return list_area(text, element, change) or text if here and len(element.keys()) == 2 else text


def anchor_row(text: str, element: etree._Element, change: Change) -> str:
    return str(anchors.moved_row(int(text), element, change.shift))


def page_break(text: str, element: etree._Element, change: Change) -> str | None:
    """A page break is named by the row above it and belongs to the row below it."""
    parent = element.getparent()
    if parent is None or parent.tag != tag("m:rowBreaks"):
        return text  # between columns
    below = change.shift.row(int(text) + 1)
    return None if below is None else str(below - 1)


def corner(text: str, element: etree._Element, change: Change) -> str:
    """The cell that a window shows first: new rows on top of it are shown."""
    shown = _first_shown(parse_area(text).top, change.shift)
    return parse_area(text)._replace(top=shown, bottom=shown).name


def _first_shown(row: int, shift: Shift) -> int:
    return row if row <= shift.first else shift.kept(row)


def frozen_rows(text: str, element: etree._Element, change: Change) -> str:
    """How many rows stand above the line of a frozen pane; the line follows the row above it."""
    view = element.getparent()
    shown = view.get("topLeftCell") if view is not None else None
    top, rows = parse_area(shown).top if shown else 1, int(float(text))
    if not element.get("state", "").startswith("frozen") or rows < 1:
        return text
    frozen = change.shift.span(top, top + rows - 1)
    return str(max(frozen[1] - _first_shown(top, change.shift) + 1, 1) if frozen else 1)


NAMING_SHEETS = (formula, cell_formula, offset_formula, location)  # rules for texts that may name sheets
