"""How cells of the program's own sheets are drawn: a look laid over the format that a cell has."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from lxml import etree

from budgetbook.model.grid import Area
from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.cells import CellText
from budgetbook.workbooks.file.fills import solid
from budgetbook.workbooks.file.names import MAIN, main
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.styles import BORDERS, FONTS, Styles
from budgetbook.workbooks.port import Look

_FONT_ORDER = tuple(map(main, ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color")))
_SIDES = ("left", "right", "top", "bottom")


def format_areas(sheet: Sheet, styles: Styles, areas: Iterable[tuple[Area, Look]]) -> None:
    """Draws every cell of the areas; later ones are laid over earlier ones."""
    wanted = list(areas)
    sheet.refuse_off_sheet(corner for area, _ in wanted for corner in (area[:2], area[2:]))
    rows = sheet.edit_rows()
    for area, look in wanted:
        over = LaidOver(styles, look)
        for number in range(area.top, area.bottom + 1):
            row, drawn = rows.row(number), dict[int, CellText]()
            present, absent = row.cells if row else {}, sheet.absent_cells(row)
            for column in range(area.left, area.right + 1):
                written, rest = present.get(column) or absent[column]
                drawn[column] = over[written], rest
            rows.put(number, drawn)


class LaidOver(dict[str, str]):
    """By style, as cells write it: the style with a look laid over it; made once."""

    def __init__(self, styles: Styles, look: Look):
        super().__init__()
        self._styles, self._look = styles, look

    def __missing__(self, written: str) -> str:
        known, style = self._styles.laid, int(written or 0)
        if (style, self._look) not in known:
            known[style, self._look] = with_look(self._styles, style, self._look)
        new = self[written] = str(known[style, self._look] or "")
        return new


def with_look(styles: Styles, style: int, look: Look) -> int:
    """The index of the style with the look laid over it."""
    if look.fill is not None:
        style = styles.with_fill(style, solid(look.fill))
    attributes: dict[str, str] = {}
    if (look.bold, look.size, look.colour) != (None, None, None):
        font = styles.find_or_add(FONTS, _font(styles.part_of(style, FONTS), look))
        attributes |= {"fontId": str(font), "applyFont": "1"}
    if look.border is not None:
        border = styles.find_or_add(BORDERS, _border(look.border))
        attributes |= {"borderId": str(border), "applyBorder": "1"}
    if look.number_format is not None:
        attributes |= {"numFmtId": str(styles.number_format(look.number_format)), "applyNumberFormat": "1"}
    alignment = _alignment(look)
    if not attributes and not alignment:
        return style
    if alignment:
        attributes["applyAlignment"] = "1"

    def change(entry: etree._Element) -> None:
        for name, value in attributes.items():
            entry.set(name, value)
        if alignment:
            element = entry.find(main("alignment"))
            if element is None:
                element = entry.makeelement(main("alignment"))
                entry.insert(0, element)
            for name, value in alignment.items():
                element.set(name, value)

    return styles.changed(style, change)


def _alignment(look: Look) -> dict[str, str]:
    wrap = None if look.wrap is None else str(int(look.wrap))
    sides = {"horizontal": look.horizontal, "vertical": look.vertical, "wrapText": wrap}
    return {name: value for name, value in sides.items() if value is not None}


def _font(present: etree._Element, look: Look) -> etree._Element:
    font = copy.deepcopy(present)
    font.tail = None
    if look.bold is not None:
        _replace(font, "b", None if not look.bold else {})
    if look.size is not None:
        _replace(font, "sz", {"val": f"{look.size:g}"})
    if look.colour is not None:
        _replace(font, "color", {"rgb": f"FF{look.colour.upper()}"})
    return font


def _replace(font: etree._Element, tag: str, attributes: dict[str, str] | None) -> None:
    """A child of the font in the place that Excel gives it, or no such child."""
    for element in font.findall(main(tag)):
        font.remove(element)
    if attributes is None:
        return
    place = _FONT_ORDER.index(main(tag))
    before = sum(1 for element in font if element.tag in _FONT_ORDER[:place])
    font.insert(before, font.makeelement(main(tag), attributes))


def _border(drawn: bool) -> etree._Element:
    border = xml.new(main("border"), MAIN)
    for side in _SIDES:
        element = etree.SubElement(border, main(side), {"style": "thin"} if drawn else {})
        if drawn:
            etree.SubElement(element, main("color"), {"auto": "1"})
    etree.SubElement(border, main("diagonal"))
    return border
