"""Check one book: every equation that its slices give, judged; what fails traced to the cell to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from budgetbook.model.book import Book
from budgetbook.model.figure import State
from budgetbook.model.finding import Check, Finding, Report, Verdict

from . import sentences
from .assumptions import assumptions
from .culprit import Suspicion, members, suspects
from .derive import derive, live
from .items_check import NameOf, Totals, missing_rows
from .verdict import ITEM, PART, SAME, SAYS, SUM, Amounts, Bounds, Equation, bounds, cuts, cuts_items, halves, judge, judge_items
from .world import World, build_world


class _Judged(NamedTuple):
    """The equations of a book with their verdicts. `derived` are all, `said` those between amounts that are not all zero."""

    world: World
    derived: list[Equation]
    said: list[Equation]
    verdicts: list[Verdict]
    printed: Bounds
    cutting: bool

    def having(self, verdict: Verdict) -> list[Equation]:
        return [equation for equation, mine in zip(self.said, self.verdicts, strict=True) if mine is verdict]


def check_book(book: Book, items: Totals | None = None, name_of: NameOf = lambda dimension, code: "") -> Report:
    """The report on what a book prints, against itself and, where they are at hand, against the line items.

    name_of(dimension, code) names a code. `equations` of the report counts everything that `checks` counts: the derived
    equations and, with items, one ITEM a figure."""
    world = build_world(book.figures, book.listings)
    totals = items.totals([figure.slice for figure in book.figures]) if items and book.figures else None
    judged = _judge(world, totals)
    counts = {code: _count(judged, code) for code in (SAME, SUM, PART)}
    if items is None or totals is None:
        errors = [sentences.disagreement(world, suspicion, judged.cutting, False) for suspicion in _suspects(judged)]
    else:
        verdicts = judge_items(_printed(judged.printed, len(book.figures)), totals)
        counts[ITEM] = Counter(verdicts)
        errors = _against_items(judged, verdicts, totals)
        errors += _missing(book, items, name_of)
    return Report(
        (*errors, *_tails(judged), *_unchecked(judged)),
        tuple(Check(code, SAYS[code], _all_verdicts(count)) for code, count in counts.items()),
        _all_verdicts(sum(counts.values(), Counter[Verdict]())),
        _all_verdicts(Counter()),
        assumptions(world),
    )


def _judge(world: World, totals: Amounts | None) -> _Judged:
    """Judge as rounded, and as cut where the document seems to cut and no more fails for it."""
    derived = derive(world)
    said = live(derived, world)
    printed = bounds(world.figures)
    rounded = _Judged(world, derived, said, judge(said, printed), printed, False)
    if not (cuts(said, printed) if totals is None else cuts_items(_printed(printed, len(totals)), totals)):
        return rounded
    shifted = bounds(world.figures, cutting=True)
    cut = _Judged(world, derived, said, judge(said, shifted), shifted, True)
    return cut if len(cut.having(Verdict.DISAGREE)) <= len(rounded.having(Verdict.DISAGREE)) else rounded


def _printed(printed: Bounds, count: int) -> Bounds:
    """Without the rows that are only supposed."""
    return Bounds(printed.value[:count], printed.low[:count], printed.high[:count], printed.unread[:count])


def _suspects(judged: _Judged, failed: Iterable[Equation] | None = None) -> list[Suspicion]:
    wrong = judged.having(Verdict.DISAGREE) if failed is None else failed
    return suspects(judged.world, judged.derived, wrong, judged.cutting) if wrong else []


def _against_items(judged: _Judged, verdicts: Sequence[Verdict], totals: Amounts) -> list[Finding]:
    """The line items settle which side is right; what fails although every cell agrees with them is told apart."""
    figures, failed = judged.world.figures, judged.having(Verdict.DISAGREE)
    wrong: dict[int, list[Equation]] = {place: [] for place, mine in enumerate(verdicts) if mine is Verdict.DISAGREE}
    unexplained = []
    for equation in failed:
        explained = [wrong[member] for member in members(equation) if member in wrong]
        for equations in explained:
            equations.append(equation)
        if not explained:
            unexplained.append(equation)
    half = halves(figures)
    findings = []
    for place in sorted(wrong, key=lambda place: -len(wrong[place])):
        related = [other for other in sentences.places_of(judged.world, wrong[place]) if other != figures[place].place]
        findings.append(sentences.item_disagreement(figures[place], int(totals[place]), half[place], judged.cutting, related))
    findings += [
        sentences.disagreement(judged.world, suspicion, judged.cutting, True) for suspicion in _suspects(judged, unexplained)
    ]
    return findings


def _missing(book: Book, items: Totals, name_of: NameOf) -> list[Finding]:
    return [
        sentences.missing_rows(table, place, rows, sentences.unit_of(near))
        for table, place, near, rows in missing_rows(book.figures, book.listings, items, name_of)
    ]


def _tails(judged: _Judged) -> list[Finding]:
    """Once per table; once per book where it cuts."""
    tables: dict[str, list[Equation]] = {}
    for equation in judged.having(Verdict.TAIL):
        table = "" if judged.cutting else judged.world.figures[equation.left].table
        tables.setdefault(table, []).append(equation)
    return [sentences.tails(judged.world, equations, judged.cutting) for equations in tables.values()]


def _unchecked(judged: _Judged) -> list[Finding]:
    """Once per table with cells that could not be read."""
    figures = judged.world.figures
    tables: dict[str, list[int]] = {}
    for place, figure in enumerate(figures):
        if figure.state is State.UNREAD:
            tables.setdefault(figure.table, []).append(place)
    waiting = judged.having(Verdict.UNCHECKED)
    findings = []
    for table, places in tables.items():
        count = sum(not set(places).isdisjoint(members(equation)) for equation in waiting)
        findings.append(sentences.unchecked(table, [figures[place] for place in places], count))
    return findings


def _count(judged: _Judged, code: str) -> Counter[Verdict]:
    return Counter(verdict for equation, verdict in zip(judged.said, judged.verdicts, strict=True) if equation.kind == code)


def _all_verdicts(counts: Counter[Verdict]) -> dict[Verdict, int]:
    return {verdict: counts[verdict] for verdict in Verdict}
