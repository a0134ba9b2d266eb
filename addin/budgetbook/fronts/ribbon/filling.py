"""填报: tables and forms are filled in the open workbook, so that it can be taken back; or only tried."""

from __future__ import annotations

from budgetbook.items.line_items import LineItems
from budgetbook.items.projects import ProjectLists
from budgetbook.model.grid import Value, cell_name, text_of
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.listing import CHANGES, Column, Listing, write_listing
from budgetbook.stories.fill import FORMS, WHOLE, Part, write_all
from budgetbook.stories.inputs import ITEMS_SHEET, PROJECTS_SHEET, items_in, projects_in, settings_of
from budgetbook.stories.undo import fill_undoably
from budgetbook.workbooks.live.trial import Change, TrialWorkbook

from .desk import Desk
from .telling import checked, reminders

_LINKED = 200  # lines of a preview that lead to their cells: Excel takes its time over each link


def fill_all(desk: Desk) -> str:
    return _fill(desk, "填报全部", WHOLE)


def fill_sheet(desk: Desk) -> str:
    return _fill(desk, f"填报“{desk.sheet}”", Part(sheet=desk.sheet, forms=False))


def make_forms(desk: Desk) -> str:
    if not projects_in(desk.workbook).projects:
        hint = f"请先在“{PROJECTS_SHEET}”表里填上项目，在“绩效指标”表里填上指标"
        raise BudgetbookError(Problem(f"“{PROJECTS_SHEET}”表里没有项目，生成不了申报表", desk.workbook.name, hint=hint))
    return _fill(desk, "生成绩效表", FORMS)


def preview(desk: Desk) -> str:
    """Every cell that filling would change, on a sheet of its own; nothing else is touched."""
    items, goals = _lists(desk)
    trial = _tried(desk, items, goals, WHOLE)
    changes = trial.changes()
    if not _would_change(trial, changes):
        return "填报不会改变任何单元格：各表已经和明细一致。"
    back = desk.selected
    columns = [Column("工作表", 22), Column("单元格", 9), Column("现在", 34), Column("将来", 34)]
    rows = [(change.sheet, cell_name(*change.cell), _shown(change.before), _shown(change.after)) for change in changes]
    links = {(row, 1): (change.sheet, change.cell) for row, change in enumerate(changes[:_LINKED])}
    new, gone = trial.sheets_changed()
    remarks = [f"填报会改变以下 {len(changes)} 个单元格。现在什么都没有改；要改请点“填报全部”。"]
    remarks += [f"会新增 {len(new)} 张工作表：{'、'.join(new)}"] if new else []
    remarks += [f"会去掉 {len(gone)} 张工作表：{'、'.join(gone)}"] if gone else []
    write_listing(desk.workbook, CHANGES, Listing(CHANGES, columns, rows, remarks, links, back))
    desk.go_to(CHANGES)
    return f"填报会改变 {len(changes)} 个单元格，逐个列在“{CHANGES}”表里。现在什么都没有改。"


def _fill(desk: Desk, done: str, part: Part) -> str:
    path = desk.path
    items, goals = _lists(desk)
    trial = _tried(desk, items, goals, part)
    if not _would_change(trial, trial.changes()):
        return f"{done}：没有变化，各单元格已经和明细一致，什么都没有改。"
    outcome = fill_undoably(
        desk.workbook, path, items, goals, settings=settings_of(path, None), done=done, part=part, step=desk.step
    )
    tables = f"{outcome.tables} 张表" if part.tables and not part.sheet else ""
    forms = f"{outcome.forms} 张绩效目标申报表" if part.forms and outcome.forms else ""
    what = "、".join(filter(None, (tables, forms)))
    made = f"（{what}）" if what else ""
    again = "要恢复原样，请点“撤销本次填报”。"
    return f"{done}完成{made}。{checked(outcome.report)}\n{again}{reminders(outcome.warnings)}"


def _lists(desk: Desk) -> tuple[LineItems, ProjectLists]:
    """What is filled in from. Raises BudgetbookError with all problems, and where there are no line items."""
    items = items_in(desk.workbook)
    if items is None:
        hint = f"请先用“导入明细…”，或把明细填进“{ITEMS_SHEET}”表"
        raise BudgetbookError(Problem("没有预算明细，无法填报", desk.workbook.name, hint=hint))
    return items, projects_in(desk.workbook)


def _tried(desk: Desk, items: LineItems, goals: ProjectLists, part: Part) -> TrialWorkbook:
    trial = TrialWorkbook(desk.workbook)
    write_all(trial, desk.path, items, goals, part=part)
    return trial


def _would_change(trial: TrialWorkbook, changes: list[Change]) -> bool:
    return bool(changes or any(trial.sheets_changed()) or trial.merges_changed())


def _shown(value: Value) -> str:
    return "（空白）" if value is None else text_of(value)
