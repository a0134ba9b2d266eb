"""What a command has to say: progress, findings, an explanation."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from budgetbook.model.finding import Finding, Report, Verdict
from budgetbook.outputs.report import summary_line
from budgetbook.outputs.results import WHOLE

from .screen import show
from .shown import Block, Column, Line, Listing

if TYPE_CHECKING:
    from budgetbook.stories.explain import Explanation
    from budgetbook.stories.outcome import Outcome

SHOWN = 20  # findings on the screen; all of them are in the workbook and in the JSON report
ITEMS_SHOWN = 50
_STYLES = {
    Verdict.DISAGREE: "bold red",
    Verdict.TAIL: "yellow",
    Verdict.UNCHECKED: "bright_black",
    Verdict.AGREE: "green",
    Verdict.REMARK: "blue",
    Verdict.ACCEPTED: "green",
}


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A spinner on a terminal that says which step is on; nothing where the output is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from .drawn import spinner

    with spinner(title) as step:
        yield step


def show_outcome(outcome: Outcome, report: Path | None) -> None:
    """What is wrong or unread, what to look at by rule, what to mind, where things were written, and the summary last."""
    wrong = [finding for finding in outcome.report.findings if finding.verdict in (Verdict.DISAGREE, Verdict.UNCHECKED)]
    rest = [finding for finding in outcome.report.findings if finding not in wrong]
    blocks: list[Block] = []
    if wrong:
        blocks.append(_findings(wrong[:SHOWN]))
    if len(wrong) > SHOWN:
        blocks.append(Line(f"还有 {len(wrong) - SHOWN} 处，见“校验结果”表或 JSON 报告"))
    if rest:
        blocks.append(_by_code(rest, outcome.report))
    blocks += [Line(f"提醒：{problem}", "yellow") for problem in outcome.warnings[:SHOWN]]
    blocks.append(Line(f"{outcome.tables} 张表、{outcome.forms} 张绩效目标申报表{_where(outcome, report)}"))
    blocks.append(Line(summary_line(outcome.report), "bold"))
    show(blocks)


def kept_as(kept: Path | None) -> str:
    """Where the workbook as it came is, for the end of a sentence."""
    return f"（原来的文件留作“{kept.name}”）" if kept else ""


def _where(outcome: Outcome, report: Path | None) -> str:
    parts = [f"工作簿存为 {outcome.written}{kept_as(outcome.kept)}"] if outcome.written else []
    parts += [f"报告存为 {report}"] if report else []
    return "；" + "，".join(parts) if parts else ""


def _findings(findings: Sequence[Finding]) -> Listing:
    columns = (Column("结论", narrow=True), Column("代码", narrow=True), Column("位置", most=24), Column("说明", wide=True))
    return Listing(columns, [_finding(finding) for finding in findings])


def _finding(finding: Finding) -> tuple[Line, ...]:
    hint = f"\n→ {finding.hint}" if finding.hint else ""
    return _verdict(finding.verdict), Line(finding.code), Line(str(finding.place or WHOLE)), Line(finding.message + hint)


def _by_code(findings: Sequence[Finding], report: Report) -> Listing:
    """What is no error, a line a code: all of it stands on the sheet 校验结果."""
    says = {check.code: check.says for check in report.checks}
    groups: dict[tuple[Verdict, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.verdict, finding.code), []).append(finding)
    columns = (
        *(Column("结论", narrow=True), Column("代码", narrow=True), Column("处", narrow=True, right=True)),
        *(Column("应成立的关系", wide=True), Column("第一处", most=24)),
    )
    rows = [
        (_verdict(verdict), Line(code), Line(str(len(mine))), Line(says.get(code, "")), Line(str(mine[0].place or WHOLE)))
        for (verdict, code), mine in groups.items()
    ]
    return Listing(columns, rows)


def _verdict(verdict: Verdict) -> Line:
    return Line(f"{verdict.sign} {verdict.value}", _STYLES[verdict])


def show_explanation(explanation: Explanation) -> bool:
    """What a cell is and what it is made of; returns whether the cell disagrees with the items."""
    blocks: list[Block] = [
        Line(f"{explanation.place}　{explanation.label}", "bold"),
        Line(f"这个数是：{explanation.words}"),
        *([_items(explanation)] if explanation.items else []),
        Line(f"明细合计：{explanation.total} 元，应印 {explanation.expected} {explanation.unit}"),
        Line(f"表上印的：{explanation.printed or '（空白）'} {explanation.unit if explanation.printed else ''}"),
        Line(f"{_verdict(explanation.verdict).text}{explanation.remark}", _STYLES[explanation.verdict]),
    ]
    show(blocks)
    return explanation.verdict is Verdict.DISAGREE


def _items(explanation: Explanation) -> Listing:
    return Listing(
        [Column(heading, right=heading.startswith("金额")) for heading in explanation.headings],
        [tuple(map(Line, line)) for line in explanation.items[:ITEMS_SHOWN]],
        f"组成它的 {len(explanation.items)} 条明细",
        f"只列出前 {ITEMS_SHOWN} 条" if len(explanation.items) > ITEMS_SHOWN else "",
    )
