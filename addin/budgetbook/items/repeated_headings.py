"""Headings again among the lines, as they come when several lists are pasted one below the other."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from budgetbook.model.problem import Problem

from .below import Below
from .columns import Mask
from .values import is_total

_FEW = 1000  # different texts of a column that is looked through
_MOST = 200  # headings looked at one by one
_TITLES = 4  # rows above a heading that may be its title
_IN_TITLE = 2  # cells filled in such a row: the title, the money unit
_SHARE = 0.5  # of the required headings that make a row a heading


class Repeated(NamedTuple):
    """Rows that are no lines, and what is wrong with them."""

    rows: Mask
    problems: list[Problem]


def repeated_headings(below: Below) -> Repeated:
    """The headings below the heading, with their titles; where the columns stand in another order, with all that follows too."""
    repeated = Repeated(np.zeros(len(below), np.bool_), [])
    headings = np.flatnonzero(_headings(below))
    repeated.rows[headings] = True
    like = []
    for row, following in pairwise([*headings[:_MOST].tolist(), len(below)]):
        if _is_like_the_first(below, row):
            like += [*_titles(below, row), row]
        else:
            repeated.rows[row:following] = True
            repeated.problems.append(_in_another_order(below, row))
    if like:
        like += headings[_MOST:].tolist()
        repeated.rows[like] = True
        said = "又是标题和表头" if len(set(like) - set(headings.tolist())) else "又是表头"
        hint = "请删去这一行" if len(like) == 1 else "请删去这些行"
        repeated.problems.append(below.problem(said, np.array(sorted(like)), hint))
    return repeated


def _headings(below: Below) -> Mask:
    """The rows in which enough of the headings stand that a list must have, looked for where there are few different texts."""
    wanted = _SHARE * len(below.headings.required)
    counts = np.zeros(len(below), np.int64)
    for column in below.columns:
        if len(column.values) <= _FEW and (said := frozenset(filter(below.headings.requires, column.values))):
            counts += column.where(said.__contains__)
    return counts >= wanted


def _is_like_the_first(below: Below, row: int) -> bool:
    """Whether its headings stand where those of the first one stand."""
    first = below.headings.match(below.written)
    return all(first.get(official) == places for official, places in below.headings.match(below.cells(row)).items())


def _titles(below: Below, row: int) -> list[int]:
    """The rows just above a heading in which hardly anything stands, and no amount or total."""
    titles = []
    for above in range(row - 1, max(-1, row - 1 - _TITLES), -1):
        filled = [text for text in below.cells(above) if text]
        if len(filled) > _IN_TITLE or any(map(is_total, filled)) or any(text[-1].isdecimal() for text in filled):
            break
        titles += [above] if filled else []
    return titles


def _in_another_order(below: Below, row: int) -> Problem:
    said = f"又是表头，而且各列的顺序与第 {below.first - 1} 行的表头不同"
    return below.problem(said, np.array([row]), "请把它下面各列调成同样的顺序，再删去这一行")
