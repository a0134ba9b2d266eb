"""One command from the click to its sentence: whatever happens is said, and Excel is left as it was."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from budgetbook.fronts.log import keep_traceback
from budgetbook.model.problem import BudgetbookError

from .commands import COMMANDS
from .desk import TITLE, Desk, StoppedError, Ways
from .telling import problems_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import xlwings

# The module of each group; a command's function there has the command's id for its name.
_MODULES = {
    "数据": "lists",
    "填报": "filling",
    "校验": "checking",
    "追溯": "tracing",
    "恢复": "undoing",
    "工具": "tools",
}
_REFUSED = ("com_error", "AppleScriptError", "CommandError")  # by name: each is there on its own system only


def carry_out(id: str, book: xlwings.Book | None, ways: Ways | None) -> None:
    """See `run`."""
    import xlwings

    desk: Desk | None = None
    try:
        desk = Desk(book or xlwings.Book.caller(), ways or Ways())
        sentence, wrong = _work(desk, id), False
    except Exception as error:
        sentence, wrong = _failure(id, error), True
    if sentence:
        _tell(desk, id, sentence, wrong)


def handler(id: str) -> Callable[[Desk], str]:
    """What does the work of a command and returns the sentence to be said, "" for none. Raises KeyError for an unknown id."""
    groups = {command.id: command.group for command in COMMANDS}
    module = import_module(f".{_MODULES[groups[id]]}", __package__)
    return cast("Callable[[Desk], str]", getattr(module, id))


def _work(desk: Desk, id: str) -> str:
    work = handler(id)
    desk.ways.escaped()  # what was pressed before is not meant
    kept = False
    try:
        with desk.at_work():
            sentence = work(desk)
        kept = not sentence
    finally:
        if not kept:
            desk.app.status_bar = False
    return sentence


def _tell(desk: Desk | None, id: str, sentence: str, wrong: bool) -> None:
    """The sentence in Excel; where Excel cannot even show that, the log has it."""
    try:
        if desk is not None:
            desk.say(sentence, wrong=wrong)
        else:
            _tell_without_desk(sentence)
    except Exception as error:
        keep_traceback(error, ["ribbon", id, sentence])


def _tell_without_desk(sentence: str) -> None:
    """There is no workbook to speak through: the app in front, if there is one."""
    import xlwings

    if xlwings.apps.active:
        xlwings.apps.active.alert(sentence, TITLE, mode="critical")


def _failure(id: str, error: Exception) -> str:
    from budgetbook.stories.undo import NotPutBackError

    if isinstance(error, BudgetbookError):
        return problems_of(error)
    if isinstance(error, StoppedError):
        return "已按 Esc 停止，写进去的都已还原。"
    number, path = keep_traceback(error, ["ribbon", id])
    if isinstance(error, NotPutBackError):
        said = "填到一半出错，又没能全部还原。请不要保存：关闭工作簿（不保存），再重新打开。"
    elif type(error).__name__ in _REFUSED:
        said = "Excel 没有让做这一步：可能正在编辑单元格、工作表受保护、工作簿是只读的，或有对话框开着。请处理后再点一次。"
    else:
        said = "程序遇到没有料到的情况，没有做完。"
    return f"{said}\n\n编号 {number}，详细经过记在：\n{path}\n（“打开日志”可以找到它；报告问题时请附上）"
