"""What goes to a log or another program: a line each, whole, with tabs; what a terminal gets is drawn."""

from __future__ import annotations

import io
import sys

import pytest

from budgetbook.fronts.drawn import draw
from budgetbook.fronts.screen import show
from budgetbook.fronts.shown import Column, Example, Line, Listing

BLOCKS = (
    Listing((Column("位置"), Column("说明", wide=True)), [(Line("表三!D5"), Line("合计" + "很长" * 60 + "\n→ 请核对"))], "共 1 处"),
    Line("总结", "bold"),
    Example("甲 | 乙\n1  | 2 <- P04"),
)


def test_nothing_is_cut_or_broken_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show(BLOCKS)
    assert capsys.readouterr().out.splitlines() == [
        "共 1 处",
        "位置\t说明",
        f"表三!D5\t合计{'很长' * 60} → 请核对",
        "总结",
        "  甲 | 乙",
        "  1  | 2 <- P04",
    ]


def test_signs_that_the_pipe_lacks_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = io.TextIOWrapper(io.BytesIO(), encoding="gbk", newline="")
    monkeypatch.setattr(sys, "stdout", pipe)
    show([Line("✗ 不符 表三!D5")])
    pipe.flush()
    assert pipe.buffer.getvalue().decode("gbk").splitlines() == ["? 不符 表三!D5"]  # type: ignore[attr-defined]


def test_a_terminal_gets_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    draw(BLOCKS)
    said = capsys.readouterr().out
    assert "┃" in said and "表三!D5" in said and "  1  | 2 <- P04" in said
