"""Links: hyperlinks from cells to cells of the same workbook, and what formulas take from outside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from budgetbook.model.grid import Cell, Grid, cell_name
from budgetbook.model.problem import Problem
from budgetbook.workbooks.file import order
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.names import REL_ID, main
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_LINKS, _LINK = main("hyperlinks"), main("hyperlink")
_DDE = re.compile(r"[\w.]+\s*\|\s*['\w]")
_QUOTED = re.compile(r'"[^"]*"')
_RUNS = "公式里有 DDE 链接，会去运行别的程序；本程序没有理会它，用的是上次保存的数"
_CUT = "如果不是有意设置的，请删去这些公式，并在“数据－编辑链接”中断开链接"
_REFRESH = "请核对数是否最新；定稿前请在“数据－编辑链接”中断开链接"
_SHOWN = 5


def set_links(sheet: Sheet, links: Mapping[Cell, tuple[str, Cell] | None]) -> None:
    """Sets, replaces or (None) takes away the links of cells. Raises BudgetbookError for a target sheet that is not there."""
    sheet.refuse_off_sheet(links)
    for target in links.values():
        if target is not None:
            sheet.book.index(target[0])
    root = sheet.edit_root()
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


def links_outside(book: WorkbookPart, grids: Iterable[Grid]) -> list[Problem]:
    """Warnings about what formulas take from other files or programs. Such links are kept as they are and never followed:
    what counts are the values that were last saved."""
    grids = list(grids)
    file = book.package.file
    problems = [problem for number, part in _external_parts(book) for problem in _outside(book, grids, number, part)]
    for grid in grids:
        places = [cell_name(*cell) for cell, formula in sorted(grid.formulas.items()) if _DDE.search(_QUOTED.sub("", formula))]
        if places:
            problems.append(Problem(_RUNS, file, grid.sheet, _places(places), _CUT, warning=True))
    return problems


def _external_parts(book: WorkbookPart) -> Iterator[tuple[int, str]]:
    """The parts of links outside by the number that formulas call them: [1] is the first."""
    relations = {relation.id: relation for relation in book.package.relationships(book.part)}
    for number, reference in enumerate(book.root.iterfind(f"{main('externalReferences')}/{main('externalReference')}"), 1):
        relation = relations.get(reference.get(REL_ID) or "")
        if relation and not relation.external and book.package.has(relation.target):
            yield number, relation.target


def _outside(book: WorkbookPart, grids: list[Grid], number: int, part: str) -> Iterator[Problem]:
    root = book.package.tree(part)
    link = root.find(main("ddeLink"))
    said = _RUNS
    if link is None:
        targets = [relation.target for relation in book.package.relationships(part) if relation.external]
        name = unquote(targets[0]).replace("\\", "/").rpartition("/")[2] if targets else ""
        said = f"公式引用了别的文件“{name}”，那个文件没有打开，用的是上次保存的数"
    using = {
        grid.sheet: [cell_name(*cell) for cell, formula in sorted(grid.formulas.items()) if f"[{number}]" in formula]
        for grid in grids
    }
    for sheet, places in [each for each in using.items() if each[1]] or [("", [])]:
        yield Problem(said, book.package.file, sheet, _places(places), _CUT if link is not None else _REFRESH, warning=True)


def _places(places: list[str]) -> str:
    return "、".join(places[:_SHOWN]) + (f" 等 {len(places)} 格" if len(places) > _SHOWN else "")
