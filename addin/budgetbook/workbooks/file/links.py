"""Hyperlinks from cells to cells of the same workbook."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from budgetbook.model.grid import Cell, cell_name
from budgetbook.workbooks.file import order
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.names import REL_ID, main
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.file.sheet import Sheet

_LINKS, _LINK = main("hyperlinks"), main("hyperlink")


def set_links(sheet: Sheet, links: Mapping[Cell, tuple[str, Cell] | None]) -> None:
    """Sets, replaces or (None) takes away the links of cells. Raises BudgetbookError for a target sheet that is not there."""
    sheet.refuse_off_sheet(links)
    for target in links.values():
        if target is not None:
            sheet.book.index(target[0])
    root = sheet.edit()
    present = _by_cell(root)
    for place, target in sorted(links.items()):
        for element in present.get(place, ()):
            _take_away(sheet, element)
        if target is not None:
            name, cell = target
            location = f"{quote_sheet(name)}!{cell_name(*cell)}"
            container = order.child(root, _LINKS, order.WORKSHEET)
            etree.SubElement(container, _LINK, {"ref": cell_name(*place), "location": location, "display": location})
    for container in root.findall(_LINKS):
        if len(container) == 0:
            root.remove(container)


def _by_cell(root: etree._Element) -> dict[Cell, list[etree._Element]]:
    """The links by the top left cell of the area that each stands on."""
    found: dict[Cell, list[etree._Element]] = {}
    for element in root.iterfind(f"{_LINKS}/{_LINK}"):
        try:
            area = parse_area(element.get("ref") or "")
        except ValueError:
            continue
        found.setdefault((area.top, area.left), []).append(element)
    return found


def _take_away(sheet: Sheet, element: etree._Element) -> None:
    id, container = element.get(REL_ID), element.getparent()
    assert container is not None  # it stands in hyperlinks
    container.remove(element)
    if id and not any(other.get(REL_ID) == id for other in container):
        sheet.package.unrelate(sheet.part, id)
