"""Which of many texts in a buffer are the same, told eight bytes at a time without making a Python object of any."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .columns import Whole, distinct

Words: TypeAlias = NDArray[np.uint64]

PADDING = bytes(16)  # to stand behind a buffer, so that eight bytes can be read anywhere
_KEEP = np.array([(1 << 8 * count) - 1 for count in range(9)], np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SLOTS = 16  # bits of a slot's number, at most


class CollisionError(Exception):
    """Two different texts have the same mark: somebody made them so."""


def words_of(data: NDArray[np.uint8]) -> Words:
    """The eight bytes that begin at each byte of a buffer, as little-endian numbers."""
    return np.ndarray(len(data) - 7, "<u8", data, strides=(1,))


def beginning(words: Words, starts: Whole, lengths: Whole) -> Words:
    """The first bytes of each text, at most eight; what lies behind the text counts as nothing."""
    return words[starts] & _KEEP[np.minimum(lengths, 8)]


def same_texts(words: Words, starts: Whole, lengths: Whole) -> tuple[Whole, Whole]:
    """A number for each text, equal where the texts are, counting as they first appear; and the first text of each number.

    Raises CollisionError where that cannot be told."""
    marks = beginning(words, starts, lengths)
    long = np.flatnonzero(lengths > 8)
    for offset, chosen in _further(lengths, long):
        marks[chosen] = marks[chosen] * _MIX + beginning(words, starts[chosen] + offset, lengths[chosen] - offset)
    alike = _first_alike(marks)
    if not np.array_equal(lengths[alike], lengths):
        raise CollisionError
    for offset, chosen in ((0, long), *_further(lengths, long)):
        rest = lengths[chosen] - offset
        here, there = (beginning(words, starts[which] + offset, rest) for which in (chosen, alike[chosen]))
        if not np.array_equal(here, there):
            raise CollisionError
    firsts = np.flatnonzero(alike == np.arange(len(alike)))
    numbers = np.empty(len(alike), np.int64)
    numbers[firsts] = np.arange(len(firsts))
    return numbers[alike], firsts


def _further(lengths: Whole, long: Whole) -> list[tuple[int, Whole]]:
    """For every eight bytes but the first: where they begin, and which texts have them."""
    steps, offset = [], 8
    while len(long):
        steps.append((offset, long))
        offset += 8
        long = long[lengths[long] > offset]
    return steps


def _first_alike(marks: Words) -> Whole:
    """The first place with the same mark. Most are found in a table of slots; what shares its slot with others, by sorting."""
    bits = min(_SLOTS, len(marks).bit_length())
    slots = (marks * _MIX) >> np.uint64(64 - bits)
    places = np.arange(len(marks))
    table = np.empty(1 << bits, np.int64)
    table[slots[::-1]] = places[::-1]  # the first one stays
    alike: Whole = table[slots]
    rest = np.flatnonzero(marks[alike] != marks)
    if len(rest):
        first, which = distinct(marks[rest])
        alike[rest] = rest[first][which]
    return alike
