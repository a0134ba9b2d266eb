"""All named rules asked of one book: what they find, and how each came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from budgetbook.model.book import Book
from budgetbook.model.finding import Check, Finding, Severity, Verdict

from . import rules
from .rule import Breach, Rule
from .settings import Settings

_WORST = (Verdict.AGREE, Verdict.ACCEPTED, Verdict.REMARK, Verdict.UNCHECKED, Verdict.DISAGREE)
_ORDER = tuple(Severity)
_NONE = dict.fromkeys(Verdict, 0)


class Judged(NamedTuple):
    """Findings, the most severe first, and one check a rule: how many breaches of each verdict, or that it holds."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]


def check_rules(book: Book, settings: Settings | None = None) -> Judged:
    """Ask every rule. A rule that has nothing to look at, or is switched off, says so as 未检."""
    settings = settings or {}
    findings: list[Finding] = []
    checks: list[Check] = []
    for rule in rules():
        found = list(_asked(rule, book, settings))
        findings += [finding for finding in found if finding.place or finding.verdict is not Verdict.UNCHECKED]
        checks.append(_check(rule, found))
    return Judged(tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity))), tuple(checks))


def rule_counts(checks: Iterable[Check]) -> dict[Verdict, int]:
    """How many named rules came out how; checks of derived equations are passed over."""
    codes = {rule.code for rule in rules()}
    counts = Counter(outcome(check) for check in checks if check.code in codes)
    return {verdict: counts[verdict] for verdict in Verdict}


def outcome(check: Check) -> Verdict:
    """How one rule came out: the worst of what it found."""
    return max((verdict for verdict in _WORST if check.counts.get(verdict)), key=_WORST.index, default=Verdict.AGREE)


def _asked(rule: Rule, book: Book, settings: Settings) -> Iterator[Finding]:
    severity = settings.get(rule.code, rule.severity)
    reason, subjects = rule.looks_at
    if severity is None:
        yield _unchecked(rule, "规则设置里写了不查")
    elif not subjects(book):
        yield _unchecked(rule, reason)
    else:
        for breach in rule.test(book):
            yield _finding(rule, breach, settings)


def _finding(rule: Rule, breach: Breach, settings: Settings) -> Finding:
    """A severity that a person has set goes before the rule's own and the breach's."""
    severity = settings.get(rule.code) or breach.severity or rule.severity
    verdict = Verdict.DISAGREE if severity is Severity.ERROR else Verdict.REMARK
    amounts = breach.left, breach.right, breach.difference
    message = f"{breach.says}（{rule.law}）"
    if breach.unread:
        verdict, message = Verdict.UNCHECKED, breach.says
    return Finding(rule.code, verdict, severity, message, breach.place, *amounts, breach.related, breach.hint)


def _unchecked(rule: Rule, reason: str) -> Finding:
    return Finding(rule.code, Verdict.UNCHECKED, Severity.INFORMATION, f"没有检查：{reason}")


def _check(rule: Rule, found: list[Finding]) -> Check:
    counts = dict(_NONE)
    for finding in found:
        counts[finding.verdict] += 1
    if not found:
        counts[Verdict.AGREE] = 1
    reason = next((finding.message for finding in found if finding.verdict is Verdict.UNCHECKED and not finding.place), "")
    return Check(rule.code, rule.law, counts, reason)
