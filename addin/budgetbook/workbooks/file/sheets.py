"""Adding and removing whole worksheets."""

from __future__ import annotations

import re
from xml.sax.saxutils import unescape

from lxml import etree

from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.names import MAIN, REL, REL_ID, WORKSHEET_TYPE, main
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_SHARED_KINDS = ("/image", "/pivotCacheDefinition", "/slicerCache", "/person")


def add_sheet(book: WorkbookPart, name: str, hidden: bool) -> None:
    """An empty sheet behind the last, printed across A4; a hidden one does not show in Excel's list of hidden sheets either."""
    book.check_new_name(name)
    part = book.package.free_name("xl/worksheets/sheet{}.xml")
    root = xml.new(main("worksheet"), MAIN, r=REL)
    etree.SubElement(etree.SubElement(root, main("sheetPr")), main("pageSetUpPr"), {"fitToPage": "1"})
    views = etree.SubElement(root, main("sheetViews"))
    etree.SubElement(views, main("sheetView"), {"workbookViewId": "0"})
    etree.SubElement(root, main("sheetFormatPr"), {"defaultRowHeight": "15"})
    etree.SubElement(root, main("sheetData"))
    etree.SubElement(root, main("pageSetup"), {"paperSize": "9", "orientation": "landscape", "fitToHeight": "0"})
    book.append_sheet(name, part, "veryHidden" if hidden else None)
    book.package.put(part, root, WORKSHEET_TYPE)


def remove_sheet(book: WorkbookPart, name: str) -> None:
    """Raises BudgetbookError for the last visible sheet, and for a sheet that others refer to."""
    book.refuse_locked_structure()
    position, part = book.index(name), book.sheet_part(name)
    tabs = book.tabs()
    if not any(tab.get("state", "visible") == "visible" for tab in tabs if tab is not tabs[position]):
        raise book.problem("这是最后一张可见的工作表，不能删除", name)
    _refuse_referred(book, name, part)
    tab = tabs[position]
    root = book.package.edit(book.part)
    _forget_names(root, position)
    _move_views(root, position)
    container = tab.getparent()
    assert container is not None  # it stands in sheets
    container.remove(tab)
    book.package.unrelate(book.part, tab.get(REL_ID) or "")
    _forget_calculation(book, tab.get("sheetId") or "")
    _remove_with_own_parts(book, part)


def _refuse_referred(book: WorkbookPart, name: str, part: str) -> None:
    """Formulas elsewhere that name the sheet would lose what they point to."""
    patterns = {f"{form}!" for form in (quote_sheet(name), name, "'" + name.replace("'", "''") + "'")}
    for other in book.sheets():
        other_part = book.sheet_part(other)
        if other_part != part and any(pattern in formula for formula in _formulas(book, other_part) for pattern in patterns):
            raise book.problem(f"工作表“{other}”里有公式引用它，不能删除", name, hint="请先改掉这些公式")


_FORMULAS = ("{*}f", "{*}formula", "{*}formula1", "{*}formula2")
_FORMULA = re.compile(rb"<(?:\w+:)?(?:f|formula1?|formula2)\b[^>]*>([^<]*!)[^<]*<")


def _formulas(book: WorkbookPart, part: str) -> list[str]:
    """All formulas with a sheet in them; a sheet that nobody has looked at is searched without taking it apart."""
    if book.package.is_parsed(part):
        return [element.text for element in book.package.tree(part).iter(*_FORMULAS) if element.text and "!" in element.text]
    return [unescape(formula.decode()) for formula in _FORMULA.findall(book.package.read(part))]


def _forget_names(root: etree._Element, position: int) -> None:
    """Names of the sheet go; those of later sheets count one less."""
    names = root.find(main("definedNames"))
    if names is None:
        return
    for name in list(names):
        owner = int(name.get("localSheetId") or -1)
        if owner == position:
            names.remove(name)
        elif owner > position:
            name.set("localSheetId", str(owner - 1))
    if len(names) == 0:
        root.remove(names)


def _move_views(root: etree._Element, position: int) -> None:
    """The tab that is shown first stays the same one, or becomes the first when it goes."""
    for view in root.iterfind(f"{main('bookViews')}/{main('workbookView')}"):
        for attribute in ("activeTab", "firstSheet"):
            shown = int(view.get(attribute) or 0)
            if shown > position:
                view.set(attribute, str(shown - 1))
            elif shown == position and view.get(attribute) is not None:
                view.set(attribute, "0")


def _forget_calculation(book: WorkbookPart, sheet_id: str) -> None:
    """The order of calculation without the sheet's cells; an entry that names no sheet is on the sheet of the one before."""
    part = book.related(f"{REL}/calcChain")
    if part is None:
        return
    current = ""
    gone: list[tuple[etree._Element, str]] = []
    stay: list[tuple[etree._Element, str]] = []
    for entry in book.package.tree(part):
        current = entry.get("i") or current
        (gone if current == sheet_id else stay).append((entry, current))
    if not gone:
        return
    root = book.package.edit(part)
    for entry, sheet in stay:
        entry.set("i", sheet)
    for entry, _ in gone:
        root.remove(entry)
    if len(root) == 0:
        relation = next(r for r in book.package.relationships(book.part) if r.target == part)
        book.package.unrelate(book.part, relation.id)
        book.package.remove(part)


def _remove_with_own_parts(book: WorkbookPart, part: str) -> None:
    """The part, and whatever only it points to."""
    targets = [r.target for r in book.package.relationships(part) if not r.external and not r.type.endswith(_SHARED_KINDS)]
    book.package.remove(part)
    for target in targets:
        if book.package.has(target) and not _pointed_to(book, target):
            _remove_with_own_parts(book, target)


def _pointed_to(book: WorkbookPart, target: str) -> bool:
    """Whether any part still has a relationship to it."""
    return any(
        relation.target == target
        for name in ("", *book.package.names())
        if not name.endswith(".rels")
        for relation in book.package.relationships(name)
    )
