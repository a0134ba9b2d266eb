"""填报: line items go into the department's own template; what came out is read back and checked."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from budgetbook.checks.rules.settings import Settings
from budgetbook.items.line_items import LineItems
from budgetbook.items.projects import ProjectLists
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.accepted import read_accepted
from budgetbook.outputs.basics import write_basics
from budgetbook.outputs.forms import write_forms
from budgetbook.outputs.items_sheet import write_items
from budgetbook.outputs.marks import clear, mark
from budgetbook.outputs.project_lists import write_projects
from budgetbook.outputs.tables import write_table
from budgetbook.tables.build import build_table
from budgetbook.workbooks.port import Workbook

from .check import judge_book
from .collecting import nothing_collected
from .inputs import open_workbook, projects_of, required_items, settings_of
from .outcome import Outcome, Step, quiet
from .reading import Reading, not_a_table, read_book, read_workbook
from .remarks import remarks_on
from .saving import check_output, save
from .subject import subject_of


class Kept(NamedTuple):
    """What is written into the workbook's own lists as well."""

    projects: bool = False
    items: bool = False


NOTHING = Kept()


class Part(NamedTuple):
    """What is filled: the table on one sheet alone where one is named, and the forms of the projects."""

    sheet: str = ""
    tables: bool = True
    forms: bool = True


WHOLE = Part()
FORMS = Part(tables=False)


@nothing_collected()
def fill(
    template: Path,
    output: Path,
    *,
    items: Path | LineItems | None = None,
    projects: Path | ProjectLists | None = None,
    indicators: Path | None = None,
    settings: Path | None = None,
    embed_items: bool = False,
    step: Step = quiet,
) -> Outcome:
    """Fill a copy of the template and save it. Raises BudgetbookError, and writes nothing, when it cannot be done."""
    check_output(template, output, *[each for each in (items, projects, indicators, settings) if isinstance(each, Path)])
    rule_settings = settings_of(template, settings)
    step("读明细")
    workbook = open_workbook(template)
    line_items = required_items(template, workbook, items, "填报")
    goals = projects_of(template, workbook, projects, indicators)
    kept = Kept(projects is not None, embed_items)
    outcome = fill_workbook(workbook, template, line_items, goals, settings=rule_settings, kept=kept, step=step)
    step("保存")
    return outcome._replace(written=output, kept=save(workbook, template, output))


def fill_workbook(
    workbook: Workbook,
    path: Path,
    items: LineItems,
    goals: ProjectLists,
    *,
    settings: Settings,
    kept: Kept = NOTHING,
    part: Part = WHOLE,
    step: Step = quiet,
) -> Outcome:
    """Fill an open workbook, check and mark it; `path` is where it lies, with its binding beside it. Raises BudgetbookError when
    it cannot be done."""
    clear(workbook)
    reading, forms = write_all(workbook, path, items, goals, kept=kept, part=part, step=step)
    step("核对")
    filled = read_workbook(workbook, path, items)
    book = read_book(filled)
    report = judge_book(book, filled.codes.name, items, settings, read_accepted(workbook))
    mark(workbook, report)
    outside = workbook.warnings(reading.grids.values())
    warnings = (*outside, *items.warnings, *goals.warnings, *_remarks(items), *remarks_on(filled, book, workbook.name))
    return Outcome(report, len(reading.layout.tables), forms, None, warnings, subject_of(book, items))


def write_all(
    workbook: Workbook,
    path: Path,
    items: LineItems,
    goals: ProjectLists,
    *,
    kept: Kept = NOTHING,
    part: Part = WHOLE,
    step: Step = quiet,
) -> tuple[Reading, int]:
    """All that filling writes, and nothing checked or marked; returns the workbook as it was read and the number of forms."""
    if part == WHOLE:
        write_basics(workbook, items)
    step("认表")
    reading = read_workbook(workbook, path, items)
    if part.tables:
        _write_tables(workbook, reading, items, part.sheet, step)
    forms = {}
    if part.forms:
        step("生成绩效表")
        if kept.projects:
            write_projects(workbook, goals.projects)
        forms = write_forms(workbook, goals.projects, year=items.year)
    if kept.items:
        write_items(workbook, items)
    return reading, len(forms)


def _write_tables(workbook: Workbook, reading: Reading, items: LineItems, only: str, step: Step) -> None:
    tables = [table for table in reading.layout.tables if only in ("", table.sheet)]
    if not tables and only:
        raise BudgetbookError(not_a_table(reading, only, workbook.name))
    for table in tables:
        step(f"填 {table.sheet}")
        write_table(workbook, build_table(table, reading.grids[table.sheet], items, reading.codes.name))


def _remarks(items: LineItems) -> list[Problem]:
    """What an accountant should know about how the tables were filled."""
    remarks = []
    if not items.has_incomes:
        remarks.append(
            Problem(
                "明细里没有收入行：收入按支出的资金来源填列，收入科目的行没有展开",
                hint="要分收入科目，请在明细里加上收入行",
                warning=True,
            )
        )
    return remarks
