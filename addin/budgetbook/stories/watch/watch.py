"""看守: what is dropped into a folder is done when it is complete, one by one and without an end, and results lie beside it."""

from __future__ import annotations

import contextlib
import math
import shutil
import time
from collections import deque
from collections.abc import Generator, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.stories.batch.batch import held, no_limit
from budgetbook.stories.batch.doing import Do, Keep, do
from budgetbook.stories.batch.journal import Journal
from budgetbook.stories.batch.pool import GoOn, Pool, always
from budgetbook.stories.batch.request import Request, refuse_nonsense
from budgetbook.stories.batch.task import FAILED, OWN, Result, Task

from .arrivals import Arrivals
from .dropped import Dropped
from .hindrances import hindrance
from .notes import remove_note, sweep_notes, write_note
from .notices import Notices
from .places import BusyError, Made, Places

WAITING, REMARK = "等待", "提醒"
_ROUND = 0.25  # seconds in which nothing has come in, until the folder may be looked at again
_SAFETY = 60.0  # seconds after which it is looked at though nothing was heard of: notices get lost
_UNHEARD = 5.0  # the same where the system tells nothing at all
_AGAIN = 5.0  # seconds until a result that somebody has open is tried again
_REST = 1.0  # times as long as the last look at the folder took: looking takes half of the time at most


class Told(NamedTuple):
    """What has happened: to which file ("" is none), a sentence, and the result where it is done or cannot be.
    `kind` is WAITING or REMARK for all else."""

    name: str
    said: str
    result: Result | None = None
    kind: str = REMARK


class Watch:
    """A folder that is watched, and held."""

    def __init__(self, request: Request, journal: Journal, pool: Pool, arrivals: Arrivals, notices: Notices) -> None:
        self._request, self._journal, self._pool, self._arrivals, self._notices = request, journal, pool, arrivals, notices
        self._dropped = Dropped(request, journal.has_placed)
        self._places = Places(request.out, journal)
        self._queue: deque[Task] = deque()
        self._doing: dict[str, Hashable] = {}  # what each file that is waiting or in work looked like
        self._again: set[Path] = set()  # has changed since
        self._made: dict[str, tuple[Made, float]] = {}  # results that could not be put yet, and when to try again
        self._busy: dict[str, str] = {}  # what was said of them
        self._next, self._last = 0.0, -math.inf
        self._deaf = False

    def told(self) -> Generator[Told, None, None]:
        """Whatever happens, as it happens; to be asked for once, and closed to end the work. Raises BudgetbookError where it cannot
        go on, as when the folder is gone; what is done stays done."""
        yield from (Told("", remark) for remark in no_limit(self._request))
        with contextlib.closing(self._pool.rounds(self._queue, _ROUND)) as rounds:
            for came in rounds:
                for task, result in came:
                    yield from self._came(task, result)
                yield from self._tried_again()
                if self._is_due():
                    yield from self._looked()

    def _is_due(self) -> bool:
        now = time.monotonic()
        return now >= self._next or (self._notices.changed.is_set() and now >= self._last)

    def _looked(self) -> Iterator[Told]:
        start = time.monotonic()
        self._notices.changed.clear()
        stamps, remarks = self._dropped.look()
        yield from (Told(name, said) for name, said in remarks)
        arrived = self._arrivals.update(stamps)
        for path in arrived.gone:
            self._forget_note(self._dropped.name(path))
        yield from (Told(self._dropped.name(path), said, kind=WAITING) for path, said in arrived.held)
        yield from self._taken(arrived.ready)
        yield from self._deafness()
        end = time.monotonic()
        self._last = end + _REST * (end - start)
        self._next = max(self._last, end + min(self._arrivals.patience(), _UNHEARD if self._deaf else _SAFETY))

    def _taken(self, ready: list[Path]) -> Iterator[Told]:
        """Queue what is to be done, the largest first."""
        standing = 0
        tasks = sorted(map(self._dropped.task, ready), key=lambda task: (-task.size, task.name))
        for task in tasks:
            self._made.pop(task.name, None)  # it is of what lay there before
            if task.name in self._doing:
                self._again.add(Path(task.source))
            elif self._places.stands(task):
                standing += 1
                self._forget_note(task.name)
            else:
                self._start(task)
        if standing:
            yield Told("", f"{standing} 个以前做过、没有变化，结果还是上次的")

    def _start(self, task: Task) -> None:
        self._doing[task.name] = self._dropped.stamp(task)
        self._queue.append(task)

    def _came(self, task: Task, result: Result) -> Iterator[Told]:
        before = self._doing.pop(task.name)
        if Path(task.source) in self._again:
            self._again.discard(Path(task.source))
            self._start(task)
        elif result.state == FAILED and self._dropped.stamp(task) != before:
            return  # it was changed or taken away meanwhile, and will be seen anew
        elif result.state == FAILED:
            yield self._failed(task, result)
        else:
            yield from self._put(Made(task, result))

    def _put(self, made: Made) -> Iterator[Told]:
        name = made.task.name
        try:
            placed = self._places.put(made)
        except BusyError as busy:
            self._made[name] = made, time.monotonic() + _AGAIN
            if self._busy.get(name) != str(busy):
                yield Told(name, str(busy), kind=WAITING)
            self._busy[name] = str(busy)
            return
        except BudgetbookError as error:
            yield self._failed(made.task, made.result._replace(state=FAILED, problems=tuple(map(str, error.problems))))
            return
        self._busy.pop(name, None)
        made.task.report_path.unlink(missing_ok=True)
        self._forget_note(name)
        files = "，".join(Path(path).name for path in (placed.result.output, placed.result.report) if path)
        yield Told(name, "；".join((f"结果：{files}", *placed.remarks)), placed.result)

    def _tried_again(self) -> Iterator[Told]:
        now = time.monotonic()
        for name in [name for name, (_, when) in self._made.items() if when <= now]:
            made, _ = self._made.pop(name)
            yield from self._put(made)

    def _failed(self, task: Task, result: Result) -> Told:
        result = result._replace(problems=(*result.problems, *self._places.withdraw(task)))
        self._journal.keep(result)
        said = "；".join(result.problems)
        try:
            note = write_note(self._request.out, task.name, result.problems, time.strftime("%Y-%m-%d %H:%M:%S"))
        except (BudgetbookError, OSError) as error:
            return Told(task.name, f"{said}；说明文件也写不进去：{error}", result)
        return Told(task.name, f"{said}；说明见 {note}", result)

    def _forget_note(self, name: str) -> None:
        with contextlib.suppress(OSError):  # it stays, and says the time at which it was true
            remove_note(self._request.out, name)

    def _deafness(self) -> Iterator[Told]:
        if self._notices.failed and not self._deaf:
            self._deaf = True
            yield Told("", f"系统不再通知文件夹的变化（{self._notices.failed}），改为每 {_UNHEARD:g} 秒看一次")


@contextmanager
def watch(
    request: Request, keep: Keep, settle: float, every: float | None = None, do: Do = do, go_on: GoOn = always
) -> Iterator[Watch]:
    """A folder, ready to be watched; `request.out` is the folder itself where results are to lie beside what was dropped.

    A file is complete when it has not changed for `settle` seconds; `every` as Notices says, `go_on` as Pool does. Raises
    BudgetbookError when it cannot be watched, or somebody else is at work in the folder."""
    own = request.out / OWN
    if not Path(request.source).is_dir():
        raise BudgetbookError(Problem("没有这个文件夹，不能看守", request.source, hint="请检查路径；--watch 只看守文件夹"))
    beside = request.out.resolve() == Path(request.source).resolve()
    refuse_nonsense(request._replace(out=own) if beside else request)
    with held(request.out) as journal, contextlib.closing(Notices(Path(request.source), every)) as notices:
        shutil.rmtree(own / "work", ignore_errors=True)  # what was not put before is done again
        sweep_notes(request.out, Path(request.source))
        pool = Pool(request.workers, request.limits, keep, do, go_on)
        try:
            yield Watch(request, journal, pool, Arrivals(settle, hindrance), notices)
        finally:
            shutil.rmtree(own / "work", ignore_errors=True)
