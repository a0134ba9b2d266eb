"""What the rules look at in a form: its texts with their places, its indicators, and the two halves side by side."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from budgetbook.checks.quantities import Kind, Quantity, quantities
from budgetbook.model.amount import WANYUAN, YUAN, exact_text
from budgetbook.model.book import Form, Text
from budgetbook.model.figure import Place
from budgetbook.model.project import TEXT_COLUMNS, WHOLE, YEAR, Indicator
from budgetbook.model.text import name_key

NARRATIVE = (
    "项目概况",
    "立项依据",
    "项目设立必要性",
    "保证项目实施的制度、措施",
    "项目实施计划",
    "实施期总体目标",
    "年度总体目标",
)
COST, SATISFACTION = "成本指标", "满意度指标"
_COSTS = frozenset((COST, "经济成本指标"))


class Entry(NamedTuple):
    """One indicator of a form with the places of its value and of its name."""

    indicator: Indicator
    place: Place
    name_place: Place

    @property
    def value(self) -> str:
        return self.indicator.value

    @property
    def named(self) -> str:
        """数量指标“刻章数量”."""
        return f"{self.indicator.second or self.indicator.first}“{self.indicator.third}”"


class Pair(NamedTuple):
    """The same indicator in both halves, of one kind; None where one of them lacks it."""

    whole: Entry | None
    year: Entry | None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The year's first: it is what the budget is about."""
        if self.year and self.whole:
            return self.year, self.whole
        return tuple(entry for entry in (self.year, self.whole) if entry)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(entry.place for entry in self.entries)


def title(form: Form) -> str:
    """How a form is called in a message."""
    return f"“{form.project.name or form.sheet}”"


def field(form: Form, heading: str) -> Text | None:
    """The text of a field, None where the form has no such field."""
    place = form.places.get(heading)
    return Text(place, str(getattr(form.project, TEXT_COLUMNS[heading]))) if place else None


def narrative(form: Form) -> dict[str, Text]:
    """Heading → text of the fields in which a person tells about the project, as far as the form has them."""
    return {heading: text for heading in NARRATIVE if (text := field(form, heading)) is not None}


def entries(form: Form, half: str = "") -> list[Entry]:
    """The indicators of one half, or of both."""
    halves = _ENTRIES.get(form)
    if halves is None:
        halves = _ENTRIES[form] = {"": [], WHOLE: [], YEAR: []}
        for number, indicator in enumerate(form.project.indicators, 1):
            entry = Entry(indicator, form.places[f"指标{number}"], form.places[f"指标{number}_三级指标"])
            halves[""].append(entry)
            halves[indicator.half].append(entry)
    return halves[half]


def pairs(form: Form) -> list[Pair]:
    """Every indicator once, in the order of the form: of equal names, of names that print has cut off, then those left over of
    the same kind where both halves have equally many."""
    found = _PAIRS.get(form)
    if found is None:
        kinds: dict[tuple[str, str], dict[str, list[Entry]]] = {}
        for entry in entries(form):
            halves = kinds.setdefault((entry.indicator.first, entry.indicator.second), {WHOLE: [], YEAR: []})
            halves[entry.indicator.half].append(entry)
        found = _PAIRS[form] = [pair for halves in kinds.values() for pair in _paired(halves[WHOLE], halves[YEAR])]
    return found


def same_name(one: Entry, other: Entry) -> bool:
    """Whether two names are one: the same, or cut off by print."""
    if one.indicator.third == other.indicator.third:
        return True
    first, second = name_key(one.indicator.third), name_key(other.indicator.third)
    return first.startswith(second) or second.startswith(first)


def is_cost(entry: Entry) -> bool:
    """Whether the indicator is the project's cost in money: not its price for society or nature."""
    _, first, second, _, _ = entry.indicator
    return second in _COSTS or (not second and first == COST)


def is_satisfaction(entry: Entry) -> bool:
    _, first, second, _, _ = entry.indicator
    return first == SATISFACTION or SATISFACTION in second


# Several rules ask for the same form's.
_ENTRIES: WeakKeyDictionary[Form, dict[str, list[Entry]]] = WeakKeyDictionary()
_PAIRS: WeakKeyDictionary[Form, list[Pair]] = WeakKeyDictionary()


class Money(NamedTuple):
    """An amount that a person wrote, as the fen it can stand for; a bare number can be 元 or 万元."""

    quantity: Quantity
    ranges: tuple[tuple[int, int], ...]
    has_unit: bool

    def may_be(self, fen: int) -> bool:
        return any(low <= fen <= high for low, high in self.ranges)

    @property
    def least(self) -> int:
        return min(low for low, _ in self.ranges)

    @property
    def most(self) -> int:
        return max(high for _, high in self.ranges)


@lru_cache(maxsize=4096)
def money(value: str) -> tuple[Money, ...]:
    """The amounts in an indicator's value; a number without any unit counts when it is all there is."""
    found = quantities(value)
    if len(found) == 1 and found[0].kind is Kind.COUNT and not found[0].unit:
        return (Money(found[0], tuple(_range(found[0], unit) for unit in (YUAN, WANYUAN)), False),)
    return tuple(Money(each, (_range(each, 1),), True) for each in found if each.kind is Kind.AMOUNT)


def yuan(fen: int) -> str:
    """An amount in yuan, without fen where there are none."""
    return str(fen // YUAN) if fen % YUAN == 0 else exact_text(fen)


def _range(quantity: Quantity, unit: int) -> tuple[int, int]:
    return int((quantity.value - quantity.half) * unit), int((quantity.value + quantity.half) * unit)


def _paired(whole: list[Entry], year: list[Entry]) -> Iterator[Pair]:
    if len(whole) == len(year) == 1:  # whatever they are called
        yield Pair(whole[0], year[0])
        return
    left = list(year)
    found: list[Pair] = []
    for entry in whole:
        same = next((other for other in left if other.indicator.third == entry.indicator.third), None)
        same = same or next((other for other in left if same_name(entry, other)), None)
        if same:
            left.remove(same)
        found.append(Pair(entry, same))
    alone = [pair.whole for pair in found if not pair.year]
    yield from (pair for pair in found if pair.year)
    if len(alone) == len(left):
        yield from (Pair(one, other) for one, other in zip(alone, left, strict=True))
    else:
        yield from (Pair(one, None) for one in alone)
        yield from (Pair(None, other) for other in left)
