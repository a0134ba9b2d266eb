"""The overview: a line a workbook, the worst first, and what all of them come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple
from urllib.parse import quote

from budgetbook.model.amount import WANYUAN, Scale
from budgetbook.model.finding import Verdict

from .families import FAMILIES, WORST, Heat, heats
from .results import Result, Task, safe_path

NOT_DONE = "未做成"  # beside the verdicts: nobody knows
NOT_DONE_SIGN = "⊘"
_ORDER = (Verdict.DISAGREE, None, *WORST[1:])  # None: not done; nobody knows, so it stands before what could not be read
CONCLUSIONS: tuple[tuple[str, str, str], ...] = tuple(
    (verdict.sign, verdict.value, verdict.name.lower()) if verdict else (NOT_DONE_SIGN, NOT_DONE, "undone") for verdict in _ORDER
)  # sign, word and a name for styles, the worst first


class Line(NamedTuple):
    """A workbook in the overview. `conclusion` is the worst verdict, None where it was not done; `found` how many findings bear
    each verdict; `agreed` how many equations and rules were kept."""

    task: Task
    conclusion: Verdict | None
    found: Counter[Verdict]
    agreed: int
    heats: tuple[Heat, ...]

    @property
    def sign_and_word(self) -> str:
        return " ".join(CONCLUSIONS[place_of(self.conclusion)][:2])

    @property
    def badness(self) -> tuple[object, ...]:
        """Sorts the worst first: by the conclusion, then by the number of findings from 不符 down, then the largest budget."""
        counts = (-self.found[verdict] for verdict in WORST)
        return (place_of(self.conclusion), *counts, -(self.task.amount or 0), self.task.name)


class Totals(NamedTuple):
    """What all lines come to. `amount` is fen; `unknown` counts workbooks whose amount is not known."""

    departments: int
    workbooks: int
    amount: int
    unknown: int
    conclusions: tuple[int, ...]  # as CONCLUSIONS
    findings: Counter[Verdict]
    years: tuple[int, ...]


def place_of(conclusion: Verdict | None) -> int:
    """The place in CONCLUSIONS; None is what was not done."""
    return _ORDER.index(conclusion)


def line_of(result: Result) -> Line:
    """The line of a task in the overview."""
    task, report = result
    if report is None:
        return Line(task, None, Counter(), 0, tuple(Heat(None) for _ in FAMILIES))
    found = report.found
    worst = next((verdict for verdict in WORST if found[verdict]), Verdict.AGREE)
    agreed = report.equations.get(Verdict.AGREE, 0) + report.rules.get(Verdict.AGREE, 0)
    return Line(task, worst, found, agreed, heats(report))


def totals(lines: Iterable[Line]) -> Totals:
    """The totals over all lines."""
    lines = list(lines)
    conclusions = Counter(place_of(line.conclusion) for line in lines)
    amounts = [line.task.amount for line in lines if line.task.amount is not None]
    return Totals(
        len({line.task.department for line in lines}),
        len(lines),
        sum(amounts),
        len(lines) - len(amounts),
        tuple(conclusions[at] for at in range(len(CONCLUSIONS))),
        sum((line.found for line in lines), Counter()),
        tuple(sorted({line.task.year for line in lines if line.task.year is not None})),
    )


def amount_text(fen: int | None) -> str:
    """万元 with two decimals and thousands separators; "" where it is not known."""
    return "" if fen is None else f"{Decimal(Scale(WANYUAN, 2).text(fen)):,}"


def link_to(task: Task) -> str:
    """The address of the workbook that was made, relative to the page; "" where there is none in the run's folder."""
    return quote(task.output, safe="/") if task.output and safe_path(task.output) else ""
