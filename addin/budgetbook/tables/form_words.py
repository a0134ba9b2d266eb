"""The words of performance forms (data: form_words.toml): which label a cell is, which indicator a printed name means."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.project import FUND_SOURCES, WHOLE, YEAR
from budgetbook.model.text import name_key

TOTAL = "资金总额"
SIGNATURES = ("负责人", "经办人", "联系电话", "填报日期")
_LONGEST = 24  # characters; a longer text is no label


class Label(NamedTuple):
    """What a label announces: a field (kind "label"), a total, a source, the head of a half, or a mark of the table."""

    kind: str
    name: str


class Said(NamedTuple):
    """What a cell announces. `behind` says that the value stands behind the colon in the same cell; `signs` is 1 for a label of
    a signature, 2 when a colon is behind it; `in_wanyuan` says that 万元 is named."""

    label: Label
    behind: bool
    signs: int
    in_wanyuan: bool


@dataclass(frozen=True, eq=False)
class FormWords:
    """The vocabulary, compared by name_key. There is one, so that what is kept by it is kept by content."""

    labels: dict[str, Label]
    cuts: dict[str, Label]  # beginnings that only one label has, as print cuts them off
    prefixes: tuple[str, ...]
    tree: dict[str, tuple[str, ...]]
    aliases: dict[str, str]

    def label(self, text: str) -> Label | None:
        """The label that a cell's whole text is; None when it is none, or when it is cut off and could be several."""
        return None if len(text) > 2 * _LONGEST else _label(text, self)

    def first(self, text: str) -> str:
        """The official name of a first-level indicator; the text itself where it is not known."""
        return _official(text, self.firsts, self)

    def second(self, first: str, text: str) -> str:
        """The official name of a second-level indicator of `first` (any parent when that is not known)."""
        return _official(text, self.tree.get(first) or self.seconds, self)

    def parent(self, second: str) -> str:
        """The first-level indicator of a second-level one, "" when none or several have it."""
        parents = [first for first, seconds in self.tree.items() if second in seconds]
        return parents[0] if len(parents) == 1 else ""

    @cached_property
    def firsts(self) -> tuple[str, ...]:
        """All indicators of the first level."""
        return tuple(self.tree)

    @cached_property
    def seconds(self) -> tuple[str, ...]:
        """All indicators of the second level."""
        return tuple(chain(*self.tree.values()))


@lru_cache(maxsize=4096)
def _label(text: str, words: FormWords) -> Label | None:
    key = name_key(text).rstrip(":")
    if not key or len(key) > _LONGEST:
        return None
    if found := words.labels.get(key):
        return found
    for prefix in words.prefixes:
        if key.startswith(prefix):
            return _label(key.removeprefix(prefix), words)
    return words.cuts.get(key)


@lru_cache(maxsize=4096)
def _official(text: str, names: Sequence[str], words: FormWords) -> str:
    key = name_key(text)
    if not key or key in names:
        return key
    if words.aliases.get(key) in names:
        return words.aliases[key]
    begins = [name for name in names if name.startswith(key)]
    return begins[0] if len(begins) == 1 else key


@lru_cache(maxsize=2048)
def said_by(text: str) -> Said | None:
    """What a cell with this text announces; None for nothing."""
    words = form_words()
    whole = words.label(text)
    before, colon, _ = text.replace("：", ":").partition(":")
    head = words.label(before) if colon else whole
    label = whole or head
    if label is None:
        return None
    signs = (2 if colon else 1) if head and head.name in SIGNATURES else 0
    return Said(label, whole is None, signs, "万元" in text)


@cache
def form_words() -> FormWords:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    labels: dict[str, Label] = {}
    for group, kind in (("labels", "label"), ("sources", "source")):
        for name, others in data[group].items():
            labels |= {name_key(words): Label(kind, name) for words in (name, *others)}
    for group, kind in (("totals", "total"), ("halves", "half"), ("marks", "mark")):
        for name, words in data[group].items():
            labels |= {name_key(word): Label(kind, name) for word in words}
    tree = {first: tuple(seconds) for first, seconds in data["tree"].items()}
    return FormWords(labels, _cuts(labels, data["shortest_cut"]), tuple(data["prefixes"]), tree, data["aliases"])


def _cuts(labels: dict[str, Label], shortest: int) -> dict[str, Label]:
    """The label of each beginning, from the shortest that counts, that no other label shares."""
    begun: dict[str, set[Label]] = {}
    for words, label in labels.items():
        for length in range(shortest, len(words)):
            begun.setdefault(words[:length], set()).add(label)
    return {words: found.pop() for words, found in begun.items() if len(found) == 1 and words not in labels}


def fund_keys(half: str) -> tuple[str, ...]:
    """The names of the money of one half, total first: 年度_资金总额, 年度_中央财政资金 …"""
    return tuple(f"{half}_{name}" for name in (TOTAL, *FUND_SOURCES))


MONEY_KEYS = (*fund_keys(WHOLE), *fund_keys(YEAR))
