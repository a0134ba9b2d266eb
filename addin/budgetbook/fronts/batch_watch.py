"""看守文件夹: what happens in a watched folder, a line each, until somebody ends it."""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from pathlib import Path

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.limits import seconds_of
from budgetbook.stories.batch.request import Request
from budgetbook.stories.batch.task import FAILED, Result
from budgetbook.stories.watch.watch import Told, Watch, watch

from .batch import AGREED, NOT_DONE
from .log import keep_traceback
from .screen import show
from .shown import Line
from .stopping import stopped_in_order
from .tally import found_said

_DONE, _WRONG, _NOT_DONE = "做完", "有不符", "没做成"
_STYLES = {_WRONG: "red", _NOT_DONE: "bold red"}


def run_watch(request: Request, settle: str, every: str | None) -> int:
    """Watch until Ctrl+C, or until the system asks for the end, which is status 0; 2 where it cannot go on."""
    _refuse_what_has_no_end(request)
    seconds = seconds_of(settle, "--settle", "5s 或 1min")
    if not seconds:
        raise BudgetbookError("--settle 要大于 0：没有放好的文件不能做")
    looking = None if every is None else seconds_of(every, "--poll", "2s 或 1min，只靠系统通知就写 0")
    counts: Counter[str] = Counter()
    with stopped_in_order() as go_on, watch(request, keep_traceback, seconds, looking, go_on=go_on) as watching:
        _say("开始", str(request.source), "看守这个文件夹；按 Ctrl+C 结束")
        broken_off = _told(watching, counts)
    did = f"做完 {counts[_DONE] + counts[_WRONG]} 个，其中有不符 {counts[_WRONG]} 个；没做成 {counts[_NOT_DONE]} 个"
    _say("结束", str(request.source), f"{broken_off}{did}")
    return NOT_DONE if broken_off else AGREED


def _told(watching: Watch, counts: Counter[str]) -> str:
    """Say all that happens; returns why it does not go on, "" where it was asked to end."""
    try:
        with contextlib.closing(watching.told()) as telling:
            for told in telling:
                kind = _kind(told.result) if told.result else told.kind
                counts[kind] += 1
                _say(kind, told.name, _said(told))
    except KeyboardInterrupt:
        return ""
    except BudgetbookError as error:
        return f"没有做完：{error}；"
    return ""


def _kind(result: Result) -> str:
    return _NOT_DONE if result.state == FAILED else _WRONG if result.disagrees else _DONE


def _said(told: Told) -> str:
    if told.result is None or told.result.state == FAILED:
        return told.said
    return "；".join((found_said(told.result.findings), told.said, *told.result.problems))


def _say(kind: str, name: str, said: str) -> None:
    """A line that can be read as it stands, and taken apart at its tabs."""
    line = "\t".join((time.strftime("%H:%M:%S"), kind, name, said.replace("\n", "；")))
    show([Line(line, _STYLES.get(kind, ""))])


def _refuse_what_has_no_end(request: Request) -> None:
    if request.resume:
        raise BudgetbookError("--watch 不用写 --resume：启动时总是接着上次做")
    if request.by:
        raise BudgetbookError("--watch 不能和 --by 一起用：看守的是文件夹，--by 要的是一个明细文件")
    if request.scheduler:
        raise BudgetbookError("--watch 不能和 --scheduler 一起用：看守由这台电脑自己做")
    if request.sql or not request.source:
        raise BudgetbookError("--watch 要写明看守哪个文件夹，如 budgetbook batch 共享文件夹 --watch")
    if not Path(request.source).is_dir():
        raise BudgetbookError(f"--watch 只看守文件夹，“{request.source}”不是文件夹")
