"""批量: many tasks, done by an executor, written down one by one, so that a run that was cut off is taken up where it ended."""

from __future__ import annotations

import contextlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.saving import sweep

from . import journal as journals
from . import log as logs
from .doing import Keep
from .engine import engine_of
from .journal import Journal
from .limits import can_limit_memory
from .lock import locked
from .log import TaskLog
from .marks import file_hash
from .pool import Executor, GoOn, always
from .request import Request, refuse_nonsense
from .sources.finding import find_tasks
from .sources.remote import plain_source
from .task import FAILED, OWN, Result, Task


class Run:
    """One run over all its tasks, holding its folder. `remarks` are sentences about what is not done."""

    def __init__(self, request: Request, tasks: Sequence[Task], remarks: Sequence[str], journal: Journal, engine: Executor) -> None:
        self.tasks, self.remarks = tasks, remarks
        self._request, self._journal, self._engine = request, journal, engine
        self._results: dict[str, Result] = {}
        self._told: Generator[Result, None, None] | None = None

    def results(self) -> Iterator[Result]:
        """Each task's result as it comes, what need not be done again first; to be asked for once. Raises BudgetbookError where
        the run cannot go on; what is done stays done."""
        self._told = self._told_as_done()
        return self._told

    def close(self) -> None:
        """End whatever is still being done, and leave all in order."""
        if self._told:
            self._told.close()

    def _told_as_done(self) -> Generator[Result, None, None]:
        log = TaskLog(self._request.out / logs.FILE)
        try:
            with contextlib.closing(self._all()) as going:
                for result in going:
                    self._results[result.task] = result
                    log.add(result)
                    yield result
        finally:
            self._sweep()
            log.close(self._results.values())

    def _all(self) -> Generator[Result, None, None]:
        waiting = []
        for task in self.tasks:
            good = self._journal.still_good(task) if self._request.resume else None
            if good:
                yield good
            else:
                waiting.append(task)
        largest_first = sorted(waiting, key=lambda task: (-task.size, task.name))
        with contextlib.closing(self._engine.run(largest_first)) as done:
            for task, result in done:
                yield self._written_down(task, result)

    def _written_down(self, task: Task, result: Result) -> Result:
        if result.state == FAILED:
            result = self._without_stale(task, result)
        self._journal.keep(result)
        return result

    def _without_stale(self, task: Task, result: Result) -> Result:
        """What failed must not look done: the output of an earlier run goes, unless somebody has changed it since."""
        path, known = task.output_path, self._journal.known(task.name)
        if not path.exists():
            return result
        if known and known.output == task.output and _is(path, known.output_hash):
            with contextlib.suppress(OSError):
                path.unlink()
                task.report_path.unlink(missing_ok=True)
                return result
        return result._replace(problems=(*result.problems, f"{task.output} 不是这次的结果，请不要使用"))

    def _sweep(self) -> None:
        """Take away what killed runs have left, and workers that were ended while saving; nobody else is at work in the folder."""
        written = {path.parent for task in self.tasks for path in (task.output_path, task.report_path)}
        for folder in {self._request.out / OWN, *written}:
            sweep(folder)


@contextmanager
def batch(request: Request, keep: Keep, engine: Executor | None = None, go_on: GoOn = always) -> Iterator[Run]:
    """A run, ready to start, with its folder locked; keep(error, words) logs what nobody expected and is found by its name in other
    processes; `go_on` as Pool says. Raises BudgetbookError when it cannot be started, or somebody else is at work in the folder."""
    request = request._replace(source=plain_source(request.source))
    refuse_nonsense(request)
    found = None if request.is_brought else find_tasks(request)  # what is brought is brought by the holder of the folder
    with contextlib.ExitStack() as stack:
        journal = stack.enter_context(held(request.out))
        found = found or find_tasks(request)
        remarks = [*found.remarks, *no_limit(request)]
        engine = engine or stack.enter_context(engine_of(request, keep, go_on))
        yield stack.enter_context(contextlib.closing(Run(request, found.tasks, remarks, journal, engine)))


@contextmanager
def held(out: Path) -> Iterator[Journal]:
    """The journal of a folder that is held for this run alone. Raises BudgetbookError as `batch` does."""
    own = _own_folder(out)
    with locked(own, out), contextlib.closing(Journal(own / journals.FILE)) as journal:
        yield journal


def _own_folder(out: Path) -> Path:
    own = out / OWN
    try:
        own.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"输出文件夹建不了（系统错误号 {error.errno}）"
        raise BudgetbookError(Problem(said, str(out), hint="请检查路径和权限，或换一个文件夹")) from None
    _refuse_folders(out)
    _refuse_links(out)
    return own


def _refuse_folders(out: Path) -> None:
    """Where a run writes its own files there must be none."""
    for path in (out / OWN / "lock", out / OWN / journals.FILE, out / logs.FILE):
        if path.is_dir():
            hint = "请移走这个文件夹，或换一个输出文件夹"
            raise BudgetbookError(Problem("要写的文件的位置上是一个文件夹，没有开始", str(path), hint=hint))


def _refuse_links(out: Path) -> None:
    """What a run keeps for itself is written in place, so that a link there would have another file overwritten."""
    own = out / OWN
    links = [path for path in (own, own / "reports", own / "lock", own / journals.FILE, out / logs.FILE) if path.is_symlink()]
    if links:
        hint = "请删去这个链接，或换一个文件夹"
        raise BudgetbookError([Problem("这是一个链接，会写到别的地方去，没有开始", str(path), hint=hint) for path in links])


def no_limit(request: Request) -> list[str]:
    """A remark where the system cannot do what is asked."""
    if request.limits.memory and not can_limit_memory():
        return ["这个系统不能限制一个进程的内存，--limit-memory 不起作用"]
    return []


def _is(path: Path, expected: str) -> bool:
    try:
        return file_hash(path) == expected
    except BudgetbookError:
        return False
