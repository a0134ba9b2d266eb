"""Rows that a full listing does not have though another table names them: there they are zero."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from budgetbook.model.dimensions import SPENT, field
from budgetbook.model.figure import Figure, State
from budgetbook.model.slices import Slice

from .lines import CODES, WHO, Line, Lines, lies_in, only_dimension

_SHALLOWEST = 3  # a listing without any row still lists its 类


class Supposed(NamedTuple):
    """A zero for a row that is not there, and the number of its line. It stands at the figure `like`, the total of the
    listing in that column."""

    figure: Figure
    line: int
    like: int


def supposed_rows(
    figures: Sequence[Figure],
    lines: Lines,
    reduced: Sequence[int],
    tables: Mapping[str, Sequence[int]],
    listings: Mapping[str, str],
) -> list[Supposed]:
    """The rows missing from each listing: of a missing branch only the top, and only where somebody prints an amount.

    `reduced` has one entry a figure; `tables` gives the figures of each table, `listings` the dimension that it lists."""
    if not listings:
        return []
    numbers, root = lines.numbers, lines.root
    dimensions = [only_dimension(line) for line in lines.different]
    amounts = _amounts(figures, numbers, reduced)
    found = []
    for table, listing in listings.items():
        dimension, places = WHO if listing == "unit" else listing, tables.get(table, ())
        rows = [place for place in places if dimensions[numbers[place]] == dimension]
        totals = _totals([place for place in places if numbers[place] == root], rows, figures)
        columns = {reduced[place]: place for place in reversed(totals) if reduced[place]}
        listed = {numbers[place] for place in places}
        named = set().union(*(amounts.get(box, ()) for box in columns)) - listed
        named = {number for number in named if dimensions[number] == dimension}
        for number in _missing(dimension, listed, named, lines.different):
            line = lines.different[number]
            found += [Supposed(_zero(line, figures[place]), number, place) for place in columns.values()]
    return found


def _amounts(figures: Sequence[Figure], numbers: Sequence[int], reduced: Sequence[int]) -> dict[int, set[int]]:
    """The lines (by number) that print an amount in each box."""
    amounts: dict[int, set[int]] = defaultdict(set)
    for figure, number, box in zip(figures, numbers, reduced, strict=True):
        if figure.value:
            amounts[box].add(number)
    return amounts


def _totals(totals: Sequence[int], listed: Sequence[int], figures: Sequence[Figure]) -> list[int]:
    """The totals of the columns that list something. In an empty table beside a panel of income, those of expenditure."""
    wanted = {figures[place].slice.box for place in listed}
    wanted = wanted or {figures[place].slice.box for place in totals if field(figures[place].slice.box, "use") == SPENT}
    return [place for place in totals if not wanted or figures[place].slice.box in wanted]


def _missing(dimension: str, listed: set[int], named: set[int], lines: Sequence[Line]) -> list[int]:
    """Of the rows that are named elsewhere, those that a listing of this depth would show and does not split further."""
    if not named:
        return []
    rows = [lines[number] for number in listed]
    deepest = max([_SHALLOWEST, *(_depth(line, dimension) for line in rows)])
    candidates = [number for number in named if _depth(lines[number], dimension) <= deepest]
    candidates = [number for number in candidates if not any(lies_in(row, lines[number]) for row in rows)]
    tops = [one for one in candidates if not any(one != other and lies_in(lines[one], lines[other]) for other in candidates)]
    return sorted(tops, key=lines.__getitem__)


def _depth(line: Line, dimension: str) -> int:
    if dimension == "economic":
        return max(map(len, line.economic), default=0)
    return len(getattr(line, dimension)) if dimension in CODES else 0


def _zero(line: Line, total: Figure) -> Figure:
    name = line.project or line.unit or line.function or line.revenue or line.government or "、".join(line.economic)
    return Figure(Slice(total.slice.box, *line), 0, 0, total.place, total.table, f"没有列出的“{name}”", State.BLANK)
