"""A run in a process of its own that is killed at a named step: python -m tests.stories.batch.dying STEP IN OUT."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from budgetbook.stories.batch import doing
from budgetbook.stories.batch.doing import Keep
from budgetbook.stories.batch.journal import Journal
from budgetbook.stories.batch.limits import Limits
from budgetbook.stories.batch.log import TaskLog
from budgetbook.stories.batch.pool import Pool
from budgetbook.stories.batch.task import Result, Task
from tests.stories.batch.many import keep, request, run

IN_THE_RUN: dict[str, tuple[type, str, bool]] = {
    "before there is a journal": (Journal, "__init__", False),
    "after there is a journal": (Journal, "__init__", True),
    "after the log is begun": (TaskLog, "__init__", True),
    "before it is written down": (Journal, "keep", False),
    "after it is written down": (Journal, "keep", True),
    "before its line in the log": (TaskLog, "add", False),
    "before the log is put in order": (TaskLog, "close", False),
    "after the log is put in order": (TaskLog, "close", True),
}
IN_A_WORKER = {
    "before it is filled or marked": ("check", False),
    "after it is saved": ("check", True),
    "before the report": ("write_report", False),
    "after the report": ("write_report", True),
}
_SPARED = 1  # calls that go well before the one that does not
_FATAL = "公开 02"  # the task at which a worker takes everything down


def dying(original: Callable[..., Any], after: bool, spared: int, kill: Callable[[], None]) -> Callable[..., Any]:
    """The function, and the end of all things before or after it, once it has gone well so many times."""
    calls = 0

    def wrapped(*given: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls <= spared:
            return original(*given, **more)
        if after:
            original(*given, **more)
        kill()
        raise AssertionError("nobody gets here")

    return wrapped


def kill_run() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def kill_run_and_worker() -> None:
    the_run = multiprocessing.parent_process()
    assert the_run and the_run.pid
    os.kill(the_run.pid, signal.SIGKILL)
    os.kill(os.getpid(), signal.SIGKILL)


class DyingAt:
    """What a worker does with tasks, until it comes to the one at which it takes the run down with it."""

    def __init__(self, step: str) -> None:
        self.step = step

    def __call__(self, task: Task, keep: Keep) -> Result:
        if _FATAL not in task.name:
            return doing.do(task, keep)
        name, after = IN_A_WORKER[self.step]
        with mock.patch.object(doing, name, dying(getattr(doing, name), after, 0, kill_run_and_worker)):
            return doing.do(task, keep)


def main(step: str, source: str, out: str) -> None:
    asked = request(source, Path(out))
    if step in IN_A_WORKER:
        run(asked, Pool(1, Limits(), keep, DyingAt(step)))
        return
    owner, name, after = IN_THE_RUN[step]
    spared = _SPARED if name in ("keep", "add") else 0
    with mock.patch.object(owner, name, dying(getattr(owner, name), after, spared, kill_run)):
        run(asked)


if __name__ == "__main__":
    main(*sys.argv[1:])
