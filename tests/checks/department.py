"""Departments made up for tests: raw line items, and what a careful clerk would print from them in thirteen tables and forms.

Sums and rounding are naive and know nothing of the program; only the slice of each figure is said in its terms."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from budgetbook.model.book import Book
from budgetbook.model.dimensions import NODES
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.slices import Slice

WAN, YUAN = 1_000_000, 100
GENERAL, GOV, CAPITAL, SPECIAL = "一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金"
UNIT_FUNDS = ("事业收入", "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入", "未分明细的单位资金")
GROUPS = {
    "财政拨款": (GENERAL, GOV, CAPITAL),
    "单位资金": UNIT_FUNDS,
    "基本支出": ("人员经费", "公用经费"),
    "项目支出": ("其他运转类", "特定目标类"),
    "机关单位": ("行政单位", "参公单位"),
}
CLASSES = [str(code) for code in range(201, 235) if code not in (209, 218, 225, 226)]  # 30 of them
FUNCTIONS = {
    GENERAL: ("2010301", "2010306", "2010399", "2013201", "2030603", "2040612", "2080501", "2080505", "2101101", "2210201"),
    GOV: ("2120801", "2120899", "2296002"),
    CAPITAL: ("2230105", "2239999"),
    SPECIAL: ("2050204", "2050205"),
    "事业收入": ("2100201", "2050205"),
    "其他收入": ("2010399", "2210201"),
}
REVENUES = {GOV: ("1030148", "1030155", "1031006"), CAPITAL: ("1030601", "1030602")}
ECONOMIC = {
    "人员经费": ("30101/50101", "30102/50101", "30108/50102", "30302/50905", "30101/50501"),
    "公用经费": ("30201/50201", "30201/50502", "30212/50207", "30217/50206", "30231/50208", "31002/50306", "31013/50305"),
    "其他运转类": ("30227/50205", "30231/50208", "30299/50299", "31002/50306"),
    "特定目标类": ("30227/50205", "30905/50302", "31013/50305", "31204/50799"),
}
THREE_PUBLIC = (
    ("因公出国（境）费", ("30212",)),
    ("公务接待费", ("30217",)),
    ("公务用车购置及运行费", ("30231", "31013")),
    ("①公务用车购置费", ("31013",)),
    ("②公务用车运行维护费", ("30231",)),
    ("合计", ("30212", "30217", "30231", "31013")),
)


class Item(NamedTuple):
    function: str
    economic: str  # 30201/50201
    fund: str
    kind: str
    source: str
    use: str
    unit: str
    unit_type: str
    project: str
    revenue: str
    fen: int


class Scope(NamedTuple):
    """What a row or a column is about; nodes are words of the small dimensions."""

    nodes: tuple[str, ...] = ()
    function: str = ""
    economic: tuple[str, ...] = ()
    revenue: str = ""
    unit: str = ""
    project: str = ""

    def join(self, other: Scope) -> Scope:
        return Scope(self.nodes + other.nodes, *(mine or theirs for mine, theirs in zip(self[1:], other[1:], strict=True)))

    def takes(self, item: Item) -> bool:
        said = {item.fund, item.kind, item.source, item.use, item.unit_type}
        return (
            all(said & set(GROUPS.get(node, (node,))) for node in self.nodes)
            and item.function.startswith(self.function)
            and (not self.economic or any(item.economic.startswith(code) for code in self.economic))
            and item.revenue.startswith(self.revenue)
            and self.unit in ("", item.unit)
            and self.project in ("", item.project)
        )

    @property
    def slice(self) -> Slice:
        slice_ = Slice(function=self.function, economic=self.economic, revenue=self.revenue, unit=self.unit, project=self.project)
        for node in self.nodes:
            slice_ = slice_.narrowed(NODES[node].mask)
        return slice_


@dataclass
class Department:
    items: list[Item]
    name: str = "某局"

    @property
    def units(self) -> list[str]:
        return list(dict.fromkeys(item.unit for item in self.items))

    def total(self, scope: Scope) -> int:
        return sum(item.fen for item in self.items if scope.takes(item))

    def book(self) -> Book:
        figures = [figure for sheet in sheets(self) for figure in sheet]
        listings = {f"表{n}": "function" for n in "二三五八九"}
        listings |= {"表六": "economic", "表七": "revenue", "表十一": "unit", "表十二": "project", "表十三": "project"}
        return Book(tuple(figures), year=2024, department=self.name, listings=listings)


class Items:
    """Stands for the line items, with the three methods that checking needs; adds item by item."""

    def __init__(self, department: Department):
        self.items = [(item, _item_slice(item)) for item in department.items]

    def total(self, slice_: Slice) -> int:
        return sum(item.fen for item, own in self.items if own.within(slice_))

    def totals(self, slices: Sequence[Slice]) -> np.ndarray:
        known = {slice_: self.total(slice_) for slice_ in set(slices)}
        return np.array([known[slice_] for slice_ in slices], dtype=np.int64)

    def nodes(self, dimension: str, slice_: Slice) -> tuple[str, ...]:
        found = [getattr(item, dimension) for item, own in self.items if own.within(slice_)]
        return tuple(dict.fromkeys(node for node in found if node))


def _item_slice(item: Item) -> Slice:
    words = (item.fund, item.kind, item.source, item.use, item.unit_type, "非政府采购")
    slice_ = Slice(function=item.function, revenue=item.revenue, unit=item.unit, project=item.project)
    for word in words:
        slice_ = slice_.narrowed(NODES[word].mask)
    return slice_._replace(economic=(item.economic or "999",))


def round_half_up(fen: int, step: int) -> int:
    return (fen + step // 2) // step * step


def figure(slice_: Slice, fen: int, sheet: str, row: int, column: int, label: str, unit: int = WAN) -> Figure:
    """An amount as printed: 万元 with two decimals, or yuan without any."""
    step = 10_000 if unit == WAN else 100
    place = Place(sheet, row, column)
    if not fen:
        return Figure(slice_, 0, 0, place, sheet, label, State.BLANK)
    value = round_half_up(fen, step)
    text = f"{Decimal(value) / unit:.2f}" if unit == WAN else str(value // unit)
    return Figure(slice_, value, step // 2, place, sheet, label, State.READ, text)


Rows = Iterable[tuple[str, Scope]]


def grid(department: Department, sheet: str, rows: Rows, columns: Rows, at: tuple[int, int] = (5, 2)) -> Iterator[Figure]:
    columns = list(columns)
    for row, (row_label, row_scope) in enumerate(rows, at[0]):
        for column, (column_label, column_scope) in enumerate(columns, at[1]):
            scope = row_scope.join(column_scope)
            yield figure(scope.slice, department.total(scope), sheet, row, column, f"{row_label} / {column_label}")


def s(*nodes: str, **codes: object) -> Scope:
    return Scope(nodes, **codes)  # type: ignore[arg-type]


def codes(department: Department, base: Scope, dimension: str, cut: Callable[[str], list[str]]) -> list[str]:
    values = [getattr(item, dimension) for item in department.items if base.takes(item)]
    return sorted({code for value in values if value for code in cut(value)})


def function_rows(department: Department, base: Scope) -> Rows:
    found = codes(department, base, "function", lambda code: [code[:3], code[:5], code])
    return [("合计", Scope()), *((code, s(function=code)) for code in found)]


FUNDS = [(GENERAL, s(GENERAL)), (GOV, s(GOV)), (CAPITAL, s(CAPITAL))]
KINDS = [("合计", Scope()), ("基本支出", s("基本支出")), ("项目支出", s("项目支出"))]


def sheets(d: Department) -> Iterator[Iterator[Figure]]:
    income = [(fund, s(fund, "本年")) for fund in (GENERAL, GOV, CAPITAL, SPECIAL, "单位资金")]
    ends = [("本年收入合计", s("本年")), ("上年结转", s("上年结转")), ("收入总计", s())]
    spent = [*((code, s("支出", function=code)) for code in CLASSES), ("本年支出合计", s("支出"))]
    spent += [("年终结转", s("年终结转")), ("支出总计", s())]
    by_source = [("合计", s()), ("当年预算安排", s("本年")), ("上年结转安排", s("上年结转"))]
    yield grid(d, "表一", income + ends, [("预算数", s())])
    yield grid(d, "表一", spent, by_source, (5, 4))

    fund_columns = [*FUNDS, (SPECIAL, s(SPECIAL)), ("单位资金", s("单位资金"))]
    current = [(name, scope.join(s("本年"))) for name, scope in fund_columns]
    yield grid(d, "表二", function_rows(d, s()), [("合计", s()), *current, ("上年结转", s("上年结转"))])
    yield grid(d, "表三", function_rows(d, s("支出")), [(name, c.join(s("支出"))) for name, c in KINDS])

    own = s("财政拨款")
    left = [(name, c.join(s("本年"))) for name, c in FUNDS] + [("本年收入合计", s("财政拨款", "本年"))]
    left += [("上年财政拨款结转", s("财政拨款", "上年结转"))] + [(name, c.join(s("上年结转"))) for name, c in FUNDS]
    yield grid(d, "表四", [*left, ("收入总计", own)], [("金额", s())])
    yield grid(d, "表四", spent, [("小计", own), *FUNDS], (5, 4))

    base = s("支出", GENERAL, "本年")
    yield grid(d, "表五", function_rows(d, base), [(name, c.join(base)) for name, c in KINDS])
    base = base.join(s("基本支出"))
    pairs = codes(d, base, "economic", lambda code: [code[:3], code])
    rows = [("合计", s()), *((code, s(economic=(code,))) for code in pairs)]
    yield grid(d, "表六", rows, [("合计", base), ("人员经费", base.join(s("人员经费"))), ("公用经费", base.join(s("公用经费")))])
    for sheet, fund, dimension in (("表七", GOV, "revenue"), ("表九", CAPITAL, "revenue")):
        base = s(fund, "本年")
        found = codes(d, base, dimension, lambda code: [code[:5], code])
        yield grid(d, sheet, [("合计", s()), *((code, s(revenue=code)) for code in found)], [("预算数", base)])
    for sheet, fund, at in (("表八", GOV, (5, 2)), ("表九", CAPITAL, (5, 5))):
        base = s("支出", fund, "本年")
        yield grid(d, sheet, function_rows(d, base), [(name, c.join(base)) for name, c in KINDS], at)

    appropriation = [("合计", own), *FUNDS]
    rows = [(name, s("支出", economic=found)) for name, found in THREE_PUBLIC]
    yield grid(d, "表十", rows, appropriation)
    base = s("支出", "公用经费", "机关单位")
    units = [unit for unit in d.units if d.total(base.join(own).join(s(unit=unit)))]
    rows = [("部门合计", base), *((unit, base.join(s(unit=unit))) for unit in units)]
    yield grid(d, "表十一", rows, appropriation)
    yield from project_sheets(d, fund_columns)


def project_sheets(d: Department, fund_columns: Rows) -> Iterator[Iterator[Figure]]:
    for sheet, source, columns in (("表十二", "本年", fund_columns), ("表十三", "上年结转", FUNDS)):
        base = s("支出", "项目支出", source)
        rows = [(d.name, base)]
        for unit in d.units:
            names = list(dict.fromkeys(item.project for item in d.items if base.join(s(unit=unit)).takes(item)))
            rows += [(unit, base.join(s(unit=unit)))] if names else []
            rows += [(name, base.join(s(unit=unit, project=name))) for name in names]
        yield grid(d, sheet, rows, [("合计", s()), *columns])
    base = s("支出", "项目支出", "本年")
    for name in dict.fromkeys(item.project for item in d.items if base.takes(item)):
        scope = base.join(s(project=name))
        yield iter([figure(scope.slice, d.total(scope), f"绩效-{name}", 6, 3, "年度资金总额", YUAN)])


def make_department(seed: int) -> Department:
    """Units, funds, deep trees of codes, projects, carry-over and surplus, as the seed has it. Amounts from 100 元 up."""
    r = random.Random(seed)
    types = ("行政单位", "参公单位", "事业单位")
    units = [(f"单位{n}", r.choice(types)) for n in range(1, r.choice((1, 1, 2, 3)) + 1)]
    funds = [GENERAL] + [fund for fund in (GOV, CAPITAL, SPECIAL, "事业收入", "其他收入") if r.random() < 0.45]
    carried, surplus = r.random() < 0.5, r.random() < 0.3
    items = []
    for unit, unit_type in units:
        for fund in funds:
            for _ in range(r.randint(2, 9)):
                items.append(_spent(r, unit, unit_type, fund, "上年结转" if carried and r.random() < 0.25 else "本年"))
            if surplus and r.random() < 0.5:
                items.append(_left_over(r, unit, unit_type, fund))
    return Department(items)


def _spent(r: random.Random, unit: str, unit_type: str, fund: str, source: str) -> Item:
    kinds = tuple(ECONOMIC) if fund == GENERAL else ("其他运转类", "特定目标类", "公用经费")
    kind = r.choice(kinds)
    project = f"{unit}{fund[:2]}{kind[:2]}{r.randint(1, 3)}" if kind in GROUPS["项目支出"] else ""
    revenue = r.choice(REVENUES[fund]) if fund in REVENUES else ""
    function, economic = r.choice(FUNCTIONS[fund]), r.choice(ECONOMIC[kind])
    return Item(function, economic, fund, kind, source, "支出", unit, unit_type, project, revenue, _amount(r))


def _left_over(r: random.Random, unit: str, unit_type: str, fund: str) -> Item:
    revenue = r.choice(REVENUES[fund]) if fund in REVENUES else ""
    function = r.choice(FUNCTIONS[fund])
    return Item(function, "", fund, "未分类型的资金", "本年", "年终结转", unit, unit_type, "", revenue, _amount(r))


def _amount(r: random.Random) -> int:
    """Fen: round 万元, whole yuan, or to the fen."""
    return r.choice((r.randint(1, 900) * WAN, r.randint(100, 5_000_000) * YUAN, r.randint(10_000, 900_000_000)))
