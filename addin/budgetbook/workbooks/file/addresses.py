"""Hyperlinks of cells to wherever they lead: addresses outside the workbook and places in it."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from budgetbook.model.grid import Area, Cell, cell_name
from budgetbook.workbooks.file import links, order
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.names import REL, REL_ID, main
from budgetbook.workbooks.file.sheet import Sheet

_LINKS, _LINK = main("hyperlinks"), main("hyperlink")


class Link(NamedTuple):
    """Where a link leads: an address outside ("" for this workbook), and a place there."""

    address: str
    location: str = ""
    tip: str = ""


def link_of(sheet: Sheet, place: Cell) -> Link | None:
    """The link of the cell."""
    targets = {relation.id: relation.target for relation in sheet.package.relationships(sheet.part) if relation.external}
    for element in sheet.root.iterfind(f"{_LINKS}/{_LINK}"):
        try:
            holds = parse_area(element.get("ref") or "").holds(place)
        except ValueError:
            continue
        if holds:
            address = targets.get(element.get(REL_ID) or "", "")
            return Link(address, element.get("location") or "", element.get("tooltip") or "")
    return None


def set_link(sheet: Sheet, place: Cell, link: Link) -> None:
    """Gives the cell a link; one that it has goes."""
    links.set_links(sheet, {place: None})
    container = order.child(sheet.edit_root(), _LINKS, order.WORKSHEET)
    element = etree.SubElement(container, _LINK, {"ref": cell_name(*place)})
    if link.address:
        element.set(REL_ID, sheet.package.relate(sheet.part, f"{REL}/hyperlink", link.address, external=True))
    for name, value in (("location", link.location), ("tooltip", link.tip)):
        if value:
            element.set(name, value)


def links_in(sheet: Sheet, area: Area) -> list[Area]:
    """The cells that links of the area stand on."""
    own = [parse_area(element.get("ref") or "") for element in sheet.root.iterfind(f"{_LINKS}/{_LINK}")]
    return [a for a in own if a.top <= area.bottom and a.bottom >= area.top and a.left <= area.right and a.right >= area.left]


def remove_links(sheet: Sheet, area: Area) -> None:
    """Takes away the links of the cells of an area. Raises BudgetbookError for a link that reaches beyond it."""
    found = links_in(sheet, area)
    for own in found:
        if not (area.holds(own[:2]) and area.holds(own[2:])):
            raise sheet.problem("超链接的范围超出要清除的区域", own.name, "请扩大要清除的区域")
    if found:
        links.set_links(sheet, {(own.top, own.left): None for own in found})
