"""The inspection form: for each workbook its rows with 是, 否 or 未检, and what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from budgetbook.model.finding import Finding, Report, Verdict
from budgetbook.outputs.results import WHOLE

from .results import Result

YES, NO, UNCHECKED = "是", "否", "未检"
MANUAL, OTHER_ASPECT, OTHER = "请人工填写", "其他", "其他检查是否没有问题"
_SHOWN = 3  # findings said in a cell; all of them are in findings.csv
_SAID = (Verdict.DISAGREE, Verdict.UNCHECKED, Verdict.REMARK)  # what an inspector reads of; 尾差 is no problem


class Asked(NamedTuple):
    """A row of the form. `codes` are the checks that answer it; where there are none, `ask` says what a person looks at."""

    aspect: str
    question: str
    codes: tuple[str, ...] = ()
    ask: str = ""


class Answer(NamedTuple):
    """The row, its answer (是, 否, 未检 or 请人工填写), and the problems in words."""

    row: Asked
    answer: str
    problems: str


@cache
def form() -> tuple[Asked, ...]:
    """The rows of the form in their order."""
    text = (resources.files(__package__) / "inspection.toml").read_text(encoding="utf-8")
    return tuple(Asked(**row | {"codes": tuple(row.get("codes", ()))}) for row in tomllib.loads(text)["rows"])


def answers(result: Result) -> list[Answer]:
    """The form filled in for one workbook; a check that no row asks for is answered in a row of its own."""
    if result.report is None:
        why = "；".join(result.task.problems)
        return [Answer(row, MANUAL if row.ask else UNCHECKED, row.ask or why) for row in form()]
    rows = [*form(), *_others(result.report)]
    return [Answer(row, MANUAL, row.ask) if row.ask else _answer(row, result.report) for row in rows]


def _others(report: Report) -> Sequence[Asked]:
    known = {code for row in form() for code in row.codes}
    codes = dict.fromkeys([check.code for check in report.checks] + [finding.code for finding in report.findings])
    others = [code for code in codes if code not in known]
    return [Asked(OTHER_ASPECT, OTHER, tuple(others))] if others else []


def _answer(row: Asked, report: Report) -> Answer:
    """否 where something does not agree, 未检 where something could not be read or nothing was looked at, 是 otherwise; checks that
    had nothing to look at are named in each case."""
    found = [finding for finding in report.findings if finding.code in row.codes and finding.verdict in _SAID]
    found.sort(key=lambda finding: _SAID.index(finding.verdict))
    checks = [check for check in report.checks if check.code in row.codes]
    looked = any(sum(check.counts.values()) > check.counts.get(Verdict.UNCHECKED, 0) for check in checks)
    verdicts = {finding.verdict for finding in found}
    answer = NO if Verdict.DISAGREE in verdicts else YES if looked and Verdict.UNCHECKED not in verdicts else UNCHECKED
    unchecked = [f"{Verdict.UNCHECKED.sign} {check.code} {check.reason}" for check in checks if check.reason]
    said = [*map(_says, found[:_SHOWN]), *([f"……共 {len(found)} 处，见 findings.csv"] if len(found) > _SHOWN else []), *unchecked]
    nothing = ["没有做这项检查"] if not checks and not found else []
    return Answer(row, answer, "\n".join(said or nothing))


def _says(finding: Finding) -> str:
    return f"{finding.verdict.sign} {finding.place or WHOLE}：{finding.message}"
