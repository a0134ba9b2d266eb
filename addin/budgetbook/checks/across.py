"""Tables against tables: sums and parts that no single table shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeAlias

from .boxes import MIXED, Empties, largest, partitions
from .lines import ROOT, WHO, Line, economic_in
from .verdict import PART, SUM, Equation
from .world import World

Signature: TypeAlias = "tuple[tuple[int, ...], tuple[bool, ...]]"  # boxes that a row prints, and which of them are addends
_Across: TypeAlias = "tuple[str, str, int, tuple[int, ...]]"  # kind, dimension, reduced boxes of the whole and of its parts
Slices: TypeAlias = "Mapping[Line, Mapping[int, Sequence[int]]]"  # line, reduced box, figures
Cells: TypeAlias = "Mapping[Line, Mapping[int, int]]"


def across_boxes(world: World, slices: Slices, printed_as: Mapping[Line, Sequence[Signature]]) -> Iterator[Equation]:
    """支出总表 = Σ over the fund tables, and one table's figure not less than the part that another prints.

    Lines that the same tables print in the same columns have the same structure."""
    for line, signatures in printed_as.items():
        if len(signatures) < 2:
            continue
        groups = slices.get(line, {})
        for kind, dimension, whole, parts in _structure(tuple(signatures), world.empties):
            yield Equation(kind, dimension, groups[whole][0], tuple([groups[part][0] for part in parts]), True)


@lru_cache(maxsize=1024)
def _structure(signatures: tuple[Signature, ...], empties: Empties) -> tuple[_Across, ...]:
    """What follows for a line that is printed as these tables do."""
    return tuple(_derived(signatures, empties))


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
    economic = {
        table: {line: row for line, row in cells.items() if line.economic}
        for table, cells in tables.items()
        if any(line.economic for line in cells)
    }
    for table, cells in economic.items():
        for other, others in economic.items():
            if table != other:
                yield from _economic_parts(world, cells, others)


def _economic_parts(world: World, cells: Cells, others: Cells) -> Iterator[Equation]:
    for line, row in cells.items():
        if line in others:
            continue
        inside = [other for other in others if other._replace(economic=line.economic) == line]
        inside = [other for other in inside if economic_in(other.economic, line.economic)]
        rows = [one for one in inside if not any(one != two and economic_in(one.economic, two.economic) for two in inside)]
        for box, place in row.items():
            for part in _largest_common(world, box, [others[one] for one in rows]):
                yield Equation(PART, "economic", place, tuple([others[one][part] for one in rows]), True)


def _largest_common(world: World, box: int, rows: Sequence[Mapping[int, int]]) -> list[int]:
    """The largest boxes inside a box that all rows print."""
    if not rows or not (whole := world.empties.reduce(box)):
        return []
    printed = [other for other in rows[0] if all(other in row for row in rows)]
    reduced = [world.empties.reduce(other) for other in printed]
    inside = [place for place, other in enumerate(reduced) if other and not other & ~whole]
    return [printed[place] for place in largest(inside, reduced)]


def form_sums(world: World, tables: Mapping[str, Cells], slices: Slices) -> Iterator[Equation]:
    """The forms of all projects make up the project expenditure; where a listed project has no form, only a part of it."""
    forms: dict[int, dict[Line, int]] = {}
    listed: dict[int, set[Line]] = {}
    listing: set[str] = set()
    for table, cells in tables.items():
        is_form = len(cells) == 1 and next(iter(cells)).project != ""
        for line, row in cells.items():
            if line.project and line == Line(unit=line.unit, project=line.project):
                listing |= set() if is_form else {table}
                for box, place in row.items():
                    if is_form:
                        forms.setdefault(world.empties.reduce(box), {}).setdefault(line, place)
                    elif world.figures[place].value:
                        listed.setdefault(world.empties.reduce(box), set()).add(line)
    for box, places in forms.items():
        if whole := slices.get(ROOT, {}).get(box):
            left = next((place for place in whole if world.figures[place].table in listing), whole[0])
            yield Equation(SUM if listed.get(box, set()) <= set(places) else PART, WHO, left, tuple(places.values()))
