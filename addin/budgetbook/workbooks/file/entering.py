"""Values and formulas entered as a person enters them: what stood in the cell is replaced, a formula too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from budgetbook.model.grid import Area, Cell, Value, cell_name
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import lists, shared_formulas, values, xml
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.cells import EMPTY, CellText, has_formula, parts
from budgetbook.workbooks.file.formula_cells import formulas_of, put_back
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.rows import drop_calculation_order
from budgetbook.workbooks.file.setting import written
from budgetbook.workbooks.file.sheet import Sheet, within

_ONE_FOR_MANY = ("array", "dataTable")  # kinds of formulas that fill an area


class Entry(NamedTuple):
    """What is entered: a value, or a formula without its = (which has no value yet). `style` is the cell's new one, None its own;
    `array` makes it an array formula of this one cell."""

    value: Value = None
    formula: str = ""
    style: int | None = None
    array: bool = False


class Written(NamedTuple):
    """The cells as they stand in the sheet then, and what has become of formulas: None for one that is gone."""

    cells: dict[Cell, CellText]
    formulas: dict[Cell, str | None]


def enter(sheet: Sheet, entries: Mapping[Cell, Entry]) -> Written:
    """Raises BudgetbookError, before anything is entered, for what a cell cannot hold
    and for cells of an area that one formula fills."""
    sheet.refuse_off_sheet(entries)
    _refuse_values(sheet, entries)
    from_1904 = sheet.book.counts_from_1904
    texts = {place: (_rest(entry, place, from_1904), entry.style) for place, entry in entries.items()}
    return put(sheet, texts)


def put(sheet: Sheet, texts: Mapping[Cell, tuple[str, int | None]]) -> Written:
    """Cells as text (the rest behind the style), each with its new style or None for the one it has."""
    refuse_parts_of_arrays(sheet, texts)
    lists.refuse(sheet, texts)
    rows = sheet.edit_rows()
    gone = [place for place in texts if (cell := rows.cell(place)) and has_formula(cell[1])]
    if any(_shares(rows.cell(place)) for place in gone):
        _write_out_shared(sheet)
    found: dict[int, dict[int, CellText]] = {}
    for (row, column), (rest, style) in texts.items():
        number = sheet.style_of((row, column)) if style is None else style
        if rest != EMPTY or number or rows.cell((row, column)) is not None:
            found.setdefault(row, {})[column] = str(number or ""), rest
    for row, in_row in found.items():
        rows.put(row, dict(sorted(in_row.items())))
    _follow(sheet, [rest for rest, _ in texts.values()], bool(gone))
    if sheet.filled_at_once or any("<f t=" in rest for rest, _ in texts.values()):
        sheet.filled_at_once = None
    sheet.grow_dimension([(row, column) for row, in_row in found.items() for column, (_, rest) in in_row.items() if rest != EMPTY])
    cells = {(row, column): cell for row, in_row in found.items() for column, cell in in_row.items()}
    formulas: dict[Cell, str | None] = dict.fromkeys(gone)
    return Written(cells, formulas | {place: _formula(cell[1]) for place, cell in cells.items() if has_formula(cell[1])})


def _formula(rest: str) -> str:
    return xml.parse(parts(rest).formula.encode()).text or ""


def _follow(sheet: Sheet, rests: Iterable[str], formulas_went: bool) -> None:
    """What the workbook says of its formulas."""
    formulas_came = any("<f" in rest for rest in rests)
    if formulas_came:
        sheet.package.edit_sheet(sheet.part).may_compute = True
    if formulas_came or formulas_went:
        drop_calculation_order(sheet.book)
    sheet.book.recalculate_on_load()


def _rest(entry: Entry, place: Cell, counts_from_1904: bool) -> str:
    if not entry.formula:
        return written(entry.value, counts_from_1904)
    kind = f' t="array" ref="{cell_name(*place)}"' if entry.array else ""
    return f"><f{kind}>{xml.escaped(entry.formula)}</f></c>"


def _refuse_values(sheet: Sheet, entries: Mapping[Cell, Entry]) -> None:
    faults = ((place, values.fault(entry.formula or entry.value)) for place, entry in entries.items())
    problems = [sheet.trouble(fault, cell_name(*place), "请改正要填写的内容") for place, fault in faults if fault]
    if problems:
        raise BudgetbookError(problems)


def arrays(sheet: Sheet) -> list[Area]:
    """The areas that one formula fills: array formulas, those that spill, data tables."""
    if sheet.filled_at_once is None:
        formulas = formulas_of(sheet.pieces)
        found = [] if formulas is None else [f for f in formulas.iter(main("f")) if f.get("t") in _ONE_FOR_MANY]
        sheet.filled_at_once = [parse_area(formula.get("ref") or "A1") for formula in found]
    return sheet.filled_at_once


def refuse_parts_of_arrays(sheet: Sheet, cells: Iterable[Cell]) -> None:
    """Raises BudgetbookError where only a part of the cells that one formula fills would be changed."""
    wanted = set(cells)
    touched: dict[Area, int] = {}
    for area, _ in within(arrays(sheet), wanted):
        touched[area] = touched.get(area, 0) + 1
    for area, count in touched.items():
        if count < (area.bottom - area.top + 1) * (area.right - area.left + 1):
            raise sheet.problem("一个数组公式填满了这个区域，不能只改其中一部分", area.name, "请把整个区域一起改写或清空")


def _shares(cell: CellText | None) -> bool:
    return cell is not None and 't="shared"' in parts(cell[1]).formula


def _write_out_shared(sheet: Sheet) -> None:
    """Each cell of the sheet's shared formulas gets a text of its own, so that one of them can go."""
    formulas = formulas_of(sheet.pieces)
    assert formulas is not None  # one that is shared has been seen
    shared_formulas.expand(shared_formulas.find(formulas))
    put_back(sheet.package.edit_sheet(sheet.part), formulas)
