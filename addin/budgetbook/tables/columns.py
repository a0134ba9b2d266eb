"""What a table's title and its amount columns mean: the slice of a column is what title, parents and leaf have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.dimensions import CARRIED_OVER, CURRENT, DIMENSIONS, field
from budgetbook.model.grid import Cell
from budgetbook.model.slices import Slice, parse_slice

from .headings import Frame, Heading, KeyColumn
from .known import Known
from .layout import Column, Unsettled
from .wording import bare, plain
from .words import EXPENDITURE, INCOME, Doubt, Meaning, explain, unsettled

LAST_YEAR = "上年预算数"


class Scope(NamedTuple):
    """What the title says of the whole table; `year` is the budget's year where title or headings name one."""

    slice: Slice
    sides: frozenset[str]
    family: str
    year: int | None


class _Column(NamedTuple):
    """A column on its way to be settled."""

    heading: Heading
    slice: Slice
    leaf: Meaning
    measure: str
    years: tuple[int, ...]
    doubt: Doubt | None


def title_scope(frame: Frame, known: Known) -> tuple[Scope, list[Unsettled]]:
    """What the title means, and why it is not settled."""
    meaning = explain(frame.title, Slice(), known.vocabulary)
    by_sheet = explain(frame.sheet, Slice(), known.vocabulary)
    doubts = [meaning.doubt] if meaning.doubt else []
    if meaning.measure:
        doubts.append(Doubt(f"标题说的是“{meaning.measure}”，不是今年的预算"))
    if len(set(meaning.years)) > 1:
        doubts.append(Doubt("标题里有两个年份"))
    if not by_sheet.doubt and _other_fund(by_sheet.slice, meaning.slice):
        doubts.append(Doubt(f"工作表名“{frame.sheet}”和标题说的不是同一种资金"))
    scope = Scope(meaning.slice, meaning.sides, meaning.family, book_year(frame))
    return scope, [unsettled(frame.sheet, frame.title_at, frame.title, doubt, known.vocabulary) for doubt in doubts]


def _other_fund(one: Slice, other: Slice) -> bool:
    return not field(one.box, "fund") & field(other.box, "fund")


@lru_cache(maxsize=256)
def book_year(frame: Frame) -> int | None:
    """The title's year; where it names none the latest year of the headings, for last year's figures stand beside."""
    if years := bare(frame.title).years:
        return years[0]
    steps = (step for side in frame.sides for heading in side.columns for step in heading.steps)
    return max((year for step in steps for year in bare(step).years), default=None)


def settle_columns(
    headings: Iterable[Heading], scope: Scope, frame: Frame, known: Known
) -> tuple[tuple[Column, ...], list[Unsettled]]:
    """The amount columns of one panel that are understood, whole slices with `use`, and those that are not."""
    drafts = [_draft(heading, scope, known) for heading in headings]
    drafts = _this_year_beside_carried_over(drafts)
    places, columns = [], []
    for draft in drafts:
        doubt = draft.doubt or _stale_year(draft, drafts, scope) or _only_old(draft, drafts) or _not_disjoint(draft, drafts)
        if doubt:
            doubt = doubt._replace(choices=doubt.choices or (draft.slice.words(),))
            heading = draft.heading
            places.append(unsettled(frame.sheet, (heading.row, heading.at), heading.reads, doubt, known.vocabulary))
        else:
            columns.append(_column(draft, scope))
    return tuple(columns), places


def doubtful_keys(keys: Iterable[KeyColumn], scope: Scope, frame: Frame, known: Known) -> list[Unsettled]:
    """Headings over key columns that hold more than key words and words of scope (收入, 支出): a name has slipped in."""
    places: dict[Cell, Unsettled] = {}
    for key in keys:
        for cell, step in zip(key.heading.cells, key.heading.steps, strict=True):
            if plain(step) in known.vocabulary.keys:
                continue
            meaning = explain(step, scope.slice, known.vocabulary)
            doubt = meaning.doubt or (None if meaning.says_scope and not meaning.total else Doubt("这里应是行名的表头"))
            if doubt:
                places[cell] = unsettled(frame.sheet, cell, step, doubt, known.vocabulary)
    return list(places.values())


def _column(draft: _Column, scope: Scope) -> Column:
    leaf = draft.leaf
    total = leaf.total or (leaf.amount and not leaf.says_scope)
    measure = draft.measure or (LAST_YEAR if _is_old(draft, scope) else "")
    return Column(draft.heading.at, draft.heading.reads, draft.slice, total, measure)


def _draft(heading: Heading, scope: Scope, known: Known) -> _Column:
    """The column's meaning step by step from the title down; the first doubt stays."""
    slice_, doubt, measure = scope.slice, None, ""
    said: list[frozenset[str]] = [scope.sides]
    years: tuple[int, ...] = ()
    leaf = Meaning()
    for step in heading.steps:
        leaf = explain(step, slice_, known.vocabulary)
        met = slice_.meet(leaf.slice)
        doubt = doubt or leaf.doubt
        if met is None:
            doubt = doubt or Doubt(f"“{step}”与标题或上级表头矛盾")
        slice_ = met or slice_
        measure = measure or leaf.measure
        years += leaf.years
        said.append(leaf.sides)
    doubt = doubt or _one_sided(said) or _says_nothing(leaf)
    if doubt and doubt.choices:
        doubt = doubt._replace(choices=tuple(_within(slice_, choice) for choice in doubt.choices))
    return _Column(heading, slice_, leaf, measure, years, doubt)


def _within(scope: Slice, choice: str) -> str:
    return (scope.meet(parse_slice(choice)) or parse_slice(choice)).words()


def _one_sided(said: Sequence[frozenset[str]]) -> Doubt | None:
    if frozenset((INCOME,)) in said and frozenset((EXPENDITURE,)) in said:
        return Doubt("标题和表头一处说收入，一处说支出")
    return None if any(said) else Doubt("标题和表头都没有说是收入还是支出")


def _says_nothing(leaf: Meaning) -> Doubt | None:
    if leaf.loose:
        return Doubt("一个表头里说了两件合不到一起的事")
    return None if leaf.says_something else Doubt("表头只有不表示范围的虚词")


def _is_old(draft: _Column, scope: Scope) -> bool:
    return scope.year is not None and bool(draft.years) and set(draft.years) == {scope.year - 1}


def _stale_year(draft: _Column, drafts: Sequence[_Column], scope: Scope) -> Doubt | None:
    """Last year's figures are understood only beside this year's with the same words; any other year is a problem."""
    if not draft.years or set(draft.years) == {scope.year}:
        return None
    twins = [other for other in drafts if other.slice == draft.slice and other is not draft and not _is_old(other, scope)]
    if _is_old(draft, scope) and (draft.measure or twins):
        return None
    return Doubt(f"表头写的是{draft.years[0]}年，与预算年度{scope.year}年不一致")


def _only_old(draft: _Column, drafts: Sequence[_Column]) -> Doubt | None:
    """Last year's figures that stand beside no figures of this year are a misread heading."""
    if not draft.measure.startswith("上年") or any(other.slice == draft.slice and not other.measure for other in drafts):
        return None
    return Doubt(f"表头说是{draft.measure}，却没有与它对应的今年的一列")


def _this_year_beside_carried_over(drafts: list[_Column]) -> list[_Column]:
    """Fund columns beside one of 上年结转 are of this year."""
    alone = [draft for draft in drafts if field(draft.slice.box, "source") == CARRIED_OVER and _says_every(draft.slice, drafts)]
    if not alone:
        return drafts
    widest = max((field(draft.slice.box, "fund") for draft in drafts), key=int.bit_count)
    return [_narrowed(draft) if _is_open_fund(draft.slice, widest) else draft for draft in drafts]


def _is_open_fund(slice_: Slice, widest: int) -> bool:
    return field(slice_.box, "fund") != widest and field(slice_.box, "source") == DIMENSIONS["source"].mask


def _says_every(slice_: Slice, drafts: Sequence[_Column]) -> bool:
    return all(field(draft.slice.box, "fund") & ~field(slice_.box, "fund") == 0 for draft in drafts)


def _narrowed(draft: _Column) -> _Column:
    return _Column(draft.heading, draft.slice.narrowed(CURRENT), draft.leaf, draft.measure, draft.years, draft.doubt)


def _not_disjoint(draft: _Column, drafts: Sequence[_Column]) -> Doubt | None:
    """No two columns count the same, and in each dimension one lies within the other or beside it: else a word was swallowed."""
    for other in drafts:
        if other is draft or draft.measure or other.measure or other.doubt or _other_year(draft, other):
            continue
        if other.slice == draft.slice:
            return Doubt(f"与“{other.heading.reads}”是同一个范围，看不出区别")
        if any(_crosses(field(draft.slice.box, name), field(other.slice.box, name)) for name in DIMENSIONS):
            return Doubt(f"与“{other.heading.reads}”的范围有一部分重叠")
    return None


def _crosses(one: int, other: int) -> bool:
    return one & other not in (0, one, other)


def _other_year(one: _Column, other: _Column) -> bool:
    return bool(one.years and other.years) and set(one.years) != set(other.years)
