"""Values: what a word in a list means, in official terms; the words are data."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from budgetbook.model.text import name_key

_ENDS_AS_TOTAL = re.compile("([合总小共累]计|汇总)(\\([^()]*\\))?$")
_NUMBERED = re.compile(r"^[0-9A-Za-z]{1,4}[-.、_]")


@lru_cache(maxsize=16)
def _terms(kind: str) -> dict[str, str]:
    return {name_key(alias): term for term, aliases in _written()[kind].items() for alias in (term, *aliases)}


@lru_cache(maxsize=1)
def _written() -> dict[str, dict[str, list[str]]]:
    with open(Path(__file__).with_name("values.toml"), "rb") as file:
        return tomllib.load(file)


def meaning(kind: str, text: str) -> str | None:
    """The official term for a word of fund, source, kind, unit_type, procurement, use or half; None when it is not known.

    A blank means something where values.toml says so; a number in front (1-一般公共预算) is left out."""
    terms = _terms(kind)
    key = name_key(text)
    return terms.get(key) or (terms.get(_NUMBERED.sub("", key)) if key else None)


def nearest(kind: str, text: str) -> str:
    """What to write instead: the known word that is nearest, or all of them."""
    import difflib  # only when something is wrong

    terms = _terms(kind)
    near = difflib.get_close_matches(name_key(text), [key for key in terms if key], 1, 0.5)
    if near:
        return f"最接近的是“{terms[near[0]]}”"
    return f"可填：{'、'.join(dict.fromkeys(terms.values()))}"


def is_total(text: str) -> bool:
    """Whether a cell says no more than that its row adds up others: 合 计."""
    return name_key(text).rstrip(":") in _terms("totals")


def ends_as_total(text: str) -> bool:
    """Whether a cell says what its row adds up: 某局 汇总, as the subtotals of Excel do. A name may end so too."""
    return _ENDS_AS_TOTAL.search(name_key(text).rstrip(":")) is not None
