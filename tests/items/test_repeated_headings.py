"""Lists pasted one below the other: a heading again is said once, whatever stands in it, and nothing else is said of it."""

import pytest

from budgetbook.items.line_items import read_items, read_rows
from budgetbook.items.projects import projects_from_rows
from budgetbook.model.problem import BudgetbookError

from .lists import HEADINGS, line, saved, text_of

OTHERS = [
    "预算年份",
    "部门代码",
    "部门",
    "单位代码",
    "单位",
    *HEADINGS[5:8],
    "功能科目编码",
    "经济科目编码",
    *HEADINGS[10:17],
    "金额（元）",
]


def problems(*rows):
    with pytest.raises(BudgetbookError) as refusal:
        read_rows([HEADINGS, *rows], "明细.xlsx", "明细")
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize("again", [list(HEADINGS), OTHERS, [heading if at % 3 else "" for at, heading in enumerate(HEADINGS)]])
def test_a_heading_again_is_one_problem(again):
    rows = [line(amount=each) for each in range(1, 5)]
    assert problems(*rows, again, line(amount=9)) == ["明细.xlsx 明细 第 6 行：又是表头（请删去这一行）"]


def test_several_headings_with_titles_and_totals():
    title, unit, blank = ["某局2024年预算明细"], [*[""] * 17, "单位：元"], [""] * 18
    rows = [line(amount=1), ["合计", *[""] * 16, 1], blank, title, unit, HEADINGS, line(amount=2), HEADINGS, line(amount=3)]
    assert problems(*rows) == ["明细.xlsx 明细 第 5、6、7 行等共 4 行：又是标题和表头（请删去这些行）"]


def test_a_heading_in_another_order_says_nothing_of_the_lines_below_it():
    turned = [list(reversed(row)) for row in (list(HEADINGS), line(amount=2), line(amount=3))]
    assert problems(line(amount=1), *turned) == [
        "明细.xlsx 明细 第 3 行：又是表头，而且各列的顺序与第 1 行的表头不同（请把它下面各列调成同样的顺序，再删去这一行）"
    ]


def test_other_problems_are_said_too():
    assert len(problems(line(amount=1), HEADINGS, line(资金性质="钱"))) == 2


def test_a_project_may_be_called_like_a_heading():
    assert len(read_rows([HEADINGS, line(项目名称="项目"), line(单位名称="单位", 单位编码="")])) == 2


def test_in_a_long_list(tmp_path):
    lines = [line(amount=f"{n}.50", 项目名称=f"项目{n}") for n in range(2000)]
    with pytest.raises(BudgetbookError) as refusal:
        read_items(saved(tmp_path, text_of(*lines, HEADINGS, *lines)))
    assert str(refusal.value) == "明细.csv 第 2002 行：又是表头（请删去这一行）"


def test_in_the_lists_of_projects_and_indicators():
    projects = [("项目名称", "实施期_资金总额", "年度_资金总额"), ("甲", 30, 10)]
    indicators = [
        ("项目名称", "期间", "一级指标", "二级指标", "三级指标", "指标值"),
        ("甲", "年度", "产出指标", "数量指标", "件", "3"),
    ]
    with pytest.raises(BudgetbookError) as refusal:
        projects_from_rows([*projects, projects[0]], indicators * 2, "项目.xlsx")
    assert [(each.sheet, each.place, each.message) for each in refusal.value.problems] == [
        ("项目", "第 3 行", "又是表头"),
        ("绩效指标", "第 3 行", "又是表头"),
    ]
