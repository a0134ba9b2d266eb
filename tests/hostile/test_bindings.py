"""Bindings that hurt the reader of TOML."""

from __future__ import annotations

import pytest

from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError
from budgetbook.tables.binding_reader import read_binding


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "[" * 50_000, "套得太深"),
        ("a = " + "9" * 5_000, "写法不对"),
        ("a = 2024-02-30", "写法不对"),
        ("a = 1\x00", "写法不对"),
        ('a = "' + "长" * limits.TOML_SIZE + '"', f"超过上限 {limits.TOML_SIZE} 字"),
        ("table = 1", "[[table]]"),
    ],
    ids=["深", "长整数", "日期", "控制字符", "长", "不是表"],
)
def test_a_binding_made_to_hurt_is_refused(text: str, says: str) -> None:
    with pytest.raises(BudgetbookError) as refusal:
        read_binding(text, "模板.toml")
    [problem] = refusal.value.problems
    assert says in problem.message and problem.file == "模板.toml" and problem.hint
