"""检查结果: from what a run over many workbooks left in its folder, what the finance bureau looks at."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.bureau.finding_files import CSV, PARQUET, Findings
from budgetbook.outputs.bureau.finding_list import rows_of
from budgetbook.outputs.bureau.inspection import Answer, answers
from budgetbook.outputs.bureau.library import chart_library
from budgetbook.outputs.bureau.overview import Line, Totals, line_of, totals
from budgetbook.outputs.bureau.page import PAGE, page
from budgetbook.outputs.bureau.page_data import Blocks, overview_data
from budgetbook.outputs.bureau.results import Result, Task, read_results, read_tasks
from budgetbook.outputs.bureau.summary import SUMMARY, write_summary
from budgetbook.workbooks.file.saving import write_whole

from .collecting import nothing_collected
from .outcome import Step, quiet

FILES = (PAGE, CSV, PARQUET, SUMMARY)


class Bureau(NamedTuple):
    """What was made: the totals, how many findings are listed, the files, whether the page has charts, and lines of the record that
    could not be read."""

    totals: Totals
    findings: int
    written: tuple[Path, ...]
    charted: bool
    warnings: tuple[Problem, ...]


class _Collected:
    """What is kept of each result when the next one is read."""

    def __init__(self) -> None:
        self.lines: list[tuple[Line, tuple[int, int]]] = []
        self.blocks = Blocks()
        self.findings = Findings()
        self.answers: dict[str, list[Answer]] = {}

    def add(self, result: Result) -> None:
        self.lines.append((line_of(result), self.blocks.add(result)))
        self.findings.add(rows_of(result))
        self.answers[result.task.name] = answers(result)


@nothing_collected()
def bureau(out: Path, into: Path | None = None, *, step: Step = quiet) -> Bureau:
    """Makes index.html, findings.csv, findings.parquet and summary.xlsx from the tasks.jsonl of a run, in the folder of the run, or
    in that of `into`, from where the page's links lead to the run's workbooks.

    The same run gives the same bytes. Raises BudgetbookError where there is no run, where a workbook of the run stands where
    one of these files goes, or where a file cannot be written."""
    step("读处理记录")
    tasks, warnings = read_tasks(out)
    into = into or out
    _refuse_to_overwrite(tasks, out, into)
    make_folder(into)
    collected = _Collected()
    step("读校验报告")
    for result in read_results(out, tasks):
        collected.add(result)
    collected.blocks.close()
    collected.findings.close()
    collected.lines.sort(key=lambda line: line[0].badness)
    step("写检查结果")
    return _write(into, collected, _way(into, out))._replace(warnings=tuple(warnings))


def make_folder(folder: Path) -> None:
    """The folder for the files, where there is none yet. Raises BudgetbookError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise BudgetbookError(Problem("这是一个文件，不是文件夹", str(folder), hint="请另选一个文件夹放检查结果")) from None
    except OSError as error:
        said = f"放检查结果的文件夹建不了（系统错误号 {error.errno}）"
        raise BudgetbookError(Problem(said, str(folder), hint="请检查路径和权限，或换一个文件夹")) from None


def _way(here: Path, there: Path) -> str:
    """The address of a folder as seen from another, with / at its end; "" for the same. From another drive there is no way, and the
    whole address is given."""
    here, there = here.resolve(), there.resolve()
    if here == there:
        return ""
    try:
        return quote(Path(os.path.relpath(there, here)).as_posix()) + "/"
    except ValueError:
        return there.as_uri() + "/"


def _refuse_to_overwrite(tasks: Iterable[Task], out: Path, into: Path) -> None:
    hint = "请给输入里的这个文件改名，再批量处理一次"
    ours = {str(into.resolve() / name).lower() for name in FILES}
    taken = [task.output for task in tasks if task.output and str(out.resolve() / task.output).lower() in ours]
    if taken:
        raise BudgetbookError([Problem("批量处理的这个工作簿与检查结果的文件同名", name, hint=hint) for name in taken])


def _write(into: Path, collected: _Collected, way: str) -> Bureau:
    lines = [line for line, _ in collected.lines]
    whole = totals(lines)
    html, csv, parquet, summary = paths = tuple(into / name for name in FILES)
    library = chart_library()
    write_whole(str(html), page(overview_data(collected.lines, whole, way), collected.blocks.packed, library))
    collected.findings.write_csv(csv)
    collected.findings.write_parquet(parquet)
    write_summary(summary, lines, whole, collected.answers)
    return Bureau(whole, collected.findings.count, paths, bool(library), ())
