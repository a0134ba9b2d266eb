"""The benchmark of the functions in cells measures answers, not sentences that say what is wrong."""

import pytest

from benchmarks import functions
from benchmarks.departments import Size


def test_every_call_answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(functions, "SIZE", Size(items=120, forms=10, functions=4, units=2))
    monkeypatch.setattr(functions, "COLUMN", 10_000)
    monkeypatch.setattr(functions, "ROUNDS", 5)
    assert functions.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 18 and sum("≤" in line for line in lines) == 9


def test_a_sentence_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(functions, "ROUNDS", 1)
    with pytest.raises(AssertionError, match="不是金额"):
        functions.milliseconds(functions.Call("", functions.functions.BUDGET_WANYUAN, lambda: ("一百",)))
