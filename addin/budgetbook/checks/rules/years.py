"""Which years a text names as the present."""

from __future__ import annotations

import re

from budgetbook.checks.references import without_references

_CLAUSE = re.compile(r"[，,。；;！!？?\n]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
# What tells that a year before is meant as one: when something was founded, signed or compared with, what is left to pay for it.
_PAST = re.compile(
    r"自|从|以来|起|印发|签订|签署|成立|批准|批复|下发|发布|通过|建成|投入|购置|开工|已|截至|截止|月末|年末|比|较|去年|同期|结转|结余"
    r"|历年|决算|至今|执行|完成的|实施的|支付|尾款|欠|质保|遗留|原|曾|根据|按照|依据|同意|颁布|施行|生效|中标|招标|采购的"
)
_PRESENT = re.compile(
    r"为|拟|将|计划|预计|力争|确保|保障|开展|实施|完成|做好|履行|实现|推进|预算|安排|目标|任务|底前|月前|全年|收入|支出|合计"
)


def stale_years(text: str, year: int) -> list[tuple[int, str]]:
    """Years before `year` of which a clause speaks as of the present, each with its clause."""
    if not _YEAR.search(text):
        return []
    found = []
    plain = without_references(text)
    start = 0
    for clause in _CLAUSE.split(plain):
        named = [int(match[1]) for match in _YEAR.finditer(clause) if int(match[1]) < year]
        if named and _PRESENT.search(clause) and not _PAST.search(clause):
            found.append((named[0], text[start : start + len(clause)].strip()))
        start += len(clause) + 1
    return found
