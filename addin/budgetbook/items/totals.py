"""Rows of totals among the lines: which rows they are, and whether they add up to the lines they can stand for.

A total is not summed, so it may be left out; but one that differs from its lines says that a line is missing or doubled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import numpy as np

from budgetbook.model.amount import Scale, exact_text
from budgetbook.model.problem import Problem

from .amounts import TOTAL_LIMIT, column_amounts, magnitude
from .below import Below
from .columns import Mask, Whole
from .lines import INCOME
from .money_unit import heading_unit
from .total_sums import Bounds, sums_by_columns, words_of
from .values import ends_as_total, is_total, meaning

MOST = 50  # rows complained about under one heading

USE = "收支类型"

_WORD = re.compile(r"[合总小共累][\s\u200b-\u200f\u2060\ufeff]*计|汇[\s\u200b-\u200f\u2060\ufeff]*总")
_DECIMALS = re.compile(r"\.(\d+)")
_BELIEVED, _EVERY_FEN = 2, 6  # decimals
_LABELS = ("编码", "名称", "年度")  # how the headings end under which no line says 合计
_FULL = "这一行写着“{}”，其他各列却填得和一笔明细一样"


class _Saying(NamedTuple):
    """What the cells of one column say: nothing more than 合计, or something that ends so."""

    place: int
    exactly: Mask
    ending: Mask

    @property
    def either(self) -> Mask:
        return self.exactly | self.ending


class Totals(NamedTuple):
    """Which rows are totals, and what is wrong with rows that are or may be totals."""

    rows: Mask
    problems: list[Problem]


def totals_among(below: Below, lines: Mask) -> Totals:
    """The totals among the rows that may be lines."""
    sayings = list(_sayings(below))
    if not sayings:
        return Totals(np.zeros(len(below), np.bool_), [])
    rows = np.flatnonzero(np.logical_or.reduce([saying.either for saying in sayings]) & lines)
    filled, possible = _filled(below, sayings, rows)
    full = (possible > 0) & (filled == possible)
    exactly = np.logical_or.reduce([saying.exactly[rows] for saying in sayings])
    total = np.where(exactly, ~full, (possible > 0) & (2 * filled <= possible))
    found = _mask(below, rows[total])
    if below.headings.amounts and (unsure := list(_unsure(below, sayings, rows[full]))):
        odd = [_mask(below, rows[full & saying.exactly[rows]]) for saying in sayings if _is_label(below, saying)]
        return Totals(np.logical_or.reduce([found, *odd]), unsure)
    return Totals(found, _wrong(below, lines & ~found, rows[total], sayings))


def _mask(below: Below, places: Whole) -> Mask:
    found = np.zeros(len(below), np.bool_)
    found[places] = True
    return found


def _sayings(below: Below) -> Iterator[_Saying]:
    """Of the columns in which a cell may say that its row is a total: all but those of amounts."""
    amounts = {below.places.get(heading) for heading in below.headings.amounts}
    for place, column in enumerate(below.columns):
        if place not in amounts and _WORD.search("\n".join(column.values)):
            worded = frozenset(filter(_WORD.search, column.values))
            exact = frozenset(filter(is_total, worded))
            ending = frozenset(filter(ends_as_total, worded)) - exact
            yield _Saying(place, column.where(exact.__contains__), column.where(ending.__contains__))


def _filled(below: Below, sayings: list[_Saying], rows: Whole) -> tuple[Whole, Whole]:
    """Of each row how many of the cells that a line must have are filled, and how many could be: all but amounts and those that
    say that it is a total."""
    filled, possible = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    said = {saying.place: saying.either for saying in sayings}
    for heading in below.headings.required:
        if heading not in below.headings.amounts:
            place = below.places[heading]
            free = ~said[place][rows] if place in said else np.ones(len(rows), np.bool_)
            possible += free
            filled += free & below.columns[place].taken(rows).where(bool)
    return filled, possible


def _unsure(below: Below, sayings: list[_Saying], rows: Whole) -> Iterator[Problem]:
    """Rows that say 合计 under a heading of codes, names or the year, and are filled in like lines."""
    for saying in sayings:
        odd, written = rows[saying.exactly[rows]], below.written[saying.place]
        hint = f"如果是合计行，请删去；如果是一笔明细，请改正“{written}”"
        for row in odd[:MOST].tolist() if _is_label(below, saying) else ():
            yield below.problem(_FULL.format(below.cells(row)[saying.place]), np.array([row]), hint, written)


def _is_label(below: Below, saying: _Saying) -> bool:
    """Whether no line says 合计 in the column: one of codes, names or the year, or none of the list's own."""
    official = below.official(saying.place)
    return not official or official.endswith(_LABELS)


def _wrong(below: Below, lines: Mask, totals: Whole, sayings: list[_Saying]) -> list[Problem]:
    """The totals that are no amounts, or not those of their lines. Nothing where amounts of lines cannot be read: whoever judges
    the lines says so."""
    without = {saying.place for saying in sayings} | {below.places[each] for each in _amounts(below)}
    problems: list[Problem] = []
    for heading in _amounts(below) if len(totals) else ():
        found = list(islice(_wrong_under(below, heading, lines, totals, without), MOST + 1))
        problems += found[:MOST]
        if len(found) > MOST:
            problems.append(Problem("还有合计行对不上，没有列出", below.file, below.sheet, hint="先改好上面的，再检查一次"))
    return problems


def _wrong_under(below: Below, heading: str, lines: Mask, totals: Whole, without: set[int]) -> Iterator[Problem]:
    column, written = below.columns[below.places[heading]], below.written[below.places[heading]]
    unit = heading_unit(written, below.above)
    fen, wrong = column_amounts(column, unit)
    unread = np.isin(column.codes, list(wrong))
    if unread[lines].any() or magnitude(fen) >= TOTAL_LIMIT:
        return
    for row in totals[unread[totals]]:
        yield below.problem(f"合计行的金额{wrong[column.codes[row]]}", np.array([row]), "应为数字；也可以删去这一行", written)
    totals = totals[~unread[totals] & column.taken(totals).where(bool)]
    hint = "漏了或者录重了明细的，请改正明细；合计是旧的，请改正或删去这一行"
    printed = [_printed(column.values[code], unit) for code in column.codes[totals].tolist()]
    for row, words in _unexplained(below, fen, lines, totals, printed, without):
        yield below.problem(words, np.array([row]), hint, written)


def _printed(text: str, unit: int) -> Scale:
    """How a total is printed: one of 206.00 万元 may have been rounded to that. Fewer decimals are believed of none."""
    decimals = max(map(len, _DECIMALS.findall(text)), default=0)
    return Scale(unit, decimals if decimals >= _BELIEVED else _EVERY_FEN)


def _unexplained(
    below: Below, fen: Whole, lines: Mask, totals: Whole, printed: list[Scale], without: set[int]
) -> Iterator[tuple[int, str]]:
    """The rows of totals that are the sum of no lines they can stand for, neither of all kinds nor of one side, and why."""
    sides = _sides(below, lines)
    bounds = [Bounds(fen, side, totals) for side in sides]
    amounts = fen[totals].tolist()
    left = [at for at, amount in enumerate(amounts) if not any(each.explains(at, amount) for each in bounds)]
    for side in sides if left else ():
        sums = sums_by_columns(below, fen, side, totals, without)
        left = [at for at in left if (total := sums[at]) is None or printed[at].round(total) != amounts[at]]
    left = [at for at in left if not any(printed[at].round(total) == amounts[at] for each in bounds for total in each.likely(at))]
    for at in left:
        yield int(totals[at]), words_of(bounds[0], at, amounts[at]) + _sides_text(bounds)


def _amounts(below: Below) -> list[str]:
    return [heading for heading in below.headings.amounts if heading in below.places]


def _sides(below: Below, lines: Mask) -> list[Mask]:
    """All lines; where there are lines of income these and the others too."""
    column = below.column(USE)
    income = lines & column.where(lambda text: meaning("use", text) == INCOME) if column else np.zeros(len(lines), np.bool_)
    return [lines, income, lines & ~income] if income.any() else [lines]


def _sides_text(bounds: list[Bounds]) -> str:
    if len(bounds) == 1:
        return ""
    return f"（其中收入 {exact_text(bounds[1].whole)} 元，支出 {exact_text(bounds[2].whole)} 元）"
