"""校验: what the workbook prints, held against itself and, where they are at hand, against the line items."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from budgetbook.checks.check import check_book
from budgetbook.items.line_items import LineItems
from budgetbook.model.figure import Place
from budgetbook.model.finding import Check, Finding, Report, Severity, Verdict
from budgetbook.outputs.marks import mark
from budgetbook.tables.layout import Unsettled

from .inputs import items_of, open_workbook
from .outcome import Outcome, Step, quiet
from .reading import Reading, read_book, read_workbook
from .saving import save

HELD = "F01"
HELD_SAYS = "应有的工作表、表头和行都应在并且认得"


def check(path: Path, *, items: Path | None = None, output: Path | None = None, step: Step = quiet) -> Outcome:
    """Check a workbook; with `output`, a copy of it is marked and saved there. Raises BudgetbookError when it cannot be done."""
    step("打开工作簿")
    workbook = open_workbook(path)
    line_items = items_of(path, workbook, items)
    step("认表")
    reading = read_workbook(workbook, path, line_items)
    step("核对")
    report = check_reading(reading, line_items)
    if output:
        step("标色")
        mark(workbook, report)
        save(workbook, path, output)
    return Outcome(report, len(reading.layout.tables), len(reading.forms), output, line_items.warnings if line_items else ())


def check_reading(reading: Reading, items: LineItems | None) -> Report:
    """The report on a workbook as it was read; what could not be read is in it as 未检."""
    report = check_book(read_book(reading), items, name_of=reading.codes.name)
    return _with_held(report, reading.layout.unsettled)


def _with_held(report: Report, unsettled: Iterable[Unsettled]) -> Report:
    held = tuple(_held(place) for place in unsettled)
    if not held:
        return report
    return report._replace(
        findings=report.findings + held,
        checks=(*report.checks, Check(HELD, HELD_SAYS, {Verdict.UNCHECKED: len(held)})),
        rules={**report.rules, Verdict.UNCHECKED: report.rules.get(Verdict.UNCHECKED, 0) + len(held)},
    )


def _held(place: Unsettled) -> Finding:
    choices = f"可能是：{'；'.join(place.choices)}。" if place.choices else ""
    return Finding(
        HELD,
        Verdict.UNCHECKED,
        Severity.ERROR,
        f"“{place.reads}”待确认，这张表没有填报也没有核对：{place.reason}",
        Place(place.sheet, *place.at),
        hint=f"{choices}请改正这里的文字，或在模板旁边的绑定文件里写明它的意思",
    )
