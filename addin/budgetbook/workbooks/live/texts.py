"""Texts that Excel would take for something else when they are put into a cell: numbers, dates, formulas."""

from __future__ import annotations

import re
import unicodedata

QUOTE = "'"
_BEGINNINGS = ("=", "+", "-", "@", "#", QUOTE)  # of formulas and errors, and the sign for text itself
_TRUTH = ("TRUE", "FALSE")
_DIGIT, _TIME = re.compile(r"\d"), re.compile(r"[上下]午")


def is_doubtful(text: str) -> bool:
    """Whether Excel might not leave the text as it is. Numbers, amounts and dates have digits, full-width ones too, and begin
    with no Chinese letter, but for 上午 and 下午."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.startswith(_BEGINNINGS) or plain.upper() in _TRUTH:
        return True
    return bool(_DIGIT.search(plain)) and (unicodedata.category(plain[0]) != "Lo" or bool(_TIME.match(plain)))
