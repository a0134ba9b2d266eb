"""Lists that have been read, kept by what stands in them: the same rows are never read twice, and a short text, the handle, names
them. It depends on the rows only, so it is the same on every machine and after every restart."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from budgetbook.items.line_items import LineItems

_DIGITS = 12  # of a handle: two lists in a million million share one
_LISTS, _TOTALS, _TABLES = 16, 4_096, 32  # kept: lists; of each list totals, and tables

Key = TypeVar("Key", bound=Hashable)
Held = TypeVar("Held")


class Bounded(Generic[Key, Held]):
    """Holds the things asked for last. Excel calls one function at a time, so there is no lock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Held] = OrderedDict()

    def find(self, key: Key) -> Held | None:
        held = self._held.get(key)
        if held is not None:
            self._held.move_to_end(key)
        return held

    def keep(self, key: Key, held: Held) -> Held:
        self._held[key] = held
        self._held.move_to_end(key)
        if len(self._held) > self._most:
            self._held.popitem(last=False)
        return held

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()

    def ask(self, key: Key, work_out: Callable[[], Held]) -> Held:
        """What is held, else what working it out gives."""
        held = self.find(key)
        return self.keep(key, work_out()) if held is None else held


class KeptList:
    """A list, its handle, and what has been answered from it: totals by their words, whole tables by theirs."""

    def __init__(self, items: LineItems, print_: str) -> None:
        self.items = items
        self.handle = _handle(items, print_)
        self.totals: Bounded[Hashable, float] = Bounded(_TOTALS)
        self.tables: Bounded[Hashable, list[list[object]]] = Bounded(_TABLES)


LISTS: Bounded[str, KeptList] = Bounded(2 * _LISTS)  # each under its fingerprint and under its handle


def remember(kept: KeptList, print_: str) -> KeptList:
    """Keep a list under what stands in it and under its handle."""
    LISTS.keep(kept.handle, kept)
    return LISTS.keep(print_, kept)


def _handle(items: LineItems, print_: str) -> str:
    warnings = f"，{len(items.warnings)}处提示" if items.warnings else ""
    return f"明细#{print_[:_DIGITS].upper()}（{len(items)}笔，{items.year}年{warnings}）"
