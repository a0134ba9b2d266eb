"""Reading what a run left in its folder: a line a task in tasks.jsonl, and the JSON report that the line names."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from budgetbook.model.amount import LARGEST
from budgetbook.model.figure import Place
from budgetbook.model.finding import Check, Finding, Report, Severity, Verdict
from budgetbook.model.grid import parse_cell
from budgetbook.model.problem import BudgetbookError, Problem

TASKS = "tasks.jsonl"
STATES = ("done", "failed", "skipped")
LARGEST_REPORT = 64 * 2**20  # bytes of one JSON report: a workbook has thousands of findings at most
_YEARS = 9_999
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_WRONG = (KeyError, TypeError, ValueError, AttributeError, RecursionError)  # what data of another shape raises


class Task(NamedTuple):
    """One workbook of the run as tasks.jsonl tells of it. `amount` is fen; paths are relative to the run's folder, with /."""

    name: str
    state: str
    output: str
    report: str
    department: str
    year: int | None
    amount: int | None
    problems: tuple[str, ...]


class Result(NamedTuple):
    """A task, and its report; None where the workbook could not be checked, and then the task's problems say why."""

    task: Task
    report: Report | None


def read_tasks(out: Path) -> tuple[list[Task], list[Problem]]:
    """The tasks in the order of their names, of a resumed one the last line; and lines that could not be read, as warnings.

    Raises BudgetbookError where there is no run in the folder."""
    tasks: dict[str, Task] = {}
    unread = []
    for number, line in enumerate(_lines(out / TASKS), 1):
        try:
            task = _task(_loaded(line))
        except _WRONG:
            unread.append(_unreadable(number))
        else:
            tasks[task.name] = task
    if not tasks:
        raise BudgetbookError([Problem("没有一条处理记录", TASKS, hint="请等批量处理做完，再生成检查结果"), *unread])
    return [tasks[name] for name in sorted(tasks)], unread


def read_results(out: Path, tasks: list[Task]) -> Iterator[Result]:
    """Each task with its report, one at a time. A report that is named and cannot be read is one of the task's problems."""
    root = out.resolve()
    for task in tasks:
        if not task.report:
            yield Result(task._replace(problems=task.problems or (_nothing_said(task),)), None)
            continue
        try:
            yield Result(task, _report(root, task.report))
        except BudgetbookError as error:
            yield Result(task._replace(problems=(*task.problems, *map(str, error.problems))), None)


def safe_path(path: str) -> bool:
    """Whether a relative path of a run stays in the run's folder."""
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and "\0" not in path
        and not path.startswith("/")
        and ".." not in parts
        and "\\" not in path
        and ":" not in parts[0]
    )


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from (line for line in file if line.strip())
    except FileNotFoundError:
        hint = "请先运行 budgetbook batch，或检查文件夹是否写对"
        raise BudgetbookError(Problem(f"这个文件夹里没有批量处理的记录 {TASKS}", str(path.parent), hint=hint)) from None
    except OSError as error:
        raise BudgetbookError(Problem(f"批量处理的记录读不出来（系统错误号 {error.errno}）", str(path))) from None


def _unreadable(number: int) -> Problem:
    hint = "多半是运行中断时没有写完；用 --resume 补做后再生成"
    return Problem("这一行处理记录读不懂，没有算进来", TASKS, place=f"第 {number} 行", hint=hint, warning=True)


def _task(data: Mapping[str, Any]) -> Task:
    """A line as a task; raises one of _WRONG for a line of another shape."""
    if data["state"] not in STATES or not isinstance(data["task"], str) or not data["task"]:
        raise ValueError
    return Task(
        str(data["task"]),
        data["state"],
        str(data.get("output") or ""),
        str(data.get("report") or ""),
        str(data.get("department") or data["task"]),
        _whole(data.get("year"), _YEARS),
        _whole(data.get("amount"), LARGEST),
        tuple(map(str, data.get("problems") or ())),
    )


def _whole(value: object, most: int) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or abs(value) > most:
        raise ValueError
    return int(value)


def _loaded(written: bytes) -> Any:
    """JSON as data whose texts can be written: a name that is no Unicode comes as half characters, which only escapes can say."""
    data = json.loads(written)
    if _HALF.search(written):
        data = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    return data


def _nothing_said(task: Task) -> str:
    return {"done": "没有校验：没有校验报告", "failed": "没有做成：没有写明原因", "skipped": "跳过了，没有处理"}[task.state]


def _report(root: Path, path: str) -> Report:
    hint = "请重新处理这个工作簿"
    file = root / path
    if not safe_path(path) or not file.resolve().is_relative_to(root):
        raise BudgetbookError(Problem("校验报告不在结果文件夹里，没有读", path, hint=hint))
    try:
        if not file.is_file():
            raise BudgetbookError(Problem("校验报告不见了", path, hint=hint))
        if file.stat().st_size > LARGEST_REPORT:
            raise BudgetbookError(Problem(f"校验报告超过 {LARGEST_REPORT // 2**20} MB，没有读", path, hint=hint))
        return report_of(_loaded(file.read_bytes()))
    except OSError as error:
        raise BudgetbookError(Problem(f"校验报告读不出来（系统错误号 {error.errno}）", path, hint=hint)) from None
    except _WRONG:
        raise BudgetbookError(Problem("校验报告读不懂，可能没有写完", path, hint=hint)) from None


def report_of(data: Mapping[str, Any]) -> Report:
    """The report that `outputs/report.py` wrote as data. Raises KeyError, TypeError or ValueError for anything else."""
    return Report(
        tuple(map(_finding, data["findings"])),
        tuple(map(_check, data["checks"])),
        _counts(data["summary"]["equations"]),
        _counts(data["summary"]["rules"]),
        tuple(map(str, data["assumptions"])),
    )


def _finding(data: Mapping[str, Any]) -> Finding:
    return Finding(
        code=str(data["code"]),
        verdict=Verdict(data["verdict"]),
        severity=Severity(data["severity"]),
        message=str(data["message"]),
        place=_place(data),
        left=str(data["left"]),
        right=str(data["right"]),
        difference=str(data["difference"]),
        related=tuple(place for place in map(_place, data["related"]) if place),
        hint=str(data["hint"]),
        reason=str(data["reason"]),
    )


def _place(data: Mapping[str, Any]) -> Place | None:
    return _cell(str(data["sheet"]), data["cell"]) if data["cell"] else None


@lru_cache(maxsize=50_000)  # the same cells are wrong in many workbooks
def _cell(sheet: str, cell: str) -> Place:
    return Place(sheet, *parse_cell(cell))


def _check(data: Mapping[str, Any]) -> Check:
    counts = {verdict: int(data[verdict.value]) for verdict in Verdict}
    return Check(str(data["code"]), str(data["says"]), counts, str(data["reason"]))


def _counts(data: Mapping[str, Any]) -> dict[Verdict, int]:
    return {Verdict(word): int(count) for word, count in data.items()}
