"""What a book says exists, and which of its rows are missing."""

import pytest

from budgetbook.checks.assumptions import assumptions
from budgetbook.checks.lines import ROOT, Line
from budgetbook.checks.world import World, build_world
from budgetbook.model.dimensions import CARRIED_OVER, NODES, UNIT_FUNDS, field
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.slices import Slice, parse_slice


def figure(words: str, wan: float | None, table: str = "表", row: int = 1) -> Figure:
    place = Place(table, row, 1)
    if wan is None:
        return Figure(parse_slice(words), 0, 0, place, table, words, State.BLANK)
    return Figure(parse_slice(words), round(wan * 1_000_000), 5_000, place, table, words, State.READ, f"{wan:.2f}")


def world(*figures: Figure, listings: dict[str, str] | None = None) -> World:
    return build_world(figures, listings or {})


def test_a_leaf_that_is_never_named_does_not_exist() -> None:
    built = world(figure("支出", 3), figure("支出 基本支出", 1), figure("支出 项目支出", 2))
    assert field(built.boxes[0], "kind") == NODES["基本支出"].mask | NODES["项目支出"].mask
    assert any("上缴上级支出" in sentence for sentence in assumptions(built))


def test_of_unit_types_and_procurement_nothing_is_concluded() -> None:
    built = world(figure("支出", 3), figure("支出 公用经费 机关单位", 1), figure("支出 政府采购", 2))
    assert field(built.boxes[0], "unit_type") == field(Slice().box, "unit_type")
    assert field(built.boxes[0], "procurement") == field(Slice().box, "procurement")


def test_a_blank_over_all_functions_empties_its_box() -> None:
    built = world(figure("收入", 3), figure("一般公共预算", 3), figure("单位资金", None), figure("单位资金 功能201", None))
    assert not built.reduced[0] & UNIT_FUNDS
    assert built.reduced[0] == built.reduced[1]
    assert built.reduced[2] == 0
    rows_only = world(figure("收入", 3), figure("一般公共预算", 3), figure("单位资金 功能201", None))
    assert rows_only.reduced[0] & UNIT_FUNDS


def test_a_zero_that_contains_something_empties_nothing() -> None:
    built = world(figure("收入", 3), figure("本年", 3), figure("上年结转", None), figure("上年结转 功能201", 1))
    assert built.reduced[0] & CARRIED_OVER
    assert [(refusal.zero, refusal.inside) for refusal in built.refusals] == [(2, 3)]


def test_zeros_that_together_leave_nothing_of_an_amount_are_refused() -> None:
    built = world(
        figure("支出 基本支出", 18.37, "表五"),
        figure("支出 项目支出", 1, "表五"),
        figure("支出 人员经费", None, "表六"),
        figure("支出 公用经费", None, "表六"),
    )
    assert built.reduced[0] == built.boxes[0] != 0
    assert {refusal.zero for refusal in built.refusals} == {2, 3}


def test_unread_is_never_blank() -> None:
    unread = figure("上年结转", None)._replace(state=State.UNREAD, reason="不是金额")
    assert world(figure("收入", 3), figure("本年", 3), unread).reduced[0] & CARRIED_OVER


def test_the_only_unit_is_the_department() -> None:
    built = world(figure("支出", 3), figure("支出 单位“某局”", 3), figure("支出 单位“某局” 项目“运维”", 3))
    assert built.lines == [ROOT, ROOT, Line(project="运维")]
    assert built.only_unit == "某局"


def test_a_project_of_one_unit_is_that_units() -> None:
    built = world(
        figure("支出 单位“甲”", 1),
        figure("支出 单位“乙”", 2),
        figure("支出 单位“乙” 项目“运维”", 2),
        figure("支出 项目“运维”", 2),
    )
    assert built.lines[3] == Line(unit="乙", project="运维")


def test_a_project_is_project_expenditure() -> None:
    built = world(figure("支出 项目支出 项目“运维”", 2), figure("项目“运维”", 2))
    assert built.boxes[0] == built.boxes[1]


@pytest.mark.parametrize(
    ("codes", "missing"),
    [
        (["201", "20103", "2010306"], []),
        (["201", "20103"], []),  # this listing goes to the 款 only
        (["203"], [Line(function="201")]),  # of a missing branch only the top
        (["201", "20103", "2010399"], [Line(function="2010306")]),
        (["2010306"], []),  # a listing without 类 rows does not lack them
        ([], [Line(function="201")]),
    ],
)
def test_a_row_that_a_full_listing_lacks_is_zero(codes: list[str], missing: list[Line]) -> None:
    others = [figure(f"支出 功能{code}", 5, "表一") for code in ("201", "20103", "2010306")]
    listing = [figure("支出", 5, "表三"), *(figure(f"支出 功能{code}", 5, "表三") for code in codes)]
    built = world(*others, *listing, listings={"表三": "function"})
    assert built.lines[built.printed :] == missing
    assert all(each.value == 0 and each.place.sheet == "表三" for each in built.figures[built.printed :])


def test_a_panel_of_income_does_not_list_functions() -> None:
    income = [figure("国有资本经营预算 本年", 5, "表九"), figure("国有资本经营预算 本年 收入科目1030601", 5, "表九")]
    spent = [figure("支出 国有资本经营预算 本年", None, "表九")]
    other = [figure("国有资本经营预算 本年 功能223", 5, "表二"), figure("年终结转", 5, "表一")]
    built = world(*income, *spent, *other, listings={"表九": "function"})
    assert built.printed == len(built.figures)
