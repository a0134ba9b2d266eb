"""How a run of many workbooks stands: what is done, how fast, with what verdicts; and at its end, what to look at first."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence

from budgetbook.model.amount import YUAN, Scale
from budgetbook.model.finding import Verdict
from budgetbook.outputs.report import LISTED, places_said
from budgetbook.stories.batch.task import FAILED, SKIPPED, Result

from .shown import Block, Column, Line, Listing

_SHOWN = 20  # workbooks in the table at the end; all of them are in the log
_COLUMNS = (
    *(Column("结果", narrow=True), Column("任务", most=40), Column("部门", most=24), Column("支出（元）", narrow=True, right=True)),
    *(Column(f"{verdict.value}（处）", narrow=True, right=True) for verdict in LISTED),
    Column("说明", wide=True),
)


class Tally:
    """Counts of the results so far."""

    def __init__(self, total: int) -> None:
        self.total, self.findings, self.agreed = total, Counter[str](), 0
        self.done = self.failed = self.skipped = self.disagreeing = 0
        self._notable: list[Result] = []
        self._start = time.monotonic()

    def add(self, result: Result) -> None:
        self.done += 1
        self.failed += result.state == FAILED
        self.skipped += result.state == SKIPPED
        self.disagreeing += result.disagrees
        self.findings.update(result.findings)
        self.agreed += result.verdicts.get(Verdict.AGREE.value, 0)
        if result.state == FAILED or result.disagrees:
            self._notable.append(result)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start

    @property
    def rate(self) -> float:
        """Workbooks a second, of those that were really done."""
        return (self.done - self.skipped) / max(self.seconds, 1e-3)

    @property
    def left(self) -> float | None:
        """Seconds until all are done, if it goes on like this; None while nobody knows."""
        return (self.total - self.done) / self.rate if self.rate else None

    def counts(self) -> str:
        """不符 9 未检 0 提示 43 尾差 10 已核实 0（处），没做成 1（个）."""
        return f"{found_said(self.findings)}，没做成 {self.failed}（个）"

    def blocks(self, out: str, log: str) -> list[Block]:
        """What there is to say at the end."""
        worst = sorted(self._notable, key=_badness)
        blocks: list[Block] = [Listing(_COLUMNS, [_row(result) for result in worst[:_SHOWN]])] if worst else []
        if len(worst) > _SHOWN:
            blocks.append(Line(f"还有 {len(worst) - _SHOWN} 个有不符或没做成，见 {log}"))
        blocks.append(Line(f"结果存在 {out}，逐个的结果见 {log}"))
        return [*blocks, Line(self.summary(), "bold")]

    def summary(self) -> str:
        """共 300 个：做完 298（其中没有变化、跳过的 100），有不符 12，没做成 2；用时 8 秒，每秒 24.5 个。列出 62 处…."""
        skipped = f"（其中没有变化、跳过的 {self.skipped}）" if self.skipped else ""
        made = f"做完 {self.done - self.failed}{skipped}，有不符 {self.disagreeing}，没做成 {self.failed}"
        rest = f"，还没做 {self.total - self.done}" if self.done < self.total else ""
        found = places_said({verdict: self.findings[verdict.value] for verdict in LISTED})
        pace = f"用时 {duration(self.seconds)}，每秒 {self.rate:.1f} 个"
        return f"共 {self.total} 个：{made}{rest}；{pace}。{found}；相符 {self.agreed} 条"


def found_said(findings: Mapping[str, int]) -> str:
    """不符 9 未检 0 提示 43 尾差 10 已核实 0（处）."""
    return f"{' '.join(f'{verdict.value} {findings.get(verdict.value, 0)}' for verdict in LISTED)}（处）"


def duration(seconds: float) -> str:
    """8 秒; 2 分 5 秒; 1 小时 3 分."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} 秒"
    return f"{whole // 60} 分 {whole % 60} 秒" if whole < 3600 else f"{whole // 3600} 小时 {whole % 3600 // 60} 分"


def _badness(result: Result) -> tuple[bool, int, str]:
    return result.state != FAILED, -result.findings.get(Verdict.DISAGREE.value, 0), result.task


def _row(result: Result) -> Sequence[Line]:
    bad = result.state == FAILED
    amount = "" if result.amount is None else Scale(YUAN, 2).text(result.amount)
    counts = ["" if bad else str(result.findings.get(verdict.value, 0)) for verdict in LISTED]
    more = f"（共 {len(result.problems)} 处）" if len(result.problems) > 1 else ""
    said = result.problems[0] + more if bad and result.problems else ""
    kind = Line("没做成", "bold red") if bad else Line("有不符", "red")
    return [kind, *map(Line, (result.task, result.department, amount, *counts, said))]
