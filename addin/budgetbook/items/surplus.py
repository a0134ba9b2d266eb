"""年终结转: what income is left over when all is spent, and the problems when the two sides do not fit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from budgetbook.model.amount import exact_text
from budgetbook.model.dimensions import DIMENSIONS, LEFT_OVER, NODES
from budgetbook.model.dimensions import field as bits_of
from budgetbook.model.problem import Problem

from .columns import Column, distinct, grouped, joined
from .records import CODES, NAMES, Records

GROUPS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")

_UNSPOKEN = LEFT_OVER | NODES["未分类型的资金"].mask | NODES["非政府采购"].mask


class Purse(NamedTuple):
    """Money that must suffice for itself."""

    group: str
    source: int  # an atom
    unit: str

    def words(self) -> str:
        return f"单位“{self.unit}”的{_name('source', self.source)}{self.group}"


class Left(NamedTuple):
    """What is left over. An atom of one fund may be negative where lines name funds unequally; all of a purse never is."""

    fund: int
    source: int
    unit: str
    function: str
    amount: int


@dataclass
class Surplus:
    """All that is left over, with what is wrong."""

    left: list[Left] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def surplus(incomes: Records, spending: Records, file: str, sheet: str) -> Surplus:
    """Income less spending by fund, source, unit, and by function where every line of income names one.

    Problems: spending beyond its income; money left over of which nobody knows the function."""
    result = Surplus()
    come, gone = _purses(incomes), _purses(spending)
    for purse in sorted(come.keys() | gone.keys()):
        _settle(result, purse, come.get(purse, Counter()), gone.get(purse, Counter()))
    result.problems = [problem._replace(file=file, sheet=sheet) for problem in result.problems]
    return result


def with_surplus(spending: Records, left: list[Left], unit_boxes: dict[str, int]) -> Records:
    """The records of spending with one more for everything left over; kind, economic code and project are not said."""
    more = {"function": [each.function for each in left], "unit": [each.unit for each in left]}
    keys = {key: _longer(spending.keys[key], more.get(key, [""] * len(left))) for key in (*CODES, *NAMES)}
    boxes = [each.fund | each.source | unit_boxes[each.unit] | _UNSPOKEN for each in left]
    amounts = [each.amount for each in left]
    return Records(
        np.append(spending.boxes, np.array(boxes, np.int64)), keys, np.append(spending.amounts, np.array(amounts, np.int64))
    )


def _settle(result: Surplus, purse: Purse, come: Counter[tuple[int, str]], gone: Counter[tuple[int, str]]) -> None:
    known = bool(come) and all(function for _, function in come)
    differences: Counter[tuple[int, str]] = Counter()
    for sign, side in ((1, come), (-1, gone)):
        for (fund, function), amount in side.items():
            differences[fund, function if known else ""] += sign * amount
    problems = list(_problems(purse, come, gone, known))
    result.problems += problems
    if problems:
        return
    left = [Left(fund, purse.source, purse.unit, function, amount) for (fund, function), amount in differences.items() if amount]
    result.left += sorted(left)
    if any(each.amount < 0 for each in left):
        said = f"{purse.words()}：收入行和支出行写的资金性质粗细不一，分项的资金对不上，合计相符"
        result.problems.append(Problem(said, hint="请把支出行的资金性质写得和收入行一样细", warning=True))


def _problems(purse: Purse, come: Counter[tuple[int, str]], gone: Counter[tuple[int, str]], known: bool) -> Iterator[Problem]:
    incomes, spendings = _by_function(come, known), _by_function(gone, known)
    for function in sorted(incomes.keys() | spendings.keys()):
        income, spent = incomes[function], spendings[function]
        if income < spent:
            of_function = f"功能科目 {function} 的" if function else ""
            hint = "请补上缺少的收入行，或核对金额、资金性质和资金来源"
            yield Problem(f"{purse.words()}：{of_function}收入不够支出：{_sides(income, spent)}", hint=hint)
        elif income > spent and not known:
            hint = "请在这些收入行上填写“支出功能分类科目编码”，才知道结转的是哪个科目的钱"
            yield Problem(f"{purse.words()}有年终结转：{_sides(income, spent)}，但收入行没有功能科目", hint=hint)


def _by_function(side: Counter[tuple[int, str]], known: bool) -> Counter[str]:
    """Fen of each function; all of it under "" where functions are not known."""
    sums: Counter[str] = Counter()
    for (_, function), amount in side.items():
        sums[function if known else ""] += amount
    return sums


def _sides(income: int, spent: int) -> str:
    return f"收入 {exact_text(income)} 元，支出 {exact_text(spent)} 元，相差 {exact_text(income - spent)} 元"


def _purses(records: Records) -> dict[Purse, Counter[tuple[int, str]]]:
    """By purse: (fund atom, function) → fen."""
    units, functions = records.keys["unit"], records.keys["function"]
    boxes = records.boxes & (DIMENSIONS["fund"].mask | DIMENSIONS["source"].mask)
    first, of_kind = distinct(boxes)
    told = [(_group(box), bits_of(box, "source"), bits_of(box, "fund")) for box in boxes[first].tolist()]
    coded = ((of_kind, len(told)), (units.codes, len(units.values)), (functions.codes, len(functions.values)))
    groups = grouped(joined(coded), records.amounts)
    purses: dict[Purse, Counter[tuple[int, str]]] = defaultdict(Counter)
    lists = (of_kind[groups.first], units.codes[groups.first], functions.codes[groups.first], groups.sums)
    for kind, unit, function, amount in zip(*(each.tolist() for each in lists), strict=True):
        group, source, fund = told[kind]
        purses[Purse(group, source, units.values[unit])][fund, functions.values[function]] += amount
    return purses


def _group(box: int) -> str:
    return next(name for name in GROUPS if box & NODES[name].mask)


def _name(dimension: str, atom: int) -> str:
    names = (node.name for node in NODES.values() if node.dimension == dimension and node.mask == atom)
    return next(names, DIMENSIONS[dimension].name)


def _longer(column: Column, texts: list[str]) -> Column:
    index = {value: at for at, value in enumerate(column.values)}
    codes = np.array([index.setdefault(text, len(index)) for text in texts], np.int32)
    return Column(np.append(column.codes, codes), tuple(index))
