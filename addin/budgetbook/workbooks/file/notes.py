"""Notes of cells: a text in the comments part and a box in the legacy drawing for each."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from budgetbook.model.grid import Cell, cell_name, parse_cell
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import note_parts, strings
from budgetbook.workbooks.file.names import COMMENTS, THREADED_COMMENT, main
from budgetbook.workbooks.file.note_boxes import Boxes, has_shapes
from budgetbook.workbooks.file.sheet import Sheet

AUTHOR = "预算公开检查"
_AUTHORS, _LIST, _COMMENT, _TEXT, _RUN = (main(tag) for tag in ("authors", "commentList", "comment", "text", "r"))


def read_notes(sheet: Sheet) -> dict[Cell, str]:
    """The text of each note; what is only the shadow of a threaded comment is none."""
    threaded = _threaded(sheet)
    return {cell: _text(comment) for cell, comment in _comments(sheet).items() if cell not in threaded}


def author_of(sheet: Sheet, place: Cell) -> str:
    """Who wrote the note of a cell; "" where nobody is named."""
    comment, part = _comments(sheet).get(place), note_parts.related(sheet, COMMENTS)
    if comment is None or part is None:
        return ""
    authors = [author.text or "" for author in sheet.package.tree(part).iterfind(f"{_AUTHORS}/{main('author')}")]
    number = int(comment.get("authorId") or 0)
    return authors[number] if number < len(authors) else ""


def set_notes(sheet: Sheet, notes: Mapping[Cell, str | None]) -> None:
    """Sets, replaces or (None) takes away notes. Raises BudgetbookError before anything is changed."""
    _refuse(sheet, notes)
    present = _comments(sheet)
    changes = {cell: text for cell, text in sorted(notes.items()) if _differs(present.get(cell), text)}
    if not changes:
        return
    sheet.refuse_protected()
    root = note_parts.make_comments(sheet)
    new = {cell: text for cell, text in changes.items() if text is not None and cell not in present}
    gone = [cell for cell, text in changes.items() if text is None]
    for cell, text in changes.items():
        if text is not None and cell in present:
            _replace(present[cell], text)
    _add_texts(root, new)
    _remove_texts(root, [present[cell] for cell in gone])
    _change_boxes(sheet, new, gone)
    if next(root.iter(_COMMENT), None) is None:
        note_parts.drop_comments(sheet)


def _refuse(sheet: Sheet, notes: Mapping[Cell, str | None]) -> None:
    sheet.refuse_off_sheet(notes)
    problems = []
    for place in sorted(_threaded(sheet) & notes.keys()):
        hint = "请先在 Excel 中处理并删除该批注"
        problems.append(sheet.trouble("单元格上有带会话的批注，不能再加备注", cell_name(*place), hint))
    for place, text in notes.items():
        fault = strings.fault(text or "")
        if fault:
            problems.append(sheet.trouble(f"备注{fault}", cell_name(*place)))
    if problems:
        raise BudgetbookError(problems)


def _threaded(sheet: Sheet) -> set[Cell]:
    part = note_parts.related(sheet, THREADED_COMMENT)
    references = [element.get("ref") for element in sheet.package.tree(part)] if part else []
    return {parse_cell(reference) for reference in references if reference}


def _comments(sheet: Sheet) -> dict[Cell, etree._Element]:
    part = note_parts.related(sheet, COMMENTS)
    elements = sheet.package.tree(part).iter(_COMMENT) if part else ()
    return {parse_cell(element.get("ref") or ""): element for element in elements}


def _text(comment: etree._Element) -> str:
    item = comment.find(_TEXT)
    return strings.text_of(item) if item is not None else ""


def _differs(comment: etree._Element | None, text: str | None) -> bool:
    return text is not None if comment is None else text != _text(comment)


def _add_texts(root: etree._Element, new: Mapping[Cell, str]) -> None:
    """Comments in the order of their cells, behind those that are there."""
    if not new:
        return
    author = _author(root)
    listed = root.find(_LIST)
    assert listed is not None  # the part was made with it
    for place, text in new.items():
        comment = etree.SubElement(listed, _COMMENT, {"ref": cell_name(*place), "authorId": str(author), "shapeId": "0"})
        _write_run(etree.SubElement(comment, _TEXT), text)


def _remove_texts(root: etree._Element, comments: list[etree._Element]) -> None:
    listed, authors = root.find(_LIST), root.find(_AUTHORS)
    assert listed is not None and authors is not None  # the part was made with them
    for comment in comments:
        listed.remove(comment)
    last = len(authors) - 1
    ours = last >= 0 and authors[last].text == AUTHOR
    if comments and ours and not any(comment.get("authorId") == str(last) for comment in listed):
        authors.remove(authors[last])


def _author(root: etree._Element) -> int:
    """The index of the program among the authors, added at the end when it is missing."""
    authors = root.find(_AUTHORS)
    assert authors is not None  # the part was made with it
    known = [author.text for author in authors]
    if AUTHOR not in known:
        etree.SubElement(authors, main("author")).text = AUTHOR
        known.append(AUTHOR)
    return known.index(AUTHOR)


def _change_boxes(sheet: Sheet, new: Mapping[Cell, str], gone: list[Cell]) -> None:
    if not new and (not gone or note_parts.drawing(sheet) is None):
        return
    part = note_parts.make_drawing(sheet)
    boxes = Boxes(sheet.package.read(part))
    for place in gone:
        boxes.remove(place)
    for place, text in new.items():
        boxes.add(place, text, lambda: note_parts.free_block(sheet))
    data = boxes.data()
    sheet.package.put(part, data)
    if not has_shapes(data):
        note_parts.drop_drawing(sheet)


def _replace(comment: etree._Element, text: str) -> None:
    """Another text in the box that is there. Words added at the end, or such words taken away again, leave the rest as it is."""
    old, item = _text(comment), comment.find(_TEXT)
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
    return strings.unescape(run.findtext(main("t")) or "")


def _write_run(item: etree._Element, text: str) -> None:
    element = etree.SubElement(etree.SubElement(item, _RUN), main("t"))
    strings.set_text(element, text)
