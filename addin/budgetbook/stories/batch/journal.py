"""The journal: what each result was made from and what it was, so that a later run does only what is missing or changed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from budgetbook.model.problem import BudgetbookError, Problem

from .marks import file_hash, marks_of
from .task import DONE, SKIPPED, Marks, Result, Task

FILE = "journal.sqlite"
_FORMAT = 3  # of the table; a journal of another format is begun anew
_FACTS = ("output", "report", "department", "year", "amount", "seconds", "output_hash", "report_hash")
_COLUMNS = ("task", *Marks._fields, *_FACTS, "verdicts", "findings", "problems")


class Journal:
    """Results that are done, by task. Written down one by one, each whole or not at all."""

    def __init__(self, path: Path) -> None:
        """Raises BudgetbookError where the file is no journal or cannot be written."""
        self._path = path
        with self._said():
            self._data = sqlite3.connect(path)
            self._data.execute("PRAGMA locking_mode = EXCLUSIVE")  # no memory shared with others, which network shares do not have
            self._data.execute("PRAGMA journal_mode = WAL")
            self._data.execute("PRAGMA synchronous = NORMAL")
            if self._data.execute("PRAGMA user_version").fetchone()[0] != _FORMAT:
                self._data.execute("DROP TABLE IF EXISTS done")
                self._data.execute(f"PRAGMA user_version = {_FORMAT}")
            self._data.execute(f"CREATE TABLE IF NOT EXISTS done ({', '.join(_COLUMNS)}, PRIMARY KEY (task))")
            self._data.execute("CREATE TABLE IF NOT EXISTS placed (task, path, hash, PRIMARY KEY (task, path, hash))")
            self._data.commit()

    def close(self) -> None:
        self._data.close()

    def keep(self, result: Result) -> None:
        """Write down what is done; of what failed nothing is kept. Raises BudgetbookError when that cannot be."""
        with self._said(), self._data:
            if result.state == DONE:
                marks = ", ".join("?" * len(_COLUMNS))
                self._data.execute(f"INSERT OR REPLACE INTO done ({', '.join(_COLUMNS)}) VALUES ({marks})", _row(result))
            else:
                self._data.execute("DELETE FROM done WHERE task = ?", (result.task,))

    def placing(self, task: str, path: str, content: str) -> None:
        """Write down, before it is there, that a task puts what has this hash at this path: it is ours whatever happens then."""
        with self._said(), self._data:
            self._data.execute("INSERT OR IGNORE INTO placed VALUES (?, ?, ?)", (task, path, content))

    def placed(self, task: str, path: str) -> set[str]:
        """The hashes of all that the task has put, or was about to put, at this path."""
        with self._said():
            rows = self._data.execute("SELECT hash FROM placed WHERE task = ? AND path = ?", (task, path))
            return {hash for (hash,) in rows}

    def has_placed(self, path: str) -> bool:
        """Whether any task has put something at this path."""
        with self._said():
            return self._data.execute("SELECT 1 FROM placed WHERE path = ?", (path,)).fetchone() is not None

    def forget_placed(self, task: str, but: Collection[str] = ()) -> None:
        """Forget what the task has put anywhere, but what has one of these hashes."""
        kept = ", ".join("?" * len(but))
        with self._said(), self._data:
            self._data.execute(f"DELETE FROM placed WHERE task = ? AND hash NOT IN ({kept})", (task, *but))

    def known(self, task: str) -> Result | None:
        """What was written down of a task."""
        with self._said():
            row = self._data.execute(f"SELECT {', '.join(_COLUMNS)} FROM done WHERE task = ?", (task,)).fetchone()
        return _result(dict(zip(_COLUMNS, row, strict=True))) if row else None

    def still_good(self, task: Task) -> Result | None:
        """The result of an earlier run, where nothing that it rests on has changed and what was written is there unchanged."""
        result = self.known(task.name)
        if result is None or task.refused or (result.output, result.report) != (task.output, task.report):
            return None
        try:
            same = result.marks == marks_of(task)
            same = same and result.output_hash == file_hash(task.output_path) and result.report_hash == file_hash(task.report_path)
        except BudgetbookError:
            return None
        return result._replace(state=SKIPPED) if same else None

    @contextmanager
    def _said(self) -> Iterator[None]:
        """What the database complains of, in Chinese."""
        try:
            yield
        except sqlite3.OperationalError as error:
            hint = "已做完的都在；请检查磁盘空间和权限，关闭打开它的程序，再用 --resume 接着做"
            raise BudgetbookError(Problem(f"运行记录写不进去（{error.sqlite_errorname}）", str(self._path), hint=hint)) from error
        except sqlite3.DatabaseError as error:
            hint = "请删去这个文件再运行，全部重做一遍"
            raise BudgetbookError(Problem("运行记录已损坏，读不出来", str(self._path), hint=hint)) from error


def _row(result: Result) -> list[Any]:
    facts = [getattr(result, name) for name in _FACTS]
    return [result.task, *result.marks, *facts, _text(result.verdicts), _text(result.findings), _text(list(result.problems))]


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _result(row: dict[str, Any]) -> Result:
    marks = Marks(**{name: row[name] for name in Marks._fields})
    facts = {name: row[name] for name in _FACTS}
    counts = {name: json.loads(row[name]) for name in ("verdicts", "findings")}
    return Result(row["task"], DONE, marks=marks, problems=tuple(json.loads(row["problems"])), **counts, **facts)
