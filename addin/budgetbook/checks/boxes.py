"""Boxes as bit masks: which are empty, what is left of one without them, and which boxes make up another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.dimensions import DIMENSIONS, is_empty

_MASKS = tuple(dimension.mask for dimension in DIMENSIONS.values())
_NAME_OF_MASK = {dimension.mask: name for name, dimension in DIMENSIONS.items()}
_MASK_OF_BIT = tuple(mask for mask in _MASKS for _ in range(mask.bit_count()))
MIXED = "mixed"  # parts that differ from the whole in several dimensions


class Partition(NamedTuple):
    """Parts of a whole that share nothing; boxes given by their position. `covers`: nothing of the whole is left over;
    `assumed`: because what is left over is empty."""

    dimension: str
    whole: int
    parts: tuple[int, ...]
    covers: bool
    assumed: bool = False


def outermost(boxes: Sequence[int]) -> list[int]:
    """The boxes that lie in no other one, each once."""
    found: list[int] = []
    for box in sorted(set(boxes), key=int.bit_count, reverse=True):
        if not any(not box & ~other for other in found):
            found.append(box)
    return found


class Empties:
    """Boxes in which there is no money, and what remains of other boxes without them. Equal where the boxes are."""

    def __init__(self, boxes: Sequence[int]):
        self.boxes = tuple(outermost(boxes))
        self._reduced: dict[int, int] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Empties) and self.boxes == other.boxes

    def __hash__(self) -> int:
        return hash(self.boxes)

    def reduce(self, box: int) -> int:
        """The box without the atoms for which it is empty; 0 when nothing is left."""
        known = self._reduced.get(box)
        if known is None:
            known = self._reduced[box] = self._reduce(box)
        return known

    def _reduce(self, box: int) -> int:
        before = 0
        while before != box:
            before = box
            for empty in self.boxes:
                outside = box & ~empty
                if not outside:
                    return 0
                mask = _MASK_OF_BIT[outside.bit_length() - 1]
                if not outside & ~mask:
                    box &= ~(empty & mask)
        return box

    def behind(self, boxes: Iterable[int]) -> list[int]:
        """The empty boxes that what remains of these boxes may rest on."""
        return [empty for empty in self.boxes if any(touches(empty, box) for box in boxes)]


@lru_cache(maxsize=2048)
def partitions(boxes: tuple[int, ...], addend: tuple[bool, ...], empties: Empties) -> tuple[Partition, ...]:
    """For each box the largest others inside it, dimension by dimension: together the whole of it, or only a part.

    A box that is no addend (其中) is a part only of boxes that are none either. Overlapping parts say nothing. Kept, for books
    of one template have the same columns."""
    found: list[Partition] = []
    for whole, box in enumerate(boxes):
        inside = [
            place for place, other in enumerate(boxes) if not other & ~box and other != box and (addend[place] or not addend[whole])
        ]
        if inside:
            found += _partitions_of(whole, inside, boxes, empties)
    return tuple(found)


def _partitions_of(whole: int, inside: list[int], boxes: Sequence[int], empties: Empties) -> list[Partition]:
    box = boxes[whole]
    along: dict[int, list[int]] = {}
    for place in inside:
        rest = box & ~boxes[place]
        mask = _MASK_OF_BIT[rest.bit_length() - 1]
        if not rest & ~mask:
            along.setdefault(mask, []).append(place)
    found = [partition for mask, places in along.items() if (partition := _along(whole, places, boxes, mask, empties)) is not None]
    if any(partition.covers for partition in found):
        return found
    mixed = _mixed(whole, inside, boxes, empties)
    return [mixed] if mixed else found


def _along(whole: int, places: list[int], boxes: Sequence[int], mask: int, empties: Empties) -> Partition | None:
    parts = largest(places, boxes)
    union = 0
    for place in parts:
        if union & boxes[place] & mask:
            return None
        union |= boxes[place] & mask
    rest = boxes[whole] & mask & ~union
    covers = all(not empties.reduce(boxes[whole] & ~mask | atom) for atom in _atoms(rest))
    return Partition(_NAME_OF_MASK[mask], whole, tuple(parts), covers, covers and bool(rest))


def _mixed(whole: int, inside: list[int], boxes: Sequence[int], empties: Empties) -> Partition | None:
    """The largest boxes inside, when they share nothing and fill the whole: as printed, or once reduced."""
    parts = largest(inside, boxes)
    if _fill(boxes[whole], [boxes[part] for part in parts]):
        return Partition(MIXED, whole, tuple(parts), True)
    left = [reduced for place in parts if (reduced := empties.reduce(boxes[place]))]
    if _fill(empties.reduce(boxes[whole]), left):
        return Partition(MIXED, whole, tuple(parts), True, True)
    return None


def _fill(whole: int, parts: Sequence[int]) -> bool:
    """Whether two or more boxes inside a whole share nothing and leave nothing of it."""
    if len(parts) < 2 or sum(map(_volume, parts)) != _volume(whole):
        return False
    return not any(touches(one, other) for at, one in enumerate(parts) for other in parts[:at])


def largest(places: Iterable[int], boxes: Sequence[int]) -> list[int]:
    """Of the boxes at these places, those that lie in no other one; of equal boxes the first."""
    found: list[int] = []
    for place in sorted(places, key=lambda place: -boxes[place].bit_count()):
        box = boxes[place]
        for other in found:
            if not box & ~boxes[other]:
                break
        else:
            found.append(place)
    return sorted(found)


def touches(one: int, other: int) -> bool:
    """Whether something can lie in both boxes."""
    return not is_empty(one & other)


@lru_cache(maxsize=4096)
def _volume(box: int) -> int:
    product = 1
    for mask in _MASKS:
        product *= (box & mask).bit_count()
    return product


def _atoms(field: int) -> list[int]:
    atoms = []
    while field:
        atoms.append(field & -field)
        field &= field - 1
    return atoms
