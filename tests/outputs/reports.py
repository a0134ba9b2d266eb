"""Reports made by hand."""

from budgetbook.model.figure import Place
from budgetbook.model.finding import Check, Finding, Report, Severity, Verdict
from budgetbook.model.grid import parse_cell


def place(address: str) -> Place:
    sheet, cell = address.split("!")
    return Place(sheet, *parse_cell(cell))


def finding(
    verdict: Verdict, at: str | None, *related: str, code: str = "SUM", message: str = "合计不等于各项之和", **rest: str
) -> Finding:
    where = place(at) if at else None
    return Finding(code, verdict, Severity.ERROR, message, where, related=tuple(map(place, related)), **rest)


WRONG = finding(
    Verdict.DISAGREE, "表三!C6", "表三!D6", "表五!C6", left="166.60", right="166.61", difference="-0.01", hint="请先看这一格"
)
TAIL = finding(Verdict.TAIL, "表三!D6", "表三!D7", message="有 2 处尾差")
UNREAD = finding(Verdict.UNCHECKED, "表五!D8", message="没有读出", code="F02")
AGREED = finding(Verdict.AGREE, "表五!E8", message="相符")
NOWHERE = finding(Verdict.DISAGREE, None, "表五!C7", message="没有年度", code="F03")


def report(*findings: Finding) -> Report:
    equations = {Verdict.AGREE: 827, Verdict.TAIL: 12, Verdict.DISAGREE: 6}
    rules = {Verdict.AGREE: 17, Verdict.REMARK: 4, Verdict.DISAGREE: 1, Verdict.UNCHECKED: 1}
    checks = (Check("SUM", "合计等于各项之和", {Verdict.AGREE: 800, Verdict.DISAGREE: 6}),)
    return Report(findings, checks, equations, rules, ("没有上年结转",))


REPORT = report(WRONG, TAIL, UNREAD, AGREED, NOWHERE)
