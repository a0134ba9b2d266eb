"""Slice: one node, or a set of sibling nodes, of every dimension. Every printed figure is the total of one slice."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .dimensions import ALL, DIMENSIONS, NODES, field, is_empty, narrow

_ECONOMIC = re.compile(r"\d+(/\d+)?(\+\d+(/\d+)?)*")
_PREFIXES = {"function": "功能", "government": "政府经济", "revenue": "收入科目"}


class Slice(NamedTuple):
    """What a figure counts. Empty means all.

    function, government and revenue are code prefixes (201, 20103, 2010306). economic is a sorted tuple of prefixes of
    department economic codes, one level deeper than the classification: 302, 30201, 30201/50201 (the pair with the
    government economic code). unit and project are names."""

    box: int = ALL
    function: str = ""
    economic: tuple[str, ...] = ()
    government: str = ""
    revenue: str = ""
    unit: str = ""
    project: str = ""

    def meet(self, other: Slice) -> Slice | None:
        """What both count; None when that is nothing."""
        box = self.box & other.box
        if is_empty(box):
            return None
        mine, others = self[1:], other[1:]
        if others in (_ALL_LINES, mine):
            return Slice(box, *mine)
        if mine == _ALL_LINES:
            return Slice(box, *others)
        codes = [
            _deeper(self.function, other.function),
            _common(self.economic, other.economic),
            _deeper(self.government, other.government),
            _deeper(self.revenue, other.revenue),
            _same(self.unit, other.unit),
            _same(self.project, other.project),
        ]
        return None if None in codes else Slice(box, *codes)  # type: ignore[arg-type]

    def within(self, other: Slice) -> bool:
        """Whether everything in this slice is in the other one."""
        return self.meet(other) == self

    def narrowed(self, mask: int) -> Slice:
        """The slice with the dimensions that the mask speaks of cut down to it."""
        return self._replace(box=narrow(self.box, mask))

    def words(self, name_of: Callable[[str, str], str] = lambda dimension, code: "") -> str:
        """The slice said in Chinese, one word a dimension; parse_slice reads it back when no names are given.

        name_of(dimension, code) gives the name that goes with a code."""
        words: list[str] = []
        for dimension in ("use", "fund", "source", "kind", "unit_type", "procurement"):
            words += _node_words(self.box, dimension)
        for dimension, prefix in _PREFIXES.items():
            if code := getattr(self, dimension):
                words.append(f"{prefix}{code}{name_of(dimension, code)}")
        if self.economic:
            words.append("经济" + "+".join(code + name_of("economic", code) for code in self.economic))
        words += [f"单位“{self.unit}”"] if self.unit else []
        words += [f"项目“{self.project}”"] if self.project else []
        return " ".join(words) or "收入"


_ALL_LINES = Slice()[1:]  # what a slice says beside its box, where it says nothing


@lru_cache(maxsize=1024)
def parse_slice(words: str) -> Slice:
    """The slice that `words` says, as a binding file writes it: "支出 一般公共预算 本年 功能201".

    Raises ValueError naming the word that is not known, or that contradicts another one."""
    result = Slice()
    for word in words.split():
        if word in ("收入", "全部"):
            continue
        met = result.meet(_parse_word(word))
        if met is None:
            raise ValueError(f"“{words}”中的“{word}”与前面的词矛盾")
        result = met
    return result


def _parse_word(word: str) -> Slice:
    parts = [NODES.get(part) for part in word.split("+")]
    if all(parts):
        mask = 0
        for node in parts:
            mask |= node.mask  # type: ignore[union-attr]
        return Slice().narrowed(mask)
    for dimension, prefix in _PREFIXES.items():
        if word.startswith(prefix) and word[len(prefix) :].isdigit():
            return Slice(**{dimension: word[len(prefix) :]})  # type: ignore[arg-type]
    if word.startswith("经济") and _ECONOMIC.fullmatch(word[2:]):
        return Slice(economic=tuple(sorted(word[2:].split("+"))))
    for dimension, prefix in (("unit", "单位“"), ("project", "项目“")):
        if word.startswith(prefix) and word.endswith("”"):
            return Slice(**{dimension: word[3:-1]})  # type: ignore[arg-type]
    raise ValueError(f"不认识“{word}”")


def _node_words(box: int, dimension: str) -> list[str]:
    """The fewest node names that make up the field; nothing when it is all of the dimension."""
    left = field(box, dimension)
    if left == DIMENSIONS[dimension].mask:
        return []
    names = []
    for node in sorted(NODES.values(), key=lambda node: -node.mask.bit_count()):
        if node.dimension == dimension and node.mask & left == node.mask:
            names.append(node.name)
            left &= ~node.mask
    return ["+".join(names)]


def _deeper(one: str, other: str) -> str | None:
    if one.startswith(other):
        return one
    return other if other.startswith(one) else None


def _same(one: str, other: str) -> str | None:
    return one or other if not (one and other) or one == other else None


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...] | None:
    if not one or not other or one == other:
        return one or other
    met = {deeper for a in one for b in other if (deeper := _deeper(a, b)) is not None}
    return tuple(sorted(met)) or None
