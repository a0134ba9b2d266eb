"""What a book says exists: the leaves that it names, the boxes that it prints as empty, the rows that it lists.

Slices can be compared only within such a world: 表三 and 表五 are equal exactly when the book itself says that there is no
other fund and no carry-over. Every step from slices as printed to slices as compared is taken here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from budgetbook.model.dimensions import ALL, CURRENT, DIMENSIONS, PROJECT, SPENT, is_empty
from budgetbook.model.figure import Figure, State

from .boxes import Empties, touches
from .lines import Line, Lines
from .listed import Supposed, supposed_rows

# The unit's type only the text can say; a table of 政府采购 does not say that everything is procured.
_OPEN = ("unit_type", "procurement")
_ALWAYS = CURRENT | SPENT
_PROJECT_BOX = ALL & ~(DIMENSIONS["kind"].mask | DIMENSIONS["use"].mask) | PROJECT | SPENT


class Refusal(NamedTuple):
    """A zero that empties nothing, and the figure inside it that is not zero; both by index."""

    zero: int
    inside: int


class World(NamedTuple):
    """A book ready to be compared. Lists have one entry a figure; `figures` are those printed, then the rows that a full
    listing lacks though others name them (`printed` counts the former). `reduced` is 0 where nothing can lie.

    `lines` gives each figure's, `numbers` which of the `different` ones it is; `tables` the figures of each table."""

    figures: tuple[Figure, ...]
    printed: int
    lines: list[Line]
    numbers: list[int]
    different: list[Line]
    boxes: list[int]
    reduced: list[int]
    tables: Mapping[str, Sequence[int]]
    empties: Empties
    refusals: tuple[Refusal, ...]
    absent: int  # the atoms that the book never names
    only_unit: str
    listings: Mapping[str, str]


def build_world(figures: Sequence[Figure], listings: Mapping[str, str]) -> World:
    """The world that these figures say; `listings` as in Book."""
    only_unit, lines = _lines(figures)
    raw = [_implied(figure.slice.box) if figure.slice.project else figure.slice.box for figure in figures]
    world = _named(set(raw))
    boxes = [box & world for box in raw]
    zeros, live = _zeros(figures, lines, boxes), _live(figures, boxes)
    refusals = _refusals(zeros, live)
    empties = Empties([box for box in zeros if box not in refusals])
    left = {box: empties.reduce(box) for box in set(boxes)}
    reduced, tables = [left[box] for box in boxes], _tables(figures)
    supposed = supposed_rows(figures, lines, reduced, tables, listings)
    for place, row in enumerate(supposed, len(figures)):
        tables[row.figure.table].append(place)
    numbers = lines.numbers + [row.line for row in supposed]
    return World(
        (*figures, *(row.figure for row in supposed)),
        len(figures),
        [lines.different[number] for number in numbers],
        numbers,
        lines.different,
        boxes + _of(boxes, supposed),
        reduced + _of(reduced, supposed),
        tables,
        empties,
        tuple(refusals.values()),
        ALL & ~world,
        only_unit,
        listings,
    )


def _of(values: list[int], supposed: Iterable[Supposed]) -> list[int]:
    return [values[row.like] for row in supposed]


def _tables(figures: Sequence[Figure]) -> dict[str, list[int]]:
    tables: dict[str, list[int]] = {}
    for table, places in groupby(range(len(figures)), [figure.table for figure in figures].__getitem__):
        tables.setdefault(table, []).extend(places)
    return tables


def _lines(figures: Sequence[Figure]) -> tuple[str, Lines]:
    """The line of each figure. Where there is only one unit, it is the department; a project that only one unit has is
    that unit's, also where the unit is not said."""
    printed: dict[tuple[object, ...], int] = {}
    places = [printed.setdefault(figure.slice[1:], len(printed)) for figure in figures]
    lines = [Line(*said) for said in printed]  # type: ignore[arg-type]
    units = {line.unit for line in lines} - {""}
    only = next(iter(units)) if len(units) == 1 else ""
    owners: dict[str, set[str]] = {}
    for line in lines:
        if line.project and line.unit:
            owners.setdefault(line.project, set()).add(line.unit)
    for place, line in enumerate(lines):
        if line.unit and only:
            lines[place] = line._replace(unit="")
        elif line.project and not line.unit and not only and len(owners.get(line.project, ())) == 1:
            lines[place] = line._replace(unit=next(iter(owners[line.project])))
    different: dict[Line, int] = {}
    numbers = [different.setdefault(line, len(different)) for line in lines]
    return only, Lines(list(different), [numbers[place] for place in places])


@lru_cache(maxsize=1024)
def _implied(box: int) -> int:
    """A named project is project expenditure, whether its form says so or not."""
    narrowed = box & _PROJECT_BOX
    return box if is_empty(narrowed) else narrowed


def _named(boxes: Iterable[int]) -> int:
    """The atoms that exist: those that some figure names apart from the rest of their dimension."""
    world = ALL
    for name, dimension in DIMENSIONS.items():
        named = 0
        for box in boxes:
            if box & dimension.mask != dimension.mask:
                named |= box & dimension.mask
        if named and name not in _OPEN:
            world &= named | _ALWAYS & dimension.mask | ~dimension.mask
    return world


def _zeros(figures: Sequence[Figure], lines: Lines, boxes: Sequence[int]) -> dict[int, int]:
    """Boxes over all codes, units and projects that are printed blank or zero, each with its first figure."""
    zeros: dict[int, int] = {}
    root = lines.root
    for place, (figure, number) in enumerate(zip(figures, lines.numbers, strict=True)):
        if number == root and not figure.value and figure.state is not State.UNREAD:
            zeros.setdefault(boxes[place], place)
    return zeros


def _live(figures: Sequence[Figure], boxes: Sequence[int]) -> dict[int, int]:
    live: dict[int, int] = {}
    for place, (figure, box) in enumerate(zip(figures, boxes, strict=True)):
        if box not in live and figure.value:
            live[box] = place
    return live


def _refusals(zeros: Mapping[int, int], live: Mapping[int, int]) -> dict[int, Refusal]:
    """A zero that contains something non-zero is wrong itself: it empties nothing. Nor do zeros that together leave
    nothing of a box that is not zero (no 人员经费, no 公用经费, but 基本支出)."""
    refused = {}
    for box, zero in zeros.items():
        inside = next((place for other, place in live.items() if not other & ~box), None)
        if inside is not None:
            refused[box] = Refusal(zero, inside)
    empties = Empties([box for box in zeros if box not in refused])
    for other, place in sorted(live.items(), key=lambda item: item[0].bit_count()):
        if not empties.reduce(other):
            guilty = _together(other, [box for box in zeros if box not in refused])
            refused |= {box: Refusal(zeros[box], place) for box in guilty}
            empties = Empties([box for box in zeros if box not in refused])
    return refused


def _together(live: int, zeros: Sequence[int]) -> list[int]:
    """Of zeros that leave nothing of a box that is not zero, each of them without which something would be left, or all."""
    near = [box for box in zeros if touches(box, live)]
    single = [box for box in near if Empties([other for other in near if other != box]).reduce(live)]
    return single or near
