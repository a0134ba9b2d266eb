"""summary.xlsx: a line a workbook, and the inspection form of every workbook, as a list that can be filtered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from budgetbook.model.amount import WANYUAN, Scale
from budgetbook.model.finding import Verdict
from budgetbook.outputs.mark_plan import COLOURS
from budgetbook.outputs.report import LISTED

from .inspection import MANUAL, NO, UNCHECKED, YES, Answer
from .overview import Line, Totals
from .sheets import Column, Sheet, Value, new_workbook

if TYPE_CHECKING:
    import xlsxwriter

SUMMARY = "summary.xlsx"
OVERVIEW_SHEET, FORM_SHEET = "汇总", "检查表"
_OVERVIEW = (
    *(Column("序号", 6, "center", "0"), Column("部门", 26), Column("年度", 7, "center", "0")),
    *(Column("预算（万元）", 15, "right", "#,##0.00"), Column("结论", 10, "center")),
    *(Column(f"{verdict.sign} {verdict.value}\n（处）", 9, "right", "#,##0") for verdict in LISTED),
    *(Column("✓ 相符\n（条）", 9, "right", "#,##0"), Column("工作簿", 26), Column("没有做成的原因或提醒", 26)),
)
_CONCLUSION = 4  # the places of columns that are coloured
_FORM = (
    *(Column("部门", 18), Column("工作簿", 20), Column("序号", 6, "center", "0"), Column("方面", 9), Column("检查内容", 32)),
    *(Column("是/否", 12, "center"), Column("存在的问题", 66)),
)
_ANSWER = 5
_ANSWER_COLOURS = {NO: COLOURS[Verdict.DISAGREE], UNCHECKED: COLOURS[Verdict.UNCHECKED]}
_ANSWER_SIGNS = {YES: "✓", NO: "✗", UNCHECKED: "?", MANUAL: "✎"}
_COUNTED = "“处”是请人去看的一个地方，“条”是查过的勾稽关系和规则"
_ANSWERED = "是：查过，没有不符；否：有不符；未检：没有条件查；请人工填写：工作簿里看不出来"
MOST_FORMS = 5_000  # workbooks whose form is listed, the worst first: 85,000 rows
_MOST_PROBLEM = 2_000  # characters of a problem: more can be neither seen nor printed in one row


def write_summary(path: Path, lines: Sequence[Line], whole: Totals, answers: Mapping[str, Sequence[Answer]]) -> None:
    """Both sheets; `lines` in the order in which they are listed, `answers` by the name of the task. Raises BudgetbookError."""
    with new_workbook(path) as workbook:
        _overview(workbook, lines, whole)
        _forms(workbook, lines, answers)


def _overview(workbook: xlsxwriter.Workbook, lines: Sequence[Line], whole: Totals) -> None:
    years = "、".join(map(str, whole.years))
    scope = f"{years} 年度，" * bool(years) + f"{whole.departments} 个部门，{whole.workbooks} 份工作簿"
    remark = f"{scope}。金额单位：万元；{_COUNTED}"
    sheet = Sheet(workbook, OVERVIEW_SHEET, "部门预算公开检查结果汇总", remark, _OVERVIEW)
    for number, line in enumerate(lines, 1):
        sheet.add(_line(number, line), {_CONCLUSION: COLOURS.get(line.conclusion) if line.conclusion else None})
    sheet.filter()
    found = [float(whole.findings[verdict]) for verdict in LISTED]
    agreed = float(sum(line.agreed for line in lines))
    unknown = f"{whole.unknown} 份金额不详，没有算进合计" if whole.unknown else ""
    sheet.add((None, "合计", None, _amount(whole.amount), "", *found, agreed, "", unknown), bold=True)


def _line(number: int, line: Line) -> Sequence[Value]:
    task = line.task
    found = [float(line.found[verdict]) if line.conclusion else None for verdict in LISTED]
    return (
        *(float(number), task.department, None if task.year is None else float(task.year), _amount(task.amount)),
        *(line.sign_and_word, *found, float(line.agreed) if line.conclusion else None, task.name, "；".join(task.problems)),
    )


def _amount(fen: int | None) -> float | None:
    return None if fen is None else Scale(WANYUAN, 2).number(fen)


def _forms(workbook: xlsxwriter.Workbook, lines: Sequence[Line], answers: Mapping[str, Sequence[Answer]]) -> None:
    title = "部门预算公开检查表" + (f"（问题最多的 {MOST_FORMS} 份）" if len(lines) > MOST_FORMS else "")
    sheet = Sheet(workbook, FORM_SHEET, title, _ANSWERED, _FORM)
    for line in lines[:MOST_FORMS]:
        for number, each in enumerate(answers[line.task.name], 1):
            answer = f"{_ANSWER_SIGNS[each.answer]} {each.answer}"
            asked = (line.task.department, line.task.name, float(number), each.row.aspect, each.row.question)
            sheet.add((*asked, answer, each.problems[:_MOST_PROBLEM]), {_ANSWER: _ANSWER_COLOURS.get(each.answer)})
    sheet.filter()
