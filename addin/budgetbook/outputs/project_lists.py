"""The sheets 项目 and 绩效指标: the projects written into lists whose columns are found by their headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from budgetbook.items.headings import Headings, headings_of
from budgetbook.items.money_unit import above_heading, heading_unit
from budgetbook.model.amount import exact_text
from budgetbook.model.grid import Cell, Grid, Value
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.project import Project
from budgetbook.model.text import name_key
from budgetbook.workbooks.port import Workbook

from . import measure
from .form_cells import project_values

PROJECTS, INDICATORS, NAME = "项目", "绩效指标", "项目名称"
INDICATOR_HEADINGS = (NAME, "期间", "一级指标", "二级指标", "三级指标", "指标值")
_SIZE = 10.5  # points of the font in lists
_HEADING_ROWS = 20  # a heading stands within these


def write_projects(
    workbook: Workbook, projects: Sequence[Project], *, list_sheet: str = PROJECTS, indicator_sheet: str = INDICATORS
) -> None:
    """Fill both lists; rows that are no longer needed are emptied. A list that the workbook does not have is left out.

    Raises BudgetbookError, and writes nothing, when a list lacks the heading for something that is to be written."""
    wanted = (
        (list_sheet, "projects", [project_values(project) | {"表类型": project.form} for project in projects]),
        (indicator_sheet, "indicators", [row for project in projects for row in _indicator_rows(project)]),
    )
    present = workbook.sheets()
    lists = [_List(workbook.grid(sheet), headings_of(kind), rows) for sheet, kind, rows in wanted if sheet in present]
    if problems := [problem for each in lists for problem in each.problems()]:
        raise BudgetbookError(problems)
    for each in lists:
        _write_list(workbook, each)


def link_forms(workbook: Workbook, sheets: Mapping[str, str], target: Cell, list_sheet: str = PROJECTS) -> None:
    """The projects' names in the list become links to the cell `target` of their forms; nothing where there is no such list."""
    if list_sheet not in workbook.sheets():
        return
    grid = workbook.grid(list_sheet)
    heading, columns = heading_columns(grid, (NAME,), headings_of("projects"))
    if NAME not in columns:
        return
    by_key = {name_key(name): (sheet, target) for name, sheet in sheets.items()}
    column = columns[NAME]
    rows = range(heading + 1, grid.rows + 1)
    links = {(row, column): by_key[key] for row in rows if (key := name_key(grid.text(row, column))) in by_key}
    if links:
        workbook.link(list_sheet, links)


def heading_columns(grid: Grid, wanted: Sequence[str], headings: Headings) -> tuple[int, dict[str, int]]:
    """The row that has the most of the wanted headings under any of their names, and the column of each that it has."""
    rows: dict[int, dict[str, int]] = {row: {} for row in range(1, _HEADING_ROWS + 1)}
    for (row, column), value in sorted(cell for cell in grid.values.items() if cell[0][0] <= _HEADING_ROWS):
        heading = headings.known.get(name_key(value), "") if isinstance(value, str) else ""
        if heading in wanted:
            rows[row].setdefault(heading, column)
    best = max(rows, key=lambda row: (len(rows[row]), -row))
    return best, rows[best]


@dataclass
class _List:
    """A list as it stands and the rows that it is to have: heading → text, or money in fen."""

    grid: Grid
    headings: Headings
    rows: Sequence[Mapping[str, str | int | None]]

    def __post_init__(self) -> None:
        self.heading, self.columns = heading_columns(self.grid, self.headings.official, self.headings)
        self.above = above_heading(self.grid, self.heading)

    def problems(self) -> Iterator[Problem]:
        said = {name for row in self.rows for name, value in row.items() if value not in (None, "")}
        missing = [name for name in self.headings.official if name in said | {NAME} and name not in self.columns]
        if missing:
            words = "、".join(f"“{name}”" for name in missing)
            yield Problem(f"表头里没有找到{words}", sheet=self.grid.sheet, hint="请补上这些列，顺序不限")

    def value(self, row: Mapping[str, str | int | None], name: str) -> Value:
        """What is written into the cell; money in the unit that the heading names, or what stands above it."""
        value = row.get(name)
        if not isinstance(value, int):
            return value or None
        return float(exact_text(value, heading_unit(self.grid.text(self.heading, self.columns[name]), self.above)))


def _write_list(workbook: Workbook, each: _List) -> None:
    """Rows below the heading; rows that the list does not have yet are added below its last one."""
    used = set(each.columns.values())
    first = each.heading + 1
    last = max((row for row, column in each.grid.values if row >= first and column in used), default=first)
    missing = len(each.rows) - (last - each.heading)
    if missing > 0:
        workbook.insert_rows(each.grid.sheet, last + 1, [last] * missing, stretch=True)
    cells: dict[Cell, Value] = {(row, column): None for row in range(first, last + 1) for column in each.columns.values()}
    for at, row in enumerate(each.rows, first):
        cells |= {(at, column): each.value(row, name) for name, column in each.columns.items()}
    workbook.write(each.grid.sheet, cells)
    workbook.link(each.grid.sheet, {(row, each.columns[NAME]): None for row in range(first, last + 1)})
    _fit_rows(workbook, each.grid.sheet, cells)


def _fit_rows(workbook: Workbook, sheet: str, cells: Mapping[Cell, Value]) -> None:
    """Rows as high as their texts, where these take several lines or the row was high for others: not every program that opens
    the workbook sees to that itself."""
    widths = workbook.widths(sheet, max(column for _, column in cells))
    counts = {row: 1 for row, _ in cells}
    for (row, column), value in cells.items():
        if isinstance(value, str):
            counts[row] = max(counts[row], measure.lines(value, widths[column - 1], _SIZE))
    heights, two = workbook.heights(sheet, counts), measure.height(2, _SIZE)
    needed = {row: min(measure.TALLEST, measure.height(count, _SIZE)) for row, count in counts.items()}
    workbook.set_heights(
        sheet, {row: high for row, high in needed.items() if max(high, heights[row]) >= two and high != heights[row]}
    )


def _indicator_rows(project: Project) -> Iterator[dict[str, str | int | None]]:
    for indicator in project.indicators:
        yield dict(zip(INDICATOR_HEADINGS, (project.name, *indicator), strict=True))
