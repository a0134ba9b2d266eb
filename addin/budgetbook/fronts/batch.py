"""批量: what is asked on the command line becomes a run, which is watched to its end."""

from __future__ import annotations

import os
from pathlib import Path

import click

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.stories.batch.batch import Run, batch
from budgetbook.stories.batch.limits import Limits, memory_of, seconds_of
from budgetbook.stories.batch.log import FILE
from budgetbook.stories.batch.request import Request, jobs_of, text_of

from .log import keep_traceback
from .screen import show
from .stopping import stopped_in_order
from .tally import Tally
from .visible import visible
from .watching import watched

AGREED, DISAGREED, NOT_DONE = 0, 1, 2


def request_of(
    source: str,
    output: Path | None,
    job: str | None,
    template: Path | None,
    by: str | None,
    workers: str | None,
    resume: bool,
    limit_memory: str,
    limit_time: str,
    settings: Path | None,
    sql: str,
    query: str,
    projects: Path | None,
    indicators: Path | None,
    scheduler: str | None,
) -> Request:
    """What the options ask for. Raises BudgetbookError for what they cannot mean."""
    if output is None:
        raise BudgetbookError("缺少 -o：请写明结果存到哪个文件夹")
    jobs = jobs_of(job, filling=bool(template or by))
    if scheduler and workers:
        raise BudgetbookError("--workers 是这台电脑上同时做几个；用 --scheduler 时同时做几个由工作机决定，请去掉 --workers")
    return Request(
        source,
        output,
        jobs,
        template,
        by or "",
        _number(workers),
        resume,
        Limits(memory_of(limit_memory), seconds_of(limit_time)),
        settings,
        text_of(sql, "--sql"),
        text_of(query, "--query"),
        projects,
        indicators,
        scheduler or "",
    )


def run_batch(request: Request, report: str | None = None) -> int:
    """Do it all and say what came of it; with `report` in the bureau's files too, in the folder of that name, "" for the run's own.

    Returns the exit status: 0, 1 with findings, 2 where something could not be done. Raises BudgetbookError."""
    into = _report_folder(request, report)
    if request.is_brought:
        click.echo("正在取来输入，取完就开始……", err=True)
    with stopped_in_order() as go_on, batch(request, keep_traceback, go_on=go_on) as run:
        for remark in run.remarks:
            click.echo(visible(f"提醒：{remark}"), err=True)
        tally = Tally(len(run.tasks))
        broken_off = _watch(run, tally)
        show(tally.blocks(str(request.out), str(request.out / FILE)))
        reported = not into or bool(broken_off) or _report(request.out, into)
    if broken_off:
        click.echo(visible(f"{broken_off}。已做完的都在；加上 --resume 再运行，只做剩下的"), err=True)
    return NOT_DONE if tally.failed or broken_off or not reported else DISAGREED if tally.disagreeing else AGREED


def _watch(run: Run, tally: Tally) -> str:
    """See all results come; returns why they stopped coming, "" where all came."""
    try:
        with watched(tally) as tell:
            for result in run.results():
                tally.add(result)
                tell()
    except KeyboardInterrupt:
        return "已中断"
    except BudgetbookError as error:
        return f"没有做完：{error}"
    finally:
        run.close()
    return ""


def _report_folder(request: Request, report: str | None) -> Path | None:
    """Where the bureau's files go; None where nobody asked for them. Refused, before any work is done, where they would be among
    the input: the next run would take them for a department's."""
    if report is None:
        return None
    from budgetbook.stories.bureau import make_folder

    into, source, out = Path(report or request.out), Path(request.source).resolve(), request.out.resolve()
    within = (into.resolve(), *into.resolve().parents)
    if not request.is_brought and source in within and out not in within:
        raise BudgetbookError(Problem("检查结果不能放在输入文件夹里", str(into), hint="请放在输出文件夹里，或另选一个文件夹"))
    if report:
        make_folder(into)
    return into


def _report(out: Path, into: Path) -> bool:
    """Make the bureau's files of a run that is done; returns whether that could be."""
    from budgetbook.stories.bureau import bureau

    from .show import progress
    from .show_bureau import show_bureau

    try:
        with progress("检查结果") as step:
            made = bureau(out, into, step=step)
    except BudgetbookError as error:
        click.echo(f"工作簿都在，检查结果没有汇成：{error}", err=True)
        return False
    show_bureau(made)
    return True


def _number(workers: str | None) -> int:
    if workers is None:
        return _processors()
    if not workers.isdecimal():
        raise BudgetbookError(f"--workers 写的是“{workers}”，应是一个整数")
    return int(workers)


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
