"""Long lists of delimited text are read in long steps, and give what csv gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.items import plain_lines, text_files
from budgetbook.items.text_files import TextBlock

CELLS = st.text(st.sampled_from("甲乙丙012.5- é"), max_size=20)


def columns(data: bytes, large: int, monkeypatch):
    monkeypatch.setattr(text_files, "_LARGE", large)
    return [(column.codes.tolist(), column.values) for column in TextBlock(data, "a.csv").below(0)]


def text(rows, delimiter=",", end="\n"):
    return "".join(delimiter.join(row) + end for row in rows).encode()


ROWS = [["年度", "单位", "金额"], *(["2024", f"单位{at % 70}", f"{at}.{at % 100:02}"] for at in range(3000))]


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (text(ROWS), True),
        (text(ROWS, ";"), True),
        (text(ROWS, "\t", "\r\n"), True),
        (text(ROWS)[:-1], True),
        (text(ROWS * 20), True),
        (text([*ROWS, ["", "", ""]]), True),
        (text([*ROWS, [" 2024", "", "合计 "]]), True),
        (text([[row[0]] for row in ROWS]), True),
        (text(ROWS) + b"\n", False),
        (text(ROWS, end="\r"), False),
        (text([*ROWS, ["2024", "甲\r乙", "1"]]), False),
        (text([*ROWS, ["2024"]]), False),
        (text([*ROWS, ["2024", "甲", "1", ""]]), False),
        (text([*ROWS, ["2024"], ["2024", "甲", "1", "", ""]]), False),
    ],
)
def test_what_is_plain_is_read_in_long_steps(data, plain, monkeypatch):
    block = TextBlock(data, "a.csv")
    start = data.index(b"\n" if b"\n" in data else b"\r") + 1
    found = plain_lines.plain_columns(memoryview(data)[start:], len(block.head()[0]), block._delimiter)
    assert (found is not None) is plain
    assert columns(data, 0, monkeypatch) == columns(data, 2**60, monkeypatch)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=30), st.sampled_from(("\n", "\r\n")))
def test_the_columns_are_those_of_csv(rows, end):
    data = text([["一", "二", "三"], *rows], end=end)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_lines, "_PIECE", 64)
        assert columns(data, 0, patch) == columns(data, 2**60, patch)


def test_a_quotation_mark_is_left_to_csv(monkeypatch):
    data = text([*ROWS, ["2024", '"甲,乙"', "1"]])
    assert columns(data, 0, monkeypatch)[1][1][-1] == "甲,乙"
