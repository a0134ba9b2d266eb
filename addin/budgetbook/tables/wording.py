"""How texts of a template are laid bare before they are understood: ordinals, blanks, quotes, widths and years off."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Ordinals from the outermost to the innermost; an unnumbered label stands above them all. They are looked for in the text as
# written, for normalisation turns ① into 1.
_ORDINALS = (
    (1, re.compile(r"[一二三四五六七八九十百]{1,5}[、.．]")),
    (2, re.compile(r"[(（][一二三四五六七八九十]{1,4}[)）][、.．]?")),
    (3, re.compile(r"[0-9０-９]{1,2}(?:[、．]|\.(?!\d))")),
    (4, re.compile(r"[(（][0-9０-９]{1,2}[)）][、.．]?|[⑴-⒇]")),
    (5, re.compile(r"[①-⑳][、.．]?")),
)
_PART = re.compile(r"其\s*中\s*[:：]?\s*")
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_QUOTES = re.compile(r"[“”\"'‘’「」『』＂]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:年度?)?|(?:20)?[×Xx_]{2}年度?|[×Xx_]{4}(?:年度?)?|(?<!\d)20年度?")


class Label(NamedTuple):
    """A row's name taken apart. `rank` is the depth of its ordinal, 0 without one; `part` says 其中."""

    text: str  # as written, ordinal and 其中 off, blanks off
    rank: int
    part: bool


class Bare(NamedTuple):
    """A text without its years, in plain form."""

    text: str
    years: tuple[int, ...]
    dated: bool  # a year or its placeholder was there


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Full-width forms folded, blanks and quotes gone."""
    return _BLANK.sub("", _QUOTES.sub("", unicodedata.normalize("NFKC", text)))


@lru_cache(maxsize=8192)
def bare(text: str) -> Bare:
    """The plain text and the years it names, which it no longer holds; XXXX年 names none."""
    folded = plain(text)
    years = tuple(int(match[1]) for match in _YEAR.finditer(folded) if match[1])
    rest, count = _YEAR.subn("", folded)
    return Bare(rest, years, count > 0)


@lru_cache(maxsize=8192)
def label(text: str) -> Label:
    """The row's name without ordinal and 其中, in whichever order they stand."""
    rest, rank, part = text.strip(), 0, False
    while True:
        rest = rest.lstrip()
        if match := _PART.match(rest):
            part, rest = True, rest[match.end() :]
            continue
        found = next(((level, match) for level, ordinal in _ORDINALS if (match := ordinal.match(rest))), None)
        if not found or rank:
            return Label(_BLANK.sub("", rest), rank, part)
        rank, rest = found[0], rest[found[1].end() :]


@lru_cache(maxsize=8192)
def anchor(path: str) -> str:
    """How a heading or label is found again: without years, blanks, quotes and widths."""
    return "/".join(bare(step).text for step in path.split("/"))
