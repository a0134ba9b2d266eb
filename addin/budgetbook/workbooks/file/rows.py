"""Rows put into a sheet and taken out of it, with all in the package that refers to cells of the sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from budgetbook.model.grid import LAST_ROW, Area
from budgetbook.workbooks.file import cells, following, legacy_drawings, obstacles, shared_formulas, xml
from budgetbook.workbooks.file.areas import Shift, parse_area, shift_area
from budgetbook.workbooks.file.cells import EMPTIES, EMPTY, CellText
from budgetbook.workbooks.file.formula_cells import formulas_of, put_back
from budgetbook.workbooks.file.names import REL_ID, main
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.parts import Held, held, kind
from budgetbook.workbooks.file.references import move_formula
from budgetbook.workbooks.file.row_store import Row, Rows
from budgetbook.workbooks.file.rules import Change
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.templates import LONGEST
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_PLAIN_FORMULA, _FORMULA_KIND = re.compile(r"<f((?:\s[^>]*)?)>([^<]*)</f>"), re.compile(r'\st="([^"]*)"')
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
        _follow(workbook, sheet, shift, added)
        rows = Sheet(workbook, sheet).edit_rows()
        rows.move(shift)
        _add_rows(rows, shift, added)
        root = Sheet(workbook, sheet).edit_root()
        _add_merges(root, shift, added)
        _stretch_dimension(root, rows)


def delete_rows(workbook: WorkbookPart, sheet: str, first: int, count: int) -> None:
    """Takes rows out. What stands below moves up, areas shrink, references to what is gone become #REF!; notes, links and formats
    of the cells go with them, drawings keep a place. Raises BudgetbookError for what cannot be, and then nothing is changed."""
    _check_rows(workbook, sheet, (first, first + count - 1) if count > 0 else ())
    if count > 0:
        shift = Shift(first, -count)
        merges = _merges(Sheet(workbook, sheet).root)
        headless = [area for area in merges if shift.row(area.top) is None and shift_area(area, shift)]
        _follow(workbook, sheet, shift, ())
        rows = Sheet(workbook, sheet).edit_rows()
        for area in headless:
            _hand_down(rows, area, first + count)
        rows.move(shift)


def _check_rows(workbook: WorkbookPart, sheet: str, rows: Sequence[int]) -> None:
    if any(not 1 <= row <= LAST_ROW for row in rows):
        raise workbook.problem(f"行号须在 1 至 {LAST_ROW} 之间", sheet)


def _follow(workbook: WorkbookPart, sheet: str, shift: Shift, added: Sequence[tuple[int, int]]) -> None:
    """Everything but the rows themselves. Looks at all parts first, and changes only those that say something else then."""
    package = workbook.package
    parts = [part for part in held(workbook) if part.sheet == sheet or not _is_apart(package, part)]
    try:
        obstacles.refuse(package, sheet, parts, shift)
        plans = [_plan(package, part, Change(shift, sheet, part.sheet, added)) for part in parts]
    except ValueError as error:
        raise workbook.problem(str(error), sheet, hint=_BROKEN) from None
    for plan in plans:
        plan.carry_out(package)
    if any(isinstance(plan, _SheetPlan) and plan.formulas is not None for plan in plans):
        workbook.recalculate_on_load()
    drop_calculation_order(workbook)


# What formulas, and the names of other sheets, cannot do without, by a byte in it.
_FORMULAS = {b"f": (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")}
_NAMING = {b"f": (b"dataRef",), b"!": (b"!",), b"&": (b"&#33;", b"&#033;", b"&#x21;", b"&#X21;")}


def _is_apart(package: Package, part: Held) -> bool:
    """Whether another sheet can refer to nothing here: it has no formulas, and no ! without which no other sheet is named. A
    long list need not be taken apart to see that."""
    if part.kind != "worksheet":
        return False
    if package.weight(part.part) > LONGEST and not package.is_parsed(part.part):
        return package.lacks(part.part, _FORMULAS, _NAMING)
    sheet = package.sheet(part.part)
    return not sheet.may_compute and not sheet.may_name_sheets


class _SheetPlan(NamedTuple):
    """What changes in a worksheet: in its frame, and in its formulas, which are a copy and may have been written out already."""

    part: str
    in_frame: list[following.Edit]
    formulas: etree._Element | None
    in_formulas: list[following.Edit]
    written_out: bool

    def carry_out(self, package: Package) -> None:
        if self.in_frame:
            package.edit_sheet(self.part)
            _carry_out(package, self.part, self.in_frame)
        if self.formulas is not None and (self.in_formulas or self.written_out):
            _carry_out(package, self.part, self.in_formulas)
            put_back(package.edit_sheet(self.part), self.formulas)


class _TreePlan(NamedTuple):
    """What changes in a part that is one tree."""

    part: str
    edits: list[following.Edit]

    def carry_out(self, package: Package) -> None:
        if self.edits:
            package.edit(self.part)
            _carry_out(package, self.part, self.edits)


class _TextPlan(NamedTuple):
    """What a legacy drawing says then."""

    part: str
    old: str
    new: str

    def carry_out(self, package: Package) -> None:
        if self.new != self.old:
            package.put(self.part, self.new.encode("utf-8", "surrogateescape"))


def _plan(package: Package, part: Held, change: Change) -> _SheetPlan | _TreePlan | _TextPlan:
    if part.kind == "vmlDrawing":
        old = package.read(part.part).decode("utf-8", "surrogateescape")
        return _TextPlan(part.part, old, legacy_drawings.shift(old, change))
    if part.kind != "worksheet":
        return _TreePlan(part.part, following.plan(package.tree(part.part), part.kind, change))
    sheet = package.sheet(part.part)
    formulas = formulas_of(sheet)
    written_out = formulas is not None and _write_out_shared(formulas, change)
    in_formulas = following.plan(formulas, "worksheet", change) if formulas is not None else []
    in_frame = following.plan(sheet.frame, "worksheet", change) if part.sheet != change.sheet else []
    if in_frame or part.sheet == change.sheet:  # in a frame that may be changed
        in_frame = following.plan(sheet.edit_frame(), "worksheet", change)
    return _SheetPlan(part.part, in_frame, formulas, in_formulas, written_out)


def _write_out_shared(formulas: etree._Element, change: Change) -> bool:
    """Shared formulas that may be torn get a text for each cell; whether there were any."""
    shared = shared_formulas.find(formulas)
    torn = bool(shared) and (change.host == change.sheet or shared_formulas.any_mentions(shared, change.sheet))
    if torn:
        shared_formulas.expand(shared)
    return torn


def _carry_out(package: Package, part: str, edits: list[following.Edit]) -> None:
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


def _add_rows(rows: Rows, shift: Shift, added: Sequence[tuple[int, int]]) -> None:
    """New rows like their models, where nothing stands any more."""
    alike: dict[int, Row] = {}  # by model: rows that hold no formula are all the same
    for number, model in added:
        if row := alike.get(model):
            rows.put_row(number, row)
            continue
        now = shift.row(model) or 0
        if found := rows.row(now):
            new, has_formulas = _new_row(found, number - now)
            rows.put_row(number, new)
            if not has_formulas:
                alike[model] = new


def _new_row(model: Row, by: int) -> tuple[Row, bool]:
    """A row like its model, `by` rows below it; and whether there are formulas in it."""
    new: dict[int, CellText] = {}
    has_formulas = False
    for column, (style, rest) in model.cells.items():
        formula = "" if rest in EMPTIES else _plain_formula(rest)
        if formula:
            moved = xml.escaped(move_formula(xml.unescaped(formula), by))
            new[column], has_formulas = (style, f"><f>{moved}</f></c>"), True
        elif style:
            new[column] = style, EMPTY
    return Row(model.without(*_NOT_COPIED).attributes, new), has_formulas


def _plain_formula(rest: str) -> str:
    """The text of a cell's formula, unless it stands for other cells too."""
    match = _PLAIN_FORMULA.fullmatch(cells.parts(rest).formula)
    return match[2] if match and _FORMULA_KIND.findall(match[1]) in ([], ["normal"]) else ""


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


def _stretch_dimension(root: etree._Element, rows: Rows) -> None:
    """Rows that were added at the end lie within the sheet's dimension."""
    dimension, last = root.find(_DIMENSION), max(rows.numbers(), default=1)
    if dimension is not None and parse_area(dimension.get("ref") or "A1").bottom < last:
        dimension.set("ref", parse_area(dimension.get("ref") or "A1")._replace(bottom=last).name)


def _hand_down(rows: Rows, merge: Area, row: int) -> None:
    """The first row of a merge is taken out and the merge stays: what it shows passes to `row`, which will be its first."""
    old, new = rows.cell((merge.top, merge.left)), rows.cell((row, merge.left))
    if old is not None and old[1] not in EMPTIES and (new is None or new[1] in EMPTIES):
        rows.put(row, {merge.left: (new[0] if new else "", old[1])})
