"""The report as data for other programs, and as one line for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from budgetbook.model.finding import Check, Finding, Report, Verdict
from budgetbook.workbooks.file.saving import write_whole

_EQUATION_VERDICTS = (Verdict.AGREE, Verdict.TAIL, Verdict.DISAGREE, Verdict.UNCHECKED)
_RULE_VERDICTS = (Verdict.AGREE, Verdict.REMARK, Verdict.DISAGREE, Verdict.UNCHECKED, Verdict.ACCEPTED)
LISTED = (Verdict.DISAGREE, Verdict.UNCHECKED, Verdict.REMARK, Verdict.TAIL, Verdict.ACCEPTED)  # what findings bear, worst first
_RULE_WORDS = {Verdict.AGREE: "通过", Verdict.REMARK: "提示", Verdict.DISAGREE: "不符", Verdict.UNCHECKED: "未检"}


def report_data(report: Report) -> dict[str, Any]:
    """The report as plain data. Amounts are decimal strings, "" where there is none; sheet and cell are "" for a finding
    about the whole workbook."""
    return {
        "summary": {"equations": _counts(report.equations, _EQUATION_VERDICTS), "rules": _counts(report.rules, _RULE_VERDICTS)},
        "findings": [_finding(finding) for finding in report.findings],
        "checks": [_check(check) for check in report.checks],
        "assumptions": list(report.assumptions),
    }


def report_json(report: Report) -> str:
    """The report as JSON; the same report gives the same text."""
    return json.dumps(report_data(report), ensure_ascii=False, indent=2) + "\n"


def write_report(report: Report, path: Path, *, lasting: bool = True) -> None:
    """The JSON report as a UTF-8 file, whole or not at all, as `write_whole` says. Raises BudgetbookError."""
    write_whole(str(path), [report_json(report).encode("utf-8", "replace")], lasting=lasting)


def summary_line(report: Report) -> str:
    """勾稽 845 条：相符 827，尾差 12，不符 6，未检 0；规则 22 条：通过 17，提示 3，不符 1，未检 1。列出 7 处（…）：不符 3，….

    What is checked counts in 条, what is listed in 处, and the line says how the one becomes the other."""
    equations = "，".join(f"{verdict.value} {report.equations.get(verdict, 0)}" for verdict in _EQUATION_VERDICTS)
    words = _RULE_WORDS | ({Verdict.ACCEPTED: "已核实"} if report.rules.get(Verdict.ACCEPTED) else {})
    rules = "，".join(f"{word} {report.rules.get(verdict, 0)}" for verdict, word in words.items())
    checked = f"勾稽 {sum(report.equations.values())} 条：{equations}；规则 {sum(report.rules.values())} 条：{rules}"
    return f"{checked}。{places_said(report.found)}"


def places_said(found: Mapping[Verdict, int]) -> str:
    """列出 7 处（勾稽同一原因的合为一处，规则一个地方一处）：不符 3，提示 3，尾差 1; where there is none, that."""
    counts = {verdict.value: found[verdict] for verdict in LISTED if found.get(verdict)}
    if not counts:
        return "没有要列出的"
    said = "，".join(f"{word} {count}" for word, count in counts.items())
    return f"列出 {sum(counts.values())} 处（勾稽同一原因的合为一处，规则一个地方一处）：{said}"


def _counts(counts: Mapping[Verdict, int], verdicts: Iterable[Verdict] = Verdict) -> dict[str, int]:
    return {verdict.value: counts.get(verdict, 0) for verdict in verdicts}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "sheet": finding.place.sheet if finding.place else "",
        "cell": finding.place.cell if finding.place else "",
        "left": finding.left,
        "right": finding.right,
        "difference": finding.difference,
        "related": [{"sheet": place.sheet, "cell": place.cell} for place in finding.related],
        "hint": finding.hint,
        "reason": finding.reason,
    }


def _check(check: Check) -> dict[str, Any]:
    counts = _counts(check.counts)
    return {"code": check.code, "says": check.says, "count": sum(check.counts.values()), **counts, "reason": check.reason}
