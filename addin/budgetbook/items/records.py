"""Records: lines put together by all that a slice can ask of them, with exact sums; totals of slices are read off them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np

from budgetbook.model.slices import Slice

from .columns import Column, Mask, Whole, distinct
from .margins import Margin

CODES = ("function", "economic", "government", "revenue")
NAMES = ("unit", "project")
_BETWEEN = "\0"  # a unit and its project
_AFTER = "\U0010ffff"
_WIDEST = 2**14  # codes along which running totals are kept

Line: TypeAlias = tuple[str | tuple[str, ...], ...]  # what a slice says beside its box
Range: TypeAlias = tuple[int, int]  # codes: from, to
_ALL_LINES: Line = Slice()[1:]


class _Span(NamedTuple):
    """The codes that a slice asks for, along a margin. `more` where they are several ranges (302+30301)."""

    margin: Margin
    first: int
    last: int
    more: tuple[Range, ...]

    def total(self, box: int) -> int:
        """Fen in a box that the margin knows."""
        run = self.margin.known[box]
        total = run[self.last] - run[self.first]
        return total + sum(run[end] - run[start] for start, end in self.more) if self.more else total


def _totals(asked: Sequence[tuple[_Span, int]]) -> list[int]:
    """Fen in each span and box."""
    boxes: dict[Margin, set[int]] = defaultdict(set)
    for span, box in asked:
        boxes[span.margin].add(box)
    for margin, every in boxes.items():
        margin.learn(every)
    return [span.total(box) for span, box in asked]


class _Spans(dict[Line, _Span | None]):
    """Where each line is found; asked for once."""

    def __init__(self, find: Callable[[Line], _Span | None]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, line: Line) -> _Span | None:
        span = self[line] = self._find(line)
        return span


@dataclass(frozen=True)
class Records:
    """Sums by box, codes and names. Values of code columns ascend; those of names stand in the order that tables list them.

    What is asked of one dimension, or of a unit and its project, is read off running totals; what is asked of several at
    once is added up."""

    boxes: Whole
    keys: dict[str, Column]
    amounts: Whole

    def mask(self, slice_: Slice) -> Mask:
        """The records in the slice."""
        mask: Mask = (self.boxes & ~np.int64(slice_.box)) == 0
        for dimension, wanted in _asked(slice_[1:]).items():
            codes = self.keys[dimension].codes
            within = [(codes >= first) & (codes < last) for first, last in self._ranges({dimension: wanted})]
            mask &= np.logical_or.reduce(within)
        return mask

    def total(self, slice_: Slice) -> int:
        return self.totals((slice_,))[0]

    def totals(self, slices: Sequence[Slice]) -> list[int]:
        """Fen in each slice."""
        spans = [self._spans[slice_[1:]] for slice_ in slices]
        told = iter(_totals([(span, slice_.box) for span, slice_ in zip(spans, slices, strict=True) if span]))
        return [next(told) if span else self._added(slice_) for span, slice_ in zip(spans, slices, strict=True)]

    def matrix(self, rows: Sequence[Slice], columns: Sequence[Slice]) -> Whole:
        """Totals of what row and column have in common, int64 [rows × columns]."""
        spans = [self._spans[row[1:]] for row in rows]
        if all(spans) and all(column[1:] == _ALL_LINES for column in columns):
            boxes = [column.box for column in columns]
            totals = _totals([(span, row.box & box) for span, row in zip(spans, rows, strict=True) if span for box in boxes])
        else:
            common = [row.meet(column) for row in rows for column in columns]
            told = iter(self.totals([slice_ for slice_ in common if slice_]))
            totals = [next(told) if slice_ else 0 for slice_ in common]
        return np.array(totals, np.int64).reshape(len(rows), len(columns))

    def nodes(self, dimension: str, slice_: Slice) -> tuple[str, ...]:
        """The codes or names that records in the slice have, in order; what has none is left out."""
        found = self.keys[dimension].taken(self.mask(slice_)).present()
        return tuple(node for node in found if node and not node.startswith("/"))

    def _added(self, slice_: Slice) -> int:
        return int(self.amounts[self.mask(slice_)].sum())

    @cached_property
    def _spans(self) -> _Spans:
        return _Spans(self._find_span)

    def _find_span(self, line: Line) -> _Span | None:
        """Where a slice finds its total; None where it asks for what no margin tells."""
        asked = _asked(line)
        margin = self._margin(tuple(asked))
        if margin is None:
            return None
        (first, last), *more = self._ranges(asked) or ((0, 0),)
        return _Span(margin, first, last, tuple(more))

    def _margin(self, names: tuple[str, ...]) -> Margin | None:
        if names not in self._margins:
            axis = self._axis(names)
            self._margins[names] = self._summed(axis) if axis and len(axis.values) <= _WIDEST else None
        return self._margins[names]

    def _summed(self, axis: Column) -> Margin:
        kinds, of_kind = self._kinds
        return Margin(kinds, of_kind, axis.codes, len(axis.values), self.amounts)

    def _axis(self, names: tuple[str, ...]) -> Column | None:
        """One code for each record, by these dimensions; None where they are too many."""
        if not names:
            return Column.constant("", len(self.boxes))
        if len(names) == 1:
            return self.keys[names[0]]
        return self._pairs if names == NAMES else None

    def _ranges(self, asked: dict[str, str | tuple[str, ...]]) -> tuple[Range, ...]:
        """The codes that are asked for, along the axis of the dimensions that are."""
        names, wanted = tuple(asked), tuple(asked.values())
        if names and names[0] in CODES:
            values = self.keys[names[0]].values
            prefixes = _apart(wanted[0] if isinstance(wanted[0], tuple) else (wanted[0],))
            return tuple((bisect_left(values, prefix), bisect_left(values, prefix + _AFTER)) for prefix in prefixes)
        place = self._places(names).get(_BETWEEN.join(map(str, wanted)))
        return () if place is None else ((place, place + 1),)

    def _places(self, names: tuple[str, ...]) -> dict[str, int]:
        if names not in self._known_places:
            axis = self._axis(names)
            self._known_places[names] = {value: at for at, value in enumerate(axis.values)} if axis else {}
        return self._known_places[names]

    @cached_property
    def _pairs(self) -> Column:
        """The unit and the project of each record, as one text."""
        units, projects = (self.keys[name] for name in NAMES)
        first, codes = distinct(units.codes * np.int64(len(projects.values)) + projects.codes)
        pairs = zip(units.codes[first].tolist(), projects.codes[first].tolist(), strict=True)
        texts = tuple(f"{units.values[unit]}{_BETWEEN}{projects.values[project]}" for unit, project in pairs)
        return Column(codes.astype(np.int32), texts)

    @cached_property
    def _kinds(self) -> tuple[Whole, Whole]:
        """The different boxes, and which of them each record has."""
        first, of_kind = distinct(self.boxes)
        return self.boxes[first], of_kind

    @cached_property
    def _margins(self) -> dict[tuple[str, ...], Margin | None]:
        return {}

    @cached_property
    def _known_places(self) -> dict[tuple[str, ...], dict[str, int]]:
        return {}


def _asked(line: Line) -> dict[str, str | tuple[str, ...]]:
    """What a line asks of which dimension."""
    return {name: wanted for name, wanted in zip((*CODES, *NAMES), line, strict=True) if wanted}


def _apart(prefixes: Iterable[str]) -> list[str]:
    """The prefixes without those that lie below another one."""
    kept: list[str] = []
    for prefix in sorted(prefixes):
        if not (kept and prefix.startswith(kept[-1])):
            kept.append(prefix)
    return kept
