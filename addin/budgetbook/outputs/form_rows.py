"""The rows that a project's indicators need in the form: which the sample has, which are added, what stands side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from budgetbook.model.project import WHOLE, YEAR, Indicator
from budgetbook.tables.form_block import Block
from budgetbook.tables.form_words import form_words


class Line(NamedTuple):
    """One row to be. `sample` is the row of the sample that it is, None for an added one; an added one looks like `model`."""

    first: str
    second: str
    sample: int | None
    model: int
    pair: dict[str, Indicator]  # by half


class _Kind(NamedTuple):
    """A second-level indicator and the sample's rows for it, none when the sample lacks it."""

    first: str
    second: str
    rows: list[int]


def plan_lines(block: Block, indicators: Sequence[Indicator]) -> list[Line]:
    """All rows of the indicator table in order; an indicator kind without indicators keeps one blank row.

    An added row looks like the first one of its kind, or of the kind above it. The sample has at least one row."""
    kinds = _sample_kinds(block)
    wanted: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in indicators:
        wanted.setdefault(_place(indicator, kinds), []).append(indicator)
    for first, second in wanted:
        if not any((kind.first, kind.second) == (first, second) for kind in kinds):
            _add(kinds, first, second)
    lines: list[Line] = []
    above = block.rows[0].row
    for kind in kinds:
        pairs = side_by_side(wanted.get((kind.first, kind.second), ()))
        above = kind.rows[0] if kind.rows else above
        for place, pair in enumerate(pairs):
            sample = kind.rows[place] if place < len(kind.rows) else None
            lines.append(Line(kind.first, kind.second, sample, sample or above, pair))
    return lines


def side_by_side(indicators: Sequence[Indicator]) -> list[dict[str, Indicator]]:
    """The two halves in rows, each half in its own order: the same indicator stands side by side, and so do two that have no
    counterpart; at least one row."""
    whole = [indicator for indicator in indicators if indicator.half == WHOLE]
    year = [indicator for indicator in indicators if indicator.half == YEAR]
    pairs: list[dict[str, Indicator]] = []
    while whole or year:
        pair = {half: rest[0] for half, rest in ((WHOLE, whole), (YEAR, year)) if rest}
        if len(pair) == 2 and whole[0].third != year[0].third:
            later_in_year = any(other.third == whole[0].third for other in year)
            later_in_whole = any(other.third == year[0].third for other in whole)
            if later_in_year and not later_in_whole:
                del pair[WHOLE]
            elif later_in_whole and not later_in_year:
                del pair[YEAR]
        for half, rest in ((WHOLE, whole), (YEAR, year)):
            if half in pair:
                rest.pop(0)
        pairs.append(pair)
    return pairs or [{}]


def _sample_kinds(block: Block) -> list[_Kind]:
    kinds: list[_Kind] = []
    for row, first, second in block.rows:
        if kinds and (kinds[-1].first, kinds[-1].second) == (first, second):
            kinds[-1].rows.append(row)
        else:
            kinds.append(_Kind(first, second, [row]))
    return kinds


def _place(indicator: Indicator, kinds: Sequence[_Kind]) -> tuple[str, str]:
    """First and second level by their official names; an indicator without a first level goes where its second level is."""
    words = form_words()
    first = words.first(indicator.first)
    second = words.second(first, indicator.second)
    if not first:
        parents = [kind.first for kind in kinds if kind.second == second]
        first = parents[0] if parents else words.parent(second)
    return first, second


def _add(kinds: list[_Kind], first: str, second: str) -> None:
    """A kind that the sample lacks, where the tree has it: before the first one that the tree puts behind it."""
    tree = form_words().tree
    order = {place: rank for rank, place in enumerate((a, b) for a, seconds in tree.items() for b in seconds)}
    firsts = {name: rank for rank, name in enumerate(tree)}
    siblings = [place for place, kind in enumerate(kinds) if kind.first == first]
    rank = order.get((first, second), len(order))
    if siblings:
        behind = [place for place in siblings if order.get((first, kinds[place].second), len(order)) > rank]
        at = behind[0] if behind else siblings[-1] + 1
    else:
        mine = firsts.get(first, len(firsts))
        later = [place for place, kind in enumerate(kinds) if firsts.get(kind.first, len(firsts)) > mine]
        at = later[0] if later else len(kinds)
    kinds.insert(at, _Kind(first, second, []))
