"""Values into cells, each keeping its style and, where it has one, its formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lxml import etree

from budgetbook.model.grid import Area, Cell, Value, cell_name
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import values, xml
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.cells import FORMULA, Rows
from budgetbook.workbooks.file.sheet import Sheet, covered, within
from budgetbook.workbooks.file.values import ValueReader


def write_cells(sheet: Sheet, reader: ValueReader, cells: Mapping[Cell, Value]) -> bool:
    """Writes what differs from what is there; returns whether anything did. Raises BudgetbookError before anything is written."""
    _refuse(sheet, cells)
    sheet.edit()
    rows = sheet.rows()
    computed = {cell for _, cell in within(_arrays(sheet.root), cells)}
    counts_from_1904 = sheet.book.counts_from_1904
    written = []
    for place, value in sorted(cells.items()):
        cell = rows.cell(place)
        if cell is None and value is None:
            continue
        if cell is None:
            cell = rows.make_cell(place, sheet.style_of(place))
        elif _shows(reader, cell, value):
            continue
        is_computed = place in computed or cell.find(FORMULA) is not None
        values.set_value(cell, value, counts_from_1904, computed=is_computed)
        written.append(place)
    sheet.grow_dimension(place for place in written if cells[place] is not None)
    return bool(written)


def clear(rows: Rows, places: Iterable[Cell]) -> None:
    """Empties cells that are there and hold no formula; styles stay."""
    for place in places:
        cell = rows.cell(place)
        if cell is not None:
            for child in list(cell):
                cell.remove(child)
            xml.drop(cell, "t", "cm", "vm")


def _refuse(sheet: Sheet, cells: Mapping[Cell, Value]) -> None:
    sheet.refuse_off_sheet(cells)
    problems = []
    for place, value in cells.items():
        fault = values.fault(value)
        if fault:
            problems.append(sheet.trouble(fault, cell_name(*place), "请改正要填写的内容"))
    wanted = (place for place, value in cells.items() if value is not None)
    for area, place in covered(sheet.merges(), wanted):
        problems.append(
            sheet.trouble(f"位于合并单元格 {area.name} 之内，填写后看不见", cell_name(*place), f"请填在 {cell_name(*area[:2])}")
        )
    if problems:
        raise BudgetbookError(problems)


def _shows(reader: ValueReader, cell: etree._Element, value: Value) -> bool:
    """Whether the cell says just this already, so that rich text and the like need not be lost."""
    try:
        shown = reader.value(cell)
    except ValueError:
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = float(value)
    return shown is not None and type(shown) is type(value) and shown == value


def _arrays(root: etree._Element) -> list[Area]:
    """Where array formulas put their results."""
    return [parse_area(formula.get("ref") or "A1") for formula in root.iter(FORMULA) if formula.get("t") == "array"]
