"""校验: what does not fit is coloured, explained, walked through, and uncoloured again."""

from __future__ import annotations

from budgetbook.model.grid import Cell
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.marks import clear
from budgetbook.outputs.results import SHEET as RESULTS
from budgetbook.outputs.results import Listed, read_results
from budgetbook.stories.check import check_workbook
from budgetbook.stories.inputs import items_in, settings_of
from budgetbook.stories.undo import forget_filling, keeps_record

from .desk import TITLE, Desk
from .telling import checked, reminders

_DONE = "隐藏的工作表里还留着撤销填报用的记录和填报前的表，公开前应该去掉。\n现在去掉吗？去掉后就不能再“撤销本次填报”了。"


def check_all(desk: Desk) -> str:
    return _check(desk, "")


def check_sheet(desk: Desk) -> str:
    return _check(desk, desk.sheet)


def _check(desk: Desk, only: str) -> str:
    path, items = desk.path, items_in(desk.workbook)
    outcome = check_workbook(desk.workbook, path, items, settings_of(path, None), marked=True, only=only, step=desk.say_step)
    without = "" if items else "\n（“明细”表里没有明细，只核对了表与表之间的关系。）"
    about = f"与“{only}”有关的" if only else ""
    return f"校验完成。{about}{checked(outcome.report)}{without}{reminders(outcome.warnings)}"


def next_finding(desk: Desk) -> str:
    return _walk(desk, forward=True)


def previous_finding(desk: Desk) -> str:
    return _walk(desk, forward=False)


def _walk(desk: Desk, *, forward: bool) -> str:
    """To the next finding by place, round and round; what it says stands in the status bar."""
    found = read_results(desk.workbook)
    if RESULTS not in desk.workbook.sheets():
        raise BudgetbookError(Problem("还没有校验过", desk.workbook.name, hint="请先点“校验全部”"))
    if not found:
        return "没有要看的地方：上次校验没有发现和单元格有关的问题。"
    at = _beside(desk, found, forward)
    place, says = found[at]
    desk.go_to(place.sheet, (place.row, place.column))
    desk.app.status_bar = f"{TITLE}：第 {at + 1} 处，共 {len(found)} 处　{place}　{says}"
    return ""


def _beside(desk: Desk, found: list[Listed], forward: bool) -> int:
    """Which finding comes behind, or before, the selected cell; from the last one on to the first, and the other way round."""
    order = desk.workbook.sheets()
    here = _key(order, *desk.selected)
    keys = [_key(order, place.sheet, (place.row, place.column)) for place, _ in found]
    if forward:
        return next((at for at, key in enumerate(keys) if key > here), 0)
    return next((at for at in reversed(range(len(keys))) if keys[at] < here), len(keys) - 1)


def _key(order: list[str], sheet: str, cell: Cell) -> tuple[int, Cell]:
    """Where a cell stands in the workbook; on the list of findings itself, before everything."""
    return (order.index(sheet) if sheet in order and sheet != RESULTS else -1), cell


def clear_marks(desk: Desk) -> str:
    """Marks go; what is kept for undoing goes too when the user says that he is done: it must not be published."""
    cleared = clear(desk.workbook)
    forgotten = keeps_record(desk.workbook) and desk.ask(_DONE)
    if forgotten:
        forget_filling(desk.workbook)
    said = f"已去掉校验留下的颜色、批注和“{RESULTS}”表，数一个都没有动。" if cleared else "这个工作簿没有标色。"
    if forgotten:
        return f"{said}\n撤销用的隐藏工作表也去掉了，可以定稿。"
    return said if cleared else f"{said}什么都没有改。"
