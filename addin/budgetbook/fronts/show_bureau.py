"""What the command report has to say: where the files are, and what all workbooks come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetbook.model.finding import Verdict
from budgetbook.outputs.bureau.overview import CONCLUSIONS, NOT_DONE, amount_text
from budgetbook.outputs.report import places_said

from .screen import show
from .show import SHOWN
from .shown import Block, Line

if TYPE_CHECKING:
    from budgetbook.stories.bureau import Bureau

_NO_CHARTS = '网页里用横条代替图：这台电脑没有安装画图的库。要图，请先运行 pip install "budgetbook[charts]"，再生成一次'
AGREED, DISAGREED, UNDONE = 0, 1, 2  # as batch ends


def show_bureau(made: Bureau) -> int:
    """The warnings, the files and the counts; returns the exit status: 2 where a workbook could not be done or is missing from the
    record, 1 where one is 不符, else 0."""
    whole = made.totals
    counts = {word: count for (_, word, _), count in zip(CONCLUSIONS, whole.conclusions, strict=True)}
    blocks: list[Block] = [Line(f"提醒：{problem}", "yellow") for problem in made.warnings[:SHOWN]]
    if len(made.warnings) > SHOWN:
        blocks.append(Line(f"还有 {len(made.warnings) - SHOWN} 行处理记录读不懂", "yellow"))
    blocks += [Line(f"已写出 {path}") for path in made.written]
    if not made.charted:
        blocks.append(Line(_NO_CHARTS, "yellow"))
    said = "，".join(f"{sign} {word} {counts[word]}" for sign, word, _ in CONCLUSIONS)
    blocks += [
        Line(f"{whole.departments} 个部门、{whole.workbooks} 份工作簿，预算合计 {amount_text(whole.amount)} 万元"),
        Line(f"{places_said(whole.findings)}；未做成的工作簿 {counts[NOT_DONE]} 份"),
        Line(f"按份（一份工作簿看最重的一处）：{said}", "bold"),
    ]
    show(blocks)
    return UNDONE if counts[NOT_DONE] or made.warnings else DISAGREED if counts[Verdict.DISAGREE.value] else AGREED
