"""Folders of small workbooks, lists of many departments, and what a run has written."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from budgetbook.stories.batch.batch import batch
from budgetbook.stories.batch.pool import Executor
from budgetbook.stories.batch.request import Request
from budgetbook.stories.batch.task import OWN, Result, Task
from tests.hostile import disclosure
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
EXAMPLES = REPOSITORY / "examples"
_CHANGING = ("state", "seconds")  # what a line of the log says of the run and not of the result
_RUNNING = ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "lock", "tasks.jsonl")


def keep(error: BaseException, words: Sequence[str]) -> tuple[str, str]:
    """Where the unexpected would be logged."""
    return f"号-{type(error).__name__}", "记录"


def workbooks(folder: Path, count: int = 4, wrong: Sequence[int] = (1,)) -> Path:
    """Small disclosures in folders with blanks and Chinese in their names; in some a sum is wrong."""
    for at in range(count):
        path = folder / f"第 {at % 2 + 1} 批" / f"公开 {at:02d}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        disclosure.write(path, 表三={"C5": 999.5} if at in wrong else {})
    return folder


def departments_list(path: Path, names: Sequence[str]) -> Path:
    """The example's lines once for each department, one after the other's first."""
    with open(EXAMPLES / "line_items.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            for at, name in enumerate(names):
                own = {"部门编码": str(700 + at), "部门名称": name, "单位编码": f"{700 + at}001", "单位名称": f"{name}机关"}
                writer.writerow(row | own)
    return path


def request(source: Path | str, out: Path, *jobs: str, **more: Any) -> Request:
    return Request(str(source), out, jobs or ("check",), **more)


def run(asked: Request, engine: Executor | None = None) -> dict[str, Result]:
    """All results by task; no task comes twice."""
    with batch(asked, keep, engine) as running:
        results = list(running.results())
        assert sorted(result.task for result in results) == sorted(task.name for task in running.tasks)
    return {result.task: result for result in results}


def tasks_of(asked: Request) -> dict[str, Task]:
    from budgetbook.stories.batch.sources.finding import find_tasks

    return {task.name: task for task in find_tasks(asked).tasks}


def written(out: Path) -> dict[str, bytes]:
    """Every file that a run leaves, by its place, but what it keeps for itself."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name not in _RUNNING
    }


def log_lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "tasks.jsonl").read_text(encoding="utf-8").splitlines()]


def lasting(out: Path) -> list[dict[str, Any]]:
    """What the log says of the results, whichever run they are from."""
    return [{key: value for key, value in line.items() if key not in _CHANGING} for line in log_lines(out)]


def reports(out: Path) -> Path:
    return out / OWN / "reports"
