"""How a worksheet is looked at: the selection, the grid lines, the frozen rows and columns."""

from __future__ import annotations

from lxml import etree

from budgetbook.model.grid import Area, cell_name
from budgetbook.workbooks.file import order, xml
from budgetbook.workbooks.file.areas import parse_areas
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.sheet import Sheet

_VIEWS, _VIEW, _PANE, _SELECTION = (main(tag) for tag in ("sheetViews", "sheetView", "pane", "selection"))
_FIRST = Area(1, 1, 1, 1)


def _view(sheet: Sheet) -> etree._Element | None:
    return sheet.root.find(f"{_VIEWS}/{_VIEW}")


def _edit_view(sheet: Sheet) -> etree._Element:
    """The view for changing; protection does not reach it."""
    root = sheet.package.edit_sheet(sheet.part).edit_frame()
    views = order.child(root, _VIEWS, order.WORKSHEET)
    view = views.find(_VIEW)
    return etree.SubElement(views, _VIEW, {"workbookViewId": "0"}) if view is None else view


def selection(sheet: Sheet) -> Area:
    """The cells that are selected, the first area of them where there are several."""
    view = _view(sheet)
    found = None if view is None else _selection(view)
    try:
        return parse_areas(found.get("sqref") or "A1")[0] if found is not None else _FIRST
    except ValueError:
        return _FIRST


def _selection(view: etree._Element) -> etree._Element | None:
    """The selection of the pane that is active."""
    pane = view.find(_PANE)
    name = (pane.get("activePane") if pane is not None else None) or "topLeft"
    return next((element for element in view.iterfind(_SELECTION) if (element.get("pane") or "topLeft") == name), None)


def select(sheet: Sheet, area: Area) -> None:
    """Selects an area; its top left cell is the active one."""
    if selection(sheet) == area:
        return
    view = _edit_view(sheet)
    found = _selection(view)
    if found is None:
        found = etree.SubElement(view, _SELECTION)
        pane = view.find(_PANE)
        if pane is not None and pane.get("activePane"):
            found.set("pane", pane.get("activePane") or "")
    xml.drop(found, "activeCellId")
    found.set("activeCell", cell_name(area.top, area.left))
    found.set("sqref", area.name)


def shows_grid(sheet: Sheet) -> bool:
    """Whether grid lines are drawn."""
    view = _view(sheet)
    return view is None or view.get("showGridLines") not in ("0", "false")


def show_grid(sheet: Sheet, shown: bool) -> None:
    """Draws grid lines, or does not."""
    if shown == shows_grid(sheet):
        return
    view = _edit_view(sheet)
    if shown:
        xml.drop(view, "showGridLines")
    else:
        view.set("showGridLines", "0")


def freeze(sheet: Sheet, rows: int, columns: int) -> None:
    """Keeps so many rows at the top and columns at the left in sight; none: nothing is frozen."""
    selected, view = selection(sheet), _edit_view(sheet)
    for element in [*view.iterfind(_PANE), *view.iterfind(_SELECTION)]:
        view.remove(element)
    active = ""
    if rows or columns:
        active = {(True, True): "bottomRight", (True, False): "bottomLeft", (False, True): "topRight"}[bool(rows), bool(columns)]
        split = {"xSplit": str(columns)} if columns else {}
        split |= {"ySplit": str(rows)} if rows else {}
        corner = cell_name(rows + 1, columns + 1)
        view.insert(0, view.makeelement(_PANE, {**split, "topLeftCell": corner, "activePane": active, "state": "frozen"}))
    pane = {"pane": active} if active else {}
    said = {**pane, "activeCell": cell_name(selected.top, selected.left), "sqref": selected.name}
    view.insert(1 if active else 0, view.makeelement(_SELECTION, said))


def frozen(sheet: Sheet) -> tuple[int, int]:
    """How many rows and columns are kept in sight."""
    view = _view(sheet)
    pane = None if view is None else view.find(_PANE)
    if pane is None or not (pane.get("state") or "").startswith("frozen"):
        return 0, 0
    return int(float(pane.get("ySplit") or 0)), int(float(pane.get("xSplit") or 0))
