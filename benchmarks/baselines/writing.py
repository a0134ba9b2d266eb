"""Writing with openpyxl: rows into the tables with the looks of the template's model rows, a sheet for each project."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.styles import PatternFill

from .checks import Cell
from .sums import Row, Sums

# Tables that grow: sheet, row of 合计 (0: the body holds its own total), model rows by level, key columns, amount columns.
PLACES: dict[str, tuple[str, int, dict[int, int], str, str]] = {
    "表二": ("表二", 6, {1: 7, 2: 8, 3: 9}, "AB", "CDEFGHI"),
    "表三": ("表三", 6, {1: 7, 2: 8, 3: 9}, "AB", "CDE"),
    "表五": ("表五", 6, {1: 7, 2: 8, 3: 9}, "AB", "CDE"),
    "表六": ("表六", 6, {1: 7, 2: 8}, "AB", "CDE"),
    "表七": ("表七", 6, {1: 7, 2: 8, 3: 9}, "AB", "C"),
    "表八": ("表八", 5, {1: 6, 2: 7, 3: 8}, "AB", "CDE"),
    "表九收入": ("表九", 7, {1: 8, 2: 9, 3: 10}, "AB", "C"),
    "表九支出": ("表九", 7, {1: 8, 2: 9, 3: 10}, "DE", "FGH"),
    "表十一": ("表十一", 6, {1: 7}, "A", "BCDE"),
    "表十二": ("表十二", 0, {1: 7, 2: 8, 3: 9}, "A", "BCDEFG"),
    "表十三": ("表十三", 0, {1: 7, 2: 8, 3: 9}, "A", "BCDE"),
}
RED = PatternFill("solid", start_color="FF0000")
Put = Callable[[Any, Cell, int, Row | None], None]


def hundredths(fen: int) -> int:
    """Hundredths of 万元, half up. All amounts are positive."""
    return (fen + 5_000) // 10_000


def write_tables(book: Any, sums: Sums, put: Put) -> dict[str, list[tuple[int, int]]]:
    """Fill the thirteen tables; put(cell, place, fen, row) writes one amount. Gives (row, level) of the rows of each table."""
    models = {table: _models(book[sheet], rows) for table, (sheet, _, rows, _, _) in PLACES.items()}
    for sheet, first in {sheet: min(rows.values()) for sheet, _, rows, _, _ in PLACES.values()}.items():
        _clear(book[sheet], first)
    levels = {table: _write_body(book, table, rows, models[table], put) for table, rows in sums.bodies.items()}
    for sheet, cells in sums.fixed.items():
        for (row, column), fen in cells.items():
            put(book[sheet][f"{column}{row}"], (sheet, row, column), fen, None)
    return levels


def _models(sheet: Any, rows: Mapping[int, int]) -> dict[int, tuple[list[Any], float | None]]:
    """The looks of the cells, and the height, of the row of each level."""
    return {level: ([copy(cell._style) for cell in sheet[row]], sheet.row_dimensions[row].height) for level, row in rows.items()}


def _clear(sheet: Any, first: int) -> None:
    """Take the model rows' words and the note 本表无数据 away."""
    for area in [area for area in sheet.merged_cells.ranges if area.min_row >= first]:
        sheet.unmerge_cells(str(area))
    for row in sheet.iter_rows(min_row=first):
        for cell in row:
            cell.value = None


def _write_body(book: Any, table: str, rows: Sequence[Row], models: Mapping[int, Any], put: Put) -> list[tuple[int, int]]:
    sheet_name, total, model_rows, key_columns, amount_columns = PLACES[table]
    sheet, at = book[sheet_name], min(model_rows.values())
    if not any(any(row.amounts) for row in rows):
        sheet.cell(sheet.max_row, 1, "注：本表无数据")
        return []
    places = []
    for row in rows:
        here = at
        if row.level == 0:
            here = total
        else:
            looks, height = models[row.level]
            for column, look in enumerate(looks, 1):
                sheet.cell(here, column)._style = copy(look)
            sheet.row_dimensions[here].height = height
            at += 1
            places.append((here, row.level))
        for column_name, key in zip(key_columns, row.keys, strict=False):
            sheet[f"{column_name}{here}"].value = key or None
        for column_name, fen in zip(amount_columns, row.amounts, strict=True):
            put(sheet[f"{column_name}{here}"], (sheet_name, here, column_name), fen, row)
    return places


def write_basics(book: Any, items: Any) -> None:
    """The department's name in the tables, and the sheet 基本信息."""
    name = items["部门名称"].iloc[0]
    for sheet in book:
        if str(sheet["A3"].value).startswith("部门名称"):
            sheet["A3"].value = f"部门名称：{name}"
    basics = book["基本信息"]
    basics["B3"].value, basics["B4"].value, basics["B5"].value = (
        int(items["预算年度"].iloc[0]),
        str(items["部门编码"].iloc[0]),
        name,
    )
    units = items[["单位编码", "单位名称", "单位性质"]].drop_duplicates().sort_values("单位编码")
    for row, unit in enumerate(units.itertuples(index=False), 8):
        for column, value in enumerate(unit, 1):
            basics.cell(row, column, value)


# Where the fields of a form stand.
TEXT_CELLS = {
    "项目名称": "C3", "主管部门及代码": "C4", "实施单位": "G4", "项目属性": "C5", "项目期": "G5", "项目概况": "C12",
    "立项依据": "C13", "项目设立必要性": "C14", "保证项目实施的制度、措施": "C15", "项目实施计划": "C16",
    "实施期总体目标": "B18", "年度总体目标": "F18",
    "负责人": "B29", "经办人": "D29", "联系电话": "F29", "填报日期": "H29",
}  # fmt: skip
FUND_ROWS = ("资金总额", "中央财政资金", "省级财政资金", "市县(区)财政资金", "单位自筹", "其他资金")
INDICATOR_ROWS = (
    "数量指标", "质量指标", "时效指标", "成本指标",
    "经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标", "服务对象满意度指标",
)  # fmt: skip


def write_forms(book: Any, projects: Sequence[Mapping[str, str]], indicators: Sequence[Mapping[str, str]]) -> None:
    """A copy of the sample sheet for each project."""
    sample = book["绩效目标申报表"]
    of_project: dict[str, list[Mapping[str, str]]] = {}
    for indicator in indicators:
        of_project.setdefault(indicator["项目名称"], []).append(indicator)
    for project in projects:
        sheet = book.copy_worksheet(sample)
        sheet.title = project["项目名称"][:31]
        for field, place in TEXT_CELLS.items():
            sheet[place].value = project[field] or None
        for half, column in (("实施期", "E"), ("年度", "H")):
            for row, fund in enumerate(FUND_ROWS, 6):
                amount = project[f"{half}_{fund}"]
                sheet[f"{column}{row}"].value = float(amount) if amount != "" else None
        for indicator in of_project.get(project["项目名称"], []):
            row = 20 + INDICATOR_ROWS.index(indicator["二级指标"])
            third, value = ("D", "E") if indicator["期间"] == "实施期" else ("G", "H")
            sheet[f"{third}{row}"].value, sheet[f"{value}{row}"].value = indicator["三级指标"], indicator["指标值"]


def colour(book: Any, cells: Sequence[Cell]) -> None:
    for sheet, row, column in cells:
        book[sheet][f"{column}{row}"].fill = RED
