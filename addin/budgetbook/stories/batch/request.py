"""What a run is asked to do."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError, Problem

from .limits import Limits
from .task import CHECK, FILL

UNITS = ("department", "unit")


class Request(NamedTuple):
    """`source` is a folder, a pattern (甲*/*.xlsx), or with `by` one file of line items; everything that is written goes below
    `out`."""

    source: str
    out: Path
    jobs: tuple[str, ...]
    template: Path | None = None
    by: str = ""
    workers: int = 1
    resume: bool = False
    limits: Limits = Limits()
    settings: Path | None = None


def jobs_of(text: str | None, *, filling: bool) -> tuple[str, ...]:
    """The jobs that are named, in the order in which they are done; where none is, filling if there is a template, else checking.

    Raises BudgetbookError."""
    if text is None:
        return (FILL,) if filling else (CHECK,)
    named = {word.strip() for word in text.split(",")}
    if not named <= {FILL, CHECK}:
        raise BudgetbookError(f"--job 写的是“{text}”，应为 fill、check 或 fill,check")
    return tuple(job for job in (FILL, CHECK) if job in named)


def refuse_nonsense(request: Request) -> None:
    """Raises BudgetbookError for what does not go together, before anything is looked at or written."""
    if request.workers < 1:
        raise BudgetbookError("--workers 至少是 1")
    if request.by not in ("", *UNITS):
        raise BudgetbookError(f"--by 写的是“{request.by}”，应为 department（按部门）或 unit（按单位）")
    if request.by and not request.template:
        raise BudgetbookError("--by 要和 --template 一起用：一份明细按部门或单位分开，填进同一个模板")
    if request.template and FILL not in request.jobs:
        raise BudgetbookError("--template 是填报用的，校验不用模板；请写 --job fill，或去掉 --template")
    for path, what in ((request.template, "模板"), (request.settings, "规则设置")):
        if path and not path.is_file():
            raise BudgetbookError(Problem(f"没有这个{what}文件", str(path), hint="请检查路径和文件名"))
    _refuse_mixed_folders(request)


def _refuse_mixed_folders(request: Request) -> None:
    """What is read and what is written must not be mixed up."""
    source, out = Path(request.source).resolve(), request.out.resolve()
    hint = "请另选一个输出文件夹"
    if out == source or out in source.parents:
        raise BudgetbookError(Problem("输出文件夹就是输入所在的文件夹，会盖掉原来的文件", str(request.out), hint=hint))
    if request.template and out in request.template.resolve().parents:
        raise BudgetbookError(Problem("模板在输出文件夹里，可能被盖掉", str(request.template), hint=hint))
    if request.out.exists() and not request.out.is_dir():
        raise BudgetbookError(Problem("这是一个文件，不是文件夹", str(request.out), hint=hint))
