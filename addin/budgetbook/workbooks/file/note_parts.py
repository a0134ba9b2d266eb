"""The two parts behind a sheet's notes: comments for the texts, a legacy drawing for the boxes; gone with the last note."""

from __future__ import annotations

from lxml import etree

from budgetbook.workbooks.file import note_boxes, order, xml
from budgetbook.workbooks.file.names import COMMENTS, COMMENTS_TYPE, MAIN, REL_ID, VML_DRAWING, VML_TYPE, main
from budgetbook.workbooks.file.sheet import Sheet

_AUTHORS, _LIST, _LEGACY = main("authors"), main("commentList"), main("legacyDrawing")


def related(sheet: Sheet, type: str) -> str | None:
    """The part that the sheet points to with a relationship of this type, if there is one."""
    for relation in sheet.package.relationships(sheet.part):
        if relation.type == type and sheet.package.has(relation.target):
            return relation.target
    return None


def make_comments(sheet: Sheet) -> etree._Element:
    """The comments part for changing, with its lists of authors and comments."""
    part = related(sheet, COMMENTS)
    if part is None:
        part = sheet.package.free_name("xl/comments{}.xml")
        sheet.package.put(part, xml.new(main("comments"), MAIN), COMMENTS_TYPE)
        sheet.package.relate(sheet.part, COMMENTS, part)
    root = sheet.package.edit(part)
    for tag in (_LIST, _AUTHORS):
        if root.find(tag) is None:
            root.insert(0, root.makeelement(tag))
    return root


def drop_comments(sheet: Sheet) -> None:
    """Takes the comments part out of the package."""
    for relation in sheet.package.relationships(sheet.part):
        if relation.type == COMMENTS:
            sheet.package.unrelate(sheet.part, relation.id)
            sheet.package.remove(relation.target)


def drawing(sheet: Sheet) -> str | None:
    """The part in which the boxes stand, if there is one."""
    legacy = sheet.root.find(_LEGACY)
    if legacy is None:
        return None
    for relation in sheet.package.relationships(sheet.part):
        if relation.id == legacy.get(REL_ID) and sheet.package.has(relation.target):
            return relation.target
    return None


def make_drawing(sheet: Sheet) -> str:
    """The part in which the boxes stand, made if it is not there."""
    part = drawing(sheet)
    if part is None:
        part = sheet.package.free_name("xl/drawings/vmlDrawing{}.vml")
        sheet.package.put(part, note_boxes.empty(free_block(sheet)))
        sheet.package.default_type("vml", VML_TYPE)
        legacy = order.child(sheet.edit_root(), _LEGACY, order.WORKSHEET)
        legacy.set(REL_ID, sheet.package.relate(sheet.part, VML_DRAWING, part))
    return part


def drop_drawing(sheet: Sheet) -> None:
    """Takes the part with the boxes out of the package."""
    part, root = drawing(sheet), sheet.edit_root()
    legacy = root.find(_LEGACY)
    if part is not None and legacy is not None:
        sheet.package.unrelate(sheet.part, legacy.get(REL_ID) or "")
        root.remove(legacy)
        sheet.package.remove(part)


def free_block(sheet: Sheet) -> int:
    """A block of shape ids that no drawing of the workbook claims; it is taken then."""
    book = sheet.book
    if book.last_block is None:
        drawings = [name for name in sheet.package.names() if name.lower().endswith(".vml")]
        book.last_block = max((block for name in drawings for block in note_boxes.blocks(sheet.package.read(name))), default=0)
    book.last_block += 1
    return book.last_block
