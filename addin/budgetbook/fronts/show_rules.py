"""The catalogue of rules on the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from budgetbook.checks.rules import rules
from budgetbook.checks.rules.catalogue import example, find_rule
from budgetbook.checks.rules.rule import Rule
from budgetbook.checks.verdict import SAYS
from budgetbook.model.finding import Severity
from budgetbook.model.problem import BudgetbookError, Problem

_STYLES = {Severity.ERROR: "red", Severity.WARNING: "blue", Severity.INFORMATION: "bright_black"}


def show_rules() -> None:
    """Every rule on a line, the derived equations first."""
    table = Table(show_header=True, header_style="bold", expand=True)
    table.add_column("代码", no_wrap=True)
    table.add_column("级别", no_wrap=True)
    table.add_column("应成立的关系", overflow="fold", ratio=1)
    for code, says in SAYS.items():
        table.add_row(code, Text(Severity.ERROR.value, style=_STYLES[Severity.ERROR]), says)
    for rule in rules():
        table.add_row(rule.code, Text(rule.severity.value, style=_STYLES[rule.severity]), rule.law)
    console = Console(highlight=False)
    console.print(table)
    console.print("看一条规则的依据、原因和例子：budgetbook rules P04")


def show_rule(code: str) -> None:
    """One rule with its basis, why it happens and its example. Raises BudgetbookError for a code that there is not."""
    console = Console(highlight=False)
    if says := SAYS.get(code.strip().upper()):
        console.print(Text(f"{code.strip().upper()}　{says}", style="bold"))
        console.print("由各数的口径推得，不用一条条写。")
        return
    rule = find_rule(code)
    if rule is None:
        known = "、".join((*SAYS, *(each.code for each in rules())))
        raise BudgetbookError(Problem(f"没有“{code}”这条规则", hint=f"现有：{known}"))
    _show(console, rule)


def _show(console: Console, rule: Rule) -> None:
    console.print(Text(f"{rule.code}　{rule.law}", style="bold"))
    console.print(Text(f"级别：{rule.severity.value}　依据：{rule.basis}"))
    console.print(Text(rule.why))
    console.print("例子（行尾的 <- 表示在这一行发现问题）：")
    console.print(Padding(Text(example(rule.code), no_wrap=True, overflow="ignore"), (0, 0, 0, 2)), soft_wrap=True)
