"""The lists 项目 and 绩效指标."""

import pytest

from budgetbook.model.grid import Grid
from budgetbook.model.problem import BudgetbookError
from budgetbook.outputs.forms import write_projects
from budgetbook.workbooks.port import Workbook
from tests.outputs.memory_workbook import MemoryWorkbook
from tests.outputs.projects import PROJECT, project


def under(grid: Grid, heading: str, row: int) -> object:
    column = next(column for (at, column), value in grid.values.items() if at == 1 and value == heading)
    return grid.values.get((row, column))


def test_both_lists_are_filled(template: Workbook) -> None:
    write_projects(template, [project(name="甲"), project(name="乙", form="调整申报表", phone="")])
    grid = template.grid("项目")
    assert [under(grid, "项目名称", row) for row in (2, 3, 4)] == ["甲", "乙", None]
    assert [under(grid, "表类型", row) for row in (2, 3)] == ["申报表", "调整申报表"]
    assert [under(grid, "联系电话", row) for row in (2, 3)] == ["3360002", None]
    assert (under(grid, "年度_资金总额", 2), under(grid, "实施期_市县(区)财政资金", 2)) == (116040.0, 348120.0)
    assert (under(grid, "年度_单位自筹", 2), under(grid, "年度_其他资金", 2)) == (0.0, None)
    rows = [tuple(template.grid("绩效指标").text(row, column) for column in range(1, 7)) for row in range(2, 10)]
    assert rows[:2] == [
        ("甲", "实施期", "产出指标", "数量指标", "网络专线", "4条"),
        ("甲", "年度", "产出指标", "数量指标", "网络专线", "4条"),
    ]
    assert [row[0] for row in rows] == ["甲"] * 4 + ["乙"] * 4


def test_stale_rows_are_emptied_with_their_links(memory: MemoryWorkbook) -> None:
    write_projects(memory, [project(name="甲"), project(name="乙")])
    memory.link("项目", {(2, 2): ("表一", (1, 1)), (3, 2): ("表二", (1, 1))})
    write_projects(memory, [project(name="丙")])
    assert memory.grid("项目").rows == 2 and memory.grid("绩效指标").rows == 5
    assert memory.held["项目"].links == {}


def test_rows_are_as_high_as_their_texts(template: Workbook) -> None:
    """A column of 40 characters holds at most 20 Chinese ones in a line: 210 take eleven lines of 10.5 points or more."""
    write_projects(template, [project(name="甲", overview="概" * 210), project(name="乙", overview="短")])
    heights = template.heights("项目", (2, 3))
    assert 11 * 10.5 < heights[2] < 15 * 10.5 * 1.5 and heights[3] < 40
    write_projects(template, [project(name="丙", overview="短")])
    assert template.heights("项目", (2,))[2] < 40


def test_headings_stand_in_any_order_and_what_is_below_moves_down() -> None:
    book = MemoryWorkbook(sheets=["绩效指标"])
    headings = ["指标值", "三级指标", "备注", "项目名称", "期间", "一级指标名称", "二级指标"]
    book.write("绩效指标", {(3, column): heading for column, heading in enumerate(headings, 1)})
    book.write("绩效指标", {(4, 3): "请勿修改", (6, 3): "下面的说明"})
    write_projects(book, [PROJECT])
    grid = book.grid("绩效指标")
    assert [grid.text(4, column) for column in range(1, 8)] == [
        "4条",
        "网络专线",
        "请勿修改",
        "互联网运维费",
        "实施期",
        "产出指标",
        "数量指标",
    ]
    assert grid.text(9, 3) == "下面的说明"


def test_a_missing_heading_is_named_only_when_it_is_needed(memory: MemoryWorkbook) -> None:
    memory.write("项目", {(1, 28): None})
    before = memory.state()
    with pytest.raises(BudgetbookError, match="项目：表头里没有找到“联系电话”"):
        write_projects(memory, [PROJECT])
    assert memory.state() == before
    write_projects(memory, [project(phone="")])
    assert memory.grid("项目").text(2, 2) == "互联网运维费"


def test_a_workbook_without_the_lists() -> None:
    book = MemoryWorkbook(sheets=["表一"])
    write_projects(book, [PROJECT])
    assert book.grid("表一").values == {}
