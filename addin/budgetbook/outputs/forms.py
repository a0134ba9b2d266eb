"""Performance forms: one sheet for each project, made from the sample in the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from budgetbook.model.grid import Area, Cell, Grid
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.project import Project
from budgetbook.model.text import name_key
from budgetbook.tables.form_places import FormPlaces, find_places
from budgetbook.tables.forms import find_form
from budgetbook.workbooks.port import Look, Workbook, is_parked

from .form_cells import Room, form_cells, heights, project_values, rooms, sample_labels
from .form_rows import plan_lines
from .form_shape import shape_block
from .form_tall import split_tall_rows
from .project_lists import link_forms, write_projects
from .sheet_names import sheet_names

__all__ = ["write_forms", "write_projects"]

SAMPLE, LIST = "绩效目标申报表", "项目"
_NO_FORMS = (LIST, "明细", "绩效指标", "基本信息", "填表说明")  # lists may be long, and are never read as forms


def write_forms(
    workbook: Workbook, projects: Sequence[Project], *, sample: str = SAMPLE, year: int, list_sheet: str = LIST
) -> dict[str, str]:
    """A form sheet for each project behind the last sheet, in order; forms of the same projects that are there are replaced.

    Gives the sheet of each project by its name. The names in the list of projects become links to the forms. Raises
    BudgetbookError, and changes nothing, when the sample has no place for something that a project says."""
    if not projects:
        return {}
    mould = _read_sample(workbook, sample)
    if problems := [*_repeated(projects), *_homeless(mould, projects)]:
        raise BudgetbookError(problems)
    workbook.remove_sheets(_forms_of(workbook, {project.name for project in projects}, (sample, list_sheet)))
    names = [project.name for project in projects]
    sheets = dict(zip(names, sheet_names(names, workbook.sheets()), strict=True))
    workbook.copy_sheets(sample, list(sheets.values()))
    for project in projects:
        _write_form(workbook, mould, project, sheets[project.name], year)
    link_forms(workbook, sheets, mould.name_cell, list_sheet)
    return sheets


@dataclass(frozen=True)
class _Sample:
    """The sample, read once for all projects."""

    grid: Grid
    places: FormPlaces
    widths: list[float]
    heights: dict[int, float]
    labels: list[Room]

    @property
    def name_cell(self) -> Cell:
        area = self.places.values["项目名称"]
        return area.top, area.left


def _read_sample(workbook: Workbook, sheet: str) -> _Sample:
    if sheet not in workbook.sheets():
        raise BudgetbookError(Problem(f"没有绩效目标申报表的样表“{sheet}”", workbook.name, hint="请在模板里保留这张样表"))
    grid = workbook.grid(sheet)
    places = find_places(grid)
    if places is None:
        hint = "要有“项目名称”“年度资金总额”和“二级指标、三级指标、指标值”的表头"
        raise BudgetbookError(Problem("看不出这是绩效目标申报表的样表", workbook.name, sheet, hint=hint))
    if not places.block.rows:
        hint = "请在“二级指标”下面列出数量指标、质量指标等"
        raise BudgetbookError(Problem("样表的“二级指标”下面没有指标行", workbook.name, sheet, hint=hint))
    columns = max([grid.columns, *(area.right for area in grid.merges)])
    last = max([grid.rows, *(area.bottom for area in grid.merges)])
    row_heights = workbook.heights(sheet, range(1, last + 1))
    return _Sample(grid, places, workbook.widths(sheet, columns), row_heights, sample_labels(grid, places))


def _repeated(projects: Sequence[Project]) -> Iterator[Problem]:
    names = [project.name for project in projects]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Problem(
            f"项目“{name}”有 {names.count(name)} 行，分不清是哪一个的绩效目标申报表",
            sheet=LIST,
            hint="请合并，或把项目名称改得不同",
        )


def _homeless(mould: _Sample, projects: Sequence[Project]) -> Iterator[Problem]:
    """What projects say and the sample has no place for."""
    missing: dict[str, str] = {}
    halves = {half.name for half in mould.places.block.halves}
    for project in projects:
        said = project_values(project)
        for name in [name for name, value in said.items() if value not in (None, "", 0) and name not in mould.places.values]:
            missing.setdefault(f"“{name.replace('_', '')}”", project.name)
        for indicator in project.indicators:
            if indicator.half not in halves:
                missing.setdefault(f"{indicator.half}的“三级指标”和“指标值”", project.name)
    for label, name in missing.items():
        hint = "请在样表里补上这一项，或清空项目清单里的这一列"
        yield Problem(f"样表里没有找到{label}，项目“{name}”等填了这一项", sheet=mould.grid.sheet, hint=hint)


def _forms_of(workbook: Workbook, names: set[str], others: Sequence[str]) -> list[str]:
    """The sheets that are forms of these projects."""
    wanted = {name_key(name) for name in names}
    found = []
    for sheet in workbook.sheets():
        if sheet in others or sheet in _NO_FORMS or is_parked(sheet):
            continue
        form = find_form(workbook.grid(sheet))
        if form and name_key(form.form.project.name) in wanted:
            found.append(sheet)
    return found


def _write_form(workbook: Workbook, mould: _Sample, project: Project, sheet: str, year: int) -> None:
    lines = plan_lines(mould.places.block, project.indicators)
    cells = form_cells(mould.grid, mould.places, project, lines, year)
    written = rooms(mould.places, lines, cells)
    needed = heights(mould.labels, mould.places, lines, written, mould.widths, mould.heights)
    shape_block(workbook, sheet, mould.grid, mould.places.block, lines)
    workbook.write(sheet, cells)
    wrapped: list[Area] = [room.area for room in written if room.lines(mould.widths) > 1]
    if wrapped:
        workbook.format(sheet, [(area, Look(wrap=True)) for area in wrapped])
        workbook.set_heights(sheet, split_tall_rows(workbook, sheet, needed))
