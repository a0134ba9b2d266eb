"""OUT/tasks.jsonl: a line of JSON for each task, written when it is done, and at the end put in the order of their names."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.saving import write_whole

from .task import Result, logged

FILE = "tasks.jsonl"


class TaskLog:
    """The log of one run; that of the run before is gone. Raises BudgetbookError when it cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] = self._open(path)

    def add(self, result: Result) -> None:
        """A line, at once where others can read it."""
        try:
            self._file.write(_line(result))
            self._file.flush()
        except OSError as error:
            raise self._complaint(error) from None

    def close(self, results: Iterable[Result]) -> None:
        """The same lines in the order of the tasks' names: a whole new file in the place of the one that grew."""
        try:
            self._file.close()  # where the disk is full, what it could not write comes up again
        except OSError as error:
            raise self._complaint(error) from None
        write_whole(str(self._path), (_line(result).encode() for result in sorted(results, key=lambda result: result.task)))

    def _open(self, path: Path) -> IO[str]:
        try:
            return open(path, "w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise self._complaint(error) from None

    def _complaint(self, error: OSError) -> BudgetbookError:
        hint = "已做完的都在；请检查磁盘空间和权限，再用 --resume 接着做"
        return BudgetbookError(Problem(f"任务记录写不进去（系统错误号 {error.errno}）", str(self._path), hint=hint))


def _line(result: Result) -> str:
    return json.dumps(logged(result), ensure_ascii=False) + "\n"
