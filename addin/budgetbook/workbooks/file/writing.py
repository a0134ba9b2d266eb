"""Values into cells, each keeping its style and, where it has one, its formula."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import isfinite

from budgetbook.model.grid import Area, Cell, Grid, Value, cell_name
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import strings, values
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.cells import EMPTIES, CellText
from budgetbook.workbooks.file.fonts import kept_as_text
from budgetbook.workbooks.file.formula_cells import formulas_of
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.row_store import Rows
from budgetbook.workbooks.file.setting import with_value, written
from budgetbook.workbooks.file.sheet import Sheet, covered, within
from budgetbook.workbooks.file.styles import Styles
from budgetbook.workbooks.file.values import ValueReader

_STARTS = frozenset("=+-@")  # of texts that might be taken for formulas
_USUAL = {str, float, type(None)}


def write_cells(
    sheet: Sheet, reader: ValueReader, styles: Styles, cells: Mapping[Cell, Value], shown: Grid | None
) -> dict[Cell, Value]:
    """Writes what differs from what is there, for which `shown` is looked at where it is known; returns what the cells that were
    written show now. Raises BudgetbookError before anything is written."""
    _refuse(sheet, cells, shown.merges if shown else sheet.merges())
    rows, counts_from_1904, dates = sheet.edit_rows(), sheet.book.counts_from_1904, styles.dates
    computed = {cell for _, cell in within(_arrays(sheet), cells)}
    found: dict[Cell, Value] = {}
    corners: list[Cell] = []
    for number, in_row in _by_row(cells).items():
        row, new = rows.row(number), dict[int, CellText]()
        present, absent = row.cells if row else {}, sheet.absent_cells(row)
        for column, value in in_row.items():
            place = number, column
            style, rest = present.get(column) or absent[column]
            if type(value) is str and value[:1] in _STARTS:
                style = kept_as_text(styles, style, value)
            if rest in EMPTIES and place not in computed:
                if value is None:
                    continue
                new[column] = style, written(value, counts_from_1904)
            elif value is not None and _same(shown.values.get(place) if shown else _read(reader, (style, rest)), value):
                continue
            else:
                new[column] = style, with_value(rest, value, counts_from_1904, computed=place in computed)
            found[place] = value if _shows_itself(value, style, dates) else _read(reader, new[column])
        rows.put(number, new)
        if filled := [column for column in new if in_row[column] is not None]:
            corners += [(number, min(filled)), (number, max(filled))]
    sheet.grow_dimension(corners)
    return found


def _by_row(cells: Mapping[Cell, Value]) -> dict[int, dict[int, Value]]:
    """The values by row and column."""
    found: dict[int, dict[int, Value]] = {}
    for (row, column), value in cells.items():
        in_row = found.get(row)
        if in_row is None:
            found[row] = {column: value}
        else:
            in_row[column] = value
    return found


def clear(rows: Rows, places: Iterable[Cell]) -> None:
    """Empties cells that are there and hold no formula; styles stay."""
    for number, column in places:
        cell = rows.cell((number, column))
        if cell is not None:
            rows.put(number, {column: (cell[0], with_value(cell[1], None, False))})


def _refuse(sheet: Sheet, cells: Mapping[Cell, Value], merges: Iterable[Area]) -> None:
    sheet.refuse_off_sheet(cells)
    problems = []
    for place, value in _doubtful(cells):
        fault = values.fault(value)
        if fault:
            problems.append(sheet.trouble(fault, cell_name(*place), "请改正要填写的内容"))
    wanted = (place for place, value in cells.items() if value is not None)
    for area, place in covered(merges, wanted):
        problems.append(
            sheet.trouble(f"位于合并单元格 {area.name} 之内，填写后看不见", cell_name(*place), f"请填在 {cell_name(*area[:2])}")
        )
    if problems:
        raise BudgetbookError(problems)


def _doubtful(cells: Mapping[Cell, Value]) -> list[tuple[Cell, Value]]:
    """The values that a cell might not be able to hold."""
    if not strings.all_sound([value for value in cells.values() if isinstance(value, str)]):
        return [(place, value) for place, value in cells.items() if value is not None]
    if {*map(type, cells.values())} <= _USUAL and all(isfinite(value) for value in cells.values() if type(value) is float):
        return []
    return [(place, value) for place, value in cells.items() if not (value is None or isinstance(value, str))]


def _read(reader: ValueReader, cell: CellText) -> Value:
    """What the cell shows; None, too, when it cannot be read."""
    try:
        return reader.value(cell)
    except ValueError:
        return None


def _shows_itself(value: Value, style: str, dates: Collection[str]) -> bool:
    """Whether a cell of this style shows just this value: nearly every one does."""
    if type(value) is float:
        return style not in dates
    return value is None or (type(value) is str and "_x" not in value and value != "")


def _same(shown: Value, value: Value) -> bool:
    """Whether the cell says just this already, so that rich text and the like need not be lost."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = float(value)
    return type(shown) is type(value) and shown == value


def _arrays(sheet: Sheet) -> list[Area]:
    """Where array formulas put their results."""
    formulas = formulas_of(sheet.pieces)
    elements = () if formulas is None else formulas.iter(main("f"))
    return [parse_area(formula.get("ref") or "A1") for formula in elements if formula.get("t") == "array"]
