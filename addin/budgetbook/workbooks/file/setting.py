"""Values into cells of the sheet's XML: into one that is there, or as text for rows that hold nothing yet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

from lxml import etree

from budgetbook.model.grid import Cell, ErrorValue, Value, column_name
from budgetbook.workbooks.file import dates, strings, xml
from budgetbook.workbooks.file.cells import FORMULA, INLINE, VALUE
from budgetbook.workbooks.file.names import MAIN, XML_SPACE, main
from budgetbook.workbooks.file.sheet import Sheet

_TEXT = main("t")
_PLAIN = re.compile(r"[^\s&<>_]+")  # text that stands in XML as it is


def has_formula(cell: etree._Element) -> bool:
    """Whether the cell's value is what a formula came to."""
    return any(child.tag == FORMULA for child in cell)


def set_value(cell: etree._Element, value: Value, counts_from_1904: bool, *, computed: bool) -> None:
    """The value into the cell; `computed` when a formula stands for it, so that the value is only what was last computed."""
    for child in list(cell):
        if child.tag in (VALUE, INLINE):
            cell.remove(child)
    for name in ("t", "vm") if computed else ("t", "vm", "cm"):
        if cell.get(name) is not None:
            del cell.attrib[name]
    if value is None:
        return
    if isinstance(value, str) and not isinstance(value, ErrorValue) and not computed:
        cell.set("t", "inlineStr")
        item = cell.makeelement(INLINE) if len(cell) else etree.SubElement(cell, INLINE)
        strings.set_text(etree.SubElement(item, _TEXT), value)
        if item.getparent() is None:
            cell.insert(0, item)
        return
    element = cell.makeelement(VALUE) if len(cell) else etree.SubElement(cell, VALUE)
    if element.getparent() is None:
        cell.insert(1 if has_formula(cell) else 0, element)
    kind = _kind(value)
    if kind:
        cell.set("t", kind)
    if kind == "str":
        strings.set_text(element, str(value))
    else:
        element.text = _written(value, counts_from_1904)


def fill_blank_rows(sheet: Sheet, wanted: Mapping[int, Mapping[int, Value]]) -> None:
    """Values by column for rows that hold nothing but looks. As text that is parsed at once, for that is several times quicker
    than cell by cell, and tables and lists have thousands of cells."""
    rows, counts_from_1904 = sheet.rows(), sheet.book.counts_from_1904
    texts = []
    for number, values in wanted.items():
        present = rows.cells(number)
        texts.append("<row>")
        for column in sorted({*present, *values}):
            place = number, column
            style = present[column].get("s", "") if column in present else str(sheet.style_of(place) or "")
            texts.append(cell_text(place, style, values.get(column), counts_from_1904))
        texts.append("</row>")
    made = xml.parse(f'<sheetData xmlns="{MAIN}">{"".join(texts)}</sheetData>'.encode())
    for number, row in zip(wanted, list(made), strict=True):
        rows.fill_row(number, list(row))


def cell_text(place: Cell, style: str, value: Value, counts_from_1904: bool) -> str:
    """A cell as it stands in a part; `style` is its index, "" for none."""
    start = f'<c r="{column_name(place[1])}{place[0]}"' + (f' s="{style}"' if style else "")
    return start + ("/>" if value is None else _content(value, counts_from_1904))


def _content(value: Value, counts_from_1904: bool) -> str:
    """A cell from behind its style on."""
    if isinstance(value, str) and not isinstance(value, ErrorValue):
        return f' t="inlineStr"><is>{_text(value)}</is></c>'
    kind = _kind(value)
    written = xml.escaped(_written(value, counts_from_1904))
    return f' t="{kind}"><v>{written}</v></c>' if kind else f"><v>{written}</v></c>"


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text):
        return f"<t>{text}</t>"
    element = etree.Element(_TEXT)
    strings.set_text(element, text)
    space = ' xml:space="preserve"' if element.get(XML_SPACE) else ""
    return f"<t{space}>{xml.escaped(element.text or '')}</t>"


def _kind(value: Value) -> str:
    if isinstance(value, ErrorValue):
        return "e"
    if isinstance(value, str):
        return "str"
    return "b" if isinstance(value, bool) else ""


def _written(value: Value, counts_from_1904: bool) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime.date):
        value = dates.to_serial(value, counts_from_1904)
    number = float(value or 0)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
