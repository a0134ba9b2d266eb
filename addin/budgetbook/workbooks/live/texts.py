"""Texts that Excel would take for something else when they are put into a cell: numbers, dates, formulas."""

from __future__ import annotations

import re
import unicodedata

# Whatever Excel makes a number, a date, a truth value or a formula of has one of these at its beginning, or a colon in it.
_DOUBTFUL = re.compile(r"[\x00-\x7f]")
_TIME = re.compile(r"[上下]午.*\d")
QUOTE = "'"


def is_doubtful(text: str) -> bool:
    """Whether Excel might not leave the text as it is. One that begins with a Chinese character is safe; full-width digits are
    digits to Excel."""
    plain = unicodedata.normalize("NFKC", text).lstrip()
    return bool(_DOUBTFUL.match(plain) or _TIME.match(plain)) and not _is_harmless(plain)


def _is_harmless(plain: str) -> bool:
    """A Latin word with Chinese behind it, as a name may begin."""
    return bool(re.match(r"[A-Za-z]+[\u3400-\u9fff]", plain))
