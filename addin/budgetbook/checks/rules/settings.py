"""Settings of the rules: how much a breach of each matters in this department, as a person wrote it in a TOML file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

from budgetbook.model.finding import Severity
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.toml import read_toml

from . import rules

OFF = "不查"
_EXAMPLE = '请一行写一条规则，例如 P08 = "提示"'
Settings: TypeAlias = "Mapping[str, Severity | None]"  # code → severity; None: the rule is not asked


def read_settings(text: str, file: str) -> Settings:
    """The settings that a file gives: lines such as P08 = "提示" or P12 = "不查".

    Raises BudgetbookError with every line that cannot be meant."""
    written = read_toml(text, file, "规则设置", _EXAMPLE)
    known = {rule.code for rule in rules()}
    words = {severity.value: severity for severity in Severity} | {OFF: None}
    data = {code.upper(): word for code, word in written.items()}
    problems = [_twice(code, file) for code, count in Counter(map(str.upper, written)).items() if count > 1]
    for code, word in data.items():
        if code not in known:
            problems.append(Problem(f"没有“{code[:20]}”这条规则", file, hint=f"用 budgetbook rules 看有哪些规则；{_EXAMPLE}"))
        elif not isinstance(word, str) or word not in words:
            problems.append(Problem(f"{code} 写的是“{str(word)[:20]}”", file, hint=f"只能写：{'、'.join(words)}"))
    if problems:
        raise BudgetbookError(problems)
    return {code: words[word] for code, word in data.items()}


def _twice(code: str, file: str) -> Problem:
    return Problem(f"{code[:20]} 写了两次（大写和小写）", file, hint="请只留一行")
