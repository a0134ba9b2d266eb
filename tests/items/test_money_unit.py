"""The unit of money: said in the heading of the amounts, or above the headings, as tables say it (单位：万元)."""

from pathlib import Path

import pytest

from budgetbook.items.departments import Departments
from budgetbook.items.line_items import LineItems, read_rows
from budgetbook.items.projects import projects_from_rows
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice
from budgetbook.outputs.items_sheet import write_items
from tests.outputs.memory_workbook import MemoryWorkbook

from .lists import HEADINGS, line, saved, text_of


def listed(above: str, heading: str, amount: object = "206.5") -> LineItems:
    headings = [*HEADINGS[:-1], heading]
    return read_rows([["2024年预算明细"], [*[""] * 17, above], headings, line(amount=amount)], "明细.xlsx", "明细")


@pytest.mark.parametrize(
    ("above", "heading", "fen"),
    [
        ("单位：万元", "金额", 206_500_000),
        ("金额单位: 人民币万元", "预算数", 206_500_000),
        ("（单位：万 元）", "金额(万元)", 206_500_000),
        ("单位：元", "金额", 20_650),
        ("单位：元", "金额(元)", 20_650),
        ("", "金额", 20_650),
        ("", "金额(万元)", 206_500_000),
        ("单位：某局", "金额", 20_650),
    ],
)
def test_the_heading_or_what_stands_above_it_says_the_unit(above: str, heading: str, fen: int) -> None:
    assert listed(above, heading).total(Slice()) == fen


@pytest.mark.parametrize(
    ("above", "heading", "said"),
    [
        ("单位：万元", "金额(元)", "明细.xlsx 明细 表头：表头上方写着“单位：万元”，金额的列却叫“金额(元)”"),
        ("单位：元", "金额(万元)", "表头上方写着“单位：元”，金额的列却叫“金额(万元)”（两处的金额单位不同，请改成一致）"),
        ("单位：千元", "金额", "表头上方：“单位：千元”的金额单位不认得（只能用元或万元，请换算后再试）"),
    ],
)
def test_what_does_not_fit_is_refused(above: str, heading: str, said: str) -> None:
    with pytest.raises(BudgetbookError) as refusal:
        listed(above, heading)
    assert said in str(refusal.value)


def test_totals_and_the_parts_of_a_list_go_by_it_too(tmp_path: Path) -> None:
    text = text_of(line(amount="1.5"), line(amount="2", 部门名称="乙局", 部门编码="605")).replace("金额(元)", "金额")
    path = saved(tmp_path, f"单位：万元\n{text}合计{',' * 17}3.5\n")
    departments = Departments(path, "department")
    assert [departments.items(key).total(Slice()) for key in departments.shares] == [1_500_000, 2_000_000]


def test_the_lists_of_projects_go_by_it_too() -> None:
    indicators = [
        ("项目名称", "期间", "一级指标", "二级指标", "三级指标", "指标值"),
        ("甲", "年度", "产出指标", "数量指标", "件", "3"),
    ]
    rows = [("项目清单", "", "单位：万元"), ("项目名称", "实施期_资金总额", "年度_资金总额"), ("甲", 30, 10.5)]
    (project,) = projects_from_rows(rows, indicators).projects
    assert (project.whole.total, project.year.total) == (30_000_000, 10_500_000)


def test_what_is_written_below_it_is_read_back_as_the_same() -> None:
    book = MemoryWorkbook(sheets=["明细"])
    headings = {(2, column): heading for column, heading in enumerate([*HEADINGS[:-1], "金额"], 1)}
    book.write("明细", {(1, 18): "单位：万元", **headings})
    write_items(book, read_rows([HEADINGS, line(amount="123456.78")]))
    assert book.grid("明细").values[3, 18] == 12.345678
