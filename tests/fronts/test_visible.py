"""What comes from files and their names steers no terminal."""

import pytest

from budgetbook.fronts.drawn import draw, spinner
from budgetbook.fronts.shown import Column, Example, Line, Listing
from budgetbook.fronts.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲局\t乙局\n", "甲局\t乙局\n"),
        ("\x1b[2J\x1b]0;标题\x07甲", "·1B[2J·1B]0;标题·07甲"),
        ("a\rb\x08", "a·0Db·08"),
        ("\x9b31m", "·9B31m"),
        ("\u202egpj.甲", "·202Egpj.甲"),
        ("甲\u2028乙", "甲·2028乙"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_list_that_is_drawn_has_no_commands_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    name = "\x1b[2J甲[red]\x9b"
    draw([Listing((Column("任务"),), [[Line(name)]]), Line(name), Example(name)])
    said = capsys.readouterr().out
    assert said.count("·1B[2J甲[red]·9B") == 3 and "\x1b" not in said and "\x9b" not in said


def test_the_name_of_a_sheet_is_no_markup(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    with spinner("填报") as tell:
        tell("填 [/b]表[red]")
