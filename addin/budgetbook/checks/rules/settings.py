"""Settings of the rules: how much a breach of each matters in this department, as a person wrote it in a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import TypeAlias

from budgetbook.model.finding import Severity
from budgetbook.model.problem import BudgetbookError, Problem

from . import rules

OFF = "不查"
_EXAMPLE = '请一行写一条规则，例如 P08 = "提示"'
Settings: TypeAlias = "Mapping[str, Severity | None]"  # code → severity; None: the rule is not asked


def read_settings(text: str, file: str) -> Settings:
    """The settings that a file gives: lines such as P08 = "提示" or P12 = "不查".

    Raises BudgetbookError with every line that cannot be meant."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BudgetbookError(Problem("规则设置的写法不对", file, place=_line_of(str(error)), hint=_EXAMPLE)) from None
    known = {rule.code for rule in rules()}
    words = {severity.value: severity for severity in Severity} | {OFF: None}
    problems = []
    data = {code.upper(): word for code, word in data.items()}
    for code, word in data.items():
        if code not in known:
            problems.append(Problem(f"没有“{code}”这条规则", file, hint=f"用 budgetbook rules 看有哪些规则；{_EXAMPLE}"))
        elif not isinstance(word, str) or word not in words:
            problems.append(Problem(f"{code} 写的是“{word}”", file, hint=f"只能写：{'、'.join(words)}"))
    if problems:
        raise BudgetbookError(problems)
    return {code: words[word] for code, word in data.items()}


def _line_of(error: str) -> str:
    """第 3 行, from the library's own words."""
    words = error.replace(",", "").rstrip(")").split()
    at = words.index("line") + 1 if "line" in words else 0
    return f"第 {words[at]} 行" if at and at < len(words) else ""
