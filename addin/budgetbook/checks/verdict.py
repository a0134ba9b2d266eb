"""How two sides compare. The one place that owns intervals and verdicts: whole fen, closed intervals, nothing relative.

A printed amount stands for [value - half, value + half]; a blank is an exact zero; a sum's interval is the sum of its
terms' intervals. Where a document cuts instead of rounding, an amount stands for [value, value + 2 half]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from budgetbook.model.amount import Scale
from budgetbook.model.figure import Figure, State
from budgetbook.model.finding import Verdict

from .equations import ITEM, KINDS, PART, SAME, SUM, Equation, Equations, Mask, Whole

SAYS = {
    SAME: "同一口径的数在各表、各处应一致",
    SUM: "合计应等于各组成部分之和",
    PART: "总数应不小于其中已列出的部分之和",
    ITEM: "各格应等于预算明细的汇总数",
}
VERDICTS = (Verdict.AGREE, Verdict.TAIL, Verdict.DISAGREE, Verdict.UNCHECKED)
_AGREE, _TAIL, _DISAGREE, _UNCHECKED = range(4)
_BLANK, _UNREAD = State.BLANK, State.UNREAD  # looked up once: an Enum is slow to ask
_ENOUGH_CUT = 12  # different tails that all fall short: by rounding alone they would fall to both sides
_ENOUGH_CUT_ITEMS = 3  # different amounts that are their line items cut off

Amounts: TypeAlias = Whole


class Bounds(NamedTuple):
    """What figures print, in fen: three arrays of int64 and one of bool, one entry a figure."""

    value: Amounts
    low: Amounts
    high: Amounts
    unread: Mask


def interval(value: int, half: int, cutting: bool = False) -> tuple[int, int]:
    """The amounts that a printed value can stand for."""
    if not cutting or not value:
        return value - half, value + half
    return (value, value + 2 * half) if value > 0 else (value - 2 * half, value)


def as_printed(amount: int, half: int, cutting: bool = False) -> int:
    """An amount of fen to the last printed place, of which `half` is half: rounded half up, or cut."""
    step = 2 * half or 1
    size = abs(amount) // step * step if cutting else (2 * abs(amount) + step) // (2 * step) * step
    return size if amount >= 0 else -size


def halves(figures: Sequence[Figure]) -> list[int]:
    """Half the last place of each figure; of a blank or a zero, what its table prints, or most of the book."""
    counts: dict[str, Counter[int]] = {}
    for figure in figures:
        if figure.value:
            counts.setdefault(figure.table, Counter())[figure.half] += 1
    usual = sum(counts.values(), Counter[int]()).most_common(1)
    fallback = usual[0][0] if usual else Scale().half
    table = {name: most.most_common(1)[0][0] for name, most in counts.items()}
    return [figure.half if figure.value else table.get(figure.table, fallback) for figure in figures]


def bounds(figures: Sequence[Figure], cutting: bool = False) -> Bounds:
    """The figures as arrays; a blank has no width."""
    value = np.array([figure.value for figure in figures], np.int64)
    half = np.array([figure.half for figure in figures], np.int64)
    half[np.array([figure.state is _BLANK for figure in figures], np.bool_)] = 0
    unread = np.array([figure.state is _UNREAD for figure in figures], np.bool_)
    if not cutting:
        return Bounds(value, value - half, value + half, unread)
    below, above = np.where(value > 0, 0, 2 * half), np.where(value < 0, 0, 2 * half)
    zero = value == 0
    return Bounds(value, value - np.where(zero, half, below), value + np.where(zero, half, above), unread)


def judge(equations: Equations, printed: Bounds) -> Whole:
    """The verdict on each equation, by its place in VERDICTS."""
    if not len(equations):
        return np.zeros(0, np.int64)
    left, right, starts = equations.left, equations.right, equations.starts
    same, part = equations.kinds == KINDS.index(SAME), equations.kinds == KINDS.index(PART)
    value, low, high, unread = printed
    total = np.add.reduceat(value[right], starts)
    least, most = np.add.reduceat(low[right], starts), np.add.reduceat(high[right], starts)
    difference = value[left] - total
    exact = np.where(same, _all_equal(value, left, right, starts), np.where(part, difference >= 0, difference == 0))
    meets = np.where(same, _all_meet(low, high, left, right, starts), (high[left] >= least) & (part | (low[left] <= most)))
    verdicts = np.where(exact, _AGREE, np.where(meets, _TAIL, _DISAGREE))
    verdicts[unread[left] | np.logical_or.reduceat(unread[right], starts)] = _UNCHECKED
    return verdicts


def judge_items(printed: Bounds, totals: Amounts) -> list[Verdict]:
    """The verdict on each figure against the total of its line items: within its own rounding or not."""
    within = (printed.low <= totals) & (totals <= printed.high)
    verdicts = np.where(printed.unread, _UNCHECKED, np.where(within, _AGREE, _DISAGREE))
    return [VERDICTS[place] for place in verdicts.tolist()]


def failures(equation: Equation, value: Sequence[int], low: Sequence[int], high: Sequence[int]) -> int:
    """How many figures must change for the equation to hold: 0 or 1, or the odd ones out of a SAME."""
    if equation.kind == SAME:
        members = (equation.left, *equation.right)
        return len(members) - _support(Counter((low[member], high[member]) for member in members))
    least = sum([low[term] for term in equation.right])
    if high[equation.left] < least:
        return 1
    if equation.kind == PART:
        return 0
    return int(low[equation.left] > sum([high[term] for term in equation.right]))


def cuts(equations: Iterable[Equation], printed: Bounds) -> bool:
    """Whether the document cuts instead of rounding: all that differs in the last places falls short, and there is enough
    of it. What repeats the same amounts counts once."""
    value, width = printed.value.tolist(), (printed.high - printed.low).tolist()
    short: set[tuple[int, int]] = set()
    over: set[tuple[int, int]] = set()
    for equation in equations:
        for whole, total, slack in _tails(equation, value, width):
            if whole != total and abs(whole - total) <= slack:
                (short if whole > total else over).add((abs(whole), abs(total)))
    return len(short) >= _ENOUGH_CUT and 10 * len(over) <= len(short)


def _tails(equation: Equation, value: Sequence[int], width: Sequence[int]) -> list[tuple[int, int, int]]:
    """What would exceed what in a document that cuts, and by how much at most: a sum its terms, a finer figure a coarser one."""
    if equation.kind == SUM:
        terms = equation.right
        return [(value[equation.left], sum([value[term] for term in terms]), sum([width[term] for term in terms]))]
    if equation.kind == PART:
        return []
    members = (equation.left, *equation.right)
    finest = min(members, key=lambda member: width[member])
    return [(value[finest], value[other], width[other]) for other in members if width[other] > width[finest]]


def cuts_items(printed: Bounds, totals: Amounts) -> bool:
    """Whether the document cuts its line items' totals: enough amounts are what cutting gives and rounding does not, and
    hardly any the other way round."""
    amount = (printed.value != 0) & ~printed.unread
    half = (printed.high - printed.low) // 2
    rounds = (printed.value - half <= totals) & (totals <= printed.value + half)
    short = np.sign(printed.value) * (totals - printed.value)
    cut = (short >= 0) & (short <= 2 * half)
    only_cut = len(set(totals[amount & cut & ~rounds].tolist()))
    only_rounded = len(set(totals[amount & rounds & ~cut].tolist()))
    return only_cut >= _ENOUGH_CUT_ITEMS and 10 * only_rounded <= only_cut


def _support(intervals: Counter[tuple[int, int]]) -> int:
    """The largest number of intervals that one of them meets."""
    if len(intervals) == 1:
        return intervals.total()
    if max(low for low, _ in intervals) <= min(high for _, high in intervals):
        return intervals.total()
    return max(sum(count for (low, high), count in intervals.items() if low <= mine[1] and mine[0] <= high) for mine in intervals)


def _all_equal(value: Amounts, left: Amounts, right: Amounts, starts: Amounts) -> Mask:
    least, most = np.minimum.reduceat(value[right], starts), np.maximum.reduceat(value[right], starts)
    equal: Mask = (least == most) & (least == value[left])
    return equal


def _all_meet(low: Amounts, high: Amounts, left: Amounts, right: Amounts, starts: Amounts) -> Mask:
    highest = np.maximum(low[left], np.maximum.reduceat(low[right], starts))
    lowest = np.minimum(high[left], np.minimum.reduceat(high[right], starts))
    meet: Mask = highest <= lowest
    return meet
