"""Fixed row labels: how they nest, and what each means. Nesting follows ordinals (一、 > （一） > 1. > （1） > ①), so the same
structure serves the vocabulary and a binding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from budgetbook.model.dimensions import ALL, CARRIED_OVER, CURRENT, DIMENSIONS, SPENT, field
from budgetbook.model.slices import Slice

from .headings import Frame
from .known import Known
from .layout import Row, Unsettled
from .vocabulary import Vocabulary
from .wording import label, plain
from .words import INCOME, Doubt, Meaning, explain, unsettled

_EVERY_USE = DIMENSIONS["use"].mask
_EVERY_SOURCE = DIMENSIONS["source"].mask


class Entry(NamedTuple):
    """A label in its place. `text` is without ordinal; `above` the index of the entry it belongs to, None at the top;
    `reads` its whole path."""

    at: int
    written: str
    text: str
    part: bool
    above: int | None
    reads: str


class Uses(NamedTuple):
    """What the rows of a panel may be used for: by the title, and by the panel's own heading."""

    title: int
    panel: int
    income: bool


def nest(names: Mapping[int, str], vocabulary: Vocabulary) -> list[Entry]:
    """The labels of one key column, by row, each under the one it belongs to.

    A label with an ordinal stands below the last one of a higher rank; 其中 below the label before it; a label that was
    already there stands below the unnumbered one before it (上年财政拨款结转). A total ends every scope."""
    entries: list[Entry] = []
    open_: list[tuple[int, int]] = []  # (rank, index) of the labels that may hold the next one
    for at, name in names.items():
        text, rank, part = label(name)
        total = _is_total(text, vocabulary)
        if total:
            open_.clear()
        elif part:
            pass
        elif rank or not any(entry.text == text for entry in entries):
            open_ = [one for one in open_ if one[0] < rank]
        above = open_[-1][1] if open_ and not total else None
        path = f"{entries[above].reads}/{plain(text)}" if above is not None else plain(text)
        entries.append(Entry(at, name, text, part, above, path))
        if not total and not part and (rank or above is None):
            open_.append((rank, len(entries) - 1))
    return entries


def _is_total(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a label says that it is a total; few hold a word that could."""
    return any(word in plain(text) for word in vocabulary.totals) and explain(text, Slice(), vocabulary).total


def label_rows(
    entries: Sequence[Entry], column: int, columns: Sequence[Slice], uses: Uses, frame: Frame, known: Known
) -> tuple[tuple[Row, ...], list[Unsettled]]:
    """The rows whose label is understood, and those whose label is not. `columns` are the panel's slices without their use."""
    meanings: list[Meaning] = []
    slices: list[Slice | None] = []
    for entry in entries:
        above = slices[entry.above] if entry.above is not None else None
        meanings.append(_meaning(entry, above, uses, known))
        slices.append((above or Slice()).meet(meanings[-1].slice))
    rows = [_used(slice_, meaning, uses) for slice_, meaning in zip(slices, meanings, strict=True)]
    rows = _sources(meanings, rows, uses)
    settled, places = [], []
    for place, (entry, row, meaning) in enumerate(zip(entries, rows, meanings, strict=True)):
        doubt = meaning.doubt or _why_not(entry, entries, row, meaning, columns) or _odd(place, rows, meanings, entries)
        if doubt or row is None:
            written = entry.reads if entry.text else entry.written
            places.append(unsettled(frame.sheet, (entry.at, column), written, doubt or Doubt("看不懂"), known.vocabulary))
        else:
            settled.append(Row(entry.at, entry.reads, row, meaning.total, 0, entry.part))
    return tuple(settled), places


def _meaning(entry: Entry, above: Slice | None, uses: Uses, known: Known) -> Meaning:
    """An exact 类 name is a function code where the panel is not one of income; all else is explained by the words."""
    code = known.class_codes.get(plain(entry.text))
    if code and not uses.income:
        return Meaning(Slice(box=ALL & ~_EVERY_USE | SPENT, function=code), says_scope=True)
    if not entry.text or plain(entry.text) in known.vocabulary.ellipses:
        return Meaning(doubt=Doubt("行名没有写出来，不知道是哪个科目；请写全，或删去这一行"))
    return explain(entry.text, above or Slice(), known.vocabulary)


def _why_not(entry: Entry, entries: Sequence[Entry], row: Slice | None, meaning: Meaning, columns: Sequence[Slice]) -> Doubt | None:
    if row is None:
        return Doubt(f"与它上面的“{entries[entry.above].text if entry.above is not None else ''}”矛盾")
    if meaning.loose:
        return Doubt("一个行名里说了两件合不到一起的事")
    if meaning.measure or not (meaning.says_scope or meaning.total):
        return Doubt("行名只有不表示范围的词")
    if columns and not any(row.meet(column) for column in columns):
        return Doubt("与标题或表头矛盾")
    return None


def _used(slice_: Slice | None, meaning: Meaning, uses: Uses) -> Slice | None:
    """What the row's money is used for: as the label says, else as the panel does; 总计 is for every use of the title."""
    if slice_ is None:
        return None
    own = field(meaning.slice.box, "use")
    use = uses.title if meaning.grand else uses.panel
    if own != _EVERY_USE and not meaning.grand:
        use = own & uses.title
    return slice_._replace(box=slice_.box & ~_EVERY_USE | use)


def _sources(meanings: Sequence[Meaning], slices: list[Slice | None], uses: Uses) -> list[Slice | None]:
    """Rows above 本年收入合计 are of this year; without such a row, so are the rows before one of 上年结转."""
    places = range(len(slices))
    ends = [place for place in places if meanings[place].total and _source(slices[place]) == CURRENT]
    ends = ends or [place for place in places if uses.income and not meanings[place].total and _is_carried_over(slices[place])]
    for place in places[: ends[0]] if ends else ():
        slice_ = slices[place]
        if slice_ is not None and _source(slice_) == _EVERY_SOURCE and not meanings[place].grand:
            slices[place] = slice_.narrowed(CURRENT)
    return slices


def _source(slice_: Slice | None) -> int:
    return field(slice_.box, "source") if slice_ else 0


def _is_carried_over(slice_: Slice | None) -> bool:
    return _source(slice_) == CARRIED_OVER


def _odd(place: int, rows: Sequence[Slice | None], meanings: Sequence[Meaning], entries: Sequence[Entry]) -> Doubt | None:
    """What contradicts the rows around it: the same slice twice, a row of which nobody knows whether it is part of another."""
    slice_, meaning, here = rows[place], meanings[place], entries[place]
    if slice_ is None:
        return None
    for other, entry in enumerate(entries):
        if other != place and rows[other] == slice_ and meanings[other].total == meaning.total:
            return Doubt(f"与第{entry.at}行“{entry.reads}”是同一个范围，看不出区别")
    if meaning.total:
        return None
    before = entries[place - 1] if place else None
    if before and before.part and not here.part and here.above is None and _same_kind(meaning, meanings[place - 1]):
        return Doubt("接在“其中”的后面，看不出还是不是其中的一部分")
    if _source(slice_) == _EVERY_SOURCE and any(map(_is_carried_over, rows[:place])) and _fund_only(meaning.slice):
        return Doubt("写在“上年结转”的下面，看不出是不是上年结转的一部分；请加序号或写明")
    return None


def _same_kind(one: Meaning, other: Meaning) -> bool:
    """Whether two labels speak of the same dimensions."""
    return [field(one.slice.box, name) == dimension.mask for name, dimension in DIMENSIONS.items()] == [
        field(other.slice.box, name) == dimension.mask for name, dimension in DIMENSIONS.items()
    ]


def _fund_only(slice_: Slice) -> bool:
    return field(slice_.box, "fund") != DIMENSIONS["fund"].mask


def uses_of(title: Slice, columns: Sequence[Slice], sides: frozenset[str]) -> Uses | None:
    """What the rows of a panel of labels are used for; None where its columns differ in that."""
    found = {field(slice_.box, "use") for slice_ in columns}
    if len(found) > 1:
        return None
    panel = found.pop() if found else field(title.box, "use")
    return Uses(field(title.box, "use"), panel, panel != SPENT and sides == frozenset((INCOME,)))
