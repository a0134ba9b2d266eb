"""What a worker of dask does with its share of the tasks: each workbook in a process of ours beside it, as in the pool, so that one
that hangs, dies or eats all memory never takes the worker of dask with it, for which dask would blame its neighbours."""

from __future__ import annotations

import asyncio
import multiprocessing
import platform
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from budgetbook.model.problem import BudgetbookError

from ..doing import Do, Keep
from ..limits import Limits
from ..pool import Pool
from ..task import Result, Task
from .expected import Expected, look

_IDLE = 60.0  # seconds after which a process that nobody needs ends
_ENDING = ("closing", "closed", "failed")  # what dask calls a worker that goes


class UnwantedError(Exception):
    """Nobody waits for this share any more."""


class Order:
    """A share of a run's tasks, and how they are to be done. No tuple: dask would look for tasks of its own in it."""

    def __init__(self, run: str, tasks: Sequence[Task], expected: Expected, limits: Limits, keep: Keep, do: Do) -> None:
        self.run, self.tasks, self.expected = run, tasks, expected
        self.limits, self.keep, self.do = limits, keep, do


def _keep_there(keep: Keep, error: BaseException, words: Sequence[str]) -> tuple[str, str]:
    """Logs the unexpected where it happens, and says on which machine that is."""
    number, path = keep(error, words)
    return number, f"工作机 {platform.node()} 的 {path}"


class _Waiting:
    """A pool that may be needed again, and soon is not."""

    def __init__(self, run: str, pool: Pool) -> None:
        self.run, self.pool = run, pool
        self.timer = threading.Timer(_IDLE, _let_go, (self,))
        self.timer.daemon = True
        self.timer.start()


_lock = threading.Lock()
_waiting: list[_Waiting] = []
_busy: Counter[str] = Counter()  # shares of a run that are being done
_fit: set[str] = set()  # runs for which this machine is as it should be
_ended: set[str] = set()


def carry_out(order: Order) -> list[Result]:
    """The results of a share. Raises BudgetbookError where this machine is not fit for it or cannot start a process."""
    from distributed import get_worker

    worker = get_worker()
    go_on = partial(_go_on, worker, worker.get_current_task(), order.run)
    with _counted(order.run):
        go_on()
        _refuse_unfit(order, worker.address)
        with _pool_for(order) as pool:
            return [result for _, result in pool.carry_out(order.tasks, go_on)]


async def look_here(expected: Expected, dask_worker: Any) -> str:
    """What `look` says of the machine of this worker, which goes on with its own business meanwhile."""
    return await asyncio.to_thread(look, expected, dask_worker.address)


async def end(run: str) -> None:
    """No more of this run here; afterwards nothing of it is being written."""
    _ended.add(run)
    while _busy[run]:
        await asyncio.sleep(0.02)
    for waiting in [waiting for waiting in _waiting if waiting.run == run]:
        _let_go(waiting)


def _go_on(worker: Any, key: str, run: str) -> None:
    """Raises UnwantedError when the run has ended or its machine is gone, for then the scheduler takes back what it asked for; and
    leaves it to other workers when this one has been told to go."""
    from distributed import Reschedule

    task = worker.state.tasks.get(key)
    if run in _ended or task is None or task.state == "cancelled":
        raise UnwantedError
    if worker.status.name in _ENDING:
        raise Reschedule


def _refuse_unfit(order: Order, address: str) -> None:
    """Workers may come when the others have been looked at already."""
    if order.run in _fit:
        return
    said = look(order.expected, address)
    if said:
        raise BudgetbookError(said)
    _fit.add(order.run)


@contextmanager
def _counted(run: str) -> Iterator[None]:
    with _lock:
        _busy[run] += 1
    try:
        yield
    finally:
        with _lock:
            _busy[run] -= 1


@contextmanager
def _pool_for(order: Order) -> Iterator[Pool]:
    """One process, warm from the run's last share where there was one."""
    # Under its nanny a worker of dask may have no children, lest they be left behind. Ours never are: they end when it does.
    multiprocessing.current_process().daemon = False
    pool = _taken(order.run) or Pool(1, order.limits, partial(_keep_there, order.keep), order.do)
    try:
        yield pool
    except BaseException:
        pool.close()
        raise
    with _lock:
        _waiting.append(_Waiting(order.run, pool))


def _taken(run: str) -> Pool | None:
    with _lock:
        for waiting in _waiting:
            if waiting.run == run:
                waiting.timer.cancel()
                _waiting.remove(waiting)
                return waiting.pool
    return None


def _let_go(waiting: _Waiting) -> None:
    waiting.timer.cancel()
    with _lock:
        if waiting not in _waiting:
            return  # it has just been taken
        _waiting.remove(waiting)
    waiting.pool.close()
