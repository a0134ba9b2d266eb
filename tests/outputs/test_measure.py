"""Room for texts."""

import pytest

from budgetbook.outputs import measure


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("预算", 4), ("≥99%", 5), ("“预”", 6), ("e\u0301", 1)])
def test_columns(text: str, columns: int) -> None:
    assert measure.columns(text) == columns


@pytest.mark.parametrize(
    ("text", "width", "size", "lines"),
    [
        ("", 10, 11, 1),
        ("预算公开", 9, 11, 1),  # eight columns and one of margin
        ("预算公开表", 9, 11, 2),
        ("一\n二\n", 40, 11, 3),
        ("预算公开", 9, 22, 2),  # twice the type, half the room
        ("abcdef ghijkl", 9, 11, 2),  # words stay whole
        ("a" * 20, 9, 11, 3),  # a word longer than the line is broken
        ("预算", 0, 11, 2),
    ],
)
def test_lines(text: str, width: float, size: float, lines: int) -> None:
    assert measure.lines(text, width, size) == lines


def test_height_grows_with_lines_and_type() -> None:
    assert measure.height(1, 10) == 18
    assert measure.height(3, 10) == 45
    assert measure.height(3, 20) == 85
