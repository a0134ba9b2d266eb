"""Rounding, change, check and names: examples, and laws over all amounts."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.functions.figures import change, check, name, wanyuan

CENT = Decimal("0.01")
MONEY = st.integers(-(10**13), 10**13)  # hundredths


def rounded(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def test_every_ending_in_fen_is_rounded_half_up() -> None:
    for fen in [*range(20_001), *range(1_837_490_000, 1_837_510_001, 7)]:
        expected = rounded(Decimal(fen) / 1_000_000)
        assert Decimal(str(wanyuan(fen / 100))) == expected, fen
        assert Decimal(str(wanyuan(-fen / 100))) == -expected, fen


@given(MONEY)
def test_rounding_is_that_of_decimal_arithmetic_whether_number_or_text(fen: int) -> None:
    yuan = Decimal(fen) / 100
    expected = float(rounded(yuan / 10_000))
    assert wanyuan(str(yuan)) == expected
    assert wanyuan(f"{yuan:,}") == expected
    assert wanyuan(float(yuan)) == expected  # a float of 13 digits is still the same fen


def test_the_noise_of_floats_is_rounded_to_the_fen_and_never_cut() -> None:
    assert wanyuan(183749.99999999997) == 18.38
    assert wanyuan(780681.9399999999) == 78.07
    assert wanyuan(0.1 + 0.2) == 0.0 and wanyuan(49.99) == 0.0 and wanyuan(50) == 0.01


def test_a_column_is_rounded_in_place_and_blanks_stay_blank() -> None:
    assert wanyuan([[183740.0], [None], ["一百"], [""], [5e5], [None]]) == [
        [18.37], [None], ["金额：“一百”不是金额（请改成数字）"], [None], [50.0],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (3.0, 1.62, "增加1.38万元，增长85.19%"),
        (1.62, 3.0, "减少1.38万元，下降46.00%"),
        (3.0, 3.0, "与上年持平"),
        (0.0, 0.0, "与上年持平"),
        (None, "—", "与上年持平"),
        (None, None, None),
        (3.0, 0.0, "增加3.00万元（上年为0，不计算增减百分比）"),
        (3.0, None, "增加3.00万元（上年为空白，按0计，不计算增减百分比）"),
        (None, 3.0, "减少3.00万元，下降100.00%"),
        (-1.0, 2.0, "减少3.00万元，下降150.00%"),
        (1.0, -2.0, "增加3.00万元（上年为负数，不计算增减百分比）"),
        (-5.0, -2.0, "减少3.00万元（上年为负数，不计算增减百分比）"),
        ("1,200.5", "１，２００", "增加0.50万元，增长0.04%"),
        (100000.01, 100000.0, "增加0.01万元，增长不到0.01%"),
        (1.001, 1.0, "增加0.001万元，增长0.10%"),
        (2.005, 1.0, "增加1.01万元，增长100.50%"),
        (0.30000000000000004, 0.1, "增加0.20万元，增长200.00%"),
    ],
)
def test_the_change_in_words(now: object, then: object, said: str | None) -> None:
    assert change(now, then) == said


def test_the_change_in_yuan_is_exact() -> None:
    assert change(183740.01, 183740.0, "元") == "增加0.01元，增长不到0.01%"
    assert change([[2.0], [1.0]], [[1.0], [2.0]], "元") == [["增加1.00元，增长100.00%"], ["减少1.00元，下降50.00%"]]


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_direction_and_percentage_of_every_change(now: int, then: int) -> None:
    said = str(change(f"{Decimal(now) / 100}", f"{Decimal(then) / 100}"))
    if now == then:
        assert said == "与上年持平"
        return
    up = now > then
    amount, percentage = said.split("，")
    assert amount == f"{'增加' if up else '减少'}{abs(Decimal(now - then)) / 100:.2f}万元"
    exact = abs(Decimal(now - then)) * 100 / Decimal(then)
    shown = f"{rounded(exact)}%" if rounded(exact) else "不到0.01%"
    assert percentage == f"{'增长' if up else '下降'}{shown}"


@pytest.mark.parametrize("bad", ["一百", "#N/A", -2146826246, True, 1e300])
def test_what_is_no_amount_is_said(bad: object) -> None:
    for function in (wanyuan, lambda value: change(value, 1.0), lambda value: change(1.0, value)):
        with pytest.raises(BudgetbookError):
            function(bad)
    assert str(check(bad, [[1.0]])).startswith("未检，合计：")
    assert str(check(1.0, [[1.0], [bad]])).startswith("未检，各部分第 2 行第 1 列：")


@pytest.mark.parametrize(
    ("total", "parts", "unit", "said"),
    [
        (206.0, [[18.37], [187.63]], "万元", "相符"),
        (206.0, [[18.37], [187.62]], "万元", "尾差，合计比各部分之和多0.01万元"),
        (205.99, [[18.37], [187.63]], "万元", "尾差，合计比各部分之和少0.01万元"),
        (206.0, [[18.37], [187.61]], "万元", "不符，合计比各部分之和多0.02万元"),
        (206.0, [[100.0, 50.0], [50.0, None], [None, 6.02]], "万元", "尾差，合计比各部分之和少0.02万元"),
        (206.0, [[100.0, 50.0], [50.0, None], [None, 6.03]], "万元", "不符，合计比各部分之和少0.03万元"),
        ("206.00", [["18.37"], ["187.63"]], "万元", "相符"),
        (0.0, [[None], ["—"]], "万元", "相符"),
        (None, [[None], [None]], "万元", "相符"),
        (0.01, [[None]], "万元", "不符，合计比各部分之和多0.01万元"),
        (206.01, [[18.37], [187.63]], "元", "不符，合计比各部分之和多0.01元"),
        (0.3, [[0.1], [0.2]], "元", "相符"),
        (18.3749, [[18.3], [0.0749]], "万元", "相符"),
        (5.0, [[2.0], [3.0], [None], [None]], "万元", "相符"),
        (5.0, [[2.0], ["小计"], ["x"]], "万元", "未检，各部分第 2 行第 1 列：“小计”不是金额，共有 2 格读不出"),
    ],
)
def test_a_total_and_its_parts(total: object, parts: object, unit: str, said: str) -> None:
    assert check(total, parts, unit) == said


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=12))
def test_rounded_parts_of_a_rounded_total_never_disagree(fen: list[int]) -> None:
    total = sum(fen)
    printed = [[float(rounded(Decimal(each) / 1_000_000))] for each in fen]
    assert not check(float(rounded(Decimal(total) / 1_000_000)), printed).startswith("不符")
    assert check(total / 100, [[each / 100] for each in fen], "元") == "相符"
    assert check(total / 100 + 0.01, [[each / 100] for each in fen], "元") == "不符，合计比各部分之和多0.01元"


def test_an_unknown_unit_gives_the_choices() -> None:
    with pytest.raises(BudgetbookError, match="“角”不是金额单位（可填：元、万元）"):
        change(1.0, 2.0, "角")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (2010306.0, "政务公开审批"),
        ("２０１０３０６", "政务公开审批"),
        ("201", "一般公共服务支出"),
        ("30201", "办公费"),
        ("50201", "办公经费"),
        ("30201/50201", "办公费/办公经费"),
        ("103", "非税收入"),
        (None, None),
    ],
)
def test_names_of_codes(code: object, said: object) -> None:
    assert name(code) == said


def test_a_code_that_is_not_on_the_lists_is_said() -> None:
    for code in (999.0, "2010300", "行政运行", "#N/A"):
        with pytest.raises(BudgetbookError):
            name(code)
    shown = name([["201"], [999.0], [None], ["203"]])
    assert isinstance(shown, list)
    assert [row[0] for row in shown[::2]] == ["一般公共服务支出", None] and "没有“999”" in str(shown[1][0])
