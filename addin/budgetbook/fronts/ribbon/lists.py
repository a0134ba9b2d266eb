"""数据: line items come into the workbook, and the lists in it are looked through."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetbook.items.headings import headings_of
from budgetbook.items.line_items import LineItems, read_items
from budgetbook.items.projects import ProjectLists
from budgetbook.model.amount import exact_text
from budgetbook.model.grid import Cell
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.slices import Slice
from budgetbook.outputs.items_sheet import write_items
from budgetbook.outputs.listing import PROBLEMS, Column, Listing, take_away, write_listing
from budgetbook.outputs.project_lists import heading_columns
from budgetbook.stories.inputs import INDICATORS_SHEET, ITEMS_SHEET, PROJECTS_SHEET, items_in, projects_in

from .desk import Desk
from .telling import numbered, reminders

_ROW = re.compile(r"第 (\d+) 行")


def import_items(desk: Desk) -> str:
    """A file that the user chooses goes into 明细, whole or not at all."""
    if ITEMS_SHEET not in desk.workbook.sheets():
        hint = "请打开本工具的模板，或在工作簿里加上这张表"
        raise BudgetbookError(Problem(f"没有“{ITEMS_SHEET}”表，明细写不进去", desk.workbook.name, hint=hint))
    path = desk.ways.choose("选择预算明细文件")
    if path is None:
        return "没有选择文件，什么都没有改。"
    try:
        items = read_items(path)
    except BudgetbookError as error:
        return _list(desk, error.problems, f"“{path.name}”没有导入，“{ITEMS_SHEET}”没有改动")
    standing = _lines_standing(desk)
    if standing and not desk.ask(f"“{ITEMS_SHEET}”里已有 {standing} 行，要换成“{path.name}”里的 {len(items)} 行吗？"):
        return "没有导入，什么都没有改。"
    write_items(desk.workbook, items)
    take_away(desk.workbook, PROBLEMS)
    return f"已把“{path.name}”的 {_said(items)} 写进“{ITEMS_SHEET}”表。{reminders(items.warnings)}"


def _lines_standing(desk: Desk) -> int:
    """How many rows 明细 has below its heading."""
    grid, headings = desk.workbook.grid(ITEMS_SHEET), headings_of("line_items")
    heading, _ = heading_columns(grid, headings.official, headings)
    return len({row for row, _ in grid.values if row > heading})


def check_items(desk: Desk) -> str:
    """All problems of the three lists at once, on a sheet of their own."""
    problems: list[Problem] = []
    items, goals = None, ProjectLists((), ())
    try:
        items = items_in(desk.workbook)
    except BudgetbookError as error:
        problems += error.problems
    try:
        goals = projects_in(desk.workbook)
    except BudgetbookError as error:
        problems += error.problems
    if any(not problem.warning for problem in problems):
        return _list(desk, problems, "明细还不能用来填报")
    take_away(desk.workbook, PROBLEMS)
    if items is None:
        return f"“{ITEMS_SHEET}”表里没有明细。请先用“导入明细…”，或把明细填进去。"
    warnings = (*items.warnings, *goals.warnings)
    return f"没有问题：{_said(items)}；{len(goals.projects)} 个项目。可以填报了。{reminders(warnings)}"


def _said(items: LineItems) -> str:
    return f"{len(items)} 行明细（支出合计 {exact_text(items.total(Slice()))} 元）"


def _list(desk: Desk, problems: Sequence[Problem], what: str) -> str:
    """The problems on their sheet, which comes to the front; the most of them in the sentence, too."""
    wrong = [problem for problem in problems if not problem.warning]
    columns = [Column("序号", 6), Column("表", 12), Column("位置", 24), Column("问题", 60), Column("怎么办", 44)]
    rows = [
        (float(number), problem.sheet, problem.place, problem.message, problem.hint) for number, problem in enumerate(problems, 1)
    ]
    links = {(row, 2): target for row, problem in enumerate(problems) if (target := _target(problem, desk.workbook.name))}
    write_listing(desk.workbook, PROBLEMS, Listing(PROBLEMS, columns, rows, [f"{what}。改好以后再点一次。"], links))
    desk.go_to(PROBLEMS)
    return f"{what}。请先改好以下 {len(wrong)} 处（也列在“{PROBLEMS}”表里）：\n\n{numbered(wrong)}"


def _target(problem: Problem, name: str) -> tuple[str, Cell] | None:
    """The row that a problem of this workbook speaks of."""
    row = _ROW.search(problem.place)
    if row is None or problem.file not in ("", name) or problem.sheet not in (ITEMS_SHEET, PROJECTS_SHEET, INDICATORS_SHEET):
        return None
    return problem.sheet, (int(row[1]), 1)
