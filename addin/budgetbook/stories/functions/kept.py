"""Lists that have been read, kept by what stands in them: the same rows are never read twice, and a short text, the handle, names
them. It depends on the rows only, so it is the same on every machine and after every restart."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from budgetbook.items.line_items import LineItems

_DIGITS = 12  # of a handle: two lists in a million million share one
_LINES = 1_500_000  # of all lists that are kept: some hundred megabytes, and more than one sheet can hold
_AT_LEAST = 10_000  # lines that each counts for besides its own
_TOTALS, _TABLES = 4_096, 32  # kept of each list

Key = TypeVar("Key", bound=Hashable)
Held = TypeVar("Held")


class Bounded(Generic[Key, Held]):
    """Holds the things asked for last, as many as weigh no more than `most` together, and at least one. Excel calls one function
    at a time, so there is no lock."""

    def __init__(self, most: int, weight: Callable[[Held], int] = lambda held: 1) -> None:
        self._most, self._weight, self._weighs = most, weight, 0
        self._held: OrderedDict[Key, Held] = OrderedDict()

    def find(self, key: Key) -> Held | None:
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
        return held

    def keep(self, key: Key, held: Held) -> Held:
        if key in self._held:
            self._drop(key)
        self._held[key] = held
        self._weighs += self._weight(held)
        while self._weighs > self._most and len(self._held) > 1:
            self._drop(next(iter(self._held)))
        return held

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()
        self._weighs = 0

    def ask(self, key: Key, work_out: Callable[[], Held]) -> Held:
        """What is held, else what working it out gives."""
        held = self.find(key)
        return self.keep(key, work_out()) if held is None else held

    def _drop(self, key: Key) -> None:
        self._weighs -= self._weight(self._held.pop(key))


class KeptList:
    """A list, its handle, and what has been answered from it: totals by their words, whole tables by theirs."""

    def __init__(self, items: LineItems, print_: str) -> None:
        self.items = items
        self.handle = _handle(items, print_)
        self.totals: Bounded[Hashable, float] = Bounded(_TOTALS)
        self.tables: Bounded[Hashable, list[list[object]]] = Bounded(_TABLES)


def weight(kept: KeptList) -> int:
    """How much a list is, in lines; a small one with its answers counts for more than its lines."""
    return len(kept.items) + _AT_LEAST


LISTS: Bounded[str, KeptList] = Bounded(2 * _LINES, weight)  # each under its fingerprint and under its handle


def remember(kept: KeptList, print_: str) -> KeptList:
    """Keep a list under what stands in it and under its handle."""
    LISTS.keep(kept.handle, kept)
    return LISTS.keep(print_, kept)


def _handle(items: LineItems, print_: str) -> str:
    warnings = f"，{len(items.warnings)}处提示" if items.warnings else ""
    return f"明细#{print_[:_DIGITS].upper()}（{len(items)}笔，{items.year}年{warnings}）"
