"""Adding and removing whole worksheets."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from lxml import etree

from budgetbook.workbooks.file import order, xml
from budgetbook.workbooks.file.formula_cells import referring
from budgetbook.workbooks.file.names import REL, REL_ID, WORKSHEET, WORKSHEET_TYPE, main
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.file.rules import tags
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_SHARED_KINDS = ("/image", "/pivotCacheDefinition", "/slicerCache", "/person")


def add_sheet(book: WorkbookPart, name: str, content: bytes, hidden: bool) -> None:
    """A worksheet part behind the last; a hidden one does not show in Excel's list of hidden sheets either."""
    book.check_new_name(name)
    book.refuse_locked_structure()
    part = book.package.free_name("xl/worksheets/sheet{}.xml")
    append_sheets(book, {name: part}, "veryHidden" if hidden else None)
    book.package.put(part, content, WORKSHEET_TYPE)


def append_sheets(book: WorkbookPart, parts: Mapping[str, str], state: str | None = None) -> int:
    """Tabs behind the last one for worksheet parts by name; returns the position of the first. The names have been checked."""
    tabs = book.tabs()
    highest = max((int(tab.get("sheetId") or 0) for tab in tabs), default=0)
    sheets = order.child(book.package.edit(book.part), main("sheets"), order.WORKBOOK)
    for number, (name, part) in enumerate(parts.items(), highest + 1):
        tab = etree.SubElement(sheets, main("sheet"), {"name": name, "sheetId": str(number)})
        if state:
            tab.set("state", state)
        tab.set(REL_ID, book.package.relate(book.part, WORKSHEET, part))
    book.forget_tabs()
    return len(tabs)


def remove_sheets(book: WorkbookPart, names: Collection[str]) -> None:
    """Raises BudgetbookError, before anything is changed, where no visible sheet would be left, and for a sheet that others
    refer to."""
    book.refuse_locked_structure()
    parts = {name: book.sheet_part(name) for name in names}
    tabs = {position: tab for position, tab in enumerate(book.tabs()) if tab.get("name") in parts}
    if not any(tab.get("state", "visible") == "visible" for tab in book.tabs() if tab.get("name") not in parts):
        raise book.problem("这是最后一张可见的工作表，不能删除", next(iter(names)))
    _refuse_referred(book, parts)
    root = book.package.edit(book.part)
    _forget_names(root, tabs)
    _move_views(root, tabs)
    for tab in tabs.values():
        container = tab.getparent()
        assert container is not None  # it stands in sheets
        container.remove(tab)
    book.forget_tabs()
    book.package.unrelate(book.part, *[tab.get(REL_ID) or "" for tab in tabs.values()])
    _forget_calculation(book, {tab.get("sheetId") or "" for tab in tabs.values()})
    for part in parts.values():
        _remove_with_own_parts(book, part)


def _refuse_referred(book: WorkbookPart, parts: Mapping[str, str]) -> None:
    """Formulas elsewhere that name the sheets would lose what they point to."""
    patterns = {f"{form}!": name for name in parts for form in (quote_sheet(name), name, "'" + name.replace("'", "''") + "'")}
    for other in book.sheets():
        if other in parts:
            continue
        formulas = "\n".join(_formulas(book, book.sheet_part(other)))
        named = next((name for pattern, name in patterns.items() if pattern in formulas), "") if formulas else ""
        if named:
            raise book.problem(f"工作表“{other}”里有公式引用它，不能删除", named, hint="请先改掉这些公式")


_FORMULAS = tags("m:f m:formula m:formula1 m:formula2 xm:f")
_FORMULA = re.compile(rb"<(?:\w+:)?(?:f|formula1?|formula2)\b[^>]*>([^<]*!)[^<]*<")


def _formulas(book: WorkbookPart, part: str) -> list[str]:
    """All formulas with a sheet in them; a sheet that nobody has looked at is searched without taking it apart."""
    if book.package.is_parsed(part):
        trees = referring(book.package.sheet(part))
        return [element.text for tree in trees for element in tree.iter(*_FORMULAS) if element.text and "!" in element.text]
    return [xml.unescaped(formula.decode()) for formula in _FORMULA.findall(book.package.read(part))]


def _forget_names(root: etree._Element, gone: Collection[int]) -> None:
    """Names of the sheets at these positions go; those of later sheets count fewer."""
    names = root.find(main("definedNames"))
    if names is None:
        return
    for name in list(names):
        owner = int(name.get("localSheetId") or -1)
        if owner in gone:
            names.remove(name)
        elif owner >= 0:
            name.set("localSheetId", str(_moved(owner, gone)))
    if len(names) == 0:
        root.remove(names)


def _move_views(root: etree._Element, gone: Collection[int]) -> None:
    """The tab that is shown first stays the same one, or becomes the first when it goes."""
    for view in root.iterfind(f"{main('bookViews')}/{main('workbookView')}"):
        for attribute in ("activeTab", "firstSheet"):
            shown = view.get(attribute)
            if shown is not None:
                view.set(attribute, "0" if int(shown) in gone else str(_moved(int(shown), gone)))


def _moved(position: int, gone: Collection[int]) -> int:
    return position - sum(other < position for other in gone)


def _forget_calculation(book: WorkbookPart, sheet_ids: Collection[str]) -> None:
    """The order of calculation without the sheets' cells; an entry that names no sheet is on the sheet of the one before."""
    part = book.related(f"{REL}/calcChain")
    if part is None:
        return
    current = ""
    gone: list[tuple[etree._Element, str]] = []
    stay: list[tuple[etree._Element, str]] = []
    for entry in book.package.tree(part):
        current = entry.get("i") or current
        (gone if current in sheet_ids else stay).append((entry, current))
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
