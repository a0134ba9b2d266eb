"""核实: a person says why what was found stands."""

from __future__ import annotations

from pathlib import Path

from budgetbook.model.finding import Finding, Verdict
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.accepted import accept_also, acceptance
from budgetbook.outputs.marks import mark
from budgetbook.outputs.results import WHOLE

from .check import check_reading
from .inputs import items_of, open_workbook, settings_of
from .outcome import Outcome
from .reading import read_workbook
from .saving import check_output, save


def accept(
    path: Path,
    place: str,
    reason: str,
    output: Path,
    *,
    code: str | None = None,
    items: Path | None = None,
    settings: Path | None = None,
) -> Outcome:
    """Check, accept what was found at a place ('表三!D5') for a reason, and save the workbook marked anew.

    Raises BudgetbookError when nothing was found there, or when it cannot be done."""
    check_output(path, output, items, settings)
    if not reason.strip():
        raise BudgetbookError(Problem("没有写理由", hint="请用 --reason 写明为什么确认无误"))
    workbook = open_workbook(path)
    line_items = items_of(path, workbook, items)
    reading = read_workbook(workbook, path, line_items)
    rule_settings = settings_of(path, settings)
    report = check_reading(reading, line_items, rule_settings)
    found = [finding for finding in report.findings if _meant(finding, place, code)]
    if not found:
        raise BudgetbookError(_nothing_there(report.findings, place, code, path.name))
    accepted = accept_also(workbook, [acceptance(finding, reason.strip()) for finding in found])
    report = check_reading(reading, line_items, rule_settings, accepted)
    mark(workbook, report)
    kept = save(workbook, path, output)
    return Outcome(report, len(reading.layout.tables), len(reading.forms), output, kept=kept)


def _meant(finding: Finding, place: str, code: str | None) -> bool:
    where = str(finding.place) if finding.place else WHOLE
    return where == place.strip().replace("'", "") and finding.code == (code or finding.code).upper()


def _nothing_there(findings: tuple[Finding, ...], place: str, code: str | None, file: str) -> Problem:
    wrong = [finding for finding in findings if finding.verdict is Verdict.DISAGREE]
    known = "、".join(dict.fromkeys(f"{finding.place or WHOLE}（{finding.code}）" for finding in wrong)) or "没有"
    said = f"“{place}”没有{f'代码为“{code}”的' if code else ''}发现"
    return Problem(said, file, hint=f"请写“校验结果”表里“位置”栏的内容；现在不符的有：{known}")
