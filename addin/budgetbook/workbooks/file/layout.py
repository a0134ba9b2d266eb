"""Merges, row heights and column widths of a worksheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from budgetbook.model.grid import Area, Cell, cell_name
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import columns, order
from budgetbook.workbooks.file.cells import has_formula
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.row_store import Row, Rows
from budgetbook.workbooks.file.sheet import Sheet
from budgetbook.workbooks.file.writing import clear

_MERGES, _MERGE, _COLUMNS, _COLUMN = main("mergeCells"), main("mergeCell"), main("cols"), main("col")
_DEFAULT_WIDTH = 8.43  # characters, where the sheet says nothing
_DEFAULT_HEIGHT = 15.0  # points


def merge(sheet: Sheet, areas: Iterable[Area]) -> None:
    """Merges areas; what they cover goes, as in Excel. Raises BudgetbookError where merges overlap or would cover formulas."""
    new = [area for area in areas if area[:2] != area[2:]]
    hidden = [cell for area in new for cell in _covered(sheet.rows(), area)]
    _refuse(sheet, new, hidden)
    if not new:
        return
    element = order.child(sheet.edit_root(), _MERGES, order.WORKSHEET)
    for area in new:
        etree.SubElement(element, _MERGE, {"ref": area.name})
    element.set("count", str(len(element)))
    sheet.forget_merges()
    clear(sheet.edit_rows(), hidden)


def _covered(rows: Rows, area: Area) -> list[Cell]:
    """The cells that are there and would lie hidden under the merge."""
    inside = [number for number in rows.numbers() if area.top <= number <= area.bottom]
    cells = [(number, column) for number in inside for column in rows.cells(number) if area.left <= column <= area.right]
    return [cell for cell in cells if cell != area[:2]]


def _refuse(sheet: Sheet, new: list[Area], hidden: list[Cell]) -> None:
    present, rows, problems = sheet.merges(), sheet.rows(), []
    for position, area in enumerate(new):
        for other in (*present, *new[:position]):
            if _overlap(area, other):
                problems.append(sheet.trouble(f"与已合并的 {other.name} 重叠，不能合并", area.name, "请先取消原来的合并"))
    for place in hidden:
        cell = rows.cell(place)
        if cell is not None and has_formula(cell[1]):
            problems.append(sheet.trouble("单元格里有公式，合并会使它丢失", cell_name(*place), "请先移走这个公式"))
    if problems:
        raise BudgetbookError(problems)


def unmerge(sheet: Sheet, areas: Iterable[Area]) -> None:
    """Takes merges away. Raises BudgetbookError for an area that is not merged."""
    wanted = set(areas)
    problems = [sheet.trouble("不是合并单元格，不能取消合并", area.name) for area in sorted(wanted - set(sheet.merges()))]
    if problems:
        raise BudgetbookError(problems)
    if not wanted:
        return
    root = sheet.edit_root()
    names = {area.name for area in wanted}
    element = root.find(_MERGES)
    assert element is not None  # there are merges
    for child in [child for child in element if (child.get("ref") or "").replace("$", "") in names]:
        element.remove(child)
    element.set("count", str(len(element)))
    if len(element) == 0:
        root.remove(element)
    sheet.forget_merges()


def _overlap(one: Area, other: Area) -> bool:
    return one.top <= other.bottom and other.top <= one.bottom and one.left <= other.right and other.left <= one.right


def set_heights(sheet: Sheet, heights: Mapping[int, float]) -> None:
    """Row heights in points."""
    sheet.refuse_off_sheet((row, 1) for row in heights)
    rows = sheet.edit_rows()
    for number, height in sorted(heights.items()):
        row = rows.row(number) or Row("", {})
        rows.put_row(number, row.saying({"ht": f"{height:g}", "customHeight": "1"}))


def heights(sheet: Sheet, rows: Iterable[int]) -> dict[int, float]:
    """Row heights in points; hidden rows are 0."""
    default, present = default_height(sheet), sheet.rows()
    found = {}
    for number in rows:
        row = present.row(number)
        found[number] = default if row is None else 0.0 if row.is_hidden else float(row.get("ht") or default)
    return found


def default_height(sheet: Sheet) -> float:
    """Of rows of which nothing is said, in points."""
    properties = sheet.root.find(main("sheetFormatPr"))
    return float((properties.get("defaultRowHeight") if properties is not None else None) or _DEFAULT_HEIGHT)


def widths(sheet: Sheet, columns: int) -> list[float]:
    """Widths of the first columns in characters; hidden ones are 0."""
    found = [_default_width(sheet.root)] * columns
    for span in sheet.root.iterfind(f"{_COLUMNS}/{_COLUMN}"):
        first, last = int(span.get("min") or 1), min(int(span.get("max") or 1), columns)
        hidden = span.get("hidden") in ("1", "true")
        for column in range(first, last + 1):
            found[column - 1] = 0.0 if hidden else float(span.get("width") or found[column - 1])
    return found


def _default_width(root: etree._Element) -> float:
    properties = root.find(main("sheetFormatPr"))
    return float((properties.get("defaultColWidth") if properties is not None else None) or _DEFAULT_WIDTH)


def set_widths(sheet: Sheet, wanted: Mapping[int, float]) -> None:
    """Column widths in characters; a column keeps its style."""
    sheet.refuse_off_sheet((1, column) for column in wanted)
    for number, width in sorted(wanted.items()):
        columns.set_width(sheet, number, number, width)
