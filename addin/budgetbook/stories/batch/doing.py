"""Doing one task: the story told on its files, and whatever goes wrong turned into a result."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from budgetbook.items.line_items import LineItems, read_items
from budgetbook.items.own_lists import has_projects
from budgetbook.items.projects import ProjectLists, read_project_lists
from budgetbook.model.problem import BudgetbookError, Problem, system_problem
from budgetbook.outputs.report import write_report
from budgetbook.outputs.report_page import write_page
from budgetbook.stories.check import check, check_workbook
from budgetbook.stories.fill import fill
from budgetbook.stories.inputs import items_of, open_workbook, settings_of
from budgetbook.stories.outcome import Outcome

from .marks import departments, file_hash, marks_of, project_shares, stamp
from .names import readable
from .task import CHECK, DONE, FILL, Marks, Result, Task, failed, finding_counts, verdict_counts

Keep: TypeAlias = Callable[[BaseException, Sequence[str]], tuple[str, str]]
Do: TypeAlias = Callable[[Task, Keep], Result]


def do(task: Task, keep: Keep) -> Result:
    """Do it. Every failure is a result: problems as they are said to an accountant; what nobody expected goes to the log by way of
    keep(error, words), which gives the entry's number and the log's path."""
    start = time.perf_counter()
    try:
        return _done(task, start)
    except BudgetbookError as error:
        problems = [readable(str(problem)) for problem in error.problems if not problem.warning]
        return failed(task, *problems, seconds=time.perf_counter() - start)
    except OSError as error:
        said = readable(str(system_problem(error, Path(task.source).name)))
        return failed(task, said, seconds=time.perf_counter() - start)
    except MemoryError:
        said = "内存不够，没有做（请确认文件，或用 --limit-memory 放宽上限）"
        return failed(task, said, seconds=time.perf_counter() - start, exhausted=True)
    except Exception as error:
        number, path = keep(error, ["batch", task.name])
        said = f"程序遇到没有料到的情况（编号 {number}），没有做。详细经过记在 {path}，请把它发给维护人员"
        return failed(task, said, seconds=time.perf_counter() - start)


def _done(task: Task, start: float) -> Result:
    if task.refused:
        raise BudgetbookError(task.refused)
    sources = [Path(path) for path in dict.fromkeys((task.source, task.projects, task.indicators)) if path]
    before = [stamp(source) for source in sources]
    marks = marks_of(task)
    _make_folders(task)
    outcome = _worked(task)
    with _saved_for_nothing(task.output_path):
        for source, known in zip(sources, before, strict=True):
            if stamp(source) != known:
                raise BudgetbookError(Problem("文件在处理的时候被改动了", source.name, hint="请等它改完再做一次"))
        if task.paged:
            write_page(outcome.report, task.page_path, task.name, tuple(map(str, outcome.warnings)))
        write_report(outcome.report, task.report_path, lasting=False)  # the journal knows it by its hash
    return _result(task, outcome, marks, time.perf_counter() - start)


def _worked(task: Task) -> Outcome:
    settings = Path(task.settings) if task.settings else None
    if FILL not in task.jobs:
        return check(Path(task.source), output=task.output_path, settings=settings)
    template = Path(task.template or task.source)
    items = _items(task)
    outcome = fill(template, task.output_path, items=items, projects=_projects(task), settings=settings)
    if CHECK not in task.jobs:
        return outcome
    with _saved_for_nothing(task.output_path):
        return _checked_again(task, template, items, settings, outcome)


@contextlib.contextmanager
def _saved_for_nothing(output: Path) -> Iterator[None]:
    """What has just been saved goes again where what has to follow fails: it must not look done."""
    try:
        yield
    except Exception:
        with contextlib.suppress(OSError):
            output.unlink()
        raise


def _items(task: Task) -> LineItems | None:
    """None where they stand in the workbook itself."""
    if task.by:
        return departments(Path(task.source), task.by).items(task.key)
    return read_items(Path(task.source)) if task.template else None


def _projects(task: Task) -> ProjectLists | None:
    """None where there are no lists beside the template's own."""
    if task.projects and task.by:
        return project_shares(task).lists(task.key)
    if task.projects:
        return read_project_lists(Path(task.projects), Path(task.indicators))
    source = Path(task.source)
    return read_project_lists(source) if task.template and not task.by and has_projects(source) else None


def _checked_again(task: Task, template: Path, items: LineItems | None, settings: Path | None, filled: Outcome) -> Outcome:
    """The saved workbook opened anew and checked, by the binding of its template: what is published is what was judged."""
    workbook = open_workbook(task.output_path)
    found = items_of(task.output_path, workbook, items)
    outcome = check_workbook(workbook, template, found, settings_of(template, settings), marked=False)
    return outcome._replace(warnings=filled.warnings)


def _make_folders(task: Task) -> None:
    for path in (task.output_path, task.report_path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            said = f"输出文件夹建不了（系统错误号 {error.errno}）"
            raise BudgetbookError(Problem(said, str(path.parent), hint="请检查磁盘空间和权限")) from None


def _result(task: Task, outcome: Outcome, marks: Marks, seconds: float) -> Result:
    subject = outcome.subject
    return Result(
        task.name,
        DONE,
        task.output,
        task.report,
        subject.department,
        subject.year,
        subject.spending,
        verdict_counts(outcome.report),
        tuple(readable(str(problem)) for problem in outcome.warnings),
        round(seconds, 3),
        marks,
        file_hash(task.output_path),
        file_hash(task.report_path),
        findings=finding_counts(outcome.report),
    )
