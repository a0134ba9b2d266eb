"""Sentences for what came out: problems in full, an outcome in one breath."""

from __future__ import annotations

from collections.abc import Sequence

from budgetbook.model.finding import Report, Verdict
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.report import summary_line
from budgetbook.outputs.results import SHEET as RESULTS

SHOWN = 12  # lines of a message; more would not fit on the screen


def problems_of(error: BudgetbookError) -> str:
    """All that is wrong, numbered where it is several."""
    wrong = [problem for problem in error.problems if not problem.warning] or list(error.problems)
    if len(wrong) == 1:
        return f"做不了，工作簿没有改动：\n\n{wrong[0]}"
    return f"做不了，工作簿没有改动。请先改好以下 {len(wrong)} 处：\n\n{numbered(wrong)}"


def numbered(said: Sequence[Problem]) -> str:
    lines = [f"{place}. {problem}" for place, problem in enumerate(said[:SHOWN], 1)]
    lines += [f"……还有 {len(said) - SHOWN} 处"] if len(said) > SHOWN else []
    return "\n".join(lines)


def checked(report: Report) -> str:
    """What a check has found, and where it stands."""
    wrong = sum(finding.verdict is Verdict.DISAGREE for finding in report.findings)
    found = f"有 {wrong} 处不符，已经标红，逐条列在“{RESULTS}”表里。" if wrong else "没有不符。"
    return f"{found}\n{summary_line(report)}"


def reminders(warnings: Sequence[Problem]) -> str:
    """What to mind besides; nothing where there is nothing."""
    return f"\n\n提醒：\n{numbered(warnings)}" if warnings else ""
