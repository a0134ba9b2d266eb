"""Validating line items: every problem of the list at once, or lines in official terms."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from budgetbook.codes import Classifications, classifications
from budgetbook.model.amount import WANYUAN, YUAN, exact_text
from budgetbook.model.problem import BudgetbookError

from . import rules, values
from .amounts import TOTAL_LIMIT, column_amounts, magnitude
from .blocks import rows_text
from .columns import Column, Mask, Whole, joined
from .complaints import Complaint, Complaints
from .lines import AMOUNT, FIELDS, INCOME, Lines
from .sources import Source
from .units import judge_units, projects_in_order
from .written import code_text

_MIX = 0x9E3779B97F4A7C1  # odd, so that keys are spread over all of int64

_FORMULA = "；是公式的，请用 Excel 打开、保存一次再试"  # whose result the file does not hold
_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度?)?(?:预算)?")
_CODES = (rules.FUNCTION, rules.ECONOMIC, rules.GOVERNMENT, rules.REVENUE)
_TERMS = {
    "fund": Complaint("没有资金性质", values.nearest("fund", "")),
    "source": None,
    "kind": None,
    "unit_type": None,
    "use": None,
    "procurement": None,
}
_BASIC = ("人员经费", "公用经费")
_PROJECT = ("其他运转类", "特定目标类")
_WITH_REVENUE_CODE = ("政府性基金预算", "国有资本经营预算")
_HEADINGS = {field: heading for heading, field in FIELDS.items()}


def validated(source: Source, year: int | None = None) -> Lines:
    """The lines of a list; `year` is the year that they must be of (default: that of most of them).

    Raises BudgetbookError with all problems, errors before warnings."""
    complaints = Complaints(source)
    columns = {field: _plain(field, source.column(heading)) for heading, field in FIELDS.items()}
    found_year = _judge_year(complaints, columns["year"], year)
    _judge_codes(complaints, columns, classifications(found_year))
    _judge_terms(complaints, columns)
    terms = {field: _in_terms(field, columns[field]) for field in _TERMS}
    columns |= terms
    _judge_blanks(complaints, columns)
    amounts = _judge_amounts(complaints)
    _judge_department(complaints, columns)
    units = judge_units(complaints, columns)
    if complaints.errors:
        raise BudgetbookError(sorted(complaints.problems, key=lambda problem: problem.warning))
    _judge_duplicates(complaints, columns, amounts)
    income = columns["use"].where(lambda use: use == INCOME)
    codes, names = (_first(columns[field]) for field in ("department_code", "department"))
    name = names or (units[0].name if len(units) == 1 else codes)
    projects = projects_in_order(columns)
    return Lines(
        source.file, source.sheet, found_year, codes, name, units, projects, columns, amounts, source.rows, income,
        tuple(complaints.problems),
    )  # fmt: skip


def _plain(field: str, column: Column) -> Column:
    """Codes and years without what exports put round them; other texts as they are."""
    if field == "year":
        return column.changed(_YEAR.sub(r"\1", code_text(value)) for value in column.values)
    coded = field.endswith("_code") or field in {kind.field for kind in _CODES}
    return column.changed(map(code_text, column.values)) if coded else column


def _in_terms(field: str, column: Column) -> Column:
    return column.changed(values.meaning(field, value) or value for value in column.values)


def _judge_year(complaints: Complaints, column: Column, expected: int | None) -> int:
    counts = np.bincount(column.codes, minlength=len(column.values))
    years = {value: int(count) for value, count in zip(column.values, counts, strict=True) if _YEAR.fullmatch(value)}
    if not years and expected is None:
        complaints.judge("预算年度", column, lambda text: Complaint(f"“{text[:30]}”不是年度", "应为 4 位数字，如 2024"))
        return 0
    year = str(expected) if expected else max(years, key=lambda value: (years[value], value))
    whose = f"要的是 {year} 年" if expected else f"其余行是 {year} 年"

    def rule(text: str) -> Complaint | None:
        if not _YEAR.fullmatch(text):
            return Complaint(f"“{text[:30]}”不是年度" if text else "没有年度", "应为 4 位数字，如 2024")
        return None if text == year else Complaint(f"年度是 {text}，{whose}", "一份明细只能有一个年度")

    complaints.judge("预算年度", column, rule)
    return int(year)


def _judge_codes(complaints: Complaints, columns: dict[str, Column], codes: Classifications) -> None:
    for kind in _CODES:
        complaints.judge(kind.heading, columns[kind.field], rules.code_rule(kind, codes))


def _judge_terms(complaints: Complaints, columns: dict[str, Column]) -> None:
    for field, missing in _TERMS.items():
        complaints.judge(_HEADINGS[field], columns[field], rules.term_rule(field, missing))
    for field in ("department", "unit", "project"):
        complaints.judge(_HEADINGS[field], columns[field], rules.name_rule)


def _judge_blanks(complaints: Complaints, columns: dict[str, Column]) -> None:
    """What may not be blank, given what else the line says."""
    income = _rows(columns["use"], (INCOME,))
    spent = _rows(columns["use"], ("支出",))
    basic, project = _rows(columns["kind"], _BASIC), _rows(columns["kind"], _PROJECT)
    with_revenue = income & _rows(columns["fund"], _WITH_REVENUE_CODE)
    no_economic = "没有部门经济科目编码"
    for field, rows, complaint in (
        ("unit", None, Complaint("没有单位名称", "每一行都要填写；合并的单元格请取消合并后逐行填写")),
        ("function", ~income, Complaint("没有支出功能分类科目编码", "请填写 7 位项级编码")),
        ("economic", spent & basic, Complaint(no_economic, "基本支出按经济科目公开，请填写 5 位编码")),
        ("economic", spent & ~basic, Complaint(no_economic, "按经济科目列的表里不会有这笔钱", True)),
        ("kind", spent, Complaint("没有项目类别", "这笔钱不会算进基本支出或项目支出", True)),
        ("project", spent & project, Complaint("项目支出没有项目名称", "项目支出表里不会列出它", True)),
        ("revenue", with_revenue, Complaint("收入行没有收入分类科目编码", "按收入科目列的表里不会有这笔钱", True)),
    ):
        if field == "kind":  # its blank has become its term for what is not said
            complaints.judge(_HEADINGS[field], columns[field], _unstated(complaint), rows)
        else:
            complaints.judge_blank(_HEADINGS[field], columns[field], complaint, rows)
    superfluous = Complaint("支出行上的收入分类科目编码不起作用", "收入请另写一行，收支类型写“收入”", True)
    complaints.judge("收入分类科目编码", columns["revenue"], lambda text: superfluous if text else None, ~income)


def _unstated(complaint: Complaint) -> rules.Rule:
    return lambda text: complaint if text == values.meaning("kind", "") else None


def _judge_amounts(complaints: Complaints) -> Whole:
    source = complaints.source
    column = source.column(AMOUNT)
    unit = source.unit(AMOUNT)
    amounts, wrong = column_amounts(column, unit)
    said = {at: Complaint(reason, "应为数字，如 1234.56") for at, reason in wrong.items()}
    if "" in column.values:
        said[column.values.index("")] = Complaint("没有金额", "请填写；没有钱的行请删去" + _FORMULA * bool(source.sheet))
    complaints.say(AMOUNT, column, said)
    if len(negative := source.rows[amounts < 0]):
        complaints.add(Complaint("金额是负数，按冲减计算", "请核对是否真的要冲减", True), AMOUNT, negative)
    whole = magnitude(amounts)
    if unit == YUAN and 0 < whole < WANYUAN and not wrong:
        small = f"全部金额加起来只有 {exact_text(whole)} 元，像是以万元为单位"
        complaints.add(Complaint(small, "如果是万元，请把表头改为“金额(万元)”", True), AMOUNT)
    if whole >= TOTAL_LIMIT:
        complaints.add(Complaint("金额总和太大，不像是预算", "请核对金额的单位是不是元"), AMOUNT)
    return amounts


def _judge_department(complaints: Complaints, columns: dict[str, Column]) -> None:
    """One department, under one code and one name."""
    names, codes = ([text for text in columns[field].present() if text] for field in ("department", "department_code"))
    for field, is_one in (("department_code", len(names) == 1), ("department", len(codes) == 1)):
        column = columns[field]
        present = [text for text in column.present() if text]
        for other in present[1:]:
            rows = complaints.source.rows[column.where(lambda text, other=other: text == other)]  # type: ignore[misc]
            both = f"“{present[0]}”和“{other}”"
            said = Complaint(f"有两个部门：{both}", "一份明细只能有一个部门，请分成两个文件")
            if is_one:
                said = Complaint(f"同一个部门有两种写法：{both}", "请改成一样的；如果真是两个部门，请分成两个文件")
            complaints.add(said, _HEADINGS[field], rows)


def _judge_duplicates(complaints: Complaints, columns: dict[str, Column], amounts: Whole) -> None:
    """Lines that are the same in every column."""
    keys = joined([(column.codes, len(column.values)) for column in columns.values()])
    if _all_different(keys, amounts):
        return
    order = np.lexsort((amounts, keys))
    ordered, money = keys[order], amounts[order]
    same = (ordered[1:] == ordered[:-1]) & (money[1:] == money[:-1])
    again = np.flatnonzero(same) + 1
    if not len(again):
        return
    rows = np.sort(complaints.source.rows[order[again]])
    first = complaints.source.rows[order[np.flatnonzero(np.append(same, False) & ~np.append(False, same))]]
    said = f"与前面的行（{rows_text(np.sort(first))}）每一列都相同，照样计算"
    complaints.add(Complaint(said, "请核对是不是录了两遍", True), rows=rows)


def _all_different(keys: Whole, amounts: Whole) -> bool:
    """Whether no two lines have the same mark, as equal lines do: seen much sooner than which lines are equal."""
    marks = np.sort(keys * _MIX + amounts)
    return bool((marks[1:] != marks[:-1]).all())


def _rows(column: Column, texts: Iterable[str]) -> Mask:
    wanted = frozenset(texts)
    return column.where(lambda text: text in wanted)


def _first(column: Column) -> str:
    return next((text for text in column.present() if text), "")
