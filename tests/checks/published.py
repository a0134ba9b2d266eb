"""The published reference disclosure as a book: its tables cell by cell, and the year's total of its forms."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal

from budgetbook.model.book import Book
from budgetbook.model.figure import Figure, Place, State
from tests.checks.department import (
    CAPITAL,
    CLASSES,
    FUNDS,
    GENERAL,
    GOV,
    KINDS,
    SPECIAL,
    THREE_PUBLIC,
    WAN,
    Department,
    Item,
    Rows,
    Scope,
    s,
)
from tests.reference import REFERENCE

DEPARTMENT = "山西转型综合改革示范区晋中开发区行政审批局"
LISTINGS = {"表二": "function", "表三": "function", "表五": "function", "表八": "function", "表六": "economic"}
LISTINGS |= {"表七": "revenue", "表十一": "unit", "表十二": "project", "表十三": "project"}
SOURCES = [("合计", s()), ("当年预算安排", s("本年")), ("上年结转安排", s("上年结转"))]
SPENT: Rows = [
    *((code, s("支出", function=code)) for code in CLASSES),
    ("本年支出合计", s("支出")),
    ("年终结转", s("年终结转")),
    ("支出总计", s()),
]


def published_book(*, mended: bool = False) -> Book:
    """As it was published; mended, with 表六 and 表十一 filled and the two wrong forms put right."""
    figures = [*_tables(), *_empty_tables(mended), *_forms(mended)]
    return Book(tuple(figures), year=2024, department=DEPARTMENT, listings=LISTINGS)


def line_items() -> Department:
    """The line items behind the tables."""
    items = []
    for row in _csv("line_items.csv"):
        economic = f"{row['部门预算支出经济分类科目编码']}/{row['政府预算支出经济分类科目编码']}"
        kind, basic = row["项目类别"], row["项目类别"] == "公用经费"
        project = "" if basic else row["项目名称"]
        fen = int(Decimal(row["金额(元)"]) * 100)
        function = row["支出功能分类科目编码"]
        items.append(Item(function, economic, GENERAL, kind, "本年", "支出", row["单位名称"], "行政单位", project, "", fen))
    return Department(items, DEPARTMENT)


def _csv(name: str) -> list[dict[str, str]]:
    with open(REFERENCE / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _cells(number: int) -> list[list[str]]:
    with open(REFERENCE / f"published/table_{number:02d}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def printed(scope: Scope, text: str, sheet: str, row: int, column: int, label: str, unit: int = WAN) -> Figure:
    place = Place(sheet, row, column)
    if not text:
        return Figure(scope.slice, 0, 0, place, sheet, label, State.BLANK)
    half = 5000 if unit == WAN else 50
    return Figure(scope.slice, int(Decimal(text) * unit), half, place, sheet, label, State.READ, text)


def _grid(sheet: str, cells: list[list[str]], rows: Rows, columns: Rows, first: int = 2) -> Iterator[Figure]:
    for row, ((row_label, row_scope), texts) in enumerate(zip(rows, cells, strict=True), 5):
        for column, (column_label, column_scope) in enumerate(columns, first):
            scope, label = row_scope.join(column_scope), f"{row_label} / {column_label}"
            yield printed(scope, texts[column - 1], sheet, row, column, label)


def _tables() -> Iterator[Figure]:
    funds = [(name, s(name, "本年")) for name in (GENERAL, GOV, CAPITAL, SPECIAL, "单位资金")]
    ends = [("本年收入合计", s("本年")), ("上年结转", s("上年结转")), ("收入总计", s())]
    one, four = _cells(1), _cells(4)
    yield from _grid("表一", [row for row in one if row[0]], funds + ends, [("预算数", s())])
    yield from _grid("表一", one, SPENT, SOURCES, 4)

    own = s("财政拨款")
    left = [(name, c.join(s("本年"))) for name, c in FUNDS] + [("本年收入合计", s("财政拨款", "本年"))]
    left += [("上年财政拨款结转", s("财政拨款", "上年结转")), *((name, c.join(s("上年结转"))) for name, c in FUNDS)]
    yield from _grid("表四", [row for row in four if row[0]], [*left, ("收入总计", own)], [("金额", s())])
    yield from _grid("表四", [row for row in four if row[2]], SPENT, [("小计", own), *FUNDS], 4)

    current = [(name, s(name, "本年")) for name in (GENERAL, GOV, CAPITAL, SPECIAL)]
    two = _cells(2)
    yield from _grid("表二", two, _codes(two), [("合计", s()), *current, ("上年结转", s("上年结转"))], 3)
    for sheet, number, base in (("表三", 3, s("支出")), ("表五", 5, s("支出", GENERAL, "本年"))):
        cells = _cells(number)
        yield from _grid(sheet, cells, _codes(cells), [(name, c.join(base)) for name, c in KINDS], 3)
    rows = [(name, s("支出", economic=codes)) for name, codes in THREE_PUBLIC]
    yield from _grid("表十", _cells(10), rows, [("合计", own), *FUNDS])
    base, twelve = s("支出", "项目支出", "本年"), _cells(12)
    rows = [(row[0], base.join(s(unit=DEPARTMENT, project=row[0]))) for row in twelve[2:]]
    rows = [(DEPARTMENT, base), (DEPARTMENT, base.join(s(unit=DEPARTMENT))), *rows]
    columns = [("合计", s()), *FUNDS, (SPECIAL, s(SPECIAL)), ("单位资金", s("单位资金"))]
    yield from _grid("表十二", twelve, rows, columns)


def _codes(cells: list[list[str]]) -> Rows:
    return [(row[0], s(function="" if row[0] == "合计" else row[0])) for row in cells]


def _empty_tables(mended: bool) -> Iterator[Figure]:
    """Tables whose only row is the total: 表六, 表七, 表八, 表九, 表十一, 表十三."""
    clerk = line_items()
    base, total = s("支出", GENERAL, "本年", "基本支出"), [("合计", s())]
    by_kind = [("合计", base), ("人员经费", base.join(s("人员经费"))), ("公用经费", base.join(s("公用经费")))]
    operating = s("支出", "公用经费", "机关单位")
    appropriation = [("合计", s("财政拨款")), *FUNDS]
    if mended:
        from tests.checks.department import codes, grid

        pairs = codes(clerk, base, "economic", lambda code: [code[:3], code])
        yield from grid(clerk, "表六", [*total, *((code, s(economic=(code,))) for code in pairs)], by_kind)
        rows = [("部门合计", operating), (DEPARTMENT, operating.join(s(unit=DEPARTMENT)))]
        yield from grid(clerk, "表十一", rows, appropriation)
    else:
        yield from _grid("表六", [[""] * 4], total, by_kind)
        yield from _grid("表十一", [[""] * 5], [("部门合计", operating)], appropriation)
    for sheet, fund in (("表七", GOV), ("表九", CAPITAL)):
        yield from _grid(sheet, [[""] * 2], total, [("预算数", s(fund, "本年"))])
    for sheet, fund, first in (("表八", GOV, 2), ("表九", CAPITAL, 5)):
        yield from _grid(sheet, [[""] * 7], total, [(n, c.join(s("支出", fund, "本年"))) for n, c in KINDS], first)
    base = s("支出", "项目支出", "上年结转")
    yield from _grid("表十三", [[""] * 5], [(DEPARTMENT, base)], [("合计", s()), *FUNDS])


def _forms(mended: bool) -> Iterator[Figure]:
    right = {"安全等级保护费": "187600"}
    for row in _csv("projects.csv"):
        name, amount = row["项目名称"], row["年度_资金总额"]
        if mended and name == "政府服务费":
            continue
        scope = s("支出", "项目支出", "本年", project=name)
        text = right.get(name, amount) if mended else amount
        yield printed(scope, text, f"绩效-{name}", 6, 3, "年度资金总额", 100)
