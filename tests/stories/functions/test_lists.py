"""Totals and lines of slices: in the words of accountants, exact, and parts add up to the whole."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.functions import lists
from budgetbook.stories.functions.sentences import sentence
from tests.items.lists import HEADINGS, income, line

FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")
KINDS = ("人员经费", "公用经费", "其他运转类", "特定目标类")
FUNCTIONS = ("2010306", "2010399", "2030603", "2040612")
ECONOMIC = ("30101", "30201", "31002")
LINES = st.lists(
    st.builds(
        lambda fund, kind, source, function, economic, unit, fen: line(
            资金性质=fund, 项目类别=kind, 资金来源=source, function=function, economic=economic, 单位名称=unit,
            项目名称="" if kind in KINDS[:2] else "甲项目", government="", 单位编码="", 单位性质="", amount=str(Decimal(fen) / 100),
        ),
        st.sampled_from(FUNDS), st.sampled_from(KINDS), st.sampled_from(("本年", "上年结转")), st.sampled_from(FUNCTIONS),
        st.sampled_from(ECONOMIC), st.sampled_from(("某局本级", "某中心")), st.integers(-(10**6), 10**12),
    ),
    min_size=1, max_size=12,
)  # fmt: skip


def listed(*lines: list[object]) -> list[list[object]]:
    return [list(HEADINGS), *lines]


def fen_of(yuan: object) -> int:
    return round(Decimal(str(yuan)) * 100)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_the_parts_of_every_division_add_up_to_the_whole(lines: list[list[object]]) -> None:
    handle = lists.load(listed(*lines))
    whole = sum(fen_of(each[HEADINGS.index("金额(元)")]) for each in lines)
    assert fen_of(lists.total(handle)) == whole
    divisions = {
        "fund": FUNDS,
        "kind": ("基本支出", "项目支出"),
        "source": ("本年", "上年结转", "使用非财政拨款结余"),
        "function": ("201", "203", "204"),
        "economic": ("301", "302", "310"),
        "unit": {each[HEADINGS.index("单位名称")] for each in lines},
    }
    for name, parts in divisions.items():
        totals = [lists.total(handle, **{name: part}) for part in parts]
        assert sum(map(fen_of, totals)) == whole, name
        assert totals == [lists.total(listed(*lines), **{name: part}) for part in parts], name
    table = lists.total(handle, function=[["201"], ["203"], ["204"]], fund=[list(FUNDS)])
    assert sum(fen_of(amount) for row in table for amount in row) == whole
    assert sum(map(fen_of, [lists.total(handle, fund="+".join(FUNDS[:3])), lists.total(handle, fund="非财政拨款")])) == whole


@settings(max_examples=40, deadline=None)
@given(LINES, st.sampled_from(FUNDS), st.sampled_from(KINDS))
def test_the_lines_of_a_slice_are_those_that_add_up_to_its_total(lines: list[list[object]], fund: str, kind: str) -> None:
    rows = listed(*lines)
    chosen = [
        at for at, each in enumerate(rows[1:], 2)
        if each[HEADINGS.index("资金性质")] == fund and each[HEADINGS.index("项目类别")] == kind
    ]  # fmt: skip
    if not chosen:
        assert lists.total(rows, fund=fund, kind=kind) == 0.0
        with pytest.raises(BudgetbookError, match="这个口径没有明细"):
            lists.lines(rows, fund=fund, kind=kind)
        return
    heading, *found = lists.lines(rows, fund=fund, kind=kind)
    assert heading[0] == "行" and heading[-1] == "金额(元)"
    assert [row[0] for row in found] == chosen
    assert sum(fen_of(row[-1]) for row in found) == fen_of(lists.total(rows, fund=fund, kind=kind))


def example() -> list[list[object]]:
    return listed(
        line(amount=100.0),
        line(amount="1,000.5", 项目类别="人员类", economic="30101", government="50101"),
        line(amount=20.0, 资金来源="结转", function=2030603.0, 项目类别="特定目标类", 项目名称="人防 工程"),
        line(
            amount=3.0,
            资金性质="事业收入",
            单位名称="某中心",
            单位编码="604002",
            单位性质="事业",
            economic="30902",
            government="50502",
        ),
        line(amount=0.7, 资金性质="单位资金", economic="30201", government=""),
    )


@pytest.mark.parametrize(
    ("words", "total"),
    [
        ({}, 1124.2),
        ({"function": "全部", "fund": " 全部 "}, 1124.2),
        ({"function": 201.0}, 1104.2),
        ({"function": "20103"}, 1104.2),
        ({"function": "2030603 人民防空"}, 20.0),
        ({"function": "人民防空"}, 20.0),
        ({"function": "外交支出"}, 0.0),
        ({"fund": "一般公共预算拨款"}, 1120.5),
        ({"fund": "财政拨款"}, 1120.5),
        ({"fund": "单位资金"}, 3.7),
        ({"fund": "事业收入、其他收入"}, 3.0),
        ({"fund": "财政拨款+一般公共预算"}, 1120.5),
        ({"kind": "基本支出"}, 1104.2),
        ({"kind": "人员类"}, 1000.5),
        ({"kind": "公用＋人员"}, 1104.2),
        ({"kind": "项目支出"}, 20.0),
        ({"source": "当年"}, 1104.2),
        ({"source": "上年结转"}, 20.0),
        ({"economic": 302.0}, 120.7),
        ({"economic": "30201"}, 120.7),
        ({"economic": "30201/50201"}, 120.0),
        ({"economic": "301+30201"}, 1121.2),
        ({"economic": "302+30201"}, 120.7),
        ({"economic": "50201"}, 120.0),
        ({"economic": "501"}, 1000.5),
        ({"unit": "某中心"}, 3.0),
        ({"unit": 604002.0}, 3.0),
        ({"unit": "某局 本级"}, 1121.2),
        ({"project": "人防工程"}, 20.0),
        ({"function": "203", "kind": "基本支出"}, 0.0),
        ({"money": "万元"}, 0.11),
        ({"money": "元", "fund": "单位资金"}, 3.7),
    ],
)
def test_totals_in_the_words_of_accountants(words: dict[str, object], total: float) -> None:
    assert lists.total(example(), **words) == total


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"fund": "一般公预算"}, "“一般公预算”认不出是什么资金性质（可填：一般公共预算、政府性基金预算、"),
        ({"kind": "人头费"}, "“人头费”认不出是什么支出类别（可填：人员经费、公用经费、"),
        ({"kind": "一般公共预算"}, "“一般公共预算”认不出是什么支出类别"),
        ({"source": "去年"}, "“去年”认不出是什么资金来源（可填：本年、上年结转、"),
        ({"source": "本年+"}, "“”认不出是什么资金来源"),
        ({"function": "2010300"}, "功能科目里没有“2010300”"),
        ({"function": "20"}, "“20”有 2 位，不是功能科目编码（应为 3、5 或 7 位）"),
        ({"function": "行政运行"}, "“行政运行”认不出是什么功能科目（请写 3、5 或 7 位编码）"),
        ({"economic": "39901"}, "经济科目里没有"),
        ({"economic": "30288"}, "经济科目里没有“30288”"),
        ({"economic": "50288"}, "政府经济科目里没有“50288”"),
        ({"unit": "某中学"}, "明细里没有单位“某中学”（最接近的是：某中心）"),
        ({"unit": "别的"}, "明细里没有单位“别的”（明细里有：某局本级、某中心）"),
        ({"project": "绿化"}, "明细里没有项目“绿化”（明细里有：人防 工程）"),
        ({"money": "角"}, "“角”不是金额单位（可填：元、万元）"),
        ({"fund": None}, "“资金性质”的单元格是空的（不限就省略这个参数，或写“全部”）"),
        ({"project": "#REF!"}, "“项目”的单元格是错误值 #REF!"),
        ({"unit": [["某中心"], ["某局本级"]], "kind": [["基本支出"], ["项目支出"], ["公用"]]}, "大小对不上"),
    ],
)
def test_what_is_not_known_gives_the_choices(words: dict[str, object], said: str) -> None:
    with pytest.raises(BudgetbookError) as caught:
        lists.total(example(), **words)
    assert said in sentence(caught.value)


def test_a_code_that_only_the_list_has_is_counted() -> None:
    assert lists.total(listed(line(function="2019988", amount=5.0)), function="2019988") == 5.0


def test_what_comes_in_and_what_is_left_over_is_not_spent() -> None:
    rows = listed(line(amount=100.0), income(amount=130.0, function="2010306"))
    assert lists.total(rows) == 100.0 and len(lists.lines(rows)) == 2


def test_lines_take_one_cell_for_each_argument() -> None:
    with pytest.raises(BudgetbookError, match="“支出类别”只能选一个单元格"):
        lists.lines(example(), kind=[["基本支出"], ["项目支出"]])


def test_many_mistakes_are_one_sentence() -> None:
    rows = listed(*(line(amount=f"第{n}笔") for n in range(5)))
    with pytest.raises(BudgetbookError) as caught:
        lists.load(rows)
    said = sentence(caught.value)
    assert said.startswith("共有 5 处要改：1. 所选区域 第 2 行“金额(元)”：“第0笔”不是金额") and said.endswith("……")
    assert "3. " in said and "4. " not in said and "\n" not in said
