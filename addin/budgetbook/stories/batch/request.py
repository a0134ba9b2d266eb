"""What a run is asked to do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.secrets import without_password

from .limits import Limits
from .sources.remote import is_far
from .task import CHECK, FILL

UNITS = ("department", "unit")
_FAR = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:[/\\]")  # s3:// as a path: one slash of the two is gone
_ADDRESS = re.compile(r"(tcp|tls)://[^\s/]+:\d{1,5}")


class Request(NamedTuple):
    """`source` is a folder, a pattern (甲*/*.xlsx), an address (s3://bucket/folder), or with `by` one file of line items, in whose
    place the answer of the database at `sql` to `query` may stand, and with it those of their projects and indicators; everything
    that is written goes below `out`."""

    source: str
    out: Path
    jobs: tuple[str, ...]
    template: Path | None = None
    by: str = ""
    workers: int = 1
    resume: bool = False
    limits: Limits = Limits()
    settings: Path | None = None
    sql: str = ""
    query: str = ""
    projects: Path | None = None
    indicators: Path | None = None
    scheduler: str = ""  # of a cluster that does it: tcp://HOST:PORT

    @property
    def is_brought(self) -> bool:
        """Whether what is read lies elsewhere and has to be brought first."""
        return bool(self.sql) or is_far(self.source)


def jobs_of(text: str | None, *, filling: bool) -> tuple[str, ...]:
    """The jobs that are named, in the order in which they are done; where none is, filling if there is a template, else checking.

    Raises BudgetbookError."""
    if text is None:
        return (FILL,) if filling else (CHECK,)
    named = {word.strip() for word in text.split(",")}
    if not named <= {FILL, CHECK}:
        raise BudgetbookError(f"--job 写的是“{text}”，应为 fill、check 或 fill,check")
    return tuple(job for job in (FILL, CHECK) if job in named)


def text_of(written: str, option: str) -> str:
    """What is written, or stands in the file that is named: @file. Raises BudgetbookError."""
    if not written.startswith("@"):
        return written.strip()
    try:
        return Path(written[1:]).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError):
        raise BudgetbookError(Problem(f"{option} 指明的文件读不了", written[1:], hint="请检查路径，并存为 UTF-8 编码")) from None


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
    _refuse_unclear_source(request)
    if bool(request.projects) != bool(request.indicators):
        raise BudgetbookError("--projects 和 --indicators 要一起给出：一个是项目清单，一个是绩效指标")
    if request.projects and not request.by:
        hint = "各部门分开的清单请放在各自的明细旁边，取名如“甲局.项目.csv”“甲局.绩效指标.csv”"
        raise BudgetbookError(Problem("--projects 和 --indicators 是许多部门合在一起的，要和 --by 一起用", hint=hint))
    if request.scheduler and not _ADDRESS.fullmatch(request.scheduler):
        raise BudgetbookError(f"--scheduler 写的是“{request.scheduler}”，应写成 tcp://主机:8786，加密的写成 tls://主机:8786")
    files = ((request.template, "模板"), (request.settings, "规则设置"))
    for path, what in (*files, (request.projects, "项目清单"), (request.indicators, "绩效指标")):
        if path and not path.is_file():
            raise BudgetbookError(Problem(f"没有这个{what}文件", str(path), hint="请检查路径和文件名"))
    _refuse_mixed_folders(request)


def _refuse_unclear_source(request: Request) -> None:
    """One place to read from, and a place to write to on this machine."""
    if bool(request.sql) != bool(request.query):
        raise BudgetbookError("--sql 和 --query 要一起用：一个是数据库地址，一个是查询语句")
    if request.sql and request.source:
        raise BudgetbookError("输入和 --sql 只能写一个：明细在文件里，或者在数据库里")
    if request.sql and not request.by:
        raise BudgetbookError("--sql 查出来的是许多部门的明细，要和 --by、--template 一起用")
    if not request.sql and not request.source:
        raise BudgetbookError("没有写输入：请写文件夹、文件或地址，或者用 --sql 和 --query 查数据库")
    if _FAR.match(str(request.out)):
        hint = "请写本机的（或已经连接好的网络）文件夹，做完后再传上去"
        raise BudgetbookError(Problem("结果不能直接写到远程地址", without_password(str(request.out)), hint=hint))


def _refuse_mixed_folders(request: Request) -> None:
    """What is read and what is written must not be mixed up."""
    source, out = Path(request.source).resolve(), request.out.resolve()
    hint = "请另选一个输出文件夹"
    if not request.is_brought and (out == source or out in source.parents):
        raise BudgetbookError(Problem("输出文件夹就是输入所在的文件夹，会盖掉原来的文件", str(request.out), hint=hint))
    for path, what in ((request.template, "模板"), (request.projects, "项目清单"), (request.indicators, "绩效指标")):
        if path and out in path.resolve().parents:
            raise BudgetbookError(Problem(f"{what}在输出文件夹里，可能被盖掉", str(path), hint=hint))
    if request.out.exists() and not request.out.is_dir():
        raise BudgetbookError(Problem("这是一个文件，不是文件夹", str(request.out), hint=hint))
