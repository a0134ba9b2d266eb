"""Projects and their indicators: reading and checking the two lists that the performance forms are made from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from budgetbook.model.amount import YUAN, AmountError, parse_amount
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.project import FUND_SOURCES, TEXT_COLUMNS, WHOLE, YEAR, Funds, Indicator, Project
from budgetbook.model.text import name_key

from . import values
from .blocks import Block
from .complaints import Complaint, Complaints
from .headings import headings_of
from .sources import Source, open_block, source_of

_LEVELS = ("一级指标", "二级指标", "三级指标", "指标值")


def read_projects(projects: Path | str, indicators: Path | str) -> tuple[Project, ...]:
    """All projects with their indicators, in the order of the list; both may be one workbook with the sheets 项目 and 绩效指标.

    Funds in yuan become fen. Raises BudgetbookError with every problem of both lists at once."""
    problems: list[Problem] = []
    listed = _source(projects, "projects", problems)
    leaves = _source(indicators, "indicators", problems)
    found = _projects(listed, problems) if listed else ()
    trees = _trees(leaves, {name_key(project.name) for project in found}, problems) if leaves and listed else {}
    if any(not problem.warning for problem in problems):
        raise BudgetbookError(problems)
    return tuple(replace(project, indicators=trees.get(name_key(project.name), ())) for project in found)


def _source(path: Path | str, kind: str, problems: list[Problem]) -> Source | None:
    headings = headings_of(kind)
    try:
        block: Block = open_block(Path(path), headings)
        return source_of(block, headings)
    except BudgetbookError as error:
        problems.extend(error.problems)
        return None


def _lines(source: Source, headings: tuple[str, ...]) -> list[dict[str, str]]:
    """Each line by official heading."""
    columns = {heading: source.column(heading) for heading in headings}
    texts = {heading: [column.values[code] for code in column.codes.tolist()] for heading, column in columns.items()}
    return [dict(zip(texts, line, strict=True)) for line in zip(*texts.values(), strict=True)]


def _projects(source: Source, problems: list[Problem]) -> tuple[Project, ...]:
    complaints = Complaints(source)
    found: dict[str, Project] = {}
    for place, line in enumerate(_lines(source, headings_of("projects").official)):
        row = source.rows[place : place + 1]
        key = name_key(line["项目名称"])
        if not key:
            complaints.add(Complaint("没有项目名称", "请填写，或删去这一行"), "项目名称", row)
        elif key in found:
            said = f"“{line['项目名称']}”已在前面出现过"
            complaints.add(Complaint(said, "一个项目只能有一行，请合并或改名"), "项目名称", row)
        else:
            found[key] = _project(line, row, complaints)
    problems += complaints.problems
    return tuple(found.values())


def _project(line: dict[str, str], row: np.ndarray[tuple[int], np.dtype[np.int64]], complaints: Complaints) -> Project:
    halves = []
    for half in (WHOLE, YEAR):
        amounts: list[int | None] = []
        for name in ("资金总额", *FUND_SOURCES):
            text = line[f"{half}_{name}"]
            try:
                amounts.append(parse_amount(text, YUAN) if name_key(text) else None)
            except AmountError as error:
                amounts.append(None)
                complaints.add(Complaint(str(error), "应为数字（元），如 188000"), f"{half}_{name}", row)
        halves.append(Funds(amounts[0], tuple(amounts[1:])))
    texts: dict[str, Any] = {attribute: line[heading] for heading, attribute in TEXT_COLUMNS.items()}
    form = texts.pop("form") or Project.form
    return replace(Project(texts.pop("name")), form=form, whole=halves[0], year=halves[1], **texts)


def _trees(source: Source, known: set[str], problems: list[Problem]) -> dict[str, tuple[Indicator, ...]]:
    """The indicators of each project, by the key of its name."""
    complaints = Complaints(source)
    column = source.column("项目名称")
    complaints.judge("项目名称", column, lambda text: None if name_key(text) in known else _unknown(text))
    complaints.judge("期间", source.column("期间"), _half)
    problems += complaints.problems
    trees: dict[str, list[Indicator]] = {}
    for line in _lines(source, headings_of("indicators").official):
        half = values.meaning("half", line["期间"]) or ""
        trees.setdefault(name_key(line["项目名称"]), []).append(Indicator(half, *(line[level] for level in _LEVELS)))
    return {key: tuple(leaves) for key, leaves in trees.items()}


def _unknown(text: str) -> Complaint:
    said = f"项目清单里没有“{text[:30]}”" if text else "没有项目名称"
    return Complaint(said, "请在项目清单里加上这个项目，或改正项目名称")


def _half(text: str) -> Complaint | None:
    if values.meaning("half", text):
        return None
    return Complaint(f"“{text[:30]}”不是期间" if text else "没有期间", f"应为“{WHOLE}”或“{YEAR}”")
