"""Where the corners of drawings, controls and notes go when rows move. Rows of anchors count from 0."""

from __future__ import annotations

from lxml import etree

from budgetbook.workbooks.file.areas import Shift


def moved(top: int, bottom: int, shift: Shift, *, on_edge: bool, moves: bool, sizes: bool) -> tuple[int, int]:
    """The rows of an object's upper and lower edge. `on_edge`: the lower edge lies exactly on the upper side of its row,
    so the object does not reach into it. An object whose rows are all taken out keeps a place where they were."""
    if not moves:
        return top, bottom
    new_top = shift.kept(top + 1) - 1
    if not sizes:
        return new_top, new_top + bottom - top
    if on_edge and bottom > top:
        return new_top, max(new_top, shift.row(bottom) or shift.first - 1)
    return new_top, max(new_top, shift.kept(bottom + 1) - 1)


def moved_row(row: int, element: etree._Element, shift: Shift) -> int:
    """The new row of one <xdr:row>, which stands in the from or the to of an anchor."""
    corner = element.getparent()
    anchor = corner.getparent() if corner is not None else None
    if corner is None or anchor is None:
        return row
    moves, sizes = _behaviour(anchor)
    start, end = _corner(anchor, "from"), _corner(anchor, "to")
    top, bottom = moved(start[0], end[0], shift, on_edge=end[1] == 0, moves=moves, sizes=sizes)
    return top if etree.QName(corner).localname == "from" else bottom


def _behaviour(anchor: etree._Element) -> tuple[bool, bool]:
    """Whether the object moves and whether it grows with its cells: editAs in drawings, two flags for controls."""
    if etree.QName(anchor).localname == "anchor":
        moves, sizes = (anchor.get(flag) in ("1", "true") for flag in ("moveWithCells", "sizeWithCells"))
        return moves, sizes
    edit_as = anchor.get("editAs", "twoCell")
    return edit_as != "absolute", edit_as == "twoCell"


def _corner(anchor: etree._Element, name: str) -> tuple[int, int]:
    """Row and offset within it; (0, 0) for the corner that a oneCellAnchor lacks."""
    found = {"row": 0, "rowOff": 0}
    for element in anchor.iterfind(f"{{*}}{name}/{{*}}*"):
        local = etree.QName(element).localname
        if local in found:
            found[local] = int(element.text or 0)
    return found["row"], found["rowOff"]
