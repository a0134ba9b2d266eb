"""Families of checks, and how a workbook came out in each: the cells of the heat map."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.finding import Report, Verdict

# Worst first; what is found wrong weighs more than what could not be read, and that more than what is to be looked at.
WORST = (Verdict.DISAGREE, Verdict.UNCHECKED, Verdict.REMARK, Verdict.TAIL, Verdict.ACCEPTED, Verdict.AGREE)


class Family(NamedTuple):
    """Checks that are looked at together; `codes` are whole codes or the letters that codes begin with."""

    name: str
    says: str
    codes: tuple[str, ...]


_OTHER = Family("其他", "其他检查", ())
FAMILIES = (
    Family("表间", "同一口径的数在各表、各处应一致", ("SAME",)),
    Family("合计", "合计应等于各组成部分之和，总数应不小于其中的部分", ("SUM", "PART")),
    Family("明细", "各格应等于预算明细的汇总数", ("ITEM",)),
    Family("报表", "表头、科目编码、空表说明、金额写法", ("F",)),
    Family("绩效", "绩效目标申报表", ("P",)),
    Family("内容", "年度、内部用语等不应公开的内容", ("D",)),
    _OTHER,
)


class Heat(NamedTuple):
    """How a workbook came out in one family: the worst verdict, in how many places it was found, and whether some checks of the
    family had nothing to look at. `verdict` is None where the report has no check of this family."""

    verdict: Verdict | None
    places: int = 0
    partly: bool = False


@lru_cache(maxsize=1024)  # a few codes, asked for with every finding
def family_of(code: str) -> int:
    """The place in FAMILIES of a check's code."""
    whole = next((at for at, family in enumerate(FAMILIES) if code in family.codes), None)
    if whole is not None:
        return whole
    letter = code[:1] if code[1:].isdigit() else ""
    return next((at for at, family in enumerate(FAMILIES) if letter in family.codes), FAMILIES.index(_OTHER))


def heats(report: Report) -> tuple[Heat, ...]:
    """One for each family. Findings decide; where there is none, whether anything was looked at."""
    found: list[Counter[Verdict]] = [Counter() for _ in FAMILIES]
    looked: list[list[bool]] = [[] for _ in FAMILIES]
    for finding in report.findings:
        found[family_of(finding.code)][finding.verdict] += 1
    for check in report.checks:
        seen = sum(check.counts.values()) > check.counts.get(Verdict.UNCHECKED, 0)
        looked[family_of(check.code)].append(seen)
    return tuple(map(_heat, found, looked))


def _heat(found: Counter[Verdict], looked: list[bool]) -> Heat:
    partly = not all(looked)
    worst = next((verdict for verdict in WORST if found[verdict]), None)
    if worst is not None:
        return Heat(worst, found[worst], partly)
    if not looked:
        return Heat(None)
    return Heat(Verdict.AGREE, 0, partly) if any(looked) else Heat(Verdict.UNCHECKED)
