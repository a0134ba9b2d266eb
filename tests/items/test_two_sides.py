"""Income and spending: which slices are answered from which lines, and what is said when they do not fit."""

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice, parse_slice

from .lists import income, items_of, line

GOVERNMENT_FUND = {"资金性质": "政府性基金预算"}


def refusal(*lines: list[object]) -> str:
    with pytest.raises(BudgetbookError) as caught:
        items_of(*lines)
    return str(caught.value)


def test_without_income_lines_income_is_the_funding_of_what_is_spent():
    items = items_of(line())
    assert not items.has_incomes
    assert items.total(parse_slice("收入")) == items.total(parse_slice("支出")) == 10000
    assert items.total(parse_slice("年终结转")) == items.total(parse_slice("收入科目103")) == 0
    assert items.nodes("revenue", Slice()) == ()
    assert [item.use for item in items.rows(parse_slice("一般公共预算"))] == ["支出"]


def test_a_revenue_code_asks_the_lines_of_income():
    items = items_of(
        line(**GOVERNMENT_FUND, function="2120801"),
        income(**GOVERNMENT_FUND, 收入分类科目编码="1030148", function="2120801", amount="60"),
        income(**GOVERNMENT_FUND, 收入分类科目编码="1030156", function="2120801", amount="50"),
    )
    words = (
        "收入科目103",
        "收入科目1030148",
        "收入科目1030148 本年",
        "收入科目103 上年结转",
        "支出 收入科目103",
        "功能212 收入科目103",
    )
    assert [items.total(parse_slice(each)) for each in words] == [11000, 6000, 6000, 0, 0, 11000]
    assert items.nodes("revenue", Slice()) == ("1030148", "1030156")
    assert [item.row for item in items.rows(parse_slice("收入科目1030156"))] == [4]
    assert items.total(parse_slice("年终结转 功能2120801 政府性基金预算")) == 1000
    assert items.rows(parse_slice("年终结转")) == []


def test_spending_beyond_its_income_names_both_sides():
    said = refusal(line(amount="200"), income(amount="150.5"), line(**GOVERNMENT_FUND))
    assert "单位“某局本级”的本年一般公共预算：收入不够支出：收入 150.50 元，支出 200.00 元，相差 -49.50 元" in said
    assert "单位“某局本级”的本年政府性基金预算：收入不够支出：收入 0.00 元，支出 100.00 元" in said


def test_by_function_too_income_must_suffice():
    said = refusal(line(), line(function="2040612", amount="1"), income(function="2010306", amount="200"))
    assert "功能科目 2040612 的收入不够支出" in said


def test_a_surplus_of_unknown_function_says_what_to_add():
    said = refusal(line(), income(amount="100.01"))
    assert "明细.xlsx 明细：" in said
    assert "收入 100.01 元，支出 100.00 元，相差 0.01 元，但收入行没有功能科目" in said
    assert "填写“支出功能分类科目编码”" in said


def test_income_without_functions_is_enough_where_nothing_is_left():
    items = items_of(line(), line(function="2040612"), income(amount="200"))
    assert items.total(parse_slice("功能2040612")) == 10000
    assert [item.use for item in items.rows(parse_slice("功能2040612"))] == ["支出"]
    assert [item.use for item in items.rows(parse_slice("本年"))] == ["收入"]


def test_unit_funds_may_be_named_more_finely_on_one_side():
    items = items_of(line(资金性质="单位资金"), income(资金性质="经营收入"))
    assert items.total(parse_slice("单位资金")) == items.total(parse_slice("支出 单位资金")) == 10000
    assert items.total(parse_slice("事业单位经营收入")) == 10000
    assert items.total(parse_slice("年终结转 单位资金")) == 0
    assert "粗细不一" in str(items.warnings[-1])


def test_a_unit_that_only_has_income_keeps_it():
    items = items_of(line(), income(), income(单位名称="乙", 单位编码="604002", 单位性质="事业", function="2010306", amount="5"))
    assert items.total(parse_slice("年终结转 事业单位 单位“乙”")) == 500
    assert items.nodes("unit", parse_slice("年终结转")) == ("乙",)


def test_revenue_codes_where_they_are_missing_or_useless_are_warned_of():
    items = items_of(line(**GOVERNMENT_FUND, 收入分类科目编码="1030148"), income(**GOVERNMENT_FUND))
    said = "\n".join(map(str, items.warnings))
    assert "第 3 行“收入分类科目编码”：收入行没有收入分类科目编码" in said
    assert "第 2 行“收入分类科目编码”：支出行上的收入分类科目编码不起作用" in said
