"""What the columns and rows of the thirteen tables add up: for each column, which values of which columns of the items."""

from __future__ import annotations

from collections.abc import Mapping

Criteria = Mapping[str, tuple[str, ...]]

FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
APPROPRIATION = FUNDS[:3]
FUNCTION, ECONOMIC, GOVERNMENT = "支出功能分类科目编码", "部门预算支出经济分类科目编码", "政府预算支出经济分类科目编码"
REVENUE, UNIT, PROJECT_CODE, PROJECT = "收入分类科目编码", "单位名称", "项目编码", "项目名称"
SPENT: Criteria = {"收支类型": ("支出",)}
INCOME: Criteria = {"收支类型": ("收入",)}
CURRENT: Criteria = {"资金来源": ("本年",)}
CARRIED: Criteria = {"资金来源": ("上年结转",)}
BASIC: Criteria = {"项目类别": ("人员经费", "公用经费")}
PROJECTS: Criteria = {"项目类别": ("其他运转类", "特定目标类")}
PERSONNEL: Criteria = {"项目类别": ("人员经费",)}
PUBLIC: Criteria = {"项目类别": ("公用经费",)}
OFFICES: Criteria = {"单位性质": ("行政", "参公")}


def fund(*funds: str) -> Criteria:
    return {"资金性质": funds}


def all_of(*criteria: Criteria) -> Criteria:
    """All criteria together; a later one narrows an earlier one of the same column."""
    together: dict[str, tuple[str, ...]] = {}
    for each in criteria:
        together |= each
    return together


def with_each_fund(every: Criteria, funds: tuple[str, ...], *total: Criteria) -> list[Criteria]:
    """A total, then a column for each fund."""
    return [all_of(every, *total), *(all_of(every, fund(name)) for name in funds)]


GENERAL_NOW = all_of(SPENT, CURRENT, fund(FUNDS[0]))
FUND_NOW = all_of(SPENT, CURRENT, fund(FUNDS[1]))
CAPITAL_NOW = all_of(SPENT, CURRENT, fund(FUNDS[2]))


def by_kind(every: Criteria) -> list[Criteria]:
    return [every, all_of(every, BASIC), all_of(every, PROJECTS)]


# The amount columns of each table that grows, from the left.
COLUMNS: dict[str, list[Criteria]] = {
    "表二": [*with_each_fund(all_of(SPENT, CURRENT), FUNDS), all_of(SPENT, CARRIED)],  # nothing is left over: income is as spent
    "表三": by_kind(SPENT),
    "表五": by_kind(GENERAL_NOW),
    "表六": [all_of(GENERAL_NOW, BASIC), all_of(GENERAL_NOW, PERSONNEL), all_of(GENERAL_NOW, PUBLIC)],
    "表七": [all_of(INCOME, CURRENT, fund(FUNDS[1]))],
    "表八": by_kind(FUND_NOW),
    "表九收入": [all_of(INCOME, CURRENT, fund(FUNDS[2]))],
    "表九支出": by_kind(CAPITAL_NOW),
    "表十一": with_each_fund(all_of(SPENT, PUBLIC, OFFICES), APPROPRIATION, fund(*APPROPRIATION)),
    "表十二": with_each_fund(all_of(SPENT, CURRENT, PROJECTS), FUNDS),
    "表十三": with_each_fund(all_of(SPENT, CARRIED, PROJECTS), APPROPRIATION),
}

# The three tables whose rows stand: (row, column) → criteria. Spending by 类 stands in rows of its own below.
FIXED: dict[str, dict[tuple[int, str], Criteria]] = {
    "表一": {
        **{(6 + place, "B"): all_of(INCOME, CURRENT, fund(name)) for place, name in enumerate(FUNDS)},
        (36, "B"): all_of(INCOME, CURRENT),
        (37, "B"): all_of(INCOME, CARRIED),
        (38, "B"): INCOME,
        **{
            (row, column): criteria
            for row in (36, 38)
            for column, criteria in (("D", SPENT), ("E", all_of(SPENT, CURRENT)), ("F", all_of(SPENT, CARRIED)))
        },
    },
    "表四": {
        **{(7 + place, "B"): all_of(INCOME, CURRENT, fund(name)) for place, name in enumerate(APPROPRIATION)},
        (37, "B"): all_of(INCOME, CURRENT, fund(*APPROPRIATION)),
        (38, "B"): all_of(INCOME, CARRIED, fund(*APPROPRIATION)),
        **{(39 + place, "B"): all_of(INCOME, CARRIED, fund(name)) for place, name in enumerate(APPROPRIATION)},
        (42, "B"): all_of(INCOME, fund(*APPROPRIATION)),
        **{
            (row, column): all_of(SPENT, fund(*funds))
            for row in (37, 42)
            for column, funds in zip("DEFG", (APPROPRIATION, *((name,) for name in APPROPRIATION)), strict=True)
        },
    },
    "表十": {},
}
THREE_PUBLIC = {6: ("30212",), 7: ("30217",), 8: ("30231", "30913", "31013"), 9: ("30913", "31013"), 10: ("30231",)}
THREE_PUBLIC[11] = THREE_PUBLIC[6] + THREE_PUBLIC[7] + THREE_PUBLIC[8]
for _row, _codes in THREE_PUBLIC.items():
    for _column, _funds in zip("BCDE", (APPROPRIATION, *((name,) for name in APPROPRIATION)), strict=True):
        FIXED["表十"][_row, _column] = all_of(SPENT, fund(*_funds), {ECONOMIC: _codes})
# Spending by 类: first row, and the columns with what each takes.
BY_CLASS: dict[str, tuple[int, dict[str, Criteria]]] = {
    "表一": (6, {"D": SPENT, "E": all_of(SPENT, CURRENT), "F": all_of(SPENT, CARRIED)}),
    "表四": (
        7,
        {
            "D": all_of(SPENT, fund(*APPROPRIATION)),
            **{c: all_of(SPENT, fund(f)) for c, f in zip("EFG", APPROPRIATION, strict=True)},
        },
    ),
}
CLASSES = [
    *("201", "202", "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213", "214", "215", "216", "217"),
    *("219", "220", "221", "222", "223", "224", "227", "229", "230", "231", "232", "233", "234"),
]
