"""Rows that a full listing does not have though another table names them: there they are zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from budgetbook.model.dimensions import SPENT, field
from budgetbook.model.figure import Figure, State
from budgetbook.model.slices import Slice

from .lines import CODES, Line, fields_of, lies_in

_SHALLOWEST = 3  # a listing without any row still lists its 类


class Supposed(NamedTuple):
    """A zero for a row that is not there. It stands at the figure `like`, the total of the listing in that column."""

    figure: Figure
    line: Line
    like: int


def supposed_rows(
    figures: Sequence[Figure], lines: Sequence[Line], reduced: Sequence[int], listings: Mapping[str, str]
) -> list[Supposed]:
    """The rows missing from each listing: of a missing branch only the top, and only where somebody prints an amount.

    `lines` and `reduced` have one entry a figure; `listings` gives each table the dimension that it lists."""
    if not listings:
        return []
    amounts: dict[int, set[Line]] = {}
    tables: dict[str, list[int]] = {}
    for place, figure in enumerate(figures):
        if figure.value:
            amounts.setdefault(reduced[place], set()).add(lines[place])
        tables.setdefault(figure.table, []).append(place)
    found = []
    for table, dimension in listings.items():
        places = tables.get(table, [])
        listed = {lines[place] for place in places}
        totals = {reduced[place]: place for place in reversed(_totals(dimension, places, lines, figures)) if reduced[place]}
        named = set().union(*(amounts.get(box, set()) for box in totals))
        for line in _missing(dimension, listed, named):
            found += [Supposed(_zero(line, figures[place]), line, place) for place in totals.values()]
    return found


def _totals(dimension: str, places: Sequence[int], lines: Sequence[Line], figures: Sequence[Figure]) -> list[int]:
    """The totals of the columns that list something. In an empty table beside a panel of income, those of expenditure."""
    totals = [place for place in places if not any(lines[place])]
    boxes = {figures[place].slice.box for place in places if _is_only(lines[place], dimension)}
    spent = {figures[place].slice.box for place in totals if field(figures[place].slice.box, "use") == SPENT}
    wanted = boxes or spent
    return [place for place in totals if not wanted or figures[place].slice.box in wanted]


def _missing(dimension: str, listed: set[Line], named: set[Line]) -> list[Line]:
    """The rows that are named elsewhere, that a listing of this depth would show, and neither has nor splits further."""
    deepest = max([_SHALLOWEST, *(_depth(line, dimension) for line in listed)])
    candidates = {line for line in named - listed if _is_only(line, dimension) and _depth(line, dimension) <= deepest}
    candidates = {line for line in candidates if not any(lies_in(other, line) for other in listed)}
    return sorted(line for line in candidates if not any(line != other and lies_in(line, other) for other in candidates))


def _is_only(line: Line, dimension: str) -> bool:
    """Whether a line says something of this dimension, and nothing of any other."""
    fields = fields_of(dimension)
    return any(line) and not any(value for place, value in enumerate(line) if place not in fields)


def _depth(line: Line, dimension: str) -> int:
    if dimension == "economic":
        return max(map(len, line.economic), default=0)
    return len(getattr(line, dimension)) if dimension in CODES else 0


def _zero(line: Line, total: Figure) -> Figure:
    name = line.project or line.unit or line.function or line.revenue or line.government or "、".join(line.economic)
    return Figure(Slice(total.slice.box, *line), 0, 0, total.place, total.table, f"没有列出的“{name}”", State.BLANK)
