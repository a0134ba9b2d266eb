"""The projects and indicators of many departments, or units, in two lists: shared out to those whose they are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.text import name_key

from .columns import Whole
from .complaints import MOST, Complaint, Complaints
from .departments import Departments, fingerprint, taken
from .headings import headings_of
from .projects import ProjectLists, lists_of
from .sources import Source, open_block, source_of

_DEPARTMENT, _UNIT, _PROJECT = "主管部门及代码", "实施单位", "项目名称"
_SHOWN = 3  # candidates named
_CODED = (
    re.compile(r"[\[(]?(?P<code>\d+)[\])]?[-_:.、—]?(?P<name>.*)"),  # 604-某局
    re.compile(r"(?P<name>.*?)[-_:.、—]?[\[(](?P<code>\d+)[\])]"),  # 某局(604)
)


class _Row(NamedTuple):
    """What a row says of whose it is."""

    department: str
    unit: str
    project: str


class _Nobody(NamedTuple):
    """Why a row is nobody's, and where to mend it."""

    heading: str
    message: str
    hint: str


_Whose: TypeAlias = Callable[[_Row], str | _Nobody]


class ProjectShares:
    """Both lists taken apart by those who have lines in a list of line items. A project is whose its department (主管部门及代码),
    its unit (实施单位) and, where these leave it open, the lines under its name say it is; an indicator is whose its project is.

    Raises BudgetbookError where a list cannot be read, and with all rows that are nobody's."""

    def __init__(self, owners: Departments, projects: Path, indicators: Path) -> None:
        self._projects, self._indicators = _read(projects, indicators)
        clues = _Clues(owners)
        self._of_projects, problems = _shared(self._projects, clues.of_project)
        clues.known(self._projects, self._of_projects)
        self._of_indicators, more = _shared(self._indicators, clues.of_indicator)
        if problems or more:
            raise BudgetbookError([*problems, *more])

    def lists(self, key: str) -> ProjectLists:
        """The projects of one with their indicators, which may be none. Raises BudgetbookError with all problems of its rows."""
        return lists_of(*self._own(key), [])

    def fingerprint(self, key: str) -> str:
        """The same as long as the rows of one say the same and stand in the same places."""
        return " ".join(map(fingerprint, self._own(key)))

    def _own(self, key: str) -> tuple[Source, Source]:
        nothing = np.zeros(0, np.int64)
        shares = ((self._projects, self._of_projects), (self._indicators, self._of_indicators))
        projects, indicators = (taken(source, of.get(key, nothing)) for source, of in shares)
        return projects, indicators


class _Clues:
    """What the line items tell of whose a row is: whose departments, units and projects have which names."""

    def __init__(self, owners: Departments) -> None:
        self._shares, self._by_unit = owners.shares, owners.by == "unit"
        self._departments = owners.owners("部门名称"), owners.owners("部门编码")
        self._units = owners.owners("单位名称"), owners.owners("单位编码")
        self._projects = owners.owners(_PROJECT)
        self._with_project: Mapping[str, set[str]] = {}

    def of_project(self, row: _Row) -> str | _Nobody:
        return self._narrowed(row, set(self._shares))

    def known(self, projects: Source, of: Mapping[str, Whole]) -> None:
        """From now on it is known who has a project of which name, nobody where that is being complained about."""
        names = projects.column(_PROJECT)
        having: dict[str, set[str]] = {name_key(name): set() for name in names.values}
        for key, lines in of.items():
            for at in set(names.codes[lines].tolist()):
                having[name_key(names.values[at])].add(key)
        self._with_project = having

    def of_indicator(self, row: _Row) -> str | _Nobody:
        candidates = self._with_project.get(name_key(row.project))
        if candidates is None or not row.project:
            said = f"项目清单里没有“{row.project[:30]}”" if row.project else "没有项目名称"
            return _Nobody(_PROJECT, said, "请在项目清单里加上这个项目，或改正项目名称")
        if len(candidates) < 2:
            return next(iter(candidates), "")
        return self._narrowed(row, candidates)

    def _narrowed(self, row: _Row, left: set[str]) -> str | _Nobody:
        """The only one of these that fits what the row says, one thing after the other as far as needed."""
        department = (_DEPARTMENT, row.department, _named(row.department, *self._departments))
        unit = (_UNIT, row.unit, _named(row.unit, *self._units))
        order = (unit, department) if self._by_unit else (department, unit)
        for heading, text, fitting in (*order, (_PROJECT, row.project, self._projects.get(name_key(row.project), set()))):
            if text and not fitting and heading == _DEPARTMENT:
                return _Nobody(heading, f"明细里没有“{text[:30]}”这个部门", "请改成明细里的部门名称或编码，或删去这一行")
            if not fitting:
                continue  # an office that does the work is no unit of the budget, and a project may have no lines
            if not left & fitting:
                hint = f"请核对“{_DEPARTMENT}”“{_UNIT}”，改成一家的"
                return _Nobody(heading, f"“{text[:30]}”与这一行的其他内容不是一家的", hint)
            left = left & fitting
            if len(left) == 1:
                return next(iter(left))
        return self._open(left)

    def _open(self, left: set[str]) -> _Nobody:
        names = sorted(self._shares[key].name for key in left)
        some = "、".join(names[:_SHOWN]) + (f" 等 {len(names)} 家" if len(names) > _SHOWN else "")
        hint = f"请在这一行填写“{_DEPARTMENT}”或“{_UNIT}”，与明细里的写法一致"
        return _Nobody(_PROJECT, f"分不清是谁的：可能是 {some}", hint)


def _named(text: str, names: Mapping[str, set[str]], codes: Mapping[str, set[str]]) -> set[str]:
    """Who has the name, or the code, or the name or else the code of 604-某局."""
    key = name_key(text)
    found = names.get(key) or codes.get(key)
    for pattern in _CODED:
        match = pattern.fullmatch(key)
        if match and not found:
            found = names.get(match["name"]) or codes.get(match["code"])
    return found or set()


def _read(projects: Path, indicators: Path) -> tuple[Source, Source]:
    """Both lists. Raises BudgetbookError with what is wrong with either."""
    sources: list[Source] = []
    problems: list[Problem] = []
    for path, kind in ((projects, "projects"), (indicators, "indicators")):
        try:
            sources.append(source_of(open_block(path, headings_of(kind)), headings_of(kind)))
        except BudgetbookError as error:
            problems += error.problems
    if problems:
        raise BudgetbookError(problems)
    return sources[0], sources[1]


def _shared(source: Source, whose: _Whose) -> tuple[dict[str, Whole], list[Problem]]:
    """The lines of each one, by its key, and what is to be said of lines that are nobody's."""
    asked = lru_cache(maxsize=None)(whose)
    lines: dict[str | _Nobody, list[int]] = defaultdict(list)
    texts = [[column.values[at] for at in column.codes.tolist()] for column in map(source.column, (_DEPARTMENT, _UNIT, _PROJECT))]
    for at, row in enumerate(map(_Row._make, zip(*texts, strict=True))):
        lines[asked(row)].append(at)
    shares = {key: np.array(own, np.int64) for key, own in lines.items() if isinstance(key, str)}
    return shares, _complaints(source, {key: np.array(own) for key, own in lines.items() if isinstance(key, _Nobody)})


def _complaints(source: Source, lines: Mapping[_Nobody, Whole]) -> list[Problem]:
    complaints = Complaints(source)
    for nobody, own in list(lines.items())[:MOST]:
        complaints.add(Complaint(nobody.message, nobody.hint), nobody.heading, source.rows[own])
    if len(lines) > MOST:
        complaints.add(Complaint(f"还有 {len(lines) - MOST} 种这样的问题没有列出", "先改好上面的，再运行一次"))
    return complaints.problems
