"""What the words of one title, heading or row label mean, under the law that every character is explained by a word of the
vocabulary. Nothing is guessed: what is left over is handed back, and the nearest phrase only helps the message."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.dimensions import DIMENSIONS, SPENT, field
from budgetbook.model.grid import Cell
from budgetbook.model.slices import Slice

from .layout import Unsettled
from .vocabulary import Kind, Vocabulary, Word
from .wording import bare

INCOME, EXPENDITURE = "收入", "支出"
BOTH = frozenset((INCOME, EXPENDITURE))
_SPENDING = field(SPENT, "use")
_SPENT_ON = {"kind", "economic", "unit_type", "procurement"}
_WITH_SLICE = {Kind.SLICE, Kind.SHORT, Kind.FAMILY}
_SAYS_SCOPE = {Kind.SLICE, Kind.SHORT, Kind.INCOME, Kind.BOTH_SIDES}


class Doubt(NamedTuple):
    """Why a text is not settled, and the slices (as words) that a person may choose from. `looks_like` is a text that may be
    a phrase misspelt."""

    reason: str
    choices: tuple[str, ...] = ()
    looks_like: str = ""


class Meaning(NamedTuple):
    """What a text says. `sides` holds 收入 or 支出 where it says so; `amount` is an empty 金额, 预算数 or a year;
    `family` names the codes it lists (功能科目); `loose` marks a union that no slice says exactly: good for a scope only."""

    slice: Slice = Slice()
    total: bool = False
    grand: bool = False
    part: bool = False
    amount: bool = False
    loose: bool = False
    measure: str = ""
    family: str = ""
    sides: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()
    says_scope: bool = False
    doubt: Doubt | None = None

    @property
    def says_something(self) -> bool:
        """Whether there is more in it than noise."""
        return self.says_scope or self.total or self.grand or self.amount or bool(self.measure)


class _Found(NamedTuple):
    at: int
    text: str
    word: Word


@lru_cache(maxsize=8192)
def explain(text: str, above: Slice, vocabulary: Vocabulary) -> Meaning:
    """The meaning of a text that stands below `above`. Its `doubt` says why it is not settled, None when it is."""
    plain_text, years, dated = bare(text)
    found, rest = _segment(plain_text, above, vocabulary)
    slice_, loose, clash = _joined(found)
    kinds = {item.word.kind for item in found}
    sides = _sides(slice_, found)
    if not clash and sides == BOTH and Kind.BOTH_SIDES not in kinds:
        clash = INCOME
    names = {kind: next((item.word.name for item in found if item.word.kind is kind), "") for kind in (Kind.MEASURE, Kind.FAMILY)}
    return Meaning(
        slice=slice_,
        total=bool(kinds & {Kind.TOTAL, Kind.GRAND_TOTAL}),
        grand=Kind.GRAND_TOTAL in kinds,
        part=Kind.PART in kinds,
        amount=Kind.AMOUNT in kinds or dated,
        loose=loose,
        measure=names[Kind.MEASURE],
        family=names[Kind.FAMILY],
        sides=sides,
        years=years,
        says_scope=bool(kinds & _SAYS_SCOPE),
        doubt=_doubt(text, rest, clash, found),
    )


def _segment(text: str, above: Slice, vocabulary: Vocabulary) -> tuple[list[_Found], str]:
    """The phrases of a text, longest first, each taken once and in order of place; and the characters that none explains."""
    left, found = text, []
    for phrase in vocabulary.phrases:
        at = left.find(phrase)
        while at >= 0:
            word = vocabulary.words[phrase]
            if word.kind is Kind.SHORT and not above.within(word.above):
                break
            found.append(_Found(at, phrase, word))
            left = left[:at] + "\0" * len(phrase) + left[at + len(phrase) :]
            at = left.find(phrase)
    found.sort()
    loose_joints = _loose_joints(found)
    found = [item for item in found if item not in loose_joints]
    return found, left.replace("\0", "") + "".join(item.text for item in loose_joints)


def _loose_joints(found: Sequence[_Found]) -> list[_Found]:
    """和, 及, 、 that join nothing: they explain nothing either."""
    places = [item.at for item in found if item.word.kind is not Kind.JOINT]
    return [
        item
        for item in found
        if item.word.kind is Kind.JOINT and not (any(at < item.at for at in places) and any(at > item.at for at in places))
    ]


def _joined(found: Sequence[_Found]) -> tuple[Slice, bool, str]:
    """The slice of all phrases: what they have in common, but the union of those that a joint joins.

    Returns the slice, whether the union is wider than what was said, and the phrase that does not go with the others."""
    result, loose = Slice(), False
    for group in _groups(found):
        union = group[0].word.slice
        for item in group[1:]:
            joined = _union(union, item.word.slice)
            if joined is None:
                return result, loose, item.text
            union, exact = joined
            loose = loose or not exact
        met = result.meet(union)
        if met is None:
            return result, loose, group[0].text
        result = met
    return result, loose, ""


def _groups(found: Sequence[_Found]) -> Iterator[list[_Found]]:
    """Phrases with a slice; those with a joint between them together."""
    group: list[_Found] = []
    joint = False
    for item in found:
        if item.word.kind is Kind.JOINT:
            joint = True
        elif item.word.kind in _WITH_SLICE:
            if group and not joint:
                yield group
                group = []
            group.append(item)
            joint = False
    if group:
        yield group


def _union(one: Slice, other: Slice) -> tuple[Slice, bool] | None:
    """The smallest slice that holds both, and whether it holds nothing else: they then differ in one dimension only.

    None where one holds the other, or where they differ in more than what the money is spent on: 和 cannot join those."""
    if one.within(other) or other.within(one):
        return None
    differing = {name for name in DIMENSIONS if field(one.box ^ other.box, name)}
    if one.economic != other.economic:
        differing.add("economic")
    if len(differing) > 1 and not differing <= _SPENT_ON:
        return None
    economic = tuple(sorted({*one.economic, *other.economic})) if one.economic and other.economic else ()
    exact = len(differing) == 1 and (one.economic == other.economic or bool(economic))
    return Slice(one.box | other.box, economic=economic), exact


def _sides(slice_: Slice, found: Sequence[_Found]) -> frozenset[str]:
    """A fund's name (事业收入) says nothing of the side: expenditure is listed by fund too."""
    if any(item.word.kind is Kind.BOTH_SIDES for item in found):
        return BOTH
    every_fund = field(Slice().box, "fund")
    sides = {INCOME for item in found if INCOME in item.text and field(item.word.slice.box, "fund") == every_fund}
    if field(slice_.box, "use") == _SPENDING:
        sides.add(EXPENDITURE)
    return frozenset(sides)


def _doubt(text: str, rest: str, clash: str, found: Sequence[_Found]) -> Doubt | None:
    if rest:
        return Doubt(f"“{rest}”没有词能解释", looks_like=text)
    if clash:
        return Doubt(f"“{clash}”与同一格里别的词矛盾")
    asked = next((item for item in found if item.word.kind is Kind.DOUBT), None)
    return Doubt(f"“{asked.text}”有歧义：{asked.word.name}", asked.word.choices) if asked else None


def unsettled(sheet: str, at: Cell, reads: str, doubt: Doubt, vocabulary: Vocabulary) -> Unsettled:
    """The place, with the reason and the nearest phrase."""
    hint = _nearest(doubt.looks_like, vocabulary) if doubt.looks_like else ""
    return Unsettled(sheet, at, reads, doubt.reason + hint, doubt.choices)


@lru_cache(maxsize=1024)
def _nearest(text: str, vocabulary: Vocabulary) -> str:
    """The phrase that looks most like the text, as a hint at the end of a message; it decides nothing."""
    close = difflib.get_close_matches(bare(text).text, [*vocabulary.phrases, *vocabulary.keys], 1, 0.6)
    return f"，与它最接近的说法是“{close[0]}”" if close else ""
