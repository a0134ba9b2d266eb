"""Headings: which column of a list is which, whatever the export calls it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from budgetbook.model.text import name_key

_NEAR = 0.5  # likeness from which a heading is worth naming


@dataclass(frozen=True)
class Headings:
    """The headings of one kind of list: its name, the sheets it stands on, official headings in order, those it must have,
    those of amounts that a total row adds up, and the official heading for the key of each name that is known."""

    name: str
    sheets: tuple[str, ...]
    official: tuple[str, ...]
    required: tuple[str, ...]
    amounts: tuple[str, ...]
    known: dict[str, str]

    def requires(self, text: str) -> bool:
        """Whether a text is a heading that such a list must have."""
        return self.known.get(_key(text)) in self.required

    def match(self, cells: list[str]) -> dict[str, list[int]]:
        """Where each official heading stands among the cells of a row; more than one place is a contradiction."""
        found: dict[str, list[int]] = {}
        for place, cell in enumerate(cells):
            if official := self.known.get(_key(cell)):
                found.setdefault(official, []).append(place)
        return found

    def required_in(self, cells: list[str]) -> int:
        """How many of the headings that a list must have stand among these cells."""
        found = {self.known.get(_key(cell)) for cell in cells if cell}
        return sum(heading in found for heading in self.required)

    def nearest(self, official: str, cells: list[str]) -> str:
        """The heading that looks most like the one that is missing; "" when none does."""
        import difflib  # only when something is wrong

        names = [key for key, heading in self.known.items() if heading == official]
        free = [cell for cell in cells if cell and _key(cell) not in self.known]
        likeness = [(difflib.SequenceMatcher(None, name, name_key(cell)).ratio(), cell) for name in names for cell in free]
        best, cell = max(likeness, default=(0.0, ""))
        return cell if best >= _NEAR else ""


@lru_cache(maxsize=8)
def headings_of(kind: str) -> Headings:
    """The headings of line_items, projects or indicators."""
    said = _written()[kind]
    known = {_key(name): official for official, names in said["headings"].items() for name in (official, *names)}
    sheets, official, required, amounts = (tuple(said[key]) for key in ("sheets", "headings", "required", "amounts"))
    return Headings(said["name"], sheets, official, required, amounts, known)


@lru_cache(maxsize=1)
def _written() -> dict[str, Any]:
    with open(Path(__file__).with_name("headings.toml"), "rb") as file:
        return tomllib.load(file)


def _key(text: str) -> str:
    """A heading as it is compared: the mark of a column that must be filled in, and a colon, do not count."""
    return name_key(text).strip("*:")
