"""One printed amount changed at a time, and whether the report points at it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from budgetbook.checks.check import check_book
from budgetbook.model.book import Book
from budgetbook.model.figure import Figure, State
from budgetbook.model.finding import Verdict
from tests.checks.department import WAN, YUAN, Department, Items

STEPS = (20, 100, 900, 9_000)  # in the last printed place: more than the tails of a sum of thirty rows
UNIT_STEP = {WAN: 10_000, YUAN: 100}


class Outcome(NamedTuple):
    tried: int
    noticed: int
    first: int
    missed: list[str]

    @property
    def noticed_rate(self) -> float:
        return self.noticed / self.tried

    @property
    def first_rate(self) -> float:
        return self.first / self.tried


def mutate(book: Book, r: random.Random) -> tuple[Figure, Book]:
    """A figure printed wrong, and the book with it: an amount changed, wiped out, or put where there was none."""
    at = r.randrange(len(book.figures))
    figure = book.figures[at]
    if figure.value and r.random() < 0.2:
        wrong = figure._replace(value=0, half=0, state=State.BLANK, text="")
    else:
        unit = YUAN if figure.table.startswith("绩效") else WAN
        step = UNIT_STEP[unit] if unit == WAN else 10_000
        change = r.choice(STEPS) * step * (r.choice((1, -1)) if figure.value else 1)
        value = figure.value + (change if figure.value + change > 0 else abs(change))
        wrong = figure._replace(value=value, half=UNIT_STEP[unit] // 2, state=State.READ, text=f"{value / unit:.2f}")
    figures = (*book.figures[:at], wrong, *book.figures[at + 1 :])
    return wrong, Book(figures, listings=book.listings)


def measure(cases: Sequence[tuple[Book, Department | None]], count: int, seed: int) -> Outcome:
    """How often a wrong amount is noticed, and how often the first finding stands at it; with items where there are."""
    r = random.Random(seed)
    noticed = first = 0
    missed = []
    for _ in range(count):
        book, department = r.choice(cases)
        wrong, mutated = mutate(book, r)
        report = check_book(mutated, Items(department) if department else None)
        found = [finding for finding in report.findings if finding.verdict is Verdict.DISAGREE]
        noticed += bool(found)
        named = bool(found) and found[0].place == wrong.place
        first += named
        if not named:
            missed.append(f"{wrong.place} {wrong.label} {wrong.text} <> {found[0].message if found else '没有发现'}")
    return Outcome(count, noticed, first, missed)
