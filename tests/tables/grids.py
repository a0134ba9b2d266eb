"""Grids for tests: written as rows of texts, changed as a person would change a sheet, read from a workbook by openpyxl."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import openpyxl

from budgetbook.model.grid import Area, Cell, Grid, Value, parse_cell
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"

# The 类 of the functional classification as the 2024 tables print them.
CLASSES = {
    "一般公共服务支出": "201",
    "外交支出": "202",
    "国防支出": "203",
    "公共安全支出": "204",
    "教育支出": "205",
    "科学技术支出": "206",
    "文化旅游体育与传媒支出": "207",
    "社会保障和就业支出": "208",
    "社会保险基金支出": "209",
    "卫生健康支出": "210",
    "节能环保支出": "211",
    "城乡社区支出": "212",
    "农林水支出": "213",
    "交通运输支出": "214",
    "资源勘探工业信息等支出": "215",
    "商业服务业等支出": "216",
    "金融支出": "217",
    "援助其他地区支出": "219",
    "自然资源海洋气象等支出": "220",
    "住房保障支出": "221",
    "粮油物资储备支出": "222",
    "国有资本经营预算支出": "223",
    "灾害防治及应急管理支出": "224",
    "预备费": "227",
    "其他支出": "229",
    "转移性支出": "230",
    "债务还本支出": "231",
    "债务付息支出": "232",
    "债务发行费用支出": "233",
    "抗疫特别国债安排的支出": "234",
}


def grid(rows: Sequence[str], merges: str = "", sheet: str = "表") -> Grid:
    """A sheet from lines of cells parted by |; numbers become numbers, nothing stays empty. Merges as in "A4:B4 C4:C5"."""
    values: dict[Cell, Value] = {}
    for row, line in enumerate(rows, 1):
        for column, text in enumerate(line.split("|"), 1):
            if text.strip():
                values[row, column] = _value(text.strip())
    return Grid(sheet, values, [area(name) for name in merges.split()])


def _value(text: str) -> Value:
    try:
        return float(text) if not text.startswith("0") else text
    except ValueError:
        return text


def area(name: str) -> Area:
    start, _, end = name.partition(":")
    return Area(*parse_cell(start), *parse_cell(end or start))


def with_text(source: Grid, cell: Cell, text: Value) -> Grid:
    """The sheet with another text in one cell; None empties it."""
    values = {**source.values, cell: text}
    return replace(source, values={at: value for at, value in values.items() if value is not None})


def moved(source: Grid, place: Callable[[int, int], Cell]) -> Grid:
    """The sheet with every cell somewhere else; merged areas stretch with their corners, as in Excel."""
    values = {place(*cell): value for cell, value in source.values.items()}
    merges = [Area(*place(one.top, one.left), *place(one.bottom, one.right)) for one in source.merges]
    return Grid(source.sheet, values, merges)


def with_row(source: Grid, before: int) -> Grid:
    """The sheet with an empty row inserted."""
    return moved(source, lambda row, column: (row + (row >= before), column))


def with_column(source: Grid, before: int) -> Grid:
    """The sheet with an empty column inserted."""
    return moved(source, lambda row, column: (row, column + (column >= before)))


def read_workbook(path: Path) -> tuple[Grid, ...]:
    """All sheets of a workbook, as an independent reader sees them."""
    return tuple(map(_read_sheet, openpyxl.load_workbook(path)))


def _read_sheet(sheet: openpyxl.worksheet.worksheet.Worksheet) -> Grid:
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    values = {(cell.row, cell.column): float(cell.value) if isinstance(cell.value, int) else cell.value for cell in cells}
    merges = [Area(one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges]
    return Grid(sheet.title, values, merges)


@lru_cache(maxsize=1)
def template() -> dict[str, Grid]:
    """The sheets of the template of the project, by name."""
    return {sheet.sheet: sheet for sheet in read_workbook(TEMPLATE)}
