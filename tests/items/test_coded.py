"""Cells of a running Excel, looked at once for each different value: what is read is what cell by cell reading gives."""

import copy
import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.items.coded import coded
from budgetbook.items.written import CELL_ERRORS, ERROR_NUMBERS, cell_text, error_name

NOT_AVAILABLE = -2146826246
ALIKE = (1.0, True, 1, "1", Decimal(1), 0.0, -0.0, False, None, "", "TRUE", NOT_AVAILABLE, float(NOT_AVAILABLE), "#N/A")
CELLS = st.one_of(
    st.sampled_from(ALIKE),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.datetimes(),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=0, max_value=9),
)
RANGES = st.lists(st.lists(CELLS, max_size=3), max_size=5)


def text_of(value: object) -> str:
    return error_name(value) or cell_text(value)


def read(rows: list[list[object]]) -> list[list[str]]:
    """The rows as text, cell by cell, with blanks where a row is short."""
    width = max(map(len, rows), default=0)
    return [[*map(text_of, row), *[""] * (width - len(row))] for row in rows]


@given(RANGES, st.integers(0, 2))
def test_columns_hold_what_their_cells_say_in_the_order_of_appearance(rows: list[list[object]], first: int) -> None:
    expected = read(rows)
    for place in range(max(map(len, rows), default=0)):
        column = coded(rows).column(place, first)
        said = [row[place] for row in expected[first:]]
        assert [column.values[code] for code in column.codes.tolist()] == said
        assert list(column.values) == list(dict.fromkeys(said))


@given(RANGES, RANGES)
def test_cells_that_read_differently_have_another_fingerprint(one: list, other: list) -> None:
    assert coded(copy.deepcopy(one)).fingerprint() == coded(one).fingerprint()
    if read(one) != read(other):
        assert coded(one).fingerprint() != coded(other).fingerprint()


def test_where_cells_stand_counts() -> None:
    ranges = ([[1.0, 2.0]], [[2.0, 1.0]], [[1.0], [2.0]], [[1.0, 2.0], [None, None]], [[1.0, 1.0]], [[1.0, 2.0, None]])
    assert len({coded(rows).fingerprint() for rows in ranges}) == len(ranges)


def test_a_date_is_not_the_text_that_looks_like_it() -> None:
    ranges = ([[datetime.datetime(2024, 1, 1)]], [["2024-01-01 00:00:00"]], [[datetime.date(2024, 1, 1)]])
    assert len({coded(rows).fingerprint() for rows in ranges}) == len(ranges)


@pytest.mark.parametrize(
    ("number", "name"), [(-2146826281, "#DIV/0!"), (NOT_AVAILABLE, "#N/A"), (-2146826265, "#REF!"), (-2146826238, "#CALC!")]
)
def test_errors_come_as_texts_or_as_whole_numbers(number: int, name: str) -> None:
    assert error_name(number) == error_name(name) == name and ERROR_NUMBERS[number] in CELL_ERRORS
    assert [error_name(value) for value in (float(number), True, 5, "N/A", None)] == [""] * 5
