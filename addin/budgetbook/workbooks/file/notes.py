"""Notes of cells: the text in the comments part, the box in the VML part, both made for the first note and gone with the last."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from budgetbook.model.grid import Cell, cell_name, parse_cell
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import note_boxes, order, strings, xml
from budgetbook.workbooks.file.names import (
    COMMENTS,
    COMMENTS_TYPE,
    MAIN,
    REL_ID,
    THREADED_COMMENT,
    VML_DRAWING,
    VML_TYPE,
    main,
)
from budgetbook.workbooks.file.sheet import Sheet

AUTHOR = "预算公开检查"
_AUTHORS, _LIST, _COMMENT, _TEXT, _RUN = (main(tag) for tag in ("authors", "commentList", "comment", "text", "r"))
_LEGACY = main("legacyDrawing")


def read_notes(sheet: Sheet) -> dict[Cell, str]:
    """The text of each note; what is only the shadow of a threaded comment is none."""
    part = _related(sheet, COMMENTS)
    if part is None:
        return {}
    threaded = _threaded(sheet)
    found = {parse_cell(element.get("ref") or ""): element for element in sheet.package.tree(part).iter(_COMMENT)}
    return {cell: _text(element) for cell, element in found.items() if cell not in threaded}


def set_notes(sheet: Sheet, notes: Mapping[Cell, str | None]) -> None:
    """Sets, replaces or (None) takes away notes. Raises BudgetbookError before anything is changed."""
    _refuse(sheet, notes)
    sheet.edit()
    for place, text in sorted(notes.items()):
        present = _comment(sheet, place)
        if text is None:
            if present is not None:
                _take_away(sheet, place)
        elif present is not None:
            _replace(sheet, place, text)
        else:
            _add(sheet, place, text)


def _refuse(sheet: Sheet, notes: Mapping[Cell, str | None]) -> None:
    sheet.refuse_off_sheet(notes)
    problems = []
    for place in sorted(_threaded(sheet) & notes.keys()):
        hint = "请先在 Excel 中答复或删除该批注"
        problems.append(sheet.trouble("单元格上有带会话的批注，不能再加备注", cell_name(*place), hint))
    for place, text in notes.items():
        fault = strings.fault(text or "")
        if fault:
            problems.append(sheet.trouble(f"备注{fault}", cell_name(*place)))
    if problems:
        raise BudgetbookError(problems)


def _threaded(sheet: Sheet) -> set[Cell]:
    part = _related(sheet, THREADED_COMMENT)
    if part is None:
        return set()
    references = (element.get("ref") for element in sheet.package.tree(part))
    return {parse_cell(reference) for reference in references if reference}


def _related(sheet: Sheet, type: str) -> str | None:
    for relation in sheet.package.relationships(sheet.part):
        if relation.type == type and sheet.package.has(relation.target):
            return relation.target
    return None


def _comment(sheet: Sheet, place: Cell) -> etree._Element | None:
    part = _related(sheet, COMMENTS)
    if part is None:
        return None
    name = cell_name(*place)
    return next((element for element in sheet.package.tree(part).iter(_COMMENT) if element.get("ref") == name), None)


def _text(comment: etree._Element) -> str:
    item = comment.find(_TEXT)
    return strings.text_of(item) if item is not None else ""


def _add(sheet: Sheet, place: Cell, text: str) -> None:
    part = _related(sheet, COMMENTS) or _new_comments(sheet)
    root = sheet.package.edit(part)
    author = _author(root)
    listed = root.find(_LIST)
    assert listed is not None  # _author has seen to it
    comment = listed.makeelement(_COMMENT, {"ref": cell_name(*place), "authorId": str(author), "shapeId": "0"})
    _write_run(etree.SubElement(comment, _TEXT), text)
    after = sum(1 for other in listed.iterchildren(_COMMENT) if parse_cell(other.get("ref") or "A1") < place)
    listed.insert(after, comment)
    drawing = _drawing(sheet) or _new_drawing(sheet)
    data = sheet.package.read(drawing)
    sheet.package.put(drawing, note_boxes.add_box(data, place, text, _free_block(sheet)))


def _replace(sheet: Sheet, place: Cell, text: str) -> None:
    """Another text in the box that is there. Words added at the end, or such words taken away again, leave the rest as it is."""
    comment = _comment(sheet, place)
    assert comment is not None  # the caller has looked
    old = _text(comment)
    if old == text:
        return
    part = _related(sheet, COMMENTS)
    assert part is not None  # the comment stands there
    sheet.package.edit(part)
    item = comment.find(_TEXT)
    if item is None:
        item = etree.SubElement(comment, _TEXT)
    runs = item.findall(_RUN)
    if runs and text.startswith(old):
        _write_run(item, text[len(old) :])
    elif not _cut_back(item, runs, text):
        for child in list(item):
            item.remove(child)
        _write_run(item, text)


def _cut_back(item: etree._Element, runs: list[etree._Element], text: str) -> bool:
    """Whether the first runs are the text, the others then going."""
    for kept in range(1, len(runs)):
        if "".join(_run_text(run) for run in runs[:kept]) == text:
            for run in runs[kept:]:
                item.remove(run)
            return True
    return False


def _run_text(run: etree._Element) -> str:
    element = run.find(main("t"))
    return strings.unescape(element.text or "") if element is not None else ""


def _write_run(item: etree._Element, text: str) -> None:
    element = etree.SubElement(etree.SubElement(item, _RUN), main("t"))
    strings.set_text(element, text)


def _take_away(sheet: Sheet, place: Cell) -> None:
    part, comment = _related(sheet, COMMENTS), _comment(sheet, place)
    assert part is not None and comment is not None  # the caller has looked
    root = sheet.package.edit(part)
    listed = comment.getparent()
    assert listed is not None  # it stands in the list
    listed.remove(comment)
    drawing = _drawing(sheet)
    if drawing is not None:
        data = note_boxes.remove_box(sheet.package.read(drawing), place)
        sheet.package.put(drawing, data)
        if not note_boxes.has_shapes(data):
            _remove_drawing(sheet)
    if len(listed) == 0:
        _unrelate(sheet, COMMENTS)
        sheet.package.remove(part)
    else:
        _forget_author(root, comment.get("authorId"))


def _author(root: etree._Element) -> int:
    """The index of the program among the authors, who are added at the end when they are missing."""
    authors = root.find(_AUTHORS)
    if authors is None:
        authors = root.makeelement(_AUTHORS)
        root.insert(0, authors)
    if root.find(_LIST) is None:
        authors.addnext(root.makeelement(_LIST))
    known = [author.text for author in authors]
    if AUTHOR not in known:
        etree.SubElement(authors, main("author")).text = AUTHOR
        known.append(AUTHOR)
    return known.index(AUTHOR)


def _forget_author(root: etree._Element, id: str | None) -> None:
    authors = root.find(_AUTHORS)
    if authors is None or len(authors) == 0 or id != str(len(authors) - 1) or authors[-1].text != AUTHOR:
        return
    if not any(comment.get("authorId") == id for comment in root.iter(_COMMENT)):
        authors.remove(authors[-1])


def _new_comments(sheet: Sheet) -> str:
    part = sheet.package.free_name("xl/comments{}.xml")
    root = xml.new(main("comments"), MAIN)
    sheet.package.put(part, root, COMMENTS_TYPE)
    sheet.package.relate(sheet.part, COMMENTS, part)
    return part


def _drawing(sheet: Sheet) -> str | None:
    legacy = sheet.root.find(_LEGACY)
    if legacy is None:
        return None
    for relation in sheet.package.relationships(sheet.part):
        if relation.id == legacy.get(REL_ID) and sheet.package.has(relation.target):
            return relation.target
    return None


def _new_drawing(sheet: Sheet) -> str:
    part = sheet.package.free_name("xl/drawings/vmlDrawing{}.vml")
    sheet.package.put(part, note_boxes.empty(_free_block(sheet)))
    sheet.package.default_type("vml", VML_TYPE)
    root = sheet.edit()
    legacy = order.child(root, _LEGACY, order.WORKSHEET)
    legacy.set(REL_ID, sheet.package.relate(sheet.part, VML_DRAWING, part))
    return part


def _remove_drawing(sheet: Sheet) -> None:
    drawing, root = _drawing(sheet), sheet.edit()
    legacy = root.find(_LEGACY)
    assert drawing is not None and legacy is not None  # there was a box in it
    sheet.package.unrelate(sheet.part, legacy.get(REL_ID) or "")
    root.remove(legacy)
    sheet.package.remove(drawing)


def _unrelate(sheet: Sheet, type: str) -> None:
    for relation in sheet.package.relationships(sheet.part):
        if relation.type == type:
            sheet.package.unrelate(sheet.part, relation.id)


def _free_block(sheet: Sheet) -> int:
    """An id block that no drawing of the workbook claims."""
    drawings = [name for name in sheet.package.names() if name.lower().endswith(".vml")]
    return max((block for name in drawings for block in note_boxes.blocks(sheet.package.read(name))), default=0) + 1
