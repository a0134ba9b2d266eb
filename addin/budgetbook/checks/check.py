"""Check one book: every equation that its slices give, judged; what fails traced to the cell to look at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from budgetbook.model.book import Book
from budgetbook.model.finding import Check, Finding, Report, Verdict

from . import sentences
from .assumptions import assumptions
from .derive import derive, live
from .equations import ITEM, KINDS, Equation, Equations, Whole, members
from .items_check import NameOf, Totals, missing_rows
from .verdict import SAYS, VERDICTS, Amounts, Bounds, bounds, cuts, cuts_items, halves, judge, judge_items
from .world import World, build_world

if TYPE_CHECKING:
    from .culprit import Suspicion


class Judged(NamedTuple):
    """The equations of a book with their verdicts, by their place in VERDICTS. `derived` are all, `said` those between
    amounts that are not all zero."""

    world: World
    derived: Equations
    said: Equations
    verdicts: Whole
    printed: Bounds
    cutting: bool

    def having(self, verdict: Verdict) -> list[Equation]:
        return list(self.said.where(self.verdicts == VERDICTS.index(verdict)))

    def counts(self) -> dict[str, Counter[Verdict]]:
        """How many of each kind came out how."""
        found = np.bincount(len(VERDICTS) * self.said.kinds + self.verdicts, minlength=len(KINDS) * len(VERDICTS))
        rows = found.reshape(len(KINDS), len(VERDICTS)).tolist()
        return {kind: Counter(dict(zip(VERDICTS, row, strict=True))) for kind, row in zip(KINDS, rows, strict=True)}


def check_book(book: Book, items: Totals | None = None, name_of: NameOf = lambda dimension, code: "") -> Report:
    """The report on what a book prints, against itself and, where they are at hand, against the line items.

    name_of(dimension, code) names a code. `equations` of the report counts everything that `checks` counts: the derived
    equations and, with items, one ITEM a figure."""
    world = build_world(book.figures, book.listings)
    totals = items.totals([figure.slice for figure in book.figures]) if items and book.figures else None
    judged = judge_world(world, totals)
    counts = judged.counts()
    if items is None or totals is None:
        failed = judged.having(Verdict.DISAGREE)
        errors = [sentences.disagreement(world, suspicion, judged.cutting, False) for suspicion in _suspects(judged, failed)]
    else:
        verdicts = judge_items(_printed(judged.printed, len(book.figures)), totals)
        counts[ITEM] = Counter({verdict: verdicts.count(verdict) for verdict in VERDICTS})
        errors = _against_items(judged, verdicts, totals)
        errors += _missing(world, items, name_of)
    return Report(
        (*errors, *_tails(judged), *_unchecked(judged)),
        tuple(Check(code, SAYS[code], _all_verdicts(count)) for code, count in counts.items()),
        _all_verdicts(sum(counts.values(), Counter[Verdict]())),
        _all_verdicts(Counter()),
        assumptions(world),
    )


def judge_world(world: World, totals: Amounts | None) -> Judged:
    """Judge as rounded, and as cut where the document seems to cut and no more fails for it."""
    derived = derive(world)
    printed = bounds(world.figures)
    said = live(derived, printed)
    rounded = Judged(world, derived, said, judge(said, printed), printed, False)
    if not (_cuts(rounded) if totals is None else cuts_items(_printed(printed, len(totals)), totals)):
        return rounded
    shifted = bounds(world.figures, cutting=True)
    cut = Judged(world, derived, said, judge(said, shifted), shifted, True)
    return cut if len(cut.having(Verdict.DISAGREE)) <= len(rounded.having(Verdict.DISAGREE)) else rounded


def _cuts(rounded: Judged) -> bool:
    """Only what does not come out exactly can tell."""
    return cuts(rounded.said.where(rounded.verdicts != VERDICTS.index(Verdict.AGREE)), rounded.printed)


def _printed(printed: Bounds, count: int) -> Bounds:
    """Without the rows that are only supposed."""
    return Bounds(printed.value[:count], printed.low[:count], printed.high[:count], printed.unread[:count])


def _suspects(judged: Judged, failed: Sequence[Equation]) -> list[Suspicion]:
    if not failed:
        return []
    from .culprit import suspects  # most books fail nothing

    return suspects(judged.world, list(judged.derived), failed, judged.cutting)


def _against_items(judged: Judged, verdicts: Sequence[Verdict], totals: Amounts) -> list[Finding]:
    """The line items settle which side is right; what fails although every cell agrees with them is told apart."""
    figures, failed = judged.world.figures, judged.having(Verdict.DISAGREE)
    if not failed and Verdict.DISAGREE not in verdicts:
        return []
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
        related = sentences.counterparts(judged.world, wrong[place], place)
        findings.append(sentences.item_disagreement(figures[place], int(totals[place]), half[place], judged.cutting, related))
    findings += [
        sentences.disagreement(judged.world, suspicion, judged.cutting, True) for suspicion in _suspects(judged, unexplained)
    ]
    return findings


def _missing(world: World, items: Totals, name_of: NameOf) -> list[Finding]:
    return [
        sentences.missing_rows(table, place, rows, sentences.unit_of(near))
        for table, place, near, rows in missing_rows(world, items, name_of)
    ]


def _tails(judged: Judged) -> list[Finding]:
    """Once per table; once per book where it cuts."""
    tables: dict[str, list[Equation]] = {}
    for equation in judged.having(Verdict.TAIL):
        table = "" if judged.cutting else judged.world.figures[equation.left].table
        tables.setdefault(table, []).append(equation)
    return [sentences.tails(judged.world, equations, judged.cutting) for equations in tables.values()]


def _unchecked(judged: Judged) -> list[Finding]:
    """Once per table with cells that could not be read."""
    figures = judged.world.figures
    tables: dict[str, list[int]] = {}
    for place in np.flatnonzero(judged.printed.unread).tolist():
        tables.setdefault(figures[place].table, []).append(place)
    waiting = judged.having(Verdict.UNCHECKED) if tables else []
    findings = []
    for table, places in tables.items():
        count = sum(not set(places).isdisjoint(members(equation)) for equation in waiting)
        findings.append(sentences.unchecked(table, [figures[place] for place in places], count))
    return findings


def _all_verdicts(counts: Counter[Verdict]) -> dict[Verdict, int]:
    return {verdict: counts[verdict] for verdict in Verdict}
