"""追溯: where a figure comes from, and what it has to fit."""

from __future__ import annotations

from budgetbook.checks.relations import Relation, relations_at
from budgetbook.items.line_items import LineItems
from budgetbook.model.figure import Place
from budgetbook.model.finding import Finding, Verdict
from budgetbook.model.grid import Cell, Value, parse_cell
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.accepted import read_accepted
from budgetbook.outputs.listing import ITEMS_BEHIND, WHY, Column, Listing, write_listing
from budgetbook.stories.check import check_reading
from budgetbook.stories.explain import Explanation, explain_place
from budgetbook.stories.inputs import ITEMS_SHEET, items_in, settings_of
from budgetbook.stories.reading import read_book, read_workbook

from .desk import Desk

_WIDTHS = {"行": 6, "单位": 30, "功能科目": 11, "经济科目": 14, "资金性质": 20, "来源": 10, "类别": 14, "项目": 32}


def drill_down(desk: Desk) -> str:
    """The line items behind the selected cell, each with a link to its row, on a sheet with a link back."""
    place, items = _place(desk), items_in(desk.workbook)
    if items is None:
        hint = "请先用“导入明细…”，或把明细填进“明细”表"
        raise BudgetbookError(Problem("没有预算明细，追溯不了", desk.workbook.name, hint=hint))
    reading = read_workbook(desk.workbook, desk.path, items)
    found = explain_place(reading, place, items, desk.workbook.name)
    write_listing(desk.workbook, ITEMS_BEHIND, _behind(found, place))
    desk.go_to(ITEMS_BEHIND)
    return f"{place}：{len(found.items)} 行明细，合计 {found.total} 元，应印 {found.expected}{found.unit}，{found.verdict.value}。"


def _place(desk: Desk) -> Place:
    sheet, cell = desk.selected
    corner = desk.workbook.sheet(sheet).range(cell).merge_area
    return Place(sheet, corner.row, corner.column)


def _behind(found: Explanation, place: Place) -> Listing:
    columns = [Column(heading, _WIDTHS.get(heading, 16), heading.startswith("金额")) for heading in found.headings]
    rows: list[tuple[Value, ...]] = [(float(line[0]), *line[1:-1], float(line[-1])) for line in found.items]
    printed = f"{found.printed or '（空白）'}{found.unit if found.printed else ''}"
    remarks = [
        f"这个数是：{found.words}",
        f"明细合计 {found.total} 元，应印 {found.expected}{found.unit}；表上印的是 {printed}：{found.verdict.value}{found.remark}",
    ]
    links: dict[tuple[int, int], tuple[str, Cell]] = {
        (row, 0): (ITEMS_SHEET, (int(line[0]), 1)) for row, line in enumerate(found.items)
    }
    return Listing(
        f"{ITEMS_BEHIND}：{place}　{found.label}", columns, rows, remarks, links, (place.sheet, (place.row, place.column))
    )


def why_red(desk: Desk) -> str:
    """Every equation that the selected cell takes part in, and every rule that has found something there."""
    place, path = _place(desk), desk.path
    items = items_in(desk.workbook)
    relations, findings = _known(desk, place, items)
    if not relations and not findings:
        hint = "请选表中填金额的单元格，或标了色的单元格"
        raise BudgetbookError(Problem("这个单元格不参加任何勾稽关系", path.name, place.sheet, place.cell, hint))
    write_listing(desk.workbook, WHY, _reasons(place, relations, findings))
    desk.go_to(WHY)
    wrong = sum(relation.verdict is Verdict.DISAGREE for relation in relations)
    return f"{place} 参加 {len(relations)} 条勾稽关系，不符 {wrong} 条；规则在这里另有 {len(findings)} 处发现。都列在“{WHY}”表里。"


def _known(desk: Desk, place: Place, items: LineItems | None) -> tuple[list[Relation], list[Finding]]:
    reading = read_workbook(desk.workbook, desk.path, items)
    report = check_reading(reading, items, settings_of(desk.path, None), read_accepted(desk.workbook))
    relations = relations_at(read_book(reading), place, items)
    codes = {relation.code for relation in relations}
    findings = [finding for finding in report.findings if finding.code not in codes and place in (finding.place, *finding.related)]
    return relations, findings


def _reasons(place: Place, relations: list[Relation], findings: list[Finding]) -> Listing:
    columns = [
        *(Column("结论", 9), Column("代码", 7), Column("应成立的关系", 26), Column("左边", 38), Column("关系", 12)),
        *(Column("右边", 52), Column("差额", 14, True), Column("左边可以是", 22, True), Column("右边可以是", 22, True)),
        Column("其他单元格", 16),
    ]
    rows = [_line(relation) for relation in relations]
    rows += [
        (f"{each.verdict.sign} {each.verdict.value}", each.code, "规则", each.message, "", each.hint, each.difference, "", "", "")
        for each in findings
    ]
    links: dict[tuple[int, int], tuple[str, Cell]] = {}
    for row, relation in enumerate(relations):
        if relation.places:
            links[row, 9] = (relation.places[0].sheet, parse_cell(relation.places[0].cell))
    remarks = ["两边“可以是”的范围有重叠，就是四舍五入可以解释的尾差；没有重叠，就是不符。"]
    return Listing(f"{WHY}：{place}", columns, rows, remarks, links, (place.sheet, (place.row, place.column)))


def _line(relation: Relation) -> tuple[str, ...]:
    more = f" 等 {len(relation.places)} 处" if len(relation.places) > 1 else ""
    return (
        f"{relation.verdict.sign} {relation.verdict.value}",
        relation.code,
        relation.says,
        relation.left,
        relation.relation,
        relation.right,
        relation.difference,
        relation.left_range,
        relation.right_range,
        f"{relation.places[0]}{more}" if relation.places else "",
    )
