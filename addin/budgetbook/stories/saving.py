"""Saving: never over the input unasked, and then with a backup."""

from __future__ import annotations

import filecmp
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.saving import copy_whole, refuse_if_open
from budgetbook.workbooks.port import Workbook

WRITABLE = (".xlsx", ".xlsm")


def check_report(path: Path | None, *others: Path | None) -> None:
    """Refuse, before any work is done, a report that cannot be written, or would be written over one of the other files that the
    command names. Raises BudgetbookError."""
    if path:
        _keep_apart("报告", path, others)
    if path and (path.is_dir() or not path.parent.is_dir()):
        message = "这是一个文件夹，不是文件" if path.is_dir() else "报告所在的文件夹不存在"
        raise BudgetbookError(Problem(message, str(path), hint="请先建好文件夹，或换一个位置"))


def check_output(source: Path, output: Path, *others: Path | None) -> None:
    """Refuse, before any work is done, an output that cannot be what is written, or that is one of the other files that are only
    read. Raises BudgetbookError."""
    if output.is_dir():
        raise BudgetbookError(Problem("这是一个文件夹，不是文件", str(output), hint="请写上文件名"))
    if source.suffix.lower() in WRITABLE and output.suffix.lower() != source.suffix.lower():
        hint = f"请把输出文件的扩展名写成 {source.suffix}"
        raise BudgetbookError(Problem(f"输出文件的类型应与“{source.name}”相同", str(output), hint=hint))
    if not output.parent.is_dir():
        raise BudgetbookError(Problem("输出文件所在的文件夹不存在", str(output), hint="请先建好文件夹，或换一个位置"))
    _keep_apart("输出文件", output, others)


def _keep_apart(what: str, path: Path, others: Iterable[Path | None]) -> None:
    for other in others:
        if other and (path.resolve() == other.resolve() or (path.exists() and other.exists() and path.samefile(other))):
            said = f"{what}和这次用到的另一个文件是同一个，写了就把它盖掉了"
            raise BudgetbookError(Problem(said, str(path), hint="请给它另取一个文件名"))


def save(workbook: Workbook, source: Path, output: Path) -> Path | None:
    """Save; when the output is the input itself, the input is kept beside it as 备份 first. Returns where, else None."""
    kept = None
    if _is_the_same(source, output):
        refuse_if_open(output)
        kept = _keep(source)
    workbook.save(str(output))
    return kept


def _is_the_same(source: Path, output: Path) -> bool:
    try:
        return output.samefile(source)
    except OSError:  # one of them is not there
        return False


def _keep(source: Path) -> Path:
    """A copy under the first of 备份, 备份2, 备份3 … that is free, or that is the same already: what an earlier run kept may be the
    only one of its kind. Raises BudgetbookError."""
    names = (source.with_name(f"{source.stem}（备份{number if number > 1 else ''}）{source.suffix}") for number in count(1))
    kept = next(name for name in names if not name.exists() or filecmp.cmp(source, name, shallow=False))
    if not kept.exists():
        copy_whole(source, kept)
    return kept
