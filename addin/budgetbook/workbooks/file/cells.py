"""A cell as it is written in its row: its style, and all that stands behind that. Where it stands is not said in it, so that a row
can move, and be copied, without touching its cells."""

from __future__ import annotations

import re
from typing import NamedTuple, TypeAlias

CellText: TypeAlias = tuple[str, str]
"""The style's index, "" for none; and the rest of the cell from there on: ' t="s"><v>5</v></c>'."""

EMPTY = "/>"  # the rest of a cell that only says how it looks
EMPTIES = frozenset(f"{kind}{rest}" for kind in ("", ' t="n"') for rest in (EMPTY, "></c>", "><v/></c>", "><v></v></c>"))
_PARTS = re.compile(
    r"""((?:\s[\w:]+="[^"]*")*)
    (?:/>|>
        (<f(?:\s[^>]*?)?(?:/>|>[^<]*</f>))?
        (<v(?:\s[^>]*?)?(?:/>|>[^<]*</v>)|<is/>|<is>.*?</is>)?
        (.*)</c>)""",
    re.DOTALL | re.VERBOSE,
)
_SIMPLE = re.compile(r'(?: t="[a-zA-Z]+")?>(?:<v>[^<]*</v>|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)</c>')
_KIND = re.compile(r'\st="([^"]*)"')
_OF_A_VALUE = {
    computed: re.compile(rf'\s(?:{names})="[^"]*"') for computed, names in ((True, "t|vm"), (False, "t|vm|cm"))
}  # what a cell says of the value that it holds


class Parts(NamedTuple):
    """The rest of a cell taken apart: attributes, formula, value and what stands behind them, each as it is written."""

    attributes: str
    formula: str
    value: str
    behind: str

    @property
    def kind(self) -> str:
        """What the value is, by the attribute t; "n" where it does not say."""
        found = _KIND.search(self.attributes)
        return found[1] if found else "n"

    def with_value(self, kind: str, value: str, *, computed: bool) -> str:
        """The rest of the cell with another value; what was said of the old one goes, a formula stays."""
        attributes = _OF_A_VALUE[computed].sub("", self.attributes) + (f' t="{kind}"' if kind else "")
        content = self.formula + value + self.behind
        return f"{attributes}>{content}</c>" if content else attributes + EMPTY


def parts(rest: str) -> Parts:
    """What the rest of a cell consists of."""
    match = _PARTS.fullmatch(rest)
    assert match is not None  # whoever takes a sheet apart writes cells so
    attributes, formula, value, behind = match.groups("")
    return Parts(attributes, formula, value, behind)


def is_simple(rest: str) -> bool:
    """Whether the cell holds a value and nothing else: no formula, no looks of parts of a text."""
    return _SIMPLE.fullmatch(rest) is not None


def has_formula(rest: str) -> bool:
    """Whether the cell's value is what a formula came to."""
    return "<f" in rest and bool(parts(rest).formula)
