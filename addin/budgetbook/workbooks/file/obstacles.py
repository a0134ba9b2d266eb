"""What stands in the way of putting rows in or taking them out: things that Excel, too, does not let be cut."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from budgetbook.model.grid import LAST_ROW, Area
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.areas import Shift, parse_area
from budgetbook.workbooks.file.cells import EMPTIES
from budgetbook.workbooks.file.formula_cells import formulas_of
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.parts import Held
from budgetbook.workbooks.file.sheet_part import SheetPart

_FORMULA, _LOCATION = main("f"), main("location")


def refuse(package: Package, sheet: str, parts: list[Held], shift: Shift) -> None:
    """Raises BudgetbookError with everything on the sheet that the shift would cut."""
    problems = [
        Problem(message, package.file, sheet, place, "请先在 Excel 中处理，再试一次")
        for part in parts
        if part.sheet == sheet and part.kind in ("worksheet", *_KINDS)
        for message, place in _in_part(package, part, shift)
    ]
    if problems:
        raise BudgetbookError(problems)


def _in_part(package: Package, part: Held, shift: Shift) -> Iterator[tuple[str, str]]:
    if part.kind == "worksheet":
        return _on_sheet(package.sheet(part.part), shift)
    return _KINDS[part.kind](package.tree(part.part), shift)


def _on_sheet(sheet: SheetPart, shift: Shift) -> Iterator[tuple[str, str]]:
    formulas = formulas_of(sheet)
    for formula in () if formulas is None else formulas.iter(_FORMULA):
        ref = formula.get("ref")
        if ref and formula.get("t") in ("array", "dataTable") and _cuts(parse_area(ref), shift):
            yield "多格数组公式不能从中间插入或删除行", ref
    for number, row in sheet.rows.items() if shift.by > 0 else ():
        if number + shift.by > LAST_ROW and any(rest not in EMPTIES for _, rest in row.cells.values()):
            yield f"插入 {shift.by} 行后，这一行将超出工作表的最后一行（{LAST_ROW}）", f"第 {number} 行"


def _pivot(root: etree._Element, shift: Shift) -> Iterator[tuple[str, str]]:
    for location in root.iter(_LOCATION):
        ref = location.get("ref") or ""
        if ref and (_cuts(parse_area(ref), shift) or (shift.by < 0 and _taken(parse_area(ref), shift))):
            yield "数据透视表中不能插入或删除行", ref


def _table(root: etree._Element, shift: Shift) -> Iterator[tuple[str, str]]:
    """Only rows between a table's heading and its total row may be taken out, and one has to stay."""
    area = parse_area(root.get("ref") or "")
    head, total = int(root.get("headerRowCount") or 1), int(root.get("totalsRowCount") or 0)
    body = area._replace(top=area.top + head, bottom=area.bottom - total)
    gone = _taken(area, shift) if shift.by < 0 else range(0)
    if gone and (gone[0] < body.top or gone[-1] > body.bottom or len(gone) > body.bottom - body.top):
        yield f"要删除的行含有表格“{root.get('displayName')}”的标题行、汇总行或全部数据行", area.name


def _taken(area: Area, shift: Shift) -> range:
    """The area's rows that are taken out."""
    return range(max(area.top, shift.first), min(area.bottom, shift.first - shift.by - 1) + 1)


def _cuts(area: Area, shift: Shift) -> bool:
    if shift.by > 0:
        return area.top < shift.first <= area.bottom
    return 0 < len(_taken(area, shift)) < area.bottom - area.top + 1


_KINDS = {"pivotTable": _pivot, "table": _table}
