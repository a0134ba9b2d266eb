"""单个数: rounding to 万元, the change on last year in words, whether a total is the sum of its parts, the name of a code."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from budgetbook.checks.equations import SUM, Equation
from budgetbook.checks.verdict import failures, interval
from budgetbook.codes import classifications
from budgetbook.items.written import cell_text, code_text, error_name
from budgetbook.model.amount import UNIT_NAMES, WANYUAN, YUAN, Scale, exact_text
from budgetbook.model.finding import Verdict
from budgetbook.model.grid import ErrorValue, Value
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.tables.read import believed_decimals, read_amount

from .arguments import only_cell, refuse_error, rows_of, spread
from .lists import unit_of

_DIMENSIONS = {"1": "revenue", "2": "function", "3": "economic", "5": "government"}
_NEWEST = datetime.MAXYEAR  # classifications of this year are the newest that there are
_PRINTED = 2  # decimals of amounts and percentages in sentences


def wanyuan(yuan: object) -> object:
    """Yuan in 万元, rounded half up to two decimals; a blank stays blank."""
    return spread(_wanyuan, yuan)


def change(this_year: object, last_year: object, money: object = "万元") -> object:
    """增加1.38万元，增长85.19%. A blank is a zero, and said to be one where it is the base; two blanks stay blank."""
    return spread(_change, this_year, last_year, money)


def name(code: object) -> object:
    """The name that goes with a code of the newest lists; a blank stays blank."""
    return spread(_name, code)


def check(total: object, parts: object, money: object = "万元") -> str:
    """Whether a printed total is the sum of its printed parts: 相符, 尾差 (which rounding explains), 不符, 未检."""
    unit = unit_of(only_cell(money, "金额单位"))
    whole = only_cell(total, "合计")
    cells = [(row, column, value) for row, line in enumerate(rows_of(parts), 1) for column, value in enumerate(line, 1)]
    read = [read_amount(_shown(whole), unit), *(read_amount(_shown(value), unit) for _, _, value in cells)]
    places = ["合计", *(f"各部分第 {row} 行第 {column} 列" for row, column, _ in cells)]
    unread = [f"{place}：{reason}" for place, (_, reason, _) in zip(places, read, strict=True) if reason]
    if unread:
        return f"未检，{unread[0]}" + (f"，共有 {len(unread)} 格读不出" if len(unread) > 1 else "")
    return _verdict([(fen, decimals) for fen, _, decimals in read], unit)


def _verdict(read: Sequence[tuple[int | None, int]], unit: int) -> str:
    """The verdict on the first amount against the sum of the others; None is a blank, which is exactly nothing."""
    usual = believed_decimals([decimals for fen, decimals in read if fen])
    halves = [0 if fen is None else Scale(unit, max(_PRINTED, usual, decimals)).half for fen, decimals in read]
    values = [fen or 0 for fen, _ in read]
    low, high = zip(*map(interval, values, halves), strict=True)
    difference = values[0] - sum(values[1:])
    if not difference:
        return str(Verdict.AGREE.value)
    apart = failures(Equation(SUM, "", 0, tuple(range(1, len(values)))), values, low, high)
    verdict = Verdict.DISAGREE if apart else Verdict.TAIL
    more = "多" if difference > 0 else "少"
    return f"{verdict.value!s}，合计比各部分之和{more}{_plain(abs(difference), unit)}{UNIT_NAMES[unit]}"


def _wanyuan(value: object) -> object:
    if cell_text(value) == "":
        return None
    return Scale(WANYUAN, _PRINTED).number(_fen_or_zero(value, YUAN, "金额"))


def _change(this_year: object, last_year: object, money: object) -> object:
    unit = unit_of(money)
    if cell_text(this_year) == cell_text(last_year) == "":
        return None
    now, then = _fen_or_zero(this_year, unit, "本年数"), _fen_or_zero(last_year, unit, "上年数")
    difference = now - then
    if not difference:
        return "与上年持平"
    said = f"{'增加' if difference > 0 else '减少'}{_plain(abs(difference), unit)}{UNIT_NAMES[unit]}"
    if then <= 0:
        base = "上年为负数" if then else "上年为空白，按0计" if cell_text(last_year) == "" else "上年为0"
        return f"{said}（{base}，不计算增减百分比）"
    return f"{said}，{'增长' if difference > 0 else '下降'}{_percent(abs(difference), then)}"


def _percent(part: int, whole: int) -> str:
    """Half up to two decimals; what is too small to be seen is said to be."""
    hundredths = (2 * 10_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100}.{hundredths % 100:02}%" if hundredths else "不到0.01%"


def _plain(fen: int, unit: int) -> str:
    """An amount to two decimals, half up; to the fen where these would show nothing."""
    scale = Scale(unit, _PRINTED)
    return scale.text(fen) if scale.round(fen) else exact_text(fen, unit)


def _name(value: object) -> object:
    refuse_error(value, "科目编码")
    text = cell_text(value)
    if not text:
        return None
    code = text if "/" in text else code_text(text)
    codes = classifications(_NEWEST)
    found = codes.name(_DIMENSIONS.get(code[:1], "unit"), code)
    if not found:
        hint = f"{codes.data_year} 年收入、支出功能、部门经济和政府经济分类里都没有，请核对编码"
        raise BudgetbookError(Problem(f"没有“{code[:30]}”这个科目", hint=hint))
    return found


def _fen_or_zero(value: object, unit: int, label: str) -> int:
    """Fen; a blank, or a dash as tables print for nothing, is zero."""
    fen, reason, _ = read_amount(_shown(value), unit)
    if reason:
        raise BudgetbookError(Problem(f"{label}：{reason}", hint="请改成数字"))
    return fen or 0


def _shown(value: object) -> Value:
    """A cell's value as a sheet holds it."""
    if found := error_name(value):
        return ErrorValue(found)
    if isinstance(value, datetime.datetime):  # a running Excel says a time zone, though its dates have none
        return value.replace(tzinfo=None)
    return value  # type: ignore[return-value]  # Decimal reads as its text does
