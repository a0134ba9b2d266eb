"""What people write as values, understood."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.checks.chinese_numbers import chinese_number
from budgetbook.checks.quantities import Kind, dates, quantities
from budgetbook.checks.rules.form_parts import money

YUAN = 100
WAN = 10_000 * YUAN


@pytest.mark.parametrize(
    ("written", "fen", "sign"),
    [
        ("55000元", 55_000 * YUAN, ""),
        ("23万元", 23 * WAN, ""),
        ("≥1.4万", 14_000 * YUAN, "≥"),
        ("29.46万元", 294_600 * YUAN, ""),
        ("三十万元", 30 * WAN, ""),
        ("一百二十万元", 120 * WAN, ""),
        ("两万三千元", 23_000 * YUAN, ""),
        ("100,000.00元", 100_000 * YUAN, ""),
        ("１００，０００元", 100_000 * YUAN, ""),
        ("不超过30万元", 30 * WAN, "≤"),
        ("30万元以内", 30 * WAN, "≤"),
        ("＜＝5万元", 5 * WAN, "≤"),
        ("0.5亿元", 5_000 * WAN, ""),
        ("5 万 元", 5 * WAN, ""),
        ("总成本：≤18.76万元", 187_600 * YUAN, "≤"),
        ("≤51984.07元", 5_198_407, "≤"),
        ("2024.07元", 202_407, ""),
        ("2024元", 202_400, ""),
    ],
)
def test_money(written: str, fen: int, sign: str) -> None:
    (found,) = quantities(written)
    assert (found.kind, found.value, found.sign) == (Kind.AMOUNT, fen, sign)


def test_a_bare_number_is_money_where_money_is_asked_for() -> None:
    (found,) = money("188000")
    assert found.may_be(188_000 * YUAN) and found.may_be(188_000 * WAN) and not found.has_unit
    assert not money("3项") and not money("依据市财行【2016】148号文件和合同")
    (rounded,) = money("1.4万")
    assert rounded.may_be(14_300 * YUAN) and not rounded.may_be(14_600 * YUAN)


@pytest.mark.parametrize(
    ("written", "kind", "value", "sign", "unit", "verb"),
    [
        ("≥99%", Kind.PERCENT, "99", "≥", "%", ""),
        ("90%以上", Kind.PERCENT, "90", "≥", "%", ""),
        ("百分之九十五", Kind.PERCENT, "95", "", "%", ""),
        ("＞100%", Kind.PERCENT, "100", "＞", "%", ""),
        ("提高100%", Kind.PERCENT, "100", "", "%", "提高"),
        ("≥1000套", Kind.COUNT, "1000", "≥", "套", ""),
        ("不少于6000项", Kind.COUNT, "6000", "≥", "项", ""),
        ("一次", Kind.COUNT, "1", "", "次", ""),
        ("2万人次", Kind.COUNT, "20000", "", "人次", ""),
        ("1", Kind.COUNT, "1", "", "", ""),
        ("提高12月", Kind.DURATION, "12", "", "月", "提高"),
        ("3个工作日内", Kind.DURATION, "3", "", "个工作日", ""),
        ("1年", Kind.DURATION, "1", "", "年", ""),
    ],
)
def test_percentages_counts_and_durations(written: str, kind: Kind, value: str, sign: str, unit: str, verb: str) -> None:
    (found,) = quantities(written)
    assert (found.kind, found.value, found.sign, found.unit, found.verb) == (kind, Decimal(value), sign, unit, verb)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021年12月前完成", [(2021, 12, None)]),
        ("12月底前", [(None, 12, None)]),
        ("2024. 1. 19", [(2024, 1, 19)]),
        ("2024.1.19", [(2024, 1, 19)]),
        ("２０２４年１月１９日", [(2024, 1, 19)]),
        ("2024-01-19", [(2024, 1, 19)]),
        ("6月30日前", [(None, 6, 30)]),
        ("2024年底", [(2024, None, None)]),
        ("截至2023年12月31日", [(2023, 12, 31)]),
        ("12个月", []),
        ("某政办发【2019】41号", []),
        ("《八五规划（2021-2025年）》", []),
        ("2021-2025年规划", []),
        ("合同编号:ABC-GF20190003", []),
        ("1.5倍", []),
        ("≤51984.07元", []),
        ("2024.07元", []),
        ("12024.5元", []),
        ("2024.12万元", []),
        ("12024年", []),
    ],
)
def test_dates(written: str, expected: list[tuple[int | None, ...]]) -> None:
    assert [tuple(date)[:3] for date in dates(written)] == expected


@pytest.mark.parametrize(
    "written", ["定性", "一般", "统一", "万无一失", "全年开展", "长期持续进行", "", "按要求完成", "《法治（2021）》", "第一季度末"]
)
def test_words_are_no_quantities(written: str) -> None:
    assert not any(found.kind is not Kind.DURATION for found in quantities(written))


@given(st.integers(1, 99_999_999))
def test_numbers_in_characters_are_read_back(number: int) -> None:
    assert chinese_number(in_characters(number)) == number


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text: str) -> None:
    quantities(text)
    dates(text)


def in_characters(number: int) -> str:
    """As it is said: 23000 is 二万三千."""
    if number >= 10_000:
        rest = number % 10_000
        return in_characters(number // 10_000) + "万" + (("零" if rest < 1000 else "") + in_characters(rest) if rest else "")
    said, zero = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("零" if zero and said else "") + "零一二三四五六七八九"[digit] + unit
        zero = not digit
    return said


@given(st.integers(1, 10**13), st.sampled_from(["", "≤", "=", "不超过", "总成本："]), st.sampled_from(["{:.2f}", "{:,.2f}"]))
def test_every_amount_in_yuan_is_read_as_just_that(fen: int, before: str, form: str) -> None:
    written = f"{before}{form.format(Decimal(fen) / 100)}元"
    (found,) = quantities(written)
    assert (found.kind, found.value, found.half) == (Kind.AMOUNT, fen, Decimal("0.5")) and not dates(written)


@given(
    st.dates(),
    st.sampled_from(["{0.year}年{0.month}月{0.day}日", "{0.year}-{0.month:02}-{0.day:02}", "{0.year}.{0.month}.{0.day}"]),
)
def test_every_day_of_our_time_is_read_as_just_that(day: date, form: str) -> None:
    day = day.replace(year=2000 + day.year % 100, day=min(day.day, 28))
    (found,) = dates(f"于{form.format(day)}前完成")
    assert (found.year, found.month, found.day) == (day.year, day.month, day.day)
