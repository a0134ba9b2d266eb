"""The catalogue of rules on the terminal."""

from __future__ import annotations

from budgetbook.checks.rules import rules
from budgetbook.checks.rules.catalogue import example, find_rule
from budgetbook.checks.rules.rule import Rule
from budgetbook.checks.verdict import SAYS
from budgetbook.model.finding import Severity
from budgetbook.model.problem import BudgetbookError, Problem

from .screen import show
from .shown import Block, Column, Example, Line, Listing

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "blue", Severity.INFORMATION: "bright_black"}


def show_rules() -> None:
    """Every rule on a line, the derived equations first."""
    rows = [(Line(code), _severity(Severity.ERROR), Line(says)) for code, says in SAYS.items()]
    rows += [(Line(rule.code), _severity(rule.severity), Line(rule.law)) for rule in rules()]
    columns = (Column("代码", narrow=True), Column("级别", narrow=True), Column("应成立的关系", wide=True))
    show([Listing(columns, rows), Line("看一条规则的依据、原因和例子：budgetbook rules P04")])


def show_rule(code: str) -> None:
    """One rule with its basis, why it happens and its example. Raises BudgetbookError for a code that there is not."""
    if says := SAYS.get(code.strip().upper()):
        show([Line(f"{code.strip().upper()}　{says}", "bold"), Line("由各数的口径推得，不用一条条写。")])
        return
    rule = find_rule(code)
    if rule is None:
        known = "、".join((*SAYS, *(each.code for each in rules())))
        raise BudgetbookError(Problem(f"没有“{code}”这条规则", hint=f"现有：{known}"))
    show(_blocks(rule))


def _blocks(rule: Rule) -> list[Block]:
    return [
        Line(f"{rule.code}　{rule.law}", "bold"),
        Line(f"级别：{rule.severity.value}　依据：{rule.basis}"),
        Line(rule.why),
        Line("例子（行尾的 <- 表示在这一行发现问题）："),
        Example(example(rule.code)),
    ]


def _severity(severity: Severity) -> Line:
    return Line(severity.value, _STYLES[severity])
