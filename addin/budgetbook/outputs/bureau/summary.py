"""summary.xlsx: a line a workbook, and the inspection form of every workbook, as a list that can be filtered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from budgetbook.model.amount import WANYUAN, Scale
from budgetbook.model.finding import Verdict
from budgetbook.model.grid import Area, Cell, Value
from budgetbook.outputs import measure
from budgetbook.outputs.mark_plan import COLOURS
from budgetbook.workbooks.file.blank import blank_package
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Look, Page

from .families import WORST
from .harmless import harmless
from .inspection import MANUAL, NO, UNCHECKED, YES, Answer
from .overview import Line

SUMMARY = "summary.xlsx"
OVERVIEW_SHEET, FORM_SHEET = "汇总", "检查表"
_OVERVIEW = (
    *(("序号", 6.0), ("部门", 30.0), ("年度", 7.0), ("预算（万元）", 15.0), ("结论", 10.0)),
    *((f"{verdict.sign} {verdict.value}（处）", 13.0) for verdict in WORST if verdict is not Verdict.AGREE),
    *(("✓ 相符（条）", 13.0), ("工作簿", 36.0), ("没有做成的原因或提醒", 40.0)),
)
_FORM = (
    *(("部门", 24.0), ("工作簿", 26.0), ("序号", 6.0), ("方面", 9.0), ("检查内容", 38.0), ("是/否", 11.0)),
    ("存在的问题", 70.0),
)
_ANSWER_COLOURS = {NO: COLOURS[Verdict.DISAGREE], UNCHECKED: COLOURS[Verdict.UNCHECKED]}
_ANSWER_SIGNS = {YES: "✓", NO: "✗", UNCHECKED: "?", MANUAL: "✎"}
_SIZE, _TITLE_SIZE, _HEADING_FILL = 10.5, 16.0, "D9E2F3"
_HEADING = 2  # the row of the headings, below the title
MOST_FORMS = 5_000  # workbooks whose form is listed, the worst first: 85,000 rows, which take 400 MB while they are written
_MOST_PROBLEM = 2_000  # characters of a problem: more can be neither seen nor printed in one row


def write_summary(path: Path, lines: Sequence[Line], answers: Mapping[str, Sequence[Answer]]) -> None:
    """Both sheets; `lines` in the order in which they are listed, `answers` by the name of the task. Raises BudgetbookError."""
    workbook = FileWorkbook(blank_package(path.name, "Sheet1"))
    workbook.add_sheet(OVERVIEW_SHEET, _overview(lines))
    workbook.add_sheet(FORM_SHEET, _forms(lines, answers))
    workbook.remove_sheet("Sheet1")
    workbook.save(str(path))


def _overview(lines: Sequence[Line]) -> Page:
    rows = [_line(number, line) for number, line in enumerate(lines, 1)]
    fills = {(row, 5): _fill(line) for row, line in enumerate(lines, _HEADING + 1)}
    page = _page("部门预算公开检查结果汇总", _OVERVIEW, rows, fills, {"right": (4, *range(6, 12)), "center": (1, 3, 5)})
    amounts = Area(_HEADING + 1, 4, _HEADING + len(rows), 4)
    return page._replace(looks=[*page.looks, (amounts, Look(number_format="#,##0.00"))])


def _line(number: int, line: Line) -> Sequence[Value]:
    task = line.task
    amount = None if task.amount is None else Scale(WANYUAN, 2).number(task.amount)
    found = [float(line.found[verdict]) if line.conclusion else None for verdict in WORST if verdict is not Verdict.AGREE]
    return (
        *(float(number), task.department, None if task.year is None else float(task.year), amount, line.sign_and_word),
        *(*found, float(line.agreed) if line.conclusion else None, task.name, "；".join(task.problems)),
    )


def _fill(line: Line) -> str | None:
    return COLOURS.get(line.conclusion) if line.conclusion else None


def _forms(lines: Sequence[Line], answers: Mapping[str, Sequence[Answer]]) -> Page:
    rows: list[Sequence[Value]] = []
    fills: dict[Cell, str | None] = {}
    for line in lines[:MOST_FORMS]:
        for number, each in enumerate(answers[line.task.name], 1):
            answer = f"{_ANSWER_SIGNS[each.answer]} {each.answer}"
            head = (line.task.department, line.task.name, float(number))
            rows.append((*head, each.row.aspect, each.row.question, answer, each.problems[:_MOST_PROBLEM]))
            fills[_HEADING + len(rows), 6] = _ANSWER_COLOURS.get(each.answer)
    title = "部门预算公开检查表" + (f"（问题最多的 {MOST_FORMS} 份）" if len(lines) > MOST_FORMS else "")
    return _page(title, _FORM, rows, fills, {"center": (3, 4, 6)})


def _page(
    title: str,
    headings: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value]],
    fills: Mapping[Cell, str | None],
    sides: Mapping[str, Sequence[int]],
) -> Page:
    """A title, headings and rows; `sides` says which columns are not flush left. Texts are made harmless on the way in."""
    count, last, widths = len(headings), _HEADING + len(rows), [width for _, width in headings]
    cells: dict[Cell, Value] = {(1, 1): title, **{(_HEADING, at): heading for at, (heading, _) in enumerate(headings, 1)}}
    heights = {1: 30.0, _HEADING: 24.0}
    for row, values in enumerate(rows, _HEADING + 1):
        texts = [_harmless(value) if isinstance(value, str) else value for value in values]
        cells |= {(row, at): value for at, value in enumerate(texts, 1) if value not in (None, "")}
        heights[row] = _height(texts, widths)
    body = Area(_HEADING + 1, 1, last, count)
    looks = [
        (Area(1, 1, 1, count), Look(bold=True, size=_TITLE_SIZE, vertical="center")),
        (Area(_HEADING, 1, _HEADING, count), Look(bold=True, fill=_HEADING_FILL, border=True, wrap=True, horizontal="center")),
        (body, Look(size=_SIZE, border=True, wrap=True, horizontal="left", vertical="center")),
        *((Area(_HEADING + 1, at, last, at), Look(horizontal=side)) for side, columns in sides.items() for at in columns),
        *((Area(*cell, *cell), Look(fill=fill)) for cell, fill in fills.items() if fill),
    ]
    return Page(cells, looks, [Area(1, 1, 1, count)], dict(enumerate(widths, 1)), heights)


def _harmless(text: str) -> str:
    """Every line of the text made harmless."""
    return "\n".join(map(harmless, text.split("\n")))


def _height(values: Sequence[Value], widths: Sequence[float]) -> float:
    texts = [(value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str)]
    most = max((measure.lines(text, width, _SIZE) for text, width in texts), default=1)
    return min(measure.TALLEST, measure.height(most, _SIZE) + 2)
