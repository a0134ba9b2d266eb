"""Cells that other parts of the file say again: headings of tables, and whatever a pivot table shows. They are not written to by
hand: the file would contradict itself, and Excel would "repair" it."""

from __future__ import annotations

from collections.abc import Collection

from budgetbook.model.grid import Area, Cell
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.parts import kind
from budgetbook.workbooks.file.sheet import Sheet, within


def refuse(sheet: Sheet, cells: Collection[Cell]) -> None:
    """Raises BudgetbookError for the headings and totals of tables, and for cells of pivot tables."""
    for area, what in _said_again(sheet) if cells else ():
        for _ in within([area], cells):
            raise sheet.problem(f"位于{what}，不能改写", area.name, "请在 Excel 里改")


def _said_again(sheet: Sheet) -> list[tuple[Area, str]]:
    found: list[tuple[Area, str]] = []
    for relation in sheet.package.relationships(sheet.part):
        if kind(relation.type) == "table" and sheet.package.has(relation.target):
            root = sheet.package.tree(relation.target)
            area = parse_area(root.get("ref") or "")
            if root.get("headerRowCount") != "0":
                found.append((area._replace(bottom=area.top), f"表格“{root.get('displayName')}”的标题行"))
            if root.get("totalsRowCount", "0") != "0":
                found.append((area._replace(top=area.bottom), f"表格“{root.get('displayName')}”的汇总行"))
        elif kind(relation.type) == "pivotTable" and sheet.package.has(relation.target):
            location = sheet.package.tree(relation.target).find(main("location"))
            if location is not None:
                found.append((parse_area(location.get("ref") or ""), "数据透视表"))
    return found
