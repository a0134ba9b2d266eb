"""What the terminal shows: progress, findings as a table, an explanation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from budgetbook.model.finding import Finding, Report, Verdict
from budgetbook.outputs.report import summary_line
from budgetbook.outputs.results import WHOLE

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


def _console() -> Console:
    return Console(highlight=False, soft_wrap=False)


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A spinner on a terminal that says which step is on; nothing where the output is not a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda step: None
        return
    with console.status(f"{title}…") as status:
        yield lambda step: status.update(f"{title}：{step}…")


def show_outcome(outcome: Outcome, report: Path | None) -> None:
    """What is wrong or unread, what to look at by rule, what to mind, where things were written, and the summary last."""
    console = _console()
    wrong = [finding for finding in outcome.report.findings if finding.verdict in (Verdict.DISAGREE, Verdict.UNCHECKED)]
    rest = [finding for finding in outcome.report.findings if finding not in wrong]
    if wrong:
        console.print(_findings(wrong[:SHOWN]))
    if len(wrong) > SHOWN:
        console.print(f"还有 {len(wrong) - SHOWN} 处，见“校验结果”表或 JSON 报告")
    if rest:
        console.print(_by_code(rest, outcome.report))
    for problem in outcome.warnings[:SHOWN]:
        console.print(Text(f"提醒：{problem}"), style="yellow")
    console.print(f"{outcome.tables} 张表、{outcome.forms} 张绩效目标申报表{_where(outcome.written, report)}")
    console.print(Text(summary_line(outcome.report)), style="bold")


def _where(written: Path | None, report: Path | None) -> str:
    parts = [f"工作簿存为 {written}"] if written else []
    parts += [f"报告存为 {report}"] if report else []
    return "；" + "，".join(parts) if parts else ""


def _findings(findings: Sequence[Finding]) -> Table:
    table = Table(show_header=True, header_style="bold", expand=True)
    table.add_column("结论", no_wrap=True)
    table.add_column("代码", no_wrap=True)
    table.add_column("位置", overflow="fold", min_width=8, max_width=24)
    table.add_column("说明", overflow="fold", ratio=1)
    for finding in findings:
        hint = f"\n→ {finding.hint}" if finding.hint else ""
        table.add_row(_verdict(finding.verdict), finding.code, str(finding.place or WHOLE), Text(finding.message + hint))
    return table


def _by_code(findings: Sequence[Finding], report: Report) -> Table:
    """What is no error, a line a code: all of it stands on the sheet 校验结果."""
    says = {check.code: check.says for check in report.checks}
    groups: dict[tuple[Verdict, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.verdict, finding.code), []).append(finding)
    table = Table(show_header=True, header_style="bold", expand=True)
    table.add_column("结论", no_wrap=True)
    table.add_column("代码", no_wrap=True)
    table.add_column("处", justify="right", no_wrap=True)
    table.add_column("应成立的关系", overflow="fold", ratio=1)
    table.add_column("第一处", overflow="fold", max_width=24)
    for (verdict, code), mine in groups.items():
        table.add_row(_verdict(verdict), code, str(len(mine)), says.get(code, ""), str(mine[0].place or WHOLE))
    return table


def _verdict(verdict: Verdict) -> Text:
    return Text(f"{verdict.sign} {verdict.value}", style=_STYLES[verdict])


def show_explanation(explanation: Explanation) -> bool:
    """What a cell is and what it is made of; returns whether the cell disagrees with the items."""
    console = _console()
    console.print(Text(f"{explanation.place}　{explanation.label}", style="bold"))
    console.print(Text(f"这个数是：{explanation.words}"))
    if explanation.items:
        console.print(_items(explanation))
    console.print(Text(f"明细合计：{explanation.total} 元，应印 {explanation.expected} {explanation.unit}"))
    printed = explanation.printed or "（空白）"
    style = _STYLES[explanation.verdict]
    console.print(Text(f"表上印的：{printed} {explanation.unit if explanation.printed else ''}"))
    console.print(Text(f"{explanation.verdict.sign} {explanation.verdict.value}{explanation.remark}", style=style))
    return explanation.verdict is Verdict.DISAGREE


def _items(explanation: Explanation) -> Padding:
    table = Table(show_header=True, header_style="bold", title=f"组成它的 {len(explanation.items)} 条明细", title_justify="left")
    for heading in explanation.headings:
        table.add_column(heading, justify="right" if heading.startswith("金额") else "left", overflow="fold")
    for line in explanation.items[:ITEMS_SHOWN]:
        table.add_row(*line)
    if len(explanation.items) > ITEMS_SHOWN:
        table.caption = f"只列出前 {ITEMS_SHOWN} 条"
    return Padding(table, (0, 0, 0, 2))
