"""What a worker does with a task, where the name of its file asks for something else: to hang, to die, to eat memory, to break."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

from budgetbook.stories.batch.doing import Keep, do
from budgetbook.stories.batch.task import Result, Task, failed


def do_oddly(task: Task, keep: Keep) -> Result:
    name = Path(task.source).stem
    if "死" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "挂" in name:
        time.sleep(3600)
    if "慢" in name:
        time.sleep(0.3)
    return do(task, keep)


def say_who(task: Task, keep: Keep) -> Result:
    """The number of the worker's process, as a problem, after a moment in which another one can take the next task."""
    time.sleep(0.02)
    return failed(task, str(os.getpid()))


def eat(task: Task, keep: Keep) -> Result:
    """Half a gigabyte where the name asks for it, in pieces, so that it is this process that feels it; and the worker's number."""
    try:
        held = [bytearray(2**24) for _ in range(32)] if "大" in task.name else []
    except MemoryError:
        return failed(task, "内存", str(os.getpid()), exhausted=True)
    return failed(task, f"{len(held)}", str(os.getpid()))


def kill_master(task: Task, keep: Keep) -> Result:
    """Kills the process that it works for, as often as the file beside the workbook says."""
    times = Path(task.source).with_suffix(".times")
    left = int(times.read_text()) if times.exists() else 0
    if left:
        times.write_text(str(left - 1))
        master = multiprocessing.parent_process()
        assert master and master.pid
        os.kill(master.pid, signal.SIGKILL)
        time.sleep(3600)
    return do(task, keep)
