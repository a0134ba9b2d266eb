"""The tabs of a workbook: their order, which of them are shown, and which one is in front."""

from __future__ import annotations

from lxml import etree

from budgetbook.workbooks.file import order, xml
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_VIEWS, _VIEW = main("bookViews"), main("workbookView")
SHOWN, HIDDEN, VERY_HIDDEN = "visible", "hidden", "veryHidden"


def move(book: WorkbookPart, name: str, position: int) -> None:
    """The sheet to this place among all tabs, from 0. What counts tabs (names of a sheet, the one in front) counts anew."""
    book.refuse_locked_structure()
    old = [tab.get("name") or "" for tab in book.tabs()]
    new = [other for other in old if other != name]
    new.insert(position, name)
    if new == old:
        return
    root = book.package.edit(book.part)
    places = {at: new.index(other) for at, other in enumerate(old)}
    container = root.find(main("sheets"))
    assert container is not None  # the sheet is in it
    tabs = {tab.get("name") or "": tab for tab in book.tabs()}
    for tab in tabs.values():
        container.remove(tab)
    container.extend([tabs[other] for other in new])
    _renumber(root, places)
    book.forget_tabs()


def _renumber(root: etree._Element, places: dict[int, int]) -> None:
    for name in root.iterfind(f"{main('definedNames')}/{main('definedName')}"):
        if (owner := name.get("localSheetId")) is not None:
            name.set("localSheetId", str(places.get(int(owner), int(owner))))
    for view in root.iterfind(f"{_VIEWS}/{_VIEW}"):
        shown = int(view.get("activeTab") or 0)
        view.set("activeTab", str(places.get(shown, shown)))


def active(book: WorkbookPart) -> str:
    """The worksheet in front; the first one that is shown where another kind of sheet is."""
    view = book.root.find(f"{_VIEWS}/{_VIEW}")
    position = int((view.get("activeTab") if view is not None else None) or 0)
    tabs, names = book.tabs(), book.sheets()
    if position < len(tabs) and (name := tabs[position].get("name") or "") in names and state(book, name) == SHOWN:
        return name
    return next((name for name in names if state(book, name) == SHOWN), names[0])


def activate(book: WorkbookPart, name: str) -> None:
    """The sheet to the front; it alone is selected."""
    if active(book) == name:
        return
    root = book.package.edit(book.part)
    views = order.child(root, _VIEWS, order.WORKBOOK)
    if views.find(_VIEW) is None:
        etree.SubElement(views, _VIEW)
    for view in views.iterfind(_VIEW):
        view.set("activeTab", str(book.index(name)))
    for other in book.sheets():
        _select(book, other, other == name)


def _select(book: WorkbookPart, name: str, selected: bool) -> None:
    part = book.sheet_part(name)
    if not selected and book.package.lacks(part, {}, {b"S": (b"tabSelected",)}):
        return  # and a long list need not be taken apart
    views = f"{main('sheetViews')}/{main('sheetView')}"
    view = book.package.sheet(part).frame.find(views)
    if (view is not None and view.get("tabSelected") in ("1", "true")) == selected:
        return
    frame = book.package.edit_sheet(part).edit_frame()
    for view in frame.iterfind(views):
        if selected:
            view.set("tabSelected", "1")
        else:
            xml.drop(view, "tabSelected")


def state(book: WorkbookPart, name: str) -> str:
    """Whether the sheet is shown."""
    return book.tabs()[book.index(name)].get("state") or SHOWN


def set_state(book: WorkbookPart, name: str, wanted: str) -> None:
    """Shows or hides the sheet. Raises BudgetbookError for the last one that is shown; one in front gives way to the next."""
    if state(book, name) == wanted:
        return
    book.refuse_locked_structure()
    others = [other for other in book.sheets() if other != name and state(book, other) == SHOWN]
    if wanted != SHOWN and not others:
        raise book.problem("至少要有一张显示着的工作表，不能隐藏", name)
    in_front = active(book)
    book.package.edit(book.part)
    tab = book.tabs()[book.index(name)]
    if wanted == SHOWN:
        xml.drop(tab, "state")
    else:
        tab.set("state", wanted)
    if wanted != SHOWN and in_front == name:
        behind = [other for other in others if book.index(other) > book.index(name)]
        _bring_forward(book, (behind or others[::-1])[0])


def _bring_forward(book: WorkbookPart, name: str) -> None:
    for view in book.root.iterfind(f"{_VIEWS}/{_VIEW}"):
        view.set("activeTab", str(book.index(name)))
    for other in book.sheets():
        _select(book, other, other == name)
