"""Texts from workbooks that a spreadsheet program would take for a formula or a command (DDE) when it opens a list."""

from __future__ import annotations

import re
from functools import lru_cache

# Full-width signs count too: East Asian editions read them as their narrow twins.
_STARTS = re.compile(r"[\s\x00-\x1f\u200b-\u200f\u2060\ufeff]*[=+\-@|%＝＋－＠−｜％]")
_NUMBER = re.compile(r"[+-]?\d+(,\d{3})*(\.\d+)?%?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


@lru_cache(maxsize=50_000)  # the same words stand in most fields of most rows
def harmless(text: str) -> str:
    """One line that no program runs: an apostrophe stands before what begins like a formula and is no number."""
    line = _CONTROL.sub(" ", text)
    return f"'{line}" if _STARTS.match(line) and not _NUMBER.fullmatch(line) else line
