"""The unit of money of a list: what a heading of amounts says, else what stands above the headings (单位：万元), else yuan."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from budgetbook.model.amount import UNIT_NAMES, WANYUAN, YUAN
from budgetbook.model.grid import Grid
from budgetbook.model.text import name_key

_SAID = re.compile(r"(?:金额)?单位[:]?(?:人民币)?[:]?[(]?([十百千万亿]*元)")
_KNOWN = {name: unit for unit, name in UNIT_NAMES.items()}


class Above(NamedTuple):
    """What the rows above the headings say of the unit: the word, and the text in which it stands; blank where nothing is said."""

    word: str = ""
    text: str = ""

    @property
    def known(self) -> bool:
        return not self.word or self.word in _KNOWN


NOTHING = Above()


def unit_above(rows: Iterable[Iterable[str]]) -> Above:
    """The unit that a cell above the headings names, the last one where there are several."""
    found = [Above(match[1], text) for row in rows for text in row if (match := _SAID.search(name_key(text)))]
    return found[-1] if found else NOTHING


def above_heading(grid: Grid, heading: int) -> Above:
    """The same of a sheet whose headings stand in this row."""
    return unit_above([[value] for (row, _), value in sorted(grid.values.items()) if row < heading and isinstance(value, str)])


def heading_unit(written: str, above: Above = NOTHING) -> int:
    """Fen in one unit of an amount column."""
    if named := _named(written):
        return named
    return _KNOWN.get(above.word, YUAN)


def contradicts(written: str, above: Above) -> bool:
    """Whether the heading of an amount column names another unit than what stands above it."""
    return bool(above.word) and _named(written) not in (None, _KNOWN.get(above.word))


def _named(written: str) -> int | None:
    key = name_key(written)
    return WANYUAN if "万元" in key else YUAN if "元" in key else None
