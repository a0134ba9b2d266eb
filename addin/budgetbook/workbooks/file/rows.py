"""Rows put into a sheet and taken out of it, with all in the package that refers to cells of the sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from budgetbook.model.grid import LAST_ROW, Area, column_name
from budgetbook.workbooks.file import following, legacy_drawings, obstacles, shared_formulas
from budgetbook.workbooks.file.areas import Shift, parse_area, shift_area
from budgetbook.workbooks.file.cells import OrderError, Rows, numbered_cells, numbered_rows
from budgetbook.workbooks.file.names import REL_ID, main
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.parts import Held, held, kind
from budgetbook.workbooks.file.references import move_formula
from budgetbook.workbooks.file.rules import Change
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_DATA, _ROW, _CELL, _FORMULA = map(main, ("sheetData", "row", "c", "f"))
_MERGES, _MERGE, _DIMENSION = map(main, ("mergeCells", "mergeCell", "dimension"))
_REBUILT = ("calcChain", "volatileDependencies")  # Excel makes these anew
_BROKEN = "请用 Excel 打开后另存一份再试"
_NOT_COPIED = ("hidden", "collapsed")  # a new row is there to be seen


def insert_rows(workbook: WorkbookPart, sheet: str, before: int, models: Sequence[int], *, stretch: bool = False) -> None:
    """One new row before row `before` for each model row (numbers as they are before the insertion).

    A new row has its model's height, outline level, styles, merges within the row, and formulas moved as copying moves them; it
    is not hidden and holds no values. With `stretch`, lists that end in the row above take in the new rows.
    Raises BudgetbookError for what cannot be, and then nothing is changed."""
    _check_rows(workbook, sheet, (before, *models))
    if models:
        shift = Shift(before, len(models), stretch)
        added = tuple((before + place, model) for place, model in enumerate(models))
        _refuse_disorder(workbook, sheet, models)
        root = workbook.package.tree(workbook.sheet_part(sheet))
        _follow(workbook, sheet, shift, added)
        _move_rows(root, shift)
        _add_rows(root, shift, added)


def delete_rows(workbook: WorkbookPart, sheet: str, first: int, count: int) -> None:
    """Takes rows out. What stands below moves up, areas shrink, references to what is gone become #REF!; notes, links and formats
    of the cells go with them, drawings keep a place. Raises BudgetbookError for what cannot be, and then nothing is changed."""
    _check_rows(workbook, sheet, (first, first + count - 1) if count > 0 else ())
    if count > 0:
        shift = Shift(first, -count)
        rows, root = Sheet(workbook, sheet).rows(), workbook.package.tree(workbook.sheet_part(sheet))
        headless = [area for area in _merges(root) if shift.row(area.top) is None and shift_area(area, shift)]
        _follow(workbook, sheet, shift, ())
        for area in headless:
            _hand_down(rows, area, first + count)
        _move_rows(root, shift)


def _check_rows(workbook: WorkbookPart, sheet: str, rows: Sequence[int]) -> None:
    if any(not 1 <= row <= LAST_ROW for row in rows):
        raise workbook.problem(f"行号须在 1 至 {LAST_ROW} 之间", sheet)


def _refuse_disorder(workbook: WorkbookPart, sheet: str, models: Sequence[int]) -> None:
    rows = Sheet(workbook, sheet).rows()
    try:
        for model in set(models):
            rows.cells(model)
    except OrderError as error:
        raise workbook.problem(str(error), sheet, error.place, _BROKEN) from None


def _follow(workbook: WorkbookPart, sheet: str, shift: Shift, added: Sequence[tuple[int, int]]) -> None:
    """Everything but the rows themselves. Looks at all parts first, and changes only those that say something else then."""
    package = workbook.package
    parts = [part for part in held(workbook) if part.sheet == sheet or not _is_apart(package, part)]
    try:
        obstacles.refuse(package, sheet, parts, shift)
        has_formulas = _expand_shared(package, sheet, parts)
        plans = [(part, _plan(package, part, Change(shift, sheet, part.sheet, added))) for part in parts]
    except ValueError as error:
        raise workbook.problem(str(error), sheet, hint=_BROKEN) from None
    for part, edits in plans:
        if isinstance(edits, str):
            package.put(part.part, edits.encode("utf-8", "surrogateescape"))
        elif edits or (part.kind, part.sheet) == ("worksheet", sheet):
            _carry_out(package, part.part, edits)
    if has_formulas:
        workbook.recalculate_on_load()
    drop_calculation_order(workbook)


_FORMULAS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_NAMING_SHEETS = (b"!", b"&#33;", b"&#033;", b"&#x21;", b"&#X21;")


def _is_apart(package: Package, part: Held) -> bool:
    """Whether another sheet can refer to nothing here: it has no formulas, and no ! without which no other sheet is named. A
    long list need not be taken apart to see that."""
    return part.kind == "worksheet" and package.lacks(part.part, *_FORMULAS, *_NAMING_SHEETS)


def _expand_shared(package: Package, sheet: str, parts: list[Held]) -> bool:
    """Takes apart the shared formulas that may be torn; tells whether there are formulas at all."""
    has_formulas = False
    for part in parts:
        if part.kind == "worksheet":
            root = package.tree(part.part)
            has_formulas = has_formulas or next(root.iter(_FORMULA), None) is not None
            shared = shared_formulas.find(root)
            if shared and (part.sheet == sheet or shared_formulas.any_mentions(shared, sheet)):
                package.edit(part.part)
                shared_formulas.expand(shared)
    return has_formulas


def _plan(package: Package, part: Held, change: Change) -> list[following.Edit] | str:
    """Edits for XML; the new text for a legacy drawing, if it is new."""
    if part.kind != "vmlDrawing":
        return following.plan(package.tree(part.part), part.kind, change)
    old = package.read(part.part).decode("utf-8", "surrogateescape")
    new = legacy_drawings.shift(old, change)
    return [] if new == old else new


def _carry_out(package: Package, part: str, edits: list[following.Edit]) -> None:
    package.edit(part)
    for element in following.carry_out(edits):
        id = element.get(REL_ID)
        if id:
            package.unrelate(part, id)


def drop_calculation_order(workbook: WorkbookPart) -> None:
    """Excel's lists of the cells that hold formulas, which it makes anew when they are not there."""
    for relation in workbook.package.relationships(workbook.part):
        if kind(relation.type) in _REBUILT:
            workbook.package.unrelate(workbook.part, relation.id)
            if workbook.package.has(relation.target):
                workbook.package.remove(relation.target)


def _rows(root: etree._Element) -> list[tuple[int, etree._Element]]:
    data = root.find(_DATA)
    return [] if data is None else list(numbered_rows(data))


def _move_rows(root: etree._Element, shift: Shift) -> None:
    for number, row in _rows(root):
        if number < shift.first:
            continue
        if number < shift.first - shift.by or number + shift.by > LAST_ROW:  # taken out, or an empty one at the end of the sheet
            following.remove(row)
            continue
        old, new = len(str(number)), str(number + shift.by)
        row.set("r", new)
        for cell in row:
            name = cell.get("r")
            if name:
                cell.set("r", name[:-old] + new)


class _Model(NamedTuple):
    """What new rows take from their model, which stands in row `number` now: attributes, and column, style, formula of cells."""

    number: int
    attributes: dict[str, str]
    cells: list[tuple[str, str | None, str]]


def _model(number: int, row: etree._Element) -> _Model:
    attributes = {str(name): str(value) for name, value in row.items() if name not in _NOT_COPIED}
    cells = []
    for column, cell in numbered_cells(number, row):
        formula, style = cell.find(_FORMULA), cell.get("s")
        plain = formula is not None and formula.get("t", "normal") == "normal"
        text = (formula.text or "") if plain and formula is not None else ""
        if style or text:
            cells.append((column_name(column), style, text))
    return _Model(number, attributes, cells)


def _add_rows(root: etree._Element, shift: Shift, added: Sequence[tuple[int, int]]) -> None:
    data = root.find(_DATA)
    assert data is not None  # the caller has seen to it
    rows = dict(_rows(root))
    below = next((row for number, row in rows.items() if number > shift.first), None)
    now = {model: shift.row(model) or 0 for _, model in added}
    models = {model: _model(number, rows[number]) for model, number in now.items() if number in rows}
    for number, model in added:
        if model in models:
            row = _new_row(data, models[model], number)
            if below is not None:
                below.addprevious(row)
    _add_merges(root, shift, added)
    _stretch_dimension(root)


def _new_row(data: etree._Element, model: _Model, number: int) -> etree._Element:
    """A row like its model; it is last for now."""
    row = etree.SubElement(data, _ROW, model.attributes)
    row.set("r", str(number))
    for column, style, formula in model.cells:
        cell = etree.SubElement(row, _CELL, r=f"{column}{number}")
        if style:
            cell.set("s", style)
        if formula:
            etree.SubElement(cell, _FORMULA).text = move_formula(formula, number - model.number)
    return row


def _merges(root: etree._Element) -> list[Area]:
    return [parse_area(element.get("ref") or "") for element in root.iterfind(f"{_MERGES}/{_MERGE}")]


def _add_merges(root: etree._Element, shift: Shift, added: Sequence[tuple[int, int]]) -> None:
    """Merges within a model row are made again in its new row, but for those that would meet a merge that grew."""
    merges = _merges(root)
    grown = [area for area in merges if area.top < shift.first <= area.bottom]
    by_row: dict[int, list[Area]] = {}
    for area in merges:
        if area.top == area.bottom:
            by_row.setdefault(area.top, []).append(area)
    container = root.find(_MERGES)
    for number, model in added:
        for area in by_row.get(shift.row(model) or 0, ()):
            if container is not None and all(other.right < area.left or area.right < other.left for other in grown):
                etree.SubElement(container, _MERGE, {"ref": area._replace(top=number, bottom=number).name})
    if container is not None and container.get("count") is not None:
        following.recount(container)


def _stretch_dimension(root: etree._Element) -> None:
    """Rows that were added at the end lie within the sheet's dimension."""
    dimension, last = root.find(_DIMENSION), max((number for number, _ in _rows(root)), default=1)
    if dimension is not None and parse_area(dimension.get("ref") or "A1").bottom < last:
        dimension.set("ref", parse_area(dimension.get("ref") or "A1")._replace(bottom=last).name)


def _hand_down(rows: Rows, merge: Area, row: int) -> None:
    """The first row of a merge is taken out and the merge stays: what it shows passes to `row`, which will be its first."""
    old = rows.cell((merge.top, merge.left))
    if old is None or len(old) == 0:
        return
    new = rows.make_cell((row, merge.left))
    if len(new) == 0:
        new.extend(list(old))
        if old.get("t"):
            new.set("t", old.get("t", ""))
