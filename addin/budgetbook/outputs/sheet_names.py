"""Names of sheets made from names of projects."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

LONGEST = 31  # UTF-16 units, Excel's limit
_FORBIDDEN = re.compile(r"[\\/?*\[\]:＼／？＊［］：]")  # Chinese and Japanese Excel refuse the full-width ones too
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]+")
_RESERVED = ("历史记录", "history")
_ENDS = " '\t\u00a0\u3000"
_NAMELESS = "未命名项目"
_JOINERS = "\u200d\ufe0e\ufe0f"  # what would hang in the air behind a cut


def sheet_name(project: str, taken: Iterable[str]) -> str:
    """A name that Excel accepts and no sheet in `taken` has, upper and lower case and full width being the same: the project's
    own where possible, else with _ for what is forbidden, cut, and numbered （2）, （3） …"""
    return sheet_names([project], taken)[0]


def sheet_names(projects: Iterable[str], taken: Iterable[str]) -> list[str]:
    """Such a name for each project, no two of them the same."""
    used = {_folded(name) for name in (*taken, *_RESERVED)}
    numbers: dict[str, int] = {}  # by what is numbered: the lowest number that may be free
    names = []
    for project in projects:
        plain = _FORBIDDEN.sub("_", _UNPRINTABLE.sub(" ", project))
        name = _cut(plain, LONGEST) or _NAMELESS
        if _folded(name) in used:
            name = _numbered(plain, used, numbers)
        used.add(_folded(name))
        names.append(name)
    return names


def _numbered(plain: str, used: set[str], numbers: dict[str, int]) -> str:
    """The first numbered name that is free. What begins alike is numbered on: a thousand cost no million tries."""
    stem = _folded(_cut(plain, LONGEST - len("（9999）")))
    if _units(plain) <= LONGEST - len("（9999）"):
        stem += "\0"  # is numbered whole, so not with those that are cut
    number = numbers.get(stem, 2)
    while True:
        mark = f"（{number}）"
        name = (_cut(plain, LONGEST - len(mark)) or _NAMELESS) + mark
        if _folded(name) not in used:
            numbers[stem] = number
            return name
        number += 1


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, no character split, no blank or apostrophe at the ends."""
    kept = text.strip(_ENDS)
    if _units(kept) <= units:
        return kept
    kept = kept[:units]
    while _units(kept) > units:
        kept = kept[:-1]
    while kept and (kept[-1] in _JOINERS or unicodedata.category(kept[-1]) == "Cf"):
        kept = kept[:-1]
    return kept.strip(_ENDS)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@lru_cache(maxsize=10_000)  # the names that are taken are asked for again and again
def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
