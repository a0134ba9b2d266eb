"""Amounts: whole fen, half up, whatever people type."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.model.amount import LARGEST, WANYUAN, YUAN, AmountError, Scale, exact_text, parse_amount


@pytest.mark.parametrize(
    ("written", "unit", "fen"),
    [
        ("18.76", WANYUAN, 18_760_000),
        (18.76, WANYUAN, 18_760_000),
        (206, WANYUAN, 206_000_000),
        (780681.9399999999, YUAN, 78_068_194),
        ("１２３．４５", YUAN, 12_345),
        ("1,234.50 ", YUAN, 123_450),
        ("\u00a01 234\u200b", YUAN, 123_400),
        ("(12.30)", YUAN, -1_230),
        ("（12.30）", YUAN, -1_230),
        ("－5", YUAN, -500),
        ("¥8", YUAN, 800),
        ("1.5e3", YUAN, 150_000),
        (".005", YUAN, 1),
        (0.0, YUAN, 0),
    ],
)
def test_amounts_as_people_write_them(written: object, unit: int, fen: int) -> None:
    assert parse_amount(written, unit) == fen


@pytest.mark.parametrize(
    "written", ["", "一百", "12..3", "1,23,4", "12元", "nan", "inf", float("nan"), float("inf"), "1e400", True, "—"]
)
def test_what_is_no_amount_is_refused_in_chinese(written: object) -> None:
    with pytest.raises(AmountError, match=r"金额|逻辑值"):
        parse_amount(written)


def test_an_amount_beyond_all_budgets_is_refused() -> None:
    assert parse_amount(LARGEST // YUAN) == LARGEST
    with pytest.raises(AmountError):
        parse_amount(LARGEST // YUAN + 1)


@given(st.integers(-LARGEST, LARGEST), st.sampled_from([(YUAN, 0), (YUAN, 2), (WANYUAN, 2), (WANYUAN, 4), (WANYUAN, 6)]))
def test_printing_rounds_half_up_as_decimal_does(fen: int, scale: tuple[int, int]) -> None:
    unit, decimals = scale
    expected = (Decimal(fen) / unit).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert Decimal(Scale(unit, decimals).text(fen)) == expected
    assert Scale(unit, decimals).number(fen) == float(expected)


@given(st.integers(-LARGEST, LARGEST))
def test_what_is_printed_with_every_fen_reads_back(fen: int) -> None:
    assert parse_amount(exact_text(fen)) == fen
    assert parse_amount(Scale(WANYUAN, 6).text(fen), WANYUAN) == fen


def test_the_interval_of_a_printed_amount() -> None:
    assert Scale(WANYUAN, 2).half == 5_000  # 50 元
    assert Scale(YUAN, 0).half == 50  # 0.5 元
    assert Scale(YUAN, 2).half == 0  # every fen is printed


@given(st.floats(-1e15, 1e15), st.sampled_from([0, 2, 4, 6]), st.sampled_from([YUAN, WANYUAN]))
def test_a_number_in_a_cell_is_the_decimal_that_it_prints(value: float, places: int, unit: int) -> None:
    for written in (value, round(value, places)):
        fen = int((Decimal(repr(written)) * unit).quantize(Decimal(1), ROUND_HALF_UP))
        if abs(fen) <= LARGEST:
            assert parse_amount(written, unit) == fen
