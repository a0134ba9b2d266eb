"""The pool: persistent workers on this machine, each with a pipe of its own.

concurrent.futures is not enough: there a worker that dies breaks the whole pool, nobody can tell which task it died of, and one
that hangs cannot be ended alone. Here the pool knows what each worker is at: a death or a hang costs that task and nothing else."""

from __future__ import annotations

import contextlib
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Protocol, TypeAlias

from budgetbook.model.problem import BudgetbookError

from .doing import Do, Keep, do
from .limits import Limits
from .task import Result, Task, failed
from .worker import work

Results: TypeAlias = Generator[tuple[Task, Result], None, None]
GoOn: TypeAlias = Callable[[], None]

_STILLBORN = 3  # workers in a row that die before they are ready
_PULSE = 0.5  # seconds
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def always() -> None:
    """Nothing is to end before all is done."""


class Executor(Protocol):
    """What carries tasks out, on this machine or on others."""

    def run(self, tasks: Sequence[Task]) -> Results:
        """Each task with its result, as they come; every task exactly once. Closing it ends the work."""


class _Worker:
    """One process, what it is at, and what it has been given to go on with."""

    def __init__(self, memory: int, do: Do, keep: Keep) -> None:
        context = multiprocessing.get_context(_METHOD)
        if _METHOD == "forkserver":  # what every worker needs is loaded once
            context.set_forkserver_preload([work.__module__])
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=work, args=(theirs, memory, do, keep), daemon=True)  # type: ignore[attr-defined]
        self.process.start()
        theirs.close()  # so that its death ends the connection
        self.tasks: deque[Task] = deque()
        self.ready = False
        self.since = 0.0

    def give(self, task: Task) -> None:
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(task)
        with contextlib.suppress(OSError):  # it has just died: the connection's end is what tells
            self.connection.send(task)

    def finished(self) -> Task:
        """What it was at; from now on it is at the next."""
        self.since = time.monotonic()
        return self.tasks.popleft()

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """So many workers, each task within the limits. `do` is what a worker does with a task, `keep` where it logs the unexpected;
    both are found in the worker by their names. `go_on` is called every half second and before each task; what it raises ends the
    work at once, and so does closing."""

    def __init__(self, workers: int, limits: Limits, keep: Keep, do: Do = do, go_on: GoOn = always) -> None:
        self._most, self._limits, self._keep, self._do, self._go_on = workers, limits, keep, do, go_on
        self._workers: dict[Connection, _Worker] = {}
        self._queue: deque[Task] = deque()
        self._stillborn = 0

    def run(self, tasks: Sequence[Task]) -> Results:
        """As Executor says, the first tasks first. Raises BudgetbookError when no worker can be started."""
        try:
            yield from self.carry_out(tasks)
        finally:
            self.close()

    def carry_out(self, tasks: Sequence[Task], go_on: GoOn | None = None) -> Results:
        """The same, but the workers stay and wait for what comes next; these tasks may have a `go_on` of their own."""
        self._queue = deque(tasks)
        for worker in [worker for worker in self._workers.values() if worker.ready and worker.connection.poll()]:
            self._dismiss(worker)  # who has nothing to do has nothing to say but that it has ended: that is nobody's fault
        try:
            while self._queue or self._busy():
                (go_on or self._go_on)()
                yield from self._round(_PULSE)
        finally:
            for worker in self._busy():
                self._dismiss(worker)

    def rounds(self, queue: deque[Task], pause: float) -> Generator[Iterator[tuple[Task, Result]], None, None]:
        """Without an end, for a queue to which more may be added after each round: what has come in, after `pause` seconds at
        most. Each is to be looked at whole before the next."""
        self._queue = queue
        try:
            while True:
                self._go_on()
                yield self._round(pause)
        finally:
            self.close()

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers.values():
            worker.end()
        self._workers.clear()

    def _round(self, pause: float) -> Iterator[tuple[Task, Result]]:
        self._hire()
        self._hand_out()
        return self._finished(pause)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers.values() if worker.tasks]

    def _hire(self) -> None:
        free = len(self._workers) - len(self._busy())
        for _ in range(min(self._most - len(self._workers), len(self._queue) - free)):
            worker = _Worker(self._limits.memory, self._do, self._keep)
            self._workers[worker.connection] = worker

    def _hand_out(self) -> None:
        """Each worker has a task and, while there are enough for all, one more: it need not wait until the run has written down
        what it has done. The last ones are for whoever is free first."""
        for worker in self._workers.values():
            if worker.ready and not worker.tasks and self._queue:
                worker.give(self._queue.popleft())
        for worker in self._workers.values():
            if worker.ready and len(worker.tasks) == 1 and len(self._queue) > self._most:
                worker.give(self._queue.popleft())

    def _finished(self, pause: float) -> Iterator[tuple[Task, Result]]:
        """What has come in since, after waiting until something does, somebody is over his time or the pause is."""
        if not self._workers:
            time.sleep(pause)
        for connection in wait(list(self._workers), self._patience(pause)) if self._workers else ():
            worker = self._workers[connection]  # type: ignore[index]
            try:
                result = worker.connection.recv()
            except (EOFError, OSError):
                yield from self._buried(worker)
                continue
            if not worker.ready:
                worker.ready, self._stillborn = True, 0
            elif worker.tasks:
                task = worker.finished()
                if result.exhausted:
                    self._dismiss(worker)
                yield task, result
        yield from self._overdue()

    def _patience(self, pause: float) -> float:
        """Seconds until the first worker is over his time, and no more than the pause."""
        now = time.monotonic()
        ends = [max(0.0, worker.since + self._limits.seconds - now) for worker in self._busy()] if self._limits.seconds else []
        return min([*ends, pause])

    def _overdue(self) -> Iterator[tuple[Task, Result]]:
        for worker in self._busy():
            spent = time.monotonic() - worker.since
            if self._limits.seconds and spent >= self._limits.seconds and not worker.connection.poll():
                task = worker.finished()
                self._dismiss(worker)
                said = f"超过 {self._limits.seconds:g} 秒还没有做完，停下了（请确认文件，或用 --limit-time 放宽上限）"
                yield task, failed(task, said, seconds=spent)

    def _buried(self, worker: _Worker) -> Iterator[tuple[Task, Result]]:
        """A worker is gone; what it was at, if anything, is what it died of."""
        spent, was_ready = time.monotonic() - worker.since, worker.ready
        worker.process.join(1)
        status = worker.process.exitcode
        task = worker.finished() if worker.tasks else None
        self._dismiss(worker)
        if task:
            how = f"信号 {-status}" if status is not None and status < 0 else f"状态 {status}"
            said = f"处理它的进程中途意外结束（{how}），没有做（可能是内存不足或被人停掉；请再做一次，批量处理加 --resume）"
            yield task, failed(task, said, seconds=spent)
        elif not was_ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise BudgetbookError("工作进程启动不了，没有做完（请检查内存，或放宽 --limit-memory）")

    def _dismiss(self, worker: _Worker) -> None:
        """End a worker; what it has not begun goes to others."""
        del self._workers[worker.connection]
        worker.end()
        self._queue.extendleft(reversed(worker.tasks))
