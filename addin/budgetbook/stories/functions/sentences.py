"""What a cell shows when a function cannot answer: one sentence."""

from __future__ import annotations

from budgetbook.model.problem import BudgetbookError

_SHOWN = 3


def sentence(error: BudgetbookError) -> str:
    """The first problems in one line; warnings did not stop anything and are left out."""
    wrong = [problem for problem in error.problems if not problem.warning]
    if len(wrong) == 1:
        return _line(str(wrong[0]))
    shown = "；".join(f"{place}. {problem}" for place, problem in enumerate(wrong[:_SHOWN], 1))
    more = "……" if len(wrong) > _SHOWN else ""
    return _line(f"共有 {len(wrong)} 处要改：{shown}{more}")


def _line(text: str) -> str:
    return " ".join(text.split("\n"))
