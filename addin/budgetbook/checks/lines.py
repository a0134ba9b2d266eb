"""Lines: the codes and names of a slice, beside its box. Trees of them: which rows of a table make up another one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

Node: TypeAlias = "str | tuple[str, ...]"


class Line(NamedTuple):
    """What a slice counts beside its box; empty means all."""

    function: str = ""
    economic: tuple[str, ...] = ()
    government: str = ""
    revenue: str = ""
    unit: str = ""
    project: str = ""


ROOT = Line()
CODES = ("function", "government", "revenue")
WHO = "project"  # units, and projects below them
_FIELDS = {"function": (0,), "economic": (1,), "government": (2,), "revenue": (3,), WHO: (4, 5)}
_CLASS = 3  # digits of a 类


class Lines(NamedTuple):
    """The lines of many figures: each different one once, and for each figure the number (the place among them) of its own."""

    different: list[Line]
    numbers: list[int]

    @property
    def root(self) -> int:
        """The number of the line that is over everything; -1 where no figure has it."""
        return self.different.index(ROOT) if ROOT in self.different else -1


class Branch(NamedTuple):
    """Rows below another row, by position. `covers`: they are all of it."""

    dimension: str
    whole: int
    parts: tuple[int, ...]
    covers: bool


@lru_cache(maxsize=4096)
def only_dimension(line: Line) -> str:
    """The dimension of which alone a line says something; "" where it says nothing, or something of several."""
    said = [dimension for dimension, fields in _FIELDS.items() if any(line[field] for field in fields)]
    return said[0] if len(said) == 1 else ""


def lies_in(line: Line, other: Line) -> bool:
    """Whether everything of a line is in the other one."""
    return (
        line.function.startswith(other.function)
        and economic_in(line.economic, other.economic)
        and line.government.startswith(other.government)
        and line.revenue.startswith(other.revenue)
        and other.unit in ("", line.unit)
        and other.project in ("", line.project)
    )


def economic_in(codes: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether all codes are below the other ones; no codes are all of them."""
    if not others:
        return True
    if len(codes) == 1:
        return codes[0].startswith(others)
    return bool(codes) and all(code.startswith(others) for code in codes)


def branches(lines: tuple[Line, ...], addend: tuple[bool, ...], listed: str) -> tuple[Branch, ...]:
    """For each row of a table the nearest rows below it. `listed` is the dimension that the table lists in full.

    A 其中 row is part of its parent but no addend, except below another 其中 row."""
    found: list[Branch] = []
    said = [any(values) for values in zip(*lines, strict=True)]
    for dimension, fields in _FIELDS.items():
        if not any(said[field] for field in fields):
            continue
        groups: dict[tuple[object, ...], list[int]] = {}
        for place, line in enumerate(lines):
            groups.setdefault(line[: fields[0]] + line[fields[-1] + 1 :], []).append(place)
        for places in groups.values():
            if len(places) > 1:
                for whole, parts in _children(dimension, places, lines).items():
                    found += _split(dimension, whole, parts, lines, addend, listed)
    return tuple(found)


def _split(
    dimension: str, whole: int, parts: list[int], lines: Sequence[Line], addend: Sequence[bool], listed: str
) -> list[Branch]:
    """The addends together, every 其中 on its own."""
    addends = [part for part in parts if addend[part] or not addend[whole]]
    found = [Branch(dimension, whole, (part,), False) for part in parts if part not in addends]
    if addends and (dimension != "economic" or _adds_up(lines[whole], [lines[part] for part in addends], listed)):
        found.append(Branch(dimension, whole, tuple(addends), True))
    return found


def _adds_up(whole: Line, parts: Sequence[Line], listed: str) -> bool:
    """Whether economic codes make up the whole: chosen codes (三公) do only when each of them is there once."""
    codes = [code for part in parts for code in part.economic]
    if len(set(codes)) != len(codes):
        return False
    if len(whole.economic) > 1:
        return set(codes) == set(whole.economic)
    return bool(whole.economic) or listed == "economic" or any(len(code) == _CLASS for code in codes)


def _children(dimension: str, places: list[int], lines: Sequence[Line]) -> dict[int, list[int]]:
    """Each row with the rows whose nearest row above it is."""
    if dimension == "economic":
        if any(len(lines[place].economic) > 1 for place in places):
            return _children_of_sets(places, lines)
        return _below({"".join(lines[place].economic): place for place in places})
    if dimension == WHO:
        return _below_units({(lines[place].unit, lines[place].project): place for place in places})
    return _below({str(lines[place][_FIELDS[dimension][0]]): place for place in places})


def _below(rows: Mapping[str, int]) -> dict[int, list[int]]:
    lengths = sorted({len(code) for code in rows}, reverse=True)
    children: dict[int, list[int]] = {}
    for code, place in rows.items():
        for length in lengths:
            if length < len(code) and code[:length] in rows:
                children.setdefault(rows[code[:length]], []).append(place)
                break
    return children


def _below_units(rows: Mapping[tuple[str, str], int]) -> dict[int, list[int]]:
    children: dict[int, list[int]] = {}
    for (unit, project), place in rows.items():
        above = ((unit, ""), ("", project), ("", ""))
        parent = next((rows[node] for node in above if node != (unit, project) and node in rows), None)
        if parent is not None:
            children.setdefault(parent, []).append(place)
    return children


def _children_of_sets(places: list[int], lines: Sequence[Line]) -> dict[int, list[int]]:
    """The largest rows inside each row; a set of codes can lie in several rows."""
    codes = {place: lines[place].economic for place in places}
    children = {}
    for whole in places:
        inside = [place for place in places if codes[place] != codes[whole] and economic_in(codes[place], codes[whole])]
        largest = [
            place
            for place in inside
            if not any(codes[place] != codes[other] and economic_in(codes[place], codes[other]) for other in inside)
        ]
        if largest:
            children[whole] = largest
    return children
