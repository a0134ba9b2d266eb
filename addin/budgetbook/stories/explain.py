"""穿透: what one cell is, the line items behind it, their total, and what is printed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from budgetbook.checks.verdict import bounds, judge_items
from budgetbook.items.line_items import Item, LineItems
from budgetbook.model.amount import UNIT_NAMES, YUAN, Scale, exact_text
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.finding import Verdict
from budgetbook.model.grid import cell_name, parse_cell
from budgetbook.model.problem import BudgetbookError, Problem

from .inputs import open_workbook, required_items
from .reading import Reading, read_book, read_workbook

HEADINGS = ("行", "单位", "功能科目", "经济科目", "资金性质", "来源", "类别", "项目", "金额(元)")


class Explanation(NamedTuple):
    """A cell explained. Amounts are texts: `total` in yuan with every fen, `printed` and `expected` in the table's unit."""

    place: Place
    label: str
    words: str
    items: tuple[tuple[str, ...], ...]  # as HEADINGS
    total: str
    printed: str
    expected: str
    unit: str
    verdict: Verdict
    remark: str = ""
    headings: tuple[str, ...] = HEADINGS


def explain(path: Path, address: str, *, items: Path | None = None) -> Explanation:
    """Explain the cell 'sheet!cell'. Raises BudgetbookError when it is no amount of the disclosure."""
    workbook = open_workbook(path)
    line_items = required_items(path, workbook, items, "追溯")
    reading = read_workbook(workbook, path, line_items)
    return explain_place(reading, Place(*_parse(address, reading, path.name)), line_items, path.name)


def explain_place(reading: Reading, place: Place, items: LineItems, file: str) -> Explanation:
    """Explain a cell of a workbook that was read. Raises BudgetbookError when it is no amount of the disclosure."""
    figure = _figure_at(reading, place, file)
    return _explanation(figure, _unit(reading, place.sheet), items, reading)


def _parse(address: str, reading: Reading, file: str) -> tuple[str, int, int]:
    sheet, mark, cell = address.rpartition("!")
    sheet = sheet.strip("'")
    if not mark or sheet not in reading.grids:
        known = "、".join(table.sheet for table in reading.layout.tables)
        raise BudgetbookError(Problem(f"没有“{sheet or address}”这张表", file, hint=f"请写成 '表三!D5' 的样子；认得的表：{known}"))
    try:
        row, column = parse_cell(cell)
    except ValueError as error:
        raise BudgetbookError(Problem(str(error), file, sheet, hint="请写成 '表三!D5' 的样子")) from None
    return sheet, row, column


def _figure_at(reading: Reading, place: Place, file: str) -> Figure:
    for figure in read_book(reading).figures:
        if figure.place == place:
            return figure
    held = [unsettled for unsettled in reading.layout.unsettled if unsettled.sheet == place.sheet]
    hint = "请选表中填金额的单元格"
    if held:
        hint = f"这张表有待确认的地方（{cell_name(*held[0].at)}“{held[0].reads}”：{held[0].reason}），确认后才能追溯"
    raise BudgetbookError(Problem("这个单元格不是公开表里的金额", file, place.sheet, place.cell, hint))


def _unit(reading: Reading, sheet: str) -> int:
    table = reading.layout.table(sheet)
    return table.unit if table else YUAN


def _explanation(figure: Figure, unit: int, items: LineItems, reading: Reading) -> Explanation:
    total = items.total(figure.slice)
    lines = tuple(said(item) for item in items.rows(figure.slice))
    verdict = Verdict.UNCHECKED if figure.state is State.UNREAD else judge_items(bounds([figure]), np.array([total]))[0]
    remark = f"：{figure.reason}" if figure.state is State.UNREAD else ""
    return Explanation(
        figure.place,
        figure.label,
        figure.slice.words(reading.codes.name),
        lines,
        exact_text(total),
        figure.text,
        Scale(unit).text(total),
        UNIT_NAMES[unit],
        verdict,
        remark,
    )


def said(item: Item) -> tuple[str, ...]:
    """A line as texts under HEADINGS."""
    return (
        str(item.row),
        item.unit,
        item.function or item.revenue,
        "/".join(code for code in (item.economic, item.government) if code),
        item.fund,
        item.source,
        item.kind,
        item.project,
        exact_text(item.amount),
    )
