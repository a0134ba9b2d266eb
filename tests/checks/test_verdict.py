"""Intervals and verdicts, in fen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.checks.equations import PART, SAME, SUM, Equation, columns_of
from budgetbook.checks.verdict import VERDICTS, as_printed, bounds, cuts, cuts_items, failures, interval, judge
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.finding import Verdict
from budgetbook.model.slices import Slice

AGREE, TAIL, DISAGREE, UNCHECKED, *_ = Verdict
HALF = 5_000  # of 万元 with two decimals
BLANK, UNREAD = "blank", "unread"


def printed(value: float | str, half: int = HALF) -> Figure:
    """A figure of so many 万元."""
    place = Place("表", 1, 1)
    if isinstance(value, str):
        state = State.BLANK if value == BLANK else State.UNREAD
        return Figure(Slice(), 0, 0, place, "表", "", state)
    return Figure(Slice(), round(value * 1_000_000), half, place, "表", "", State.READ, str(value))


def verdict(kind: str, *figures: Figure, cutting: bool = False) -> Verdict:
    equations = columns_of([Equation(kind, "", 0, tuple(range(1, len(figures))))])
    return VERDICTS[judge(equations, bounds(figures, cutting))[0]]


@pytest.mark.parametrize(
    ("kind", "values", "expected"),
    [
        (SUM, (206.00, 18.37, 187.63), AGREE),
        (SUM, (206.00, 18.37, 187.62), TAIL),
        (SUM, (206.02, 18.37, 187.62), DISAGREE),  # 0.03 apart, three halves are 0.015
        (SUM, (0.03, 0.01, 0.01), TAIL),
        (SUM, (0.02, 0.03), TAIL),  # closed intervals that touch
        (SUM, (0.02, 0.04), DISAGREE),
        (SUM, (18.37, 18.37, BLANK), AGREE),
        (SUM, (BLANK, BLANK), AGREE),
        (SUM, (0.01, BLANK), DISAGREE),  # a blank is an exact zero
        (SUM, (1.0, UNREAD, 1.0), UNCHECKED),
        (SAME, (1.0, 1.0, 1.0), AGREE),
        (SAME, (1.0, 1.01), TAIL),
        (SAME, (1.0, 1.01, 1.02), DISAGREE),  # the ends do not meet
        (SAME, (18.37, BLANK), DISAGREE),
        (PART, (3.0, 1.0, 1.0), AGREE),
        (PART, (2.0, 1.0, 1.01), TAIL),
        (PART, (2.0, 1.0, 1.02), DISAGREE),
        (PART, (BLANK, 1.0), DISAGREE),
        (PART, (UNREAD, 1.0), UNCHECKED),
    ],
)
def test_verdicts(kind: str, values: tuple[float | str, ...], expected: Verdict) -> None:
    assert verdict(kind, *map(printed, values)) is expected


def test_different_units_compare_on_their_intervals() -> None:
    ten_thousands, yuan = printed(18.76), printed(18.80, half=50)
    assert verdict(SAME, ten_thousands, yuan) is DISAGREE
    assert verdict(SAME, printed(29.46), printed(29.4592, half=50)) is TAIL
    assert verdict(SAME, printed(29.46), printed(29.46, half=0)) is AGREE


def test_a_document_that_cuts_stands_for_amounts_from_the_printed_one_up() -> None:
    figures = [printed(value) for value in (0.03, 0.00, 0.00, 0.00)]
    parts = [printed(value) for value in (1.04, 0.25, 0.25, 0.25, 0.25)]
    assert verdict(SUM, *parts) is DISAGREE
    assert verdict(SUM, *parts, cutting=True) is TAIL
    assert verdict(SUM, *figures, cutting=True) is DISAGREE  # zeros have no tails
    assert interval(-1_000_000, HALF, cutting=True) == (-1_010_000, -1_000_000)


def test_rounding_to_the_printed_place() -> None:
    assert as_printed(1_845_000, HALF) == 1_850_000
    assert as_printed(-1_845_000, HALF) == -1_850_000
    assert as_printed(1_849_999, HALF, cutting=True) == 1_840_000
    assert as_printed(123, 0) == 123


def test_no_equation_no_verdict() -> None:
    assert len(judge(columns_of([]), bounds([]))) == 0


amounts = st.one_of(st.just(BLANK), st.integers(-500, 500).map(lambda cents: cents / 100))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([SAME, SUM, PART]), st.lists(amounts, min_size=2, max_size=6), st.booleans())
def test_one_at_a_time_fails_what_judging_together_fails(kind: str, values: list[float | str], cutting: bool) -> None:
    figures = [printed(value) for value in values]
    equation = Equation(kind, "", 0, tuple(range(1, len(figures))))
    all_bounds = bounds(figures, cutting)
    cost = failures(equation, all_bounds.value.tolist(), all_bounds.low.tolist(), all_bounds.high.tolist())
    assert (verdict(kind, *figures, cutting=cutting) is DISAGREE) == (cost > 0)


def test_the_odd_ones_out_are_counted() -> None:
    values = [5, 5, 5, 9, 7]
    assert failures(Equation(SAME, "", 0, (1, 2, 3, 4)), values, values, values) == 2


def _sums(differences: list[int]) -> tuple[list[Equation], list[Figure]]:
    """Sums of two amounts each; the printed sum exceeds them by so many units of the last place."""
    figures, equations = [], []
    for at, difference in enumerate(differences):
        figures += [printed(10 + at + difference / 100), printed(4.0), printed(6.0 + at)]
        equations.append(Equation(SUM, "", 3 * at, (3 * at + 1, 3 * at + 2)))
    return equations, figures


def test_cutting_is_believed_when_all_sums_fall_short() -> None:
    short = [1] * 12
    cases = ((short, True), (short[1:], False), ([*short, -1, -1], False), ([1, -1] * 9, False), ([300] * 13, False))
    for differences, expected in cases:
        equations, figures = _sums(differences)
        assert cuts(equations, bounds(figures)) is expected, differences


def test_sums_that_repeat_the_same_amounts_count_once() -> None:
    equations, figures = _sums([1])
    assert not cuts(equations * 20, bounds(figures))


def test_a_finer_figure_shows_whether_a_coarser_one_was_cut() -> None:
    for exact, expected in ((0.009, True), (-0.003, False)):
        figures = [figure for at in range(12) for figure in (printed(10 + at), printed(10 + at + exact, half=50))]
        equations = [Equation(SAME, "", 2 * at, (2 * at + 1,)) for at in range(12)]
        assert cuts(equations, bounds(figures)) is expected


def test_cutting_is_known_from_the_line_items() -> None:
    import numpy as np

    figures = [printed(value) for value in (87.70, 12.34, 5.55, 3.00)]
    cut = np.array([87_708_000, 12_349_000, 5_556_000, 3_000_000], dtype=np.int64)
    rounded = np.array([87_702_000, 12_336_000, 5_549_000, 3_000_000], dtype=np.int64)
    assert cuts_items(bounds(figures), cut)
    assert not cuts_items(bounds(figures), rounded)
