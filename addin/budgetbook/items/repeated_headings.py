"""Headings again among the lines, as they come when several lists are pasted one below the other."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from budgetbook.model.problem import Problem

from .below import Below
from .columns import Mask, Whole
from .values import is_total

_FEW = 1000  # different texts of a column that is looked through
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
    headings = [row for row in _candidates(below).tolist() if _is_heading(below, row)]
    like = [row for row in headings if _is_like_the_first(below, row)]
    for row, following in pairwise([*headings, len(below)]):
        if row not in like:
            repeated.rows[row:following] = True
            repeated.problems.append(_in_another_order(below, row))
    if like:
        rows = np.array(sorted({each for row in like for each in (*_titles(below, row), row)}))
        repeated.rows[rows] = True
        said = "又是表头" if len(rows) == len(like) else "又是标题和表头"
        repeated.problems.append(below.problem(said, rows, "请删去这一行" if len(rows) == 1 else "请删去这些行"))
    return repeated


def _candidates(below: Below) -> Whole:
    """The rows with a heading in a column that has few different texts, as codes and names of funds have."""
    found = np.zeros(len(below), np.bool_)
    for heading in below.headings.required:
        column = below.columns[below.places[heading]]
        if len(column.values) <= _FEW and (said := frozenset(filter(below.headings.knows, column.values))):
            found |= column.where(said.__contains__)
    return np.flatnonzero(found)


def _is_heading(below: Below, row: int) -> bool:
    return below.headings.required_in(below.cells(row)) >= _SHARE * len(below.headings.required)


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
