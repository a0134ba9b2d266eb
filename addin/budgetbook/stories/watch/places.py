"""Results put where people look for them, beside what was dropped: never over what somebody else has written, and never half."""

from __future__ import annotations

import errno
import itertools
import os
import re
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.stories.batch.journal import Journal
from budgetbook.stories.batch.marks import file_hash, marks_of
from budgetbook.stories.batch.names import file_stem
from budgetbook.stories.batch.task import CHECK, FILL, Result, Task
from budgetbook.workbooks.file.saving import who_has_open

_RESULTS = {CHECK: "校验结果", FILL: "填报结果"}
_PAGE, NOTE = "校验报告", "没有做成"
_OWN = re.compile(rf"（(?:\w+ )?(?:{'|'.join((*_RESULTS.values(), _PAGE, NOTE))})(?: \d+)?）$")
_LEFT = "是以前的结果，后来被人改过，或者正被打开着，所以留着，请不要当成这次的"
_BUSY = (errno.EBUSY, errno.ETXTBSY)


class BusyError(Exception):
    """Somebody has the result of before open; it will go later. Its text is what there is to say."""


class Made(NamedTuple):
    """A result that is done and still lies where it was made: the workbook, and the page about it."""

    task: Task
    result: Result

    @property
    def files(self) -> tuple[Path, Path]:
        return self.task.output_path, self.task.page_path


class Placed(NamedTuple):
    """The result as it is written down, and sentences on what was not done as usual."""

    result: Result
    remarks: tuple[str, ...]


def is_own(path: Path) -> bool:
    """Whether a file has the name of something that is written here."""
    return _OWN.search(path.stem) is not None


def note_name(name: str, number: int) -> str:
    """The name of the note that says why a file could not be done."""
    return _named(name, NOTE, number, ".txt")


class Places:
    """The folder in which results are put, in the tree that what was dropped lies in."""

    def __init__(self, root: Path, journal: Journal) -> None:
        self._root, self._journal = root, journal

    def stands(self, task: Task) -> bool:
        """Whether the task was done before, nothing that it rests on has changed since, and its result is still there. A result
        that somebody has changed stands too: it is theirs now."""
        known = None if task.refused else self._journal.known(task.name)
        if known is None or not all(path and (self._root / path).is_file() for path in (known.output, known.report)):
            return False
        try:
            return known.marks == marks_of(task)
        except BudgetbookError:
            return False

    def put(self, made: Made) -> Placed:
        """Put both files in place of those of before, or under another name where somebody has changed them. May be called again
        after it has raised BusyError. Raises BudgetbookError where they cannot be put anywhere."""
        try:
            return self._put(made)
        except PermissionError:
            raise BusyError("上次的结果正被打开着，或者没有权限改它；关闭以后会自动换成新的") from None
        except OSError as error:
            if error.errno in _BUSY:
                raise BusyError("上次的结果正被打开着；关闭以后会自动换成新的") from None
            said = f"结果放不到这里（系统错误号 {error.errno}）"
            raise BudgetbookError(Problem(said, str(self._root), hint="请检查磁盘空间、网络和文件夹的权限")) from None

    def withdraw(self, task: Task) -> tuple[str, ...]:
        """Take away what an earlier run has put here, for it is not the result of what lies here now. What somebody has changed
        since stays; it is named in sentences."""
        known = self._journal.known(task.name)
        left = self._removed(task, known) if known else []
        self._journal.forget_placed(task.name)
        return tuple(f"{name} {_LEFT}" for name in left)

    def _put(self, made: Made) -> Placed:
        task, number = made.task, self._free_number(made.task)
        pairs = list(zip(made.files, self._names(task, number), strict=True))
        for _, name in pairs:
            self._refuse_if_open(name)
        hashes = [self._move(task, source, name) for source, name in pairs]
        known, (output, page) = self._journal.known(task.name), (name for _, name in pairs)
        taken = [name for name in self._names(task, 1) if not self._is_free(task, name)]
        left = self._removed(task, known) if known and known.output != output else []
        placed = made.result._replace(output=output, report=page, output_hash=hashes[0], report_hash=hashes[1])
        self._journal.keep(placed)
        self._journal.forget_placed(task.name, hashes)
        said = [f"{name} 不是本程序写的，或者后来被人改过，没有盖掉" for name in taken]
        return Placed(placed, (*said, *(f"{name} {_LEFT}" for name in left if name not in taken)))

    def _free_number(self, task: Task) -> int:
        """The first under which there is nothing, or only what this task has put there."""
        return next(number for number in itertools.count(1) if all(self._is_free(task, name) for name in self._names(task, number)))

    def _names(self, task: Task, number: int) -> tuple[str, str]:
        job = FILL if FILL in task.jobs else CHECK
        return _named(task.name, _RESULTS[job], number, task.output_path.suffix), _named(task.name, _PAGE, number, ".html")

    def _is_free(self, task: Task, name: str) -> bool:
        path = self._root / name
        return not os.path.lexists(path) or (path.is_file() and self._is_ours(task, name))

    def _is_ours(self, task: Task, name: str) -> bool:
        known = self._journal.placed(task.name, name)
        try:
            return bool(known) and file_hash(self._root / name) in known
        except BudgetbookError:  # it cannot be read: nobody knows whose it is
            return False

    def _refuse_if_open(self, name: str) -> None:
        opened = who_has_open(self._root / name)
        if opened:
            said = f"上次的结果 {Path(name).name} 正被“{opened.who}”打开着，关闭以后会自动换成新的"
            raise BusyError(f"{said}（如果确实没有人打开，请删除同一文件夹里的 {opened.lock}）")

    def _move(self, task: Task, source: Path, name: str) -> str:
        """Put one file there, unless that is done already; returns its hash. It is known as ours before it is there."""
        target = self._root / name
        if not source.exists():
            return file_hash(target)
        content = file_hash(source)
        self._journal.placing(task.name, name, content)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
        return content

    def _removed(self, task: Task, known: Result) -> list[str]:
        """Take away the files of an earlier result; returns the names of those that somebody has changed, which stay."""
        left = []
        for name in filter(None, (known.output, known.report)):
            path = self._root / name
            try:
                if self._is_free(task, name):
                    path.unlink(missing_ok=True)
                    continue
            except OSError:
                pass
            left.append(name)
        return left


def _named(name: str, mark: str, number: int, suffix: str) -> str:
    """甲/公开.xlsx: 甲/公开（校验结果）.xlsx; 甲/公开.csv: 甲/公开（csv 填报结果）.xlsx, so that both can lie in one folder."""
    path = Path(name)
    kind = path.suffix[1:].lower()
    said = f"{'' if kind == 'xlsx' else f'{kind} '}{mark}{f' {number}' if number > 1 else ''}"
    return path.with_name(f"{file_stem(path.stem)}（{said}）{suffix}").as_posix()
