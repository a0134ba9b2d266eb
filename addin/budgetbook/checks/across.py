"""Tables against tables: sums and parts that no single table shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from .boxes import MIXED, Empties, largest, partitions
from .equations import PART, SUM, Equation, Equations, columns_of
from .lines import ROOT, WHO, Line, economic_in, only_dimension
from .world import World

Signature: TypeAlias = "tuple[tuple[int, ...], tuple[bool, ...]]"  # boxes that a row prints, and which of them are addends
_Across: TypeAlias = "tuple[str, str, int, tuple[int, ...]]"  # kind, dimension, reduced boxes of the whole and of its parts
# Lines are given by their number in the world.
Slices: TypeAlias = "dict[int, dict[int, list[int]]]"  # line, reduced box, figures
Cells: TypeAlias = "dict[int, dict[int, int]]"  # of one table: line, box as printed, figure
_Coded: TypeAlias = "dict[Line, dict[int, int]]"


def across_boxes(slices: Slices, printed: Iterable[tuple[Signature, list[int]]], empties: Empties) -> Iterator[Equations]:
    """支出总表 = Σ over the fund tables, and one table's figure not less than the part that another prints.

    `printed` are rows with the same columns, and their lines. Lines that the same tables print in the same columns have the
    same structure."""
    signatures: dict[Signature, int] = {}
    printed_as: dict[int, list[int]] = {}
    for signature, lines in printed:
        number = signatures.setdefault(signature, len(signatures))
        for line in lines:
            printed_as.setdefault(line, []).append(number)
    different = list(signatures)
    several = [line for line, numbers in printed_as.items() if len(numbers) > 1]
    for numbers, alike in groupby(several, key=printed_as.__getitem__):
        boxes, structure = _structure(tuple([different[number] for number in numbers]), empties)
        if boxes:
            groups = [slices[line] for line in alike]
            yield structure.over([[group[box][0] for box in boxes] for group in groups])


@lru_cache(maxsize=1024)
def _structure(signatures: tuple[Signature, ...], empties: Empties) -> tuple[list[int], Equations]:
    """What follows for a line that is printed as these tables do: between figures of these reduced boxes, by position."""
    found = list(_derived(signatures, empties))
    boxes = list(dict.fromkeys(box for _, _, whole, parts in found for box in (whole, *parts)))
    at = {box: place for place, box in enumerate(boxes)}
    return boxes, columns_of(
        Equation(kind, dimension, at[whole], tuple([at[part] for part in parts]), True) for kind, dimension, whole, parts in found
    )


def _derived(signatures: Sequence[Signature], empties: Empties) -> Iterator[_Across]:
    reduce = empties.reduce
    covered: dict[int, set[str]] = {}
    told: dict[int, set[int]] = {}
    for signature in signatures:
        for dimension, whole, parts, covers, _ in partitions(*signature, empties):
            box = reduce(signature[0][whole])
            told.setdefault(box, set()).update([reduce(signature[0][part]) for part in parts])
            if covers:
                covered.setdefault(box, set()).add(dimension)
    printed = _boxes(signatures, True)
    reduced = list(dict.fromkeys(box for box in map(reduce, printed) if box))
    for boxes in (tuple(printed), tuple(reduced)):  # as printed and as reduced: 总计 = 本年 + 上年结转 is lost when only reduced
        for dimension, whole, parts, covers, _ in partitions(boxes, (True,) * len(boxes), empties):
            box = reduce(boxes[whole])
            done = covered.setdefault(box, set())
            if covers and len(parts) > 1 and dimension not in done and not (done and dimension == MIXED):
                right = tuple([part for place in parts if (part := reduce(boxes[place]))])
                done.add(dimension)
                told.setdefault(box, set()).update(right)
                if right and right != (box,):
                    yield SUM, dimension, box, right
    others = [box for box in map(reduce, _boxes(signatures, False)) if box and box not in reduced]
    yield from _parts(reduced + list(dict.fromkeys(others)), told)


def _boxes(signatures: Sequence[Signature], addend: bool) -> list[int]:
    """The boxes that are addends, or those of 其中 columns and rows, each once."""
    return list(dict.fromkeys(box for boxes, flags in signatures for box, flag in zip(boxes, flags, strict=True) if flag is addend))


def _parts(boxes: Sequence[int], told: Mapping[int, set[int]]) -> Iterator[_Across]:
    for box in boxes:
        inside = [place for place, other in enumerate(boxes) if not other & ~box and other != box]
        known = told.get(box, set())
        for place in largest(inside, boxes):
            if boxes[place] not in known:
                yield PART, "", box, (boxes[place],)


def economic_parts(world: World, tables: Mapping[str, Cells]) -> Iterator[Equation]:
    """三公经费 counts chosen economic codes: it is not less than these codes' rows in a table of part of the money."""
    coded = {number for number, line in enumerate(world.different) if line.economic}
    economic = {
        table: {world.different[line]: row for line, row in cells.items() if line in coded}
        for table, cells in tables.items()
        if not coded.isdisjoint(cells)
    }
    for table, cells in economic.items():
        for other, others in economic.items():
            if table != other:
                yield from _economic_parts(cells, others, world.empties)


def _economic_parts(cells: _Coded, others: _Coded, empties: Empties) -> Iterator[Equation]:
    alike: dict[tuple[object, ...], list[tuple[Line, str]]] = {}  # with the first of their codes
    for other in others:
        alike.setdefault(_but_economic(other), []).append((other, other.economic[0]))
    for line, row in cells.items():
        if line in others:
            continue
        near = [other for other, first in alike.get(_but_economic(line), ()) if first.startswith(line.economic)]
        inside = [other for other in near if economic_in(other.economic, line.economic)]
        rows = [one for one in inside if not any(one != two and economic_in(one.economic, two.economic) for two in inside)]
        if rows:
            printed = tuple([box for box in others[rows[0]] if all(box in others[one] for one in rows)])
            for box, place in row.items():
                for part in _largest_inside(box, printed, empties):
                    yield Equation(PART, "economic", place, tuple([others[one][part] for one in rows]), True)


def _but_economic(line: Line) -> tuple[object, ...]:
    return line[0], line[2:]


@lru_cache(maxsize=1024)
def _largest_inside(box: int, printed: tuple[int, ...], empties: Empties) -> tuple[int, ...]:
    """Of the boxes that are printed, the largest that lie in this one once reduced."""
    whole, reduced = empties.reduce(box), [empties.reduce(other) for other in printed]
    inside = [place for place, other in enumerate(reduced) if other and not other & ~whole]
    return tuple([printed[place] for place in largest(inside, reduced)])


def form_sums(world: World, tables: Mapping[str, Cells], slices: Slices) -> Iterator[Equation]:
    """The forms of all projects make up the project expenditure; where a listed project has no form, only a part of it."""
    forms: dict[int, dict[int, int]] = {}
    listed: dict[int, set[int]] = {}
    listing: set[str] = set()
    projects = {number for number, line in enumerate(world.different) if line.project and only_dimension(line) == WHO}
    for table, cells in tables.items():
        is_form = len(cells) == 1
        for line in [line for line in cells if line in projects]:
            listing |= set() if is_form else {table}
            for box, place in cells[line].items():
                if is_form:
                    forms.setdefault(world.empties.reduce(box), {}).setdefault(line, place)
                elif world.figures[place].value:
                    listed.setdefault(world.empties.reduce(box), set()).add(line)
    whole_of = slices.get(world.different.index(ROOT), {}) if ROOT in world.different else {}
    for box, places in forms.items():
        if whole := whole_of.get(box):
            left = next((place for place in whole if world.figures[place].table in listing), whole[0])
            yield Equation(SUM if listed.get(box, set()) <= set(places) else PART, WHO, left, tuple(places.values()))
