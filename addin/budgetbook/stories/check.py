"""校验: what the workbook prints, held against itself and, where they are at hand, against the line items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from budgetbook.checks.check import check_book
from budgetbook.checks.items_check import NameOf
from budgetbook.checks.rules.judge import check_rules, rule_counts
from budgetbook.checks.rules.settings import Settings
from budgetbook.items.line_items import LineItems
from budgetbook.model.book import Book
from budgetbook.model.finding import Finding, Report, Severity, Verdict
from budgetbook.model.problem import BudgetbookError
from budgetbook.outputs.accepted import Acceptance, read_accepted, with_accepted
from budgetbook.outputs.marks import mark
from budgetbook.workbooks.port import Workbook

from .collecting import nothing_collected
from .inputs import items_of, open_workbook, settings_of
from .outcome import Outcome, Step, quiet
from .reading import Reading, not_a_table, read_book, read_workbook
from .remarks import remarks_on
from .saving import check_output, save
from .subject import subject_of

_FIRST = (Verdict.DISAGREE, Verdict.UNCHECKED, Verdict.REMARK, Verdict.TAIL)


@nothing_collected()
def check(
    path: Path,
    *,
    items: Path | LineItems | None = None,
    output: Path | None = None,
    settings: Path | None = None,
    step: Step = quiet,
) -> Outcome:
    """Check a workbook; with `output`, a copy of it is marked and saved there. Raises BudgetbookError when it cannot be done."""
    if output:
        check_output(path, output, items if isinstance(items, Path) else None, settings)
    step("打开工作簿")
    workbook = open_workbook(path)
    line_items = items_of(path, workbook, items)
    outcome = check_workbook(workbook, path, line_items, settings_of(path, settings), marked=bool(output), step=step)
    kept = save(workbook, path, output) if output else None
    return outcome._replace(written=output, kept=kept)


def check_workbook(
    workbook: Workbook,
    path: Path,
    items: LineItems | None,
    settings: Settings,
    *,
    marked: bool,
    only: str = "",
    step: Step = quiet,
) -> Outcome:
    """Check an open workbook, and mark it where that is asked for; `path` is where it lies, with its binding beside it. With
    `only`, the name of a sheet, all is checked and what has nothing to do with that sheet is left unsaid."""
    step("认表")
    reading = read_workbook(workbook, path, items)
    step("核对")
    book = read_book(reading)
    report = judge_book(book, reading.codes.name, items, settings, read_accepted(workbook))
    if only:
        report = _about(report, reading, only, workbook.name)
    if marked:
        step("标色")
        mark(workbook, report)
    warnings = (
        *workbook.warnings(reading.grids.values()),
        *(items.warnings if items else ()),
        *remarks_on(reading, book, workbook.name),
    )
    return Outcome(report, len(reading.layout.tables), len(reading.forms), None, warnings, subject_of(book, items))


def _about(report: Report, reading: Reading, sheet: str, file: str) -> Report:
    """What was found on a sheet, or elsewhere with a cell of the sheet taking part. Raises BudgetbookError for a sheet that is
    neither table nor form."""
    if reading.layout.table(sheet) is None and sheet not in reading.forms:
        raise BudgetbookError(not_a_table(reading, sheet, file))
    findings = [
        finding
        for finding in report.findings
        if any(place is not None and place.sheet == sheet for place in (finding.place, *finding.related))
    ]
    only = f"只列出与“{sheet}”有关的；上面的条数是整个工作簿的"
    return report._replace(findings=tuple(findings), assumptions=(only, *report.assumptions))


def check_reading(
    reading: Reading, items: LineItems | None, settings: Settings | None = None, accepted: Sequence[Acceptance] = ()
) -> Report:
    """The report on a workbook as it was read: equations, named rules, and what a person has accepted."""
    return judge_book(read_book(reading), reading.codes.name, items, settings, accepted)


def judge_book(
    book: Book, name_of: NameOf, items: LineItems | None, settings: Settings | None, accepted: Sequence[Acceptance]
) -> Report:
    """The same on what the workbook prints."""
    report, judged = check_book(book, items, name_of=name_of), check_rules(book, settings)
    checks = (*report.checks, *judged.checks)
    findings = sorted((*report.findings, *judged.findings), key=_order)
    whole = report._replace(findings=tuple(findings), checks=checks, rules=rule_counts(judged.checks))
    return with_accepted(whole, accepted)


def _order(finding: Finding) -> tuple[bool, int]:
    """What must be mended first; what is only for information last."""
    return finding.verdict is Verdict.REMARK and finding.severity is Severity.INFORMATION, _FIRST.index(finding.verdict)
