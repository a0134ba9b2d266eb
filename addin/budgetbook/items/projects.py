"""Projects and their indicators: reading and checking the two lists that the performance forms are made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from budgetbook.model.amount import AmountError, parse_amount
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.project import FUND_SOURCES, TEXT_COLUMNS, WHOLE, YEAR, Funds, Indicator, Project
from budgetbook.model.text import name_key

from . import values
from .blocks import Block, RowsBlock
from .columns import Column, Whole
from .complaints import Complaint, Complaints
from .headings import headings_of
from .sources import Source, open_block, source_of

_LEVELS = ("一级指标", "二级指标", "三级指标", "指标值")


class ProjectLists(NamedTuple):
    """All projects with their indicators, in the order of the list, and what is odd about the lists."""

    projects: tuple[Project, ...]
    warnings: tuple[Problem, ...]


def read_projects(projects: Path | str, indicators: Path | str | None = None) -> tuple[Project, ...]:
    """All projects with their indicators, in the order of the list. Both lists may stand in one workbook, on the sheets
    项目 and 绩效指标: then its path is enough.

    Funds in yuan become fen. Raises BudgetbookError with every problem of both lists at once."""
    return read_project_lists(projects, indicators).projects


def read_project_lists(projects: Path | str, indicators: Path | str | None = None) -> ProjectLists:
    """As read_projects, with the warnings."""
    paths = {"projects": Path(projects), "indicators": Path(indicators or projects)}
    return _lists(lambda kind: open_block(paths[kind], headings_of(kind)))


def projects_from_rows(
    projects: Sequence[Sequence[object]], indicators: Sequence[Sequence[object]], file: str = ""
) -> ProjectLists:
    """The same from the rows of the two sheets, headings and all, beginning at row 1."""
    rows = {"projects": projects, "indicators": indicators}
    return _lists(lambda kind: RowsBlock(rows[kind], file, headings_of(kind).sheets[0]))


def _lists(open_list: Callable[[str], Block]) -> ProjectLists:
    problems: list[Problem] = []
    listed, leaves = (_source(open_list, kind, problems) for kind in ("projects", "indicators"))
    return lists_of(listed, leaves, problems)


def lists_of(listed: Source | None, leaves: Source | None, problems: list[Problem]) -> ProjectLists:
    """The projects of one source with their indicators from the other, None where it could not be read because of `problems`.

    Raises BudgetbookError with these and every other problem of both."""
    found = _projects(listed, problems) if listed else []
    trees = _trees(leaves, {name_key(said["name"]) for said in found}, problems) if leaves and listed else {}
    if any(not problem.warning for problem in problems):
        raise BudgetbookError(sorted(problems, key=lambda problem: problem.warning))
    whole = tuple(Project(**said, indicators=trees.get(name_key(said["name"]), ())) for said in found)
    return ProjectLists(whole, tuple(problems))


def _source(open_list: Callable[[str], Block], kind: str, problems: list[Problem]) -> Source | None:
    try:
        return source_of(open_list(kind), headings_of(kind))
    except BudgetbookError as error:
        problems.extend(error.problems)
        return None


def _lines(source: Source, headings: tuple[str, ...]) -> list[dict[str, str]]:
    """Each line by official heading."""
    texts = {heading: _texts(source.column(heading)) for heading in headings}
    return [dict(zip(texts, line, strict=True)) for line in zip(*texts.values(), strict=True)]


def _texts(column: Column) -> list[str]:
    return [column.values[code] for code in column.codes.tolist()]


def _projects(source: Source, problems: list[Problem]) -> list[dict[str, Any]]:
    """What each line says of its project, by attribute."""
    complaints = Complaints(source)
    complaints.judge_blank("项目名称", source.column("项目名称"), Complaint("没有项目名称", "请填写，或删去这一行"))
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for place, line in enumerate(_lines(source, headings_of("projects").official)):
        row = source.rows[place : place + 1]
        if (key := name_key(line["项目名称"])) in seen and key:
            said = f"“{line['项目名称']}”在前面已经有了，绩效指标两份都用"
            complaints.add(Complaint(said, "如果是两个项目，请改成不同的名称", True), "项目名称", row)
        seen.add(key)
        found.append(_project(line, row, complaints))
    problems += complaints.problems
    return found


def _project(line: dict[str, str], row: Whole, complaints: Complaints) -> dict[str, Any]:
    whole, year = (_funds(half, line, row, complaints) for half in (WHOLE, YEAR))
    texts = {attribute: line[heading] for heading, attribute in TEXT_COLUMNS.items()}
    return texts | {"form": texts["form"] or Project.form, "whole": whole, "year": year}


def _funds(half: str, line: dict[str, str], row: Whole, complaints: Complaints) -> Funds:
    """The money of one half in fen; None where nothing is written."""
    amounts: list[int | None] = []
    for heading in (f"{half}_{name}" for name in ("资金总额", *FUND_SOURCES)):
        amounts.append(None)
        try:
            if line[heading]:
                amounts[-1] = parse_amount(line[heading], complaints.source.unit(heading))
        except AmountError as error:
            complaints.add(Complaint(str(error), "应为数字，如 188000"), heading, row)
    return Funds(amounts[0], tuple(amounts[1:]))


def _trees(source: Source, known: set[str], problems: list[Problem]) -> dict[str, tuple[Indicator, ...]]:
    """The indicators of each project, by the key of its name."""
    complaints = Complaints(source)
    column, periods = source.column("项目名称"), source.column("期间")
    complaints.judge("项目名称", column, lambda text: None if name_key(text) in known else _unknown(text))
    complaints.judge("期间", periods, _half)
    problems += complaints.problems
    trees: dict[str, list[Indicator]] = {}
    keys, halves = map(name_key, column.values), [values.meaning("half", text) or "" for text in periods.values]
    branches = [trees.setdefault(key, []) for key in keys]
    levels = zip(*(_texts(source.column(level)) for level in _LEVELS), strict=True)
    for name, half, said in zip(column.codes.tolist(), periods.codes.tolist(), levels, strict=True):
        branches[name].append(Indicator(halves[half], *said))
    return {key: tuple(leaves) for key, leaves in trees.items()}


def _unknown(text: str) -> Complaint:
    said = f"项目清单里没有“{text[:30]}”" if text else "没有项目名称"
    return Complaint(said, "请在项目清单里加上这个项目，或改正项目名称")


def _half(text: str) -> Complaint | None:
    if values.meaning("half", text):
        return None
    return Complaint(f"“{text[:30]}”不是期间" if text else "没有期间", f"应为“{WHOLE}”或“{YEAR}”")
