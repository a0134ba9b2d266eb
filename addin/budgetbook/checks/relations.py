"""Relations of one cell: every equation that it takes part in, with both sides, what they can stand for, and the verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from budgetbook.model.amount import UNIT_NAMES
from budgetbook.model.book import Book
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.finding import Verdict

from .check import Judged, judge_world
from .equations import ITEM, Equation, members
from .items_check import Totals
from .sentences import AGREES, plain, said, sides_of, span, unit_of
from .verdict import SAYS, VERDICTS, bounds, interval, judge_items
from .world import build_world

_FIRST = (Verdict.DISAGREE, Verdict.UNCHECKED, Verdict.TAIL, Verdict.AGREE)


class Relation(NamedTuple):
    """Two sides that must fit. Amounts and ranges are texts with their unit; `places` are the other cells."""

    code: str
    says: str
    verdict: Verdict
    left: str
    relation: str
    right: str
    difference: str
    left_range: str
    right_range: str
    places: tuple[Place, ...]


def relations_at(book: Book, place: Place, items: Totals | None = None) -> list[Relation]:
    """What the figure in this cell has to fit, what fails first; none where the cell is no figure."""
    world = build_world(book.figures, book.listings)
    at = next((number for number, figure in enumerate(book.figures) if figure.place == place), None)
    if at is None:
        return []
    totals = items.totals([figure.slice for figure in book.figures]) if items else None
    judged = judge_world(world, totals)
    found = list(_equations(judged, at, place))
    if totals is not None:
        found.append(_against_items(book.figures[at], int(totals[at]), judged.cutting))
    return sorted(found, key=lambda relation: _FIRST.index(relation.verdict))


def _equations(judged: Judged, at: int, place: Place) -> Iterator[Relation]:
    for equation, verdict in zip(judged.said, judged.verdicts.tolist(), strict=True):
        if at in members(equation):
            yield _relation(judged, equation, VERDICTS[verdict], at, place)


def _relation(judged: Judged, equation: Equation, verdict: Verdict, at: int, place: Place) -> Relation:
    world = judged.world
    sides = sides_of(world, equation, at, judged.cutting)
    unit = UNIT_NAMES[sides.unit]
    others = dict.fromkeys(world.figures[member].place for member in members(equation))
    return Relation(
        equation.kind,
        SAYS[equation.kind],
        verdict,
        sides.left_says,
        f"{sides.relation}{'……一致' if sides.relation == AGREES else ''}",
        sides.right_says,
        f"{plain(sides.left - sides.right, sides.unit)}{unit}",
        f"{span(sides.left_range, sides.unit)}{unit}",
        f"{span(sides.right_range, sides.unit)}{unit}",
        tuple(other for other in others if other != place),
    )


def _against_items(figure: Figure, total: int, cutting: bool) -> Relation:
    unit = unit_of(figure)
    name = UNIT_NAMES[unit]
    verdict = Verdict.UNCHECKED
    if figure.state is not State.UNREAD:
        verdict = judge_items(bounds([figure], cutting), np.array([total]))[0]
    printed = interval(figure.value, 0 if figure.state is State.BLANK else figure.half, cutting)
    return Relation(
        ITEM,
        SAYS[ITEM],
        verdict,
        said(figure),
        "应等于",
        f"预算明细的汇总数 {plain(total, unit)}{name}",
        f"{plain(figure.value - total, unit)}{name}",
        f"{span(printed, unit)}{name}",
        f"{plain(total, unit)}{name}",
        (),
    )
