"""The catalogue: every rule with its law, basis, reason and example, made from the rules and their case files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources

from budgetbook.checks.verdict import SAYS

from . import rules
from .rule import Rule

_HEADINGS = {"F": "报表（F）", "P": "绩效目标申报表（P）", "D": "公开内容（D）"}
_INTRODUCTION = """# 规则目录

校验分两部分。**勾稽关系**不用一条条写：每个数是一个口径的汇总，口径相同的应一致，合计应等于各部分之和，部分不应大于合计，
有预算明细时还应等于明细的汇总（见下面四个代码）。**规则**管口径推不出来的事，一条规则一个固定的代码，代码不会改作他用。

- 级别“错误”的标红，结论是“不符”；“警告”的标蓝，“提示”的只列在“校验结果”表里，结论都是“提示”；没有条件检查的写明“未检”和原因。
- 在工作簿旁边放一个 `规则设置.toml`（或用 `--settings` 指明），可以改一条规则的级别：一行写一条，如 `P08 = "提示"`，不想查的写
  `P12 = "不查"`。
- 查过确认无误的，在“校验结果”表的“已核实”栏写明理由，或用 `budgetbook accept`；数字一变会重新提示。

例子是规则的测试：行尾的 `<- 代码` 表示规则在这一行发现问题（后面的词是与规则不同的级别），没有的行不应被发现。
"""


def example(code: str) -> str:
    """The case file of a rule, as it is."""
    return (resources.files(__package__) / "cases" / f"{code}.txt").read_text(encoding="utf-8").rstrip()


def find_rule(code: str) -> Rule | None:
    """The rule with this code, however it is typed."""
    return next((rule for rule in rules() if rule.code == code.strip().upper()), None)


def page() -> str:
    """The catalogue as a Markdown page."""
    lines = [_INTRODUCTION, "## 勾稽关系", "", "| 代码 | 应成立的关系 |", "|---|---|"]
    lines += [f"| {code} | {says} |" for code, says in SAYS.items()]
    family = ""
    for rule in rules():
        if rule.code[0] != family:
            family = rule.code[0]
            lines += ["", f"## {_HEADINGS[family]}"]
        lines += ["", *_section(rule)]
    return "\n".join(lines) + "\n"


def _section(rule: Rule) -> Iterator[str]:
    yield f"### {rule.code} {rule.law}"
    yield ""
    yield f"级别：{rule.severity.value}。依据：{rule.basis}。{rule.why}"
    yield ""
    yield f"```text\n{re.sub(r'(?m)[ ]+$', '', example(rule.code))}\n```"
