"""What a story starts from: line items and projects, from files or from the sheets of the workbook itself."""

from __future__ import annotations

from pathlib import Path

from budgetbook.checks.rules.settings import Settings, read_settings
from budgetbook.items.blocks import HEAD, EmptyListError
from budgetbook.items.headings import headings_of
from budgetbook.items.line_items import LineItems, read_items, read_rows
from budgetbook.items.projects import ProjectLists, projects_from_rows, read_project_lists
from budgetbook.model.grid import Grid
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.project_lists import heading_columns
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Workbook

SETTINGS = "规则设置.toml"  # looked for beside the workbook
_LONG = 2**18  # bytes of a sheet's part
ITEMS_SHEET, PROJECTS_SHEET, INDICATORS_SHEET = "明细", "项目", "绩效指标"


def open_workbook(path: Path) -> FileWorkbook:
    """The workbook at this path. Raises BudgetbookError with a sentence when it cannot be used."""
    return FileWorkbook.open(str(path))


def settings_of(path: Path, settings: Path | None) -> Settings:
    """The settings of the rules in the file given, else in the one beside the workbook; none where there is none."""
    file = settings or path.with_name(SETTINGS)
    if not settings and not file.is_file():
        return {}
    try:
        return read_settings(file.read_text(encoding="utf-8-sig"), file.name)
    except (OSError, UnicodeDecodeError):
        raise BudgetbookError(Problem("规则设置读不出来", str(file), hint="请检查文件名，并存为 UTF-8 编码")) from None


def items_of(path: Path, workbook: FileWorkbook, items: Path | LineItems | None) -> LineItems | None:
    """The line items given, or in the file given, else on the workbook's own sheet 明细; None when that holds none."""
    if isinstance(items, LineItems):
        return items
    if items:
        return read_items(items)
    if not _may_have_rows(workbook, ITEMS_SHEET, "line_items"):
        return None
    try:
        return read_items(path, ITEMS_SHEET)
    except EmptyListError:
        return None


def required_items(path: Path, workbook: FileWorkbook, items: Path | LineItems | None, purpose: str) -> LineItems:
    """As items_of; a workbook without any is refused, naming the purpose (填报) that needs them."""
    found = items_of(path, workbook, items)
    if found is None:
        hint = "请用 --items 指明预算明细文件，或把明细填进“明细”表"
        raise BudgetbookError(Problem(f"没有预算明细，无法{purpose}", workbook.name, hint=hint))
    return found


def projects_of(path: Path, workbook: FileWorkbook, projects: Path | ProjectLists | None, indicators: Path | None) -> ProjectLists:
    """Projects and indicators given, or in the files given, else on the workbook's own sheets; none where there are none."""
    if isinstance(projects, ProjectLists):
        return projects
    if projects or indicators:
        if not (projects and indicators):
            raise BudgetbookError("--projects 和 --indicators 要一起给出：一个是项目清单，一个是绩效指标")
        return read_project_lists(projects, indicators)
    if not _may_have_rows(workbook, PROJECTS_SHEET, "projects"):
        return ProjectLists((), ())
    return read_project_lists(path)


def items_in(workbook: Workbook) -> LineItems | None:
    """The line items on the open workbook's own sheet 明细, as it stands now; None when that holds none."""
    if ITEMS_SHEET not in workbook.sheets():
        return None
    try:
        return read_rows(_rows(workbook.grid(ITEMS_SHEET)), workbook.name, ITEMS_SHEET)
    except EmptyListError:
        return None


def projects_in(workbook: Workbook) -> ProjectLists:
    """Projects and indicators on the open workbook's own sheets; none where there are none."""
    if PROJECTS_SHEET not in workbook.sheets():
        return ProjectLists((), ())
    grid, headings = workbook.grid(PROJECTS_SHEET), headings_of("projects")
    heading, _ = heading_columns(grid, headings.official, headings)
    if not any(row > heading for row, _ in grid.values):
        return ProjectLists((), ())
    indicators = _rows(workbook.grid(INDICATORS_SHEET)) if INDICATORS_SHEET in workbook.sheets() else []
    return projects_from_rows(_rows(grid), indicators, workbook.name)


def _rows(grid: Grid) -> list[list[object]]:
    """All rows of a sheet from the first, each as long as the rows among which the heading must be."""
    columns = range(1, max((column for row, column in grid.values if row <= HEAD), default=0) + 1)
    return [[grid.values.get((row, column)) for column in columns] for row in range(1, grid.rows + 1)]


def _may_have_rows(workbook: FileWorkbook, sheet: str, kind: str) -> bool:
    """Whether a list sheet holds anything below its heading. A long one is not taken apart to see that: it surely does."""
    if sheet not in workbook.sheets():
        return False
    if workbook.weight(sheet) > _LONG:
        return True
    grid, headings = workbook.grid(sheet), headings_of(kind)
    heading, _ = heading_columns(grid, headings.official, headings)
    return any(row > heading for row, _ in grid.values)
