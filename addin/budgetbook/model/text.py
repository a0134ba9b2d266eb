"""How names that people type are compared: by their characters, not by their width, blanks or brackets."""

from __future__ import annotations

import re
import unicodedata

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")


def name_key(text: str) -> str:
    """The text as it is compared: full-width forms folded, all blanks gone."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))
