"""Which cell to look at first. Not the twenty that disagree with a wrong one: the one whose change repairs them.

One cell at a time: the cell whose change repairs most failed equations and breaks fewest good ones; of equal ones, a cell
in the fewest tables that touch all failed equations. (The tables first would go wrong where several cells are: the table
that two wrong forms disagree with touches both.) It is taken as changed, and the search goes on with what still fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import NamedTuple

from budgetbook.model.figure import State

from .equations import SAME, Equation, members
from .lines import Line
from .verdict import as_printed, failures, halves, interval
from .world import World

_TABLES_AT_ONCE = 2  # larger sets are not searched: then no table is more suspect
_VALUES_TRIED = 3  # different amounts of one SAME


class Suspicion(NamedTuple):
    """A cell to look at: figures by index, the amount that would repair, the failed equations it has a part in (`repaired`
    of them would hold), and other cells whose change would do as well."""

    figure: int
    proposed: int
    failed: tuple[Equation, ...]
    repaired: int
    rivals: tuple[int, ...]


class _Trial(NamedTuple):
    """What changing one figure to one amount would do: equations repaired and broken."""

    figure: int
    amount: int
    gain: int
    harm: int

    @property
    def merit(self) -> tuple[int, int]:
        return self.gain - self.harm, -self.harm


def suspects(world: World, equations: Sequence[Equation], failed: Iterable[Equation], cutting: bool = False) -> list[Suspicion]:
    """The cells to look at, the most likely first. `equations` are all that were derived, `failed` those that fail."""
    search = _Search(world, equations, cutting)
    search.failed = {equation: search.cost(equation) for equation in failed}
    found = []
    while search.failed:
        found.append(search.next())
    return sorted(_merged(found, world), key=lambda suspicion: -len(suspicion.failed))


def _merged(found: Iterable[Suspicion], world: World) -> list[Suspicion]:
    """A row that is not there is one fact, however many columns miss it."""
    facts: dict[object, Suspicion] = {}
    for suspicion in found:
        place = suspicion.figure
        fact = (world.figures[place].table, world.lines[place]) if place >= world.printed else place
        first = facts.get(fact)
        if first:
            repaired = first.repaired + suspicion.repaired
            suspicion = first._replace(failed=first.failed + suspicion.failed, repaired=repaired)
        facts[fact] = suspicion
    return list(facts.values())


class _Search:
    """Amounts as they would be with the cells found so far changed, and the equations that still fail with their cost."""

    def __init__(self, world: World, equations: Sequence[Equation], cutting: bool):
        self.world, self.cutting = world, cutting
        self.failed: dict[Equation, int] = {}
        self.missing: set[tuple[str, Line]] = set()  # rows found to be missing
        self.touching = _touching(world, equations)
        self.value = [figure.value for figure in world.figures]
        self.half = halves(world.figures)
        self.low, self.high = list(self.value), list(self.value)
        for place, figure in enumerate(world.figures):
            if figure.state is not State.BLANK:
                self.low[place], self.high[place] = interval(figure.value, figure.half, cutting)

    def cost(self, equation: Equation) -> int:
        return failures(equation, self.value, self.low, self.high)

    def next(self) -> Suspicion:
        """The best cell for what fails now. What its change repairs is settled, and what it breaks is its consequence."""
        trials, tables = self._trials(), self._suspect_tables()
        best = max(trials, key=lambda trial: self._likelihood(trial, tables))
        released = self._released(best.figure, best.amount)
        self._set(best.figure, best.amount)
        if best.figure >= self.world.printed:
            self.missing.add((self.world.figures[best.figure].table, self.world.lines[best.figure]))
        told, repaired = [], 0
        for equation in [equation for equation in self.failed if equation in released or best.figure in members(equation)]:
            cost = 0 if equation in released else self.cost(equation)
            if cost < self.failed[equation]:
                told.append(equation)
            if cost:
                self.failed[equation] = cost
            else:
                repaired += 1
                del self.failed[equation]
        self._drop_broken(best.figure)
        return Suspicion(best.figure, best.amount, tuple(told), repaired, _rivals(best, trials, told))

    def _likelihood(self, trial: _Trial, tables: frozenset[str]) -> tuple[object, ...]:
        """Of equal merit: a row known to be missing, then a cell that is there before one that is not, then one in the
        suspect tables, then one whose whole amount is the difference."""
        table, printed = self.world.figures[trial.figure].table, trial.figure < self.world.printed
        missing = not printed and (table, self.world.lines[trial.figure]) in self.missing
        return trial.merit, missing, printed, table in tables, not trial.amount

    def _set(self, place: int, amount: int) -> None:
        self.value[place] = amount
        self.low[place], self.high[place] = interval(amount, self.half[place] if amount else 0, self.cutting)

    def _drop_broken(self, place: int) -> None:
        broken = {equation for equation in self.touching[place] if equation not in self.failed and self.cost(equation)}
        for equation in broken:
            for member in members(equation):
                self.touching[member] = [other for other in self.touching[member] if other not in broken]

    def _suspect_tables(self) -> frozenset[str]:
        figures = self.world.figures
        return _fewest([frozenset(figures[member].table for member in members(equation)) for equation in self.failed])

    def _trials(self) -> list[_Trial]:
        """Every change of a cell that repairs something."""
        amounts: dict[int, dict[int, None]] = {}
        for equation in self.failed:
            for member in members(equation):
                amounts.setdefault(member, {}).update(dict.fromkeys(self._amounts(member, equation)))
        trials = [self._try(place, amount) for place, proposed in amounts.items() for amount in proposed]
        return [trial for trial in trials if trial.gain]

    def _amounts(self, place: int, equation: Equation) -> list[int]:
        """The amounts with which a figure would satisfy an equation, as its table would print them."""
        value = self.value
        if equation.kind == SAME:
            others = Counter(value[member] for member in members(equation) if value[member] != value[place])
            wanted = [amount for amount, _ in others.most_common(_VALUES_TRIED)]
        else:
            short = sum([value[term] for term in equation.right]) - value[equation.left]
            wanted = [value[place] + (short if place == equation.left else -short)]
        rounded = [as_printed(amount, self.half[place], self.cutting) for amount in wanted]
        return [amount for amount in rounded if amount >= min(0, value[place]) and amount != value[place]]

    def _try(self, place: int, amount: int) -> _Trial:
        before = self.value[place], self.low[place], self.high[place]
        released = self._released(place, amount)
        self._set(place, amount)
        gain = harm = 0
        for equation in self.touching[place]:
            if equation not in released:
                change = self.failed.get(equation, 0) - self.cost(equation)
                gain, harm = gain + max(0, change), harm - min(0, change)
        self.value[place], self.low[place], self.high[place] = before
        return _Trial(place, amount, gain + len(released) if gain else 0, harm)

    def _released(self, place: int, amount: int) -> set[Equation]:
        """Failed equations that would no longer be asked for: they rest on a box being empty in which this figure lies."""
        if self.value[place] or not amount:
            return set()
        box, empties = self.world.boxes[place], self.world.empties
        around = [empty for empty in empties.boxes if not box & ~empty]
        return {equation for equation in self.failed if equation.assumed and around and self._rests_on(equation, around)}

    def _rests_on(self, equation: Equation, empty: Sequence[int]) -> bool:
        boxes = [self.world.boxes[member] for member in members(equation)]
        return any(box in empty for box in self.world.empties.behind(boxes))


def _rivals(best: _Trial, trials: Iterable[_Trial], told: Iterable[Equation]) -> tuple[int, ...]:
    """Other cells whose change would do as well for the same equations."""
    shared = set.intersection(*(set(members(equation)) for equation in told)) - {best.figure}
    return tuple(dict.fromkeys(trial.figure for trial in trials if trial.merit == best.merit and trial.figure in shared))


def _touching(world: World, equations: Sequence[Equation]) -> dict[int, list[Equation]]:
    """The equations of each figure; one with a figure that could not be read helps nobody."""
    unread = {place for place, figure in enumerate(world.figures) if figure.state is State.UNREAD}
    touching: dict[int, list[Equation]] = {}
    for equation in equations:
        if unread.isdisjoint(members(equation)):
            for member in members(equation):
                touching.setdefault(member, []).append(equation)
    return touching


def _fewest(touched: Sequence[frozenset[str]]) -> frozenset[str]:
    """The tables of all smallest sets that touch every failed equation; none when there is no small set."""
    different = set(touched)
    tables = sorted(frozenset().union(*different))
    for size in range(1, _TABLES_AT_ONCE + 1):
        found = [choice for choice in combinations(tables, size) if all(not one.isdisjoint(choice) for one in different)]
        if found:
            return frozenset(table for choice in found for table in choice)
    return frozenset()
