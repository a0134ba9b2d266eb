"""How names that people type are compared: by their characters, not by their width, blanks or brackets."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SHORT = 64  # characters of a text that is likely to be asked for again
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def name_key(text: str) -> str:
    """The text as it is compared: full-width forms folded, all blanks gone."""
    return _short_key(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


_short_key = lru_cache(maxsize=8192)(_key)
