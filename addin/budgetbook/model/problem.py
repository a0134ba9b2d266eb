"""What is wrong with what was given, said so that an accountant can mend it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong: where it is, what it is, what to do. `warning` does not stop the work."""

    message: str
    file: str = ""
    sheet: str = ""
    place: str = ""  # cell (D5), or row and column as the user sees them (第 7 行“金额(元)”)
    hint: str = ""
    warning: bool = False

    def __str__(self) -> str:
        where = " ".join(part for part in (self.file, self.sheet, self.place) if part)
        hint = f"（{self.hint}）" if self.hint else ""
        return f"{where}：{self.message}{hint}" if where else f"{self.message}{hint}"


def system_problem(error: OSError, file: str = "") -> Problem:
    """What the system complains of while a file is read or written, where nobody nearer to it knows better."""
    named = os.path.basename(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes | os.PathLike) else file
    if error.errno == errno.ENAMETOOLONG:
        return Problem("文件名太长，系统不接受", named, hint="请把文件名改短")
    hint = "请检查磁盘空间、权限，网络文件夹是否还连着，再做一次"
    return Problem(f"读写文件时出错（系统错误号 {error.errno}）", named, hint=hint)


class BudgetbookError(Exception):
    """The work could not be done and nothing was written. Carries every problem found; the only error a front sees."""

    def __init__(self, problems: Problem | str | Iterable[Problem]):
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: Sequence[Problem] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.problems,)
