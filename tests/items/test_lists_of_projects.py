"""Projects and indicators from one workbook or from rows, and what is odd about them."""

import openpyxl
import pytest

from budgetbook.items.projects import projects_from_rows, read_projects
from budgetbook.model.problem import BudgetbookError

HEADING = ["项目名称", "实施期_资金总额", "年度_资金总额", "年度_其他资金", "项目概况"]
LEAVES = ["项目名称", "期间", "一级指标", "二级指标", "三级指标", "指标值"]
LEAF = ["修路", "年度", "产出指标", "数量指标", "公里", "3"]


def test_both_sheets_of_one_workbook(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "项目"
    for row in (HEADING, ["修路", 1000, 780681.9399999999, None, "修\n一条路"]):
        book.active.append(row)
    sheet = book.create_sheet("绩效指标")
    for row in (LEAVES, LEAF, [*LEAF[:1], "实施期", *LEAF[2:5], 5]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (project,) = read_projects(tmp_path / "a.xlsx")
    assert (project.whole.total, project.year.total, project.year.sources[-1]) == (100_000, 78_068_194, None)
    assert project.overview == "修\n一条路"
    assert project.form == "申报表"
    assert [(leaf.half, leaf.value) for leaf in project.indicators] == [("年度", "3"), ("实施期", "5")]


def test_a_project_that_stands_twice_is_warned_of():
    projects, warnings = projects_from_rows([HEADING, ["修路", 1, 1], ["修路", 2, 2]], [LEAVES, LEAF], "a.xlsx")
    assert [project.year.total for project in projects] == [100, 200]
    assert all(len(project.indicators) == 1 for project in projects)
    assert [str(warning).partition("（")[0] for warning in warnings] == [
        "a.xlsx 项目 第 3 行“项目名称”：“修路”在前面已经有了，绩效指标两份都用"
    ]


def test_all_problems_of_rows_come_at_once():
    rows = [[*HEADING[:2], "年度资金总数", *HEADING[3:]], ["修路", "", ""]]
    with pytest.raises(BudgetbookError) as caught:
        projects_from_rows(rows, [LEAVES], "a.xlsx")
    said = [str(problem) for problem in caught.value.problems]
    assert said[0].startswith("a.xlsx 项目 第 1 行（表头）：缺少“年度_资金总额”列（最接近的是“年度资金总数”")
    assert said[1].startswith("a.xlsx 绩效指标：只有表头")


def test_wrong_cells_are_named():
    rows = [HEADING, ["修路", "一千", "1", "nan"], ["", "1", "1"]]
    leaves = [LEAVES, LEAF, ["架桥", *LEAF[1:]], ["修路", "明年", *LEAF[2:]], ["修路", "", *LEAF[2:]]]
    with pytest.raises(BudgetbookError) as caught:
        projects_from_rows(rows, leaves)
    said = str(caught.value)
    for words in (
        "项目 第 2 行“实施期_资金总额”：“一千”不是金额",
        "项目 第 2 行“年度_其他资金”：“nan”不是金额",
        "项目 第 3 行“项目名称”：没有项目名称",
        "绩效指标 第 3 行“项目名称”：项目清单里没有“架桥”",
        "绩效指标 第 4 行“期间”：“明年”不是期间",
        "绩效指标 第 5 行“期间”：没有期间",
    ):
        assert words in said


def test_an_indicator_may_be_called_a_total():
    projects, _ = projects_from_rows([HEADING, ["修路", 1, 1]], [LEAVES, [*LEAF[:4], "累计", "9"]])
    assert projects[0].indicators[0].third == "累计"
