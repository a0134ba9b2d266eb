"""Names of sheets made from names of projects."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

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
    used = {_folded(name) for name in (*taken, *_RESERVED)}
    plain = _FORBIDDEN.sub("_", _UNPRINTABLE.sub(" ", project))
    name, number = _cut(plain, LONGEST) or _NAMELESS, 1
    while _folded(name) in used:
        number += 1
        mark = f"（{number}）"
        name = (_cut(plain, LONGEST - len(mark)) or _NAMELESS) + mark
    return name


def _cut(text: str, units: int) -> str:
    """At most so many UTF-16 units, no character split, no blank or apostrophe at the ends."""
    kept = text.strip(_ENDS)
    while _units(kept) > units:
        kept = kept[:-1]
        while kept and (kept[-1] in _JOINERS or unicodedata.category(kept[-1]) == "Cf"):
            kept = kept[:-1]
    return kept.strip(_ENDS)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()
