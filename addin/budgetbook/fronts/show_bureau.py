"""What the command report has to say: where the files are, and what all workbooks come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from budgetbook.outputs.bureau.overview import CONCLUSIONS, NOT_DONE, amount_text
from budgetbook.outputs.report import places_said

from .screen import show
from .show import SHOWN
from .shown import Block, Line

if TYPE_CHECKING:
    from budgetbook.stories.bureau import Bureau

_WRONG = ("不符", NOT_DONE)


def show_bureau(made: Bureau) -> bool:
    """The warnings, the files and the counts; returns whether any workbook is 不符 or could not be done."""
    whole = made.totals
    counts = {word: count for (_, word, _), count in zip(CONCLUSIONS, whole.conclusions, strict=True)}
    blocks: list[Block] = [Line(f"提醒：{problem}", "yellow") for problem in made.warnings[:SHOWN]]
    if len(made.warnings) > SHOWN:
        blocks.append(Line(f"还有 {len(made.warnings) - SHOWN} 行处理记录读不懂", "yellow"))
    blocks += [Line(f"已写出 {path}") for path in made.written]
    said = "，".join(f"{sign} {word} {counts[word]}" for sign, word, _ in CONCLUSIONS)
    blocks += [
        Line(f"{whole.departments} 个部门、{whole.workbooks} 份工作簿，预算合计 {amount_text(whole.amount)} 万元"),
        Line(f"{places_said(whole.findings)}；未做成的工作簿 {counts[NOT_DONE]} 份"),
        Line(f"按份（一份工作簿看最重的一处）：{said}", "bold"),
    ]
    show(blocks)
    return any(counts[word] for word in _WRONG)
