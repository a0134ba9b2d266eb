"""The sheets 项目 and 绩效指标: the projects written into lists whose columns are found by their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from budgetbook.model.amount import exact_text
from budgetbook.model.grid import Cell, Grid, Value
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.project import TEXT_COLUMNS, Project
from budgetbook.model.text import name_key
from budgetbook.tables.form_words import MONEY_KEYS
from budgetbook.workbooks.port import Workbook

from .form_cells import project_values

PROJECTS, INDICATORS = "项目", "绩效指标"
PROJECT_HEADINGS = (*list(TEXT_COLUMNS)[:6], *MONEY_KEYS, *list(TEXT_COLUMNS)[6:])
INDICATOR_HEADINGS = ("项目名称", "期间", "一级指标", "二级指标", "三级指标", "指标值")
_HEADING_ROWS = 20  # a heading stands within these


def write_projects(
    workbook: Workbook, projects: Sequence[Project], *, list_sheet: str = PROJECTS, indicator_sheet: str = INDICATORS
) -> None:
    """Fill both lists; rows that are no longer needed are emptied. A list that the workbook does not have is left out.

    Raises BudgetbookError, and writes nothing, when a list lacks a heading."""
    lists: list[tuple[str, tuple[str, ...], list[dict[str, Value]]]] = [
        (list_sheet, PROJECT_HEADINGS, [_project_row(project) for project in projects]),
        (indicator_sheet, INDICATOR_HEADINGS, [row for project in projects for row in _indicator_rows(project)]),
    ]
    present = workbook.sheets()
    lists = [each for each in lists if each[0] in present]
    grids = {sheet: workbook.grid(sheet) for sheet, _, _ in lists}
    found = {sheet: heading_columns(grids[sheet], headings) for sheet, headings, _ in lists}
    if problems := [problem for sheet, headings, _ in lists for problem in _lacking(sheet, headings, found[sheet])]:
        raise BudgetbookError(problems)
    for sheet, _, rows in lists:
        _write_list(workbook, grids[sheet], *found[sheet], rows)


def link_forms(workbook: Workbook, sheets: Mapping[str, str], cells: Mapping[str, Cell], list_sheet: str = PROJECTS) -> None:
    """The projects' names in the list become links to their forms; nothing where there is no such list."""
    if list_sheet not in workbook.sheets():
        return
    grid = workbook.grid(list_sheet)
    heading, columns = heading_columns(grid, ("项目名称",))
    if "项目名称" not in columns:
        return
    by_key = {name_key(name): (sheet, cells[name]) for name, sheet in sheets.items()}
    column = columns["项目名称"]
    rows = range(heading + 1, grid.rows + 1)
    links = {(row, column): by_key[key] for row in rows if (key := name_key(grid.text(row, column))) in by_key}
    if links:
        workbook.link(list_sheet, links)


def heading_columns(grid: Grid, headings: Sequence[str]) -> tuple[int, dict[str, int]]:
    """The row with the most of the headings, and the column of each that it has."""
    keys = {name_key(heading): heading for heading in headings}
    rows: dict[int, dict[str, int]] = {row: {} for row in range(1, _HEADING_ROWS + 1)}
    for (row, column), value in sorted(grid.values.items()):
        if row <= _HEADING_ROWS and isinstance(value, str) and (heading := keys.get(name_key(value))):
            rows[row].setdefault(heading, column)
    best = max(rows, key=lambda row: (len(rows[row]), -row))
    return best, rows[best]


def _lacking(sheet: str, headings: Sequence[str], found: tuple[int, dict[str, int]]) -> Iterator[Problem]:
    missing = [heading for heading in headings if heading not in found[1]]
    if missing:
        yield Problem(
            f"表头里没有找到{'、'.join(f'“{heading}”' for heading in missing)}", sheet=sheet, hint="请补上这些列，顺序不限"
        )


def _write_list(
    workbook: Workbook, grid: Grid, heading: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Value]]
) -> None:
    """Rows below the heading; rows that the list does not have yet are added below its last one."""
    used = set(columns.values())
    last = max((row for row, column in grid.values if row > heading and column in used), default=heading + 1)
    missing = len(rows) - (last - heading)
    if missing > 0:
        workbook.insert_rows(grid.sheet, last + 1, [last] * missing, stretch=True)
    cells: dict[Cell, Value] = {}
    for place in range(max(len(rows), last - heading)):
        row = rows[place] if place < len(rows) else {}
        cells |= {(heading + 1 + place, column): row.get(name) for name, column in columns.items()}
    workbook.write(grid.sheet, cells)
    gone = {(row, columns["项目名称"]): None for row in range(heading + 1 + len(rows), last + 1)}
    if gone:
        workbook.link(grid.sheet, gone)


def _project_row(project: Project) -> dict[str, Value]:
    """Money in yuan."""
    row: dict[str, Value] = {"表类型": project.form or None}
    for name, value in project_values(project).items():
        row[name] = float(exact_text(value)) if isinstance(value, int) else value or None
    return row


def _indicator_rows(project: Project) -> Iterator[dict[str, Value]]:
    for indicator in project.indicators:
        texts = (project.name, *indicator)
        yield {heading: text or None for heading, text in zip(INDICATOR_HEADINGS, texts, strict=True)}
