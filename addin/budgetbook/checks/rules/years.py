"""Which years before the budget's a text speaks of as of the present."""

from __future__ import annotations

import re

from budgetbook.checks.references import without_references

_ANY_YEAR = re.compile(r"(?:19|20)\d\d(?=\s*年)")
# The rest is asked only of a text with an older year, and made by then.
_CLAUSE = r"[，,。；;！!？?\n\t]"
_Y = r"(?<!\d)(?:19|20)\d\d\s*年"
_YEAR = r"(?<!\d)((?:19|20)\d\d)\s*年"
_AHEAD = r"(?:将|拟|(?<!按)(?<!按照)计划|预计|力争|确保|争取)"
# What is still to be done in that year.
_FUTURE = rf"{_Y}.*{_AHEAD}|{_AHEAD}.*{_Y}|{_Y}(?:\s*\d+\s*月(?:\s*\d+\s*日)?)?[底末]?(?:之前|以前|前)"
# What the money is for, or the budget itself: meant as the present where the text nowhere names the budget's own year.
_PRESENT = rf"(?:履行|完成|实现|做好|保障|推进|开展|实施).*{_Y}|{_Y}度?(?:本?部门|单位)?预算(?:收入|支出|总|安排|数|收支)"
# What tells that an older year is meant as one: something founded, decided, compared, counted or still to be paid for.
_PAST = (
    r"自|从|以来|起|印发|签订|签署|成立|批准|批复|下发|发布|通过|建成|投入|购置|开工|完工|竣工|完毕|已|截至|截止|月末|年末|比|较|去年|同期"
    r"|结转|结余|历年|决算|至今|执行|完成的|实施的|支付|尾款|欠|质保|遗留|原|曾|根据|按照|依据|同意|颁布|施行|生效|中标|招标"
    r"|精神|会议|文件|通知|意见|方案|考核|普查|调查|统计|数据|评为|荣获|获得"
)


def stale_years(text: str, year: int) -> list[tuple[int, str]]:
    """Years before `year` of which a clause speaks as of the present, each with its clause."""
    if not any(int(older) < year for older in _ANY_YEAR.findall(text)):
        return []
    plain = without_references(text)
    names_its_own = str(year) in plain
    found, start = [], 0
    for clause in re.split(_CLAUSE, plain):
        named = [int(match[1]) for match in re.finditer(_YEAR, clause) if int(match[1]) < year]
        ahead = re.search(_FUTURE, clause) or (not names_its_own and re.search(_PRESENT, clause))
        if named and ahead and not re.search(_PAST, clause):
            found.append((named[0], text[start : start + len(clause)].strip()))
        start += len(clause) + 1
    return found
