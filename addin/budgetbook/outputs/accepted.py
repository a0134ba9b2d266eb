"""已核实: findings that a person has looked at and lets stand, with the reason, kept in the workbook.

The reason is typed beside the finding on the sheet 校验结果; the next check takes it over into the journal. A finding is known
again by its code, its sheet and what it says without cell names, so that it comes back when its figures change and survives
when rows move."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetbook.checks.rules.judge import rule_counts
from budgetbook.model.finding import Check, Finding, Report, Verdict
from budgetbook.model.grid import Cell, Grid, parse_cell
from budgetbook.workbooks.port import Workbook

from .journal import Entry, read_journal, write_journal
from .results import ACCEPTED, SHEET, WHOLE

KIND = "已核实"
_COLUMNS = ("代码", "位置", "说明", "左边", "右边", ACCEPTED)
_CELL = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,3}[1-9]\d{0,6}(?![A-Za-z0-9])")
_WHOLE_BOOK = (1, 1)


class Acceptance(NamedTuple):
    """A finding let stand. `says` is the finding in words that do not change when rows move; sheet is "" for the workbook."""

    sheet: str
    cell: Cell
    says: str
    reason: str


def read_accepted(workbook: Workbook) -> list[Acceptance]:
    """What the journal holds, as changed by what has been typed on the sheet 校验结果 since: a reason taken out ends it."""
    kept = {(entry.sheet, entry.cell, entry.before): entry.now for entry in read_journal(workbook) if entry.kind == KIND}
    if SHEET in workbook.sheets():
        for typed in _typed(workbook.grid(SHEET)):
            key = (typed.sheet, typed.cell, typed.says)
            kept.pop(key, None)
            if typed.reason:
                kept[key] = typed.reason
    return [Acceptance(*key, reason) for key, reason in kept.items()]


def accept_also(workbook: Workbook, more: Iterable[Acceptance]) -> list[Acceptance]:
    """All that is accepted with these besides, kept in the workbook; a new reason for the same takes the old one's place."""
    found = {(each.sheet, each.cell, each.says): each for each in (*read_accepted(workbook), *more)}
    accepted = list(found.values())
    if SHEET in workbook.sheets():
        workbook.remove_sheet(SHEET)  # it does not know of the new ones and would end them
    write_journal(workbook, (KIND,), journal_entries(accepted))
    return accepted


def journal_entries(accepted: Iterable[Acceptance]) -> list[Entry]:
    """The journal's rows for what is accepted."""
    return [Entry(KIND, each.sheet, each.cell, each.says, each.reason) for each in accepted]


def with_accepted(report: Report, accepted: Sequence[Acceptance]) -> Report:
    """The report with what was accepted shown as 已核实. Of findings that say the same on one sheet, the one in the same cell is
    meant; where none is, rows have moved, and as many are taken as were accepted."""
    left = list(accepted)
    reasons: dict[int, str] = {}
    for same_cell in (True, False):
        for number, finding in enumerate(report.findings):
            match = None if number in reasons else _match(finding, left, same_cell)
            if match:
                left.remove(match)
                reasons[number] = match.reason
    if not reasons:
        return report
    changed = [report.findings[number] for number in reasons]
    findings = [
        finding._replace(verdict=Verdict.ACCEPTED, reason=reasons[number]) if number in reasons else finding
        for number, finding in enumerate(report.findings)
    ]
    ordered = sorted(findings, key=lambda finding: finding.verdict is Verdict.ACCEPTED)
    checks = tuple(_moved(check, changed) for check in report.checks)
    return report._replace(findings=tuple(ordered), checks=checks, rules=rule_counts(checks))


def acceptance(finding: Finding, reason: str) -> Acceptance:
    """The finding accepted for a reason."""
    return Acceptance(*_where(finding), _says(finding.code, finding.message, finding.left, finding.right), reason)


def _match(finding: Finding, left: Sequence[Acceptance], same_cell: bool) -> Acceptance | None:
    sheet, cell = _where(finding)
    says = _says(finding.code, finding.message, finding.left, finding.right)
    found = (each for each in left if each.sheet == sheet and each.says == says)
    return next((each for each in found if not same_cell or each.cell == cell), None)


def _moved(check: Check, accepted: Iterable[Finding]) -> Check:
    """The check of a named rule, whose counts are its findings, with the accepted ones counted as such."""
    taken = Counter(finding.verdict for finding in accepted if finding.code == check.code)
    if not taken or any(check.counts.get(verdict, 0) < count for verdict, count in taken.items()):
        return check
    counts = {verdict: count - taken[verdict] for verdict, count in check.counts.items()}
    return check._replace(counts=counts | {Verdict.ACCEPTED: taken.total()})


def _where(finding: Finding) -> tuple[str, Cell]:
    return (finding.place.sheet, (finding.place.row, finding.place.column)) if finding.place else ("", _WHOLE_BOOK)


def _says(code: str, message: str, left: str, right: str) -> str:
    return _CELL.sub("", f"{code} {message} {left} {right}").strip()


def _typed(grid: Grid) -> list[Acceptance]:
    """Every row of the list of findings, with what stands in the column for reasons."""
    heading = next((row for row in range(1, grid.rows + 1) if _columns(grid, row).keys() >= set(_COLUMNS)), None)
    if heading is None:
        return []
    columns = _columns(grid, heading)
    rows = []
    for row in range(heading + 1, grid.rows + 1):
        code, where, message, left, right, reason = (grid.text(row, columns[name]).strip() for name in _COLUMNS)
        place = _place(where)
        if place and code and message:
            rows.append(Acceptance(*place, _says(code, message, left, right), reason))
    return rows


def _place(where: str) -> tuple[str, Cell] | None:
    """The place as the list says it; None where somebody has written something else."""
    sheet, _, name = where.rpartition("!")
    try:
        return ("", _WHOLE_BOOK) if where == WHOLE else (sheet, parse_cell(name)) if sheet else None
    except ValueError:
        return None


def _columns(grid: Grid, row: int) -> dict[str, int]:
    return {text: column for column in range(1, grid.columns + 1) if (text := grid.text(row, column).strip())}
