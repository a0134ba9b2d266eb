"""检查结果: from what a run over many workbooks left in its folder, what the finance bureau looks at."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

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
    """What was made: the totals, how many findings are listed, the files, and lines of the record that could not be read."""

    totals: Totals
    findings: int
    written: tuple[Path, ...]
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
def bureau(out: Path, *, step: Step = quiet) -> Bureau:
    """Makes index.html, findings.csv, findings.parquet and summary.xlsx in the folder of a run from its tasks.jsonl.

    The same run gives the same bytes. Raises BudgetbookError where there is no run, where a workbook of the run has the
    name of one of these files, or where a file cannot be written."""
    step("读处理记录")
    tasks, warnings = read_tasks(out)
    _refuse_to_overwrite(tasks)
    collected = _Collected()
    step("读校验报告")
    for result in read_results(out, tasks):
        collected.add(result)
    collected.blocks.close()
    collected.lines.sort(key=lambda line: line[0].badness)
    step("写检查结果")
    return _write(out, collected)._replace(warnings=tuple(warnings))


def _refuse_to_overwrite(tasks: Iterable[Task]) -> None:
    hint = "请给输入里的这个文件改名，再批量处理一次"
    taken = [task.output for task in tasks if task.output.lower() in FILES]
    if taken:
        raise BudgetbookError([Problem("批量处理的这个工作簿与检查结果的文件同名", name, hint=hint) for name in taken])


def _write(out: Path, collected: _Collected) -> Bureau:
    lines = [line for line, _ in collected.lines]
    whole = totals(lines)
    html, csv, parquet, summary = paths = tuple(out / name for name in FILES)
    write_whole(str(html), page(overview_data(collected.lines, whole), collected.blocks.packed, chart_library()))
    collected.findings.write_csv(csv)
    collected.findings.write_parquet(parquet)
    write_summary(summary, lines, collected.answers)
    return Bureau(whole, collected.findings.count, paths, ())
