"""The style of every cell of an area, whole columns and rows included, turned into another; and which styles an area shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area
from budgetbook.workbooks.file import columns
from budgetbook.workbooks.file.cells import EMPTY, CellText
from budgetbook.workbooks.file.row_store import Row, Rows
from budgetbook.workbooks.file.sheet import Sheet

MOST = 1_000_000  # cells or rows that are drawn one by one
_WIDE = 1_024  # columns of one look that are crossed cell by cell


def restyle(sheet: Sheet, area: Area, change: Callable[[int], int]) -> None:
    """`change` is asked for the new style of each old one, once. Raises BudgetbookError for areas beyond all measure."""
    changed = cache(change)
    rows = sheet.edit_rows()
    if (area.top, area.bottom) == (1, LAST_ROW):
        _restyle_columns(sheet, rows, area, changed)
    elif (area.left, area.right) == (1, LAST_COLUMN):
        _restyle_rows(sheet, rows, area, changed)
    else:
        _restyle_cells(sheet, rows, area, changed)


def _refuse_huge(sheet: Sheet, area: Area, count: int) -> None:
    if count > MOST:
        raise sheet.problem(f"区域过大（{count} 格），不能逐格设置格式", area.name, "请改为设置整列，或缩小区域")


def _restyle_cells(sheet: Sheet, rows: Rows, area: Area, changed: Callable[[int], int]) -> None:
    _refuse_huge(sheet, area, (area.bottom - area.top + 1) * (area.right - area.left + 1))
    for number in range(area.top, area.bottom + 1):
        row, drawn = rows.row(number), dict[int, CellText]()
        present = row.cells if row else {}
        for column in range(area.left, area.right + 1):
            written, rest = present.get(column) or sheet.absent_cells(row)[column]
            style = changed(int(written or 0))
            if style or column in present:
                drawn[column] = str(style or ""), rest
        rows.put(number, drawn)
    sheet.grow_dimension([(area.top, area.left), (area.bottom, area.right)])


def _restyle_columns(sheet: Sheet, rows: Rows, area: Area, changed: Callable[[int], int]) -> None:
    whole = (area.left, area.right) == (1, LAST_COLUMN)
    for number, row in list(rows.items()):
        drawn = {at: (_style(changed, cell), cell[1]) for at, cell in row.cells.items() if area.left <= at <= area.right}
        if (own := _own_style(row)) is not None:
            if whole:
                row = row.saying({"s": str(changed(own)), "customFormat": "1"})
            else:
                drawn |= {at: (str(changed(own)), EMPTY) for at in range(area.left, area.right + 1) if at not in row.cells}
        rows.put_row(number, row)
        rows.put(number, dict(sorted(drawn.items())))
    for first, last, said in columns.spans(sheet, area.left, area.right):
        if said is not None or changed(0):
            for span in columns.covering(sheet, first, last):
                span.set("style", str(changed(int(span.get("style") or 0))))
    sheet.forget_columns()


def _restyle_rows(sheet: Sheet, rows: Rows, area: Area, changed: Callable[[int], int]) -> None:
    _refuse_huge(sheet, area, area.bottom - area.top + 1)
    said = [(start, end, int((span.get("style") if span is not None else None) or 0)) for start, end, span in columns.spans(sheet)]
    common = said[-1][2]
    crossed = [(start, end, style) for start, end, style in said if style != common]
    if any(end - start >= _WIDE for start, end, _ in crossed):
        raise sheet.problem("这些行穿过的列格式各不相同，不能按整行设置", area.name, "请指明从哪一列到哪一列")
    for number in range(area.top, area.bottom + 1):
        row = rows.row(number) or Row("", {})
        if not row.cells and not crossed and _own_style(row) is None and changed(common) == common:
            continue
        drawn = {at: (_style(changed, cell), cell[1]) for at, cell in row.cells.items()}
        if (own := _own_style(row)) is None:
            own = common
            for start, end, style in crossed:
                drawn |= {at: (str(changed(style) or ""), EMPTY) for at in range(start, end + 1) if at not in row.cells}
        rows.put_row(number, row.saying({"s": str(changed(own)), "customFormat": "1"}))
        rows.put(number, dict(sorted(drawn.items())))


def _style(changed: Callable[[int], int], cell: CellText) -> str:
    return str(changed(int(cell[0] or 0)) or "")


def _own_style(row: Row) -> int | None:
    """The style that the row gives to cells which are not there; None where it leaves that to the columns."""
    return int(row.get("s") or 0) if row.get("customFormat") in ("1", "true") else None


def styles_in(sheet: Sheet, area: Area) -> set[int]:
    """All styles that cells of the area are shown with."""
    return set(_styles(sheet, area))


def _styles(sheet: Sheet, area: Area) -> Iterator[int]:
    width, seen = area.right - area.left + 1, 0
    of_columns = {
        int((span.get("style") if span is not None else None) or 0) for _, _, span in columns.spans(sheet, area.left, area.right)
    }
    for number, row in _rows_within(sheet.rows(), area):
        seen += 1
        inside = [at for at in row.cells if area.left <= at <= area.right]
        yield from {int(row.cells[at][0] or 0) for at in inside}
        if len(inside) < width:
            own = _own_style(row)
            absent = (at for at in range(area.left, area.right + 1) if at not in row.cells)
            yield from [own] if own is not None else _absent(sheet, number, absent, width, of_columns)
    if seen < area.bottom - area.top + 1:
        yield from of_columns


def _absent(sheet: Sheet, number: int, absent: Iterator[int], width: int, of_columns: set[int]) -> set[int]:
    row = sheet.rows().row(number)
    return {int(sheet.absent_cells(row)[at][0] or 0) for at in absent} if width <= _WIDE and len(of_columns) > 1 else of_columns


def _rows_within(rows: Rows, area: Area) -> Iterator[tuple[int, Row]]:
    if area.bottom - area.top < len(rows.items()):
        numbers = range(area.top, area.bottom + 1)
        yield from ((number, row) for number in numbers if (row := rows.row(number)) is not None)
    else:
        yield from ((number, row) for number, row in rows.items() if area.top <= number <= area.bottom)
