"""All findings of a run as one table: a line a finding, texts only, held by columns so that a million of them fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from budgetbook.model.figure import Place
from budgetbook.model.finding import Finding

from .overview import NOT_DONE
from .results import Result

YEAR = "年度"
HEADINGS = (
    *("部门", YEAR, "工作簿", "结论", "级别", "代码", "应成立的关系", "工作表", "单元格"),
    *("说明", "左边", "右边", "差额", "相关单元格", "怎么办", "核实理由"),
)
Row: TypeAlias = "tuple[str, ...]"  # as HEADINGS


def rows_of(result: Result) -> Iterator[Row]:
    """The findings of a workbook; of one that was not done a row for each problem, so that none is missing from the list."""
    task, report = result
    head = (task.department, str(task.year or ""), task.name)
    if report is None:
        yield from (_padded((*head, NOT_DONE, "", "", "", "", "", problem)) for problem in task.problems)
        return
    says = {check.code: check.says for check in report.checks}
    yield from ((*head, *_finding(finding, says.get(finding.code, ""))) for finding in report.findings)


def _finding(finding: Finding, says: str) -> Row:
    place = finding.place
    return (
        *(finding.verdict.value, finding.severity.value, finding.code, says),
        *((place.sheet, place.cell) if place else ("", "")),
        *(finding.message, finding.left, finding.right, finding.difference),
        *(said(finding.related), finding.hint, finding.reason),
    )


def said(places: Iterable[Place]) -> str:
    """表三!D6、表三!E6."""
    return "、".join(map(_said, places))


@lru_cache(maxsize=50_000)  # the same cells are named by many findings
def _said(place: Place) -> str:
    return str(place)


def _padded(row: Sequence[str]) -> Row:
    return (*row, *[""] * (len(HEADINGS) - len(row)))
