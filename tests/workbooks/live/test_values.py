"""What is written is what is read: laws of the open workbook, held on the engine, which takes values as Excel does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import xlwings
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.model.grid import Area, Cell, Value
from budgetbook.workbooks import engine
from budgetbook.workbooks.live.areas import cells_of, rectangles, uniform, without
from budgetbook.workbooks.live.workbook import LiveWorkbook

_CELLS = st.tuples(st.integers(1, 12), st.integers(1, 9))
_AREAS = st.builds(
    lambda top, left, height, width: Area(top, left, top + height, left + width),
    *(st.integers(1, 8), st.integers(1, 8), st.integers(0, 6), st.integers(0, 6)),
)
_TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=12),
    st.sampled_from(
        [
            "001",
            "1e5",
            "=1",
            "+3",
            "-",
            "@",
            "3/4",
            "2024-1-2",
            "12:30",
            "50%",
            "￥3",
            "TRUE",
            "#N/A",
            "１２",
            "'",
            "(5)",
            "上午9:00",
            "（一）",
        ]
    ),
    st.from_regex(r"[0-9.,%/:=+\-()年月日 ]{1,6}", fullmatch=True),
)
_VALUES = st.one_of(
    _TEXTS, st.booleans(), st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.none()
)


@pytest.fixture(scope="module")
def book() -> Iterator[LiveWorkbook]:
    with engine.activated():
        yield LiveWorkbook(xlwings.Book())


@given(st.dictionaries(_CELLS, _VALUES, max_size=15))
def test_values_stay_what_they_are(book: LiveWorkbook, cells: dict[Cell, Value]) -> None:
    name = book.sheets()[0]
    book.sheet(name).clear()
    book.forget(name)
    book.write(name, cells)
    shown = book.grid(name)
    expected = {cell: value for cell, value in cells.items() if value is not None}
    assert shown.formulas == {} and shown.values == expected
    assert all(type(shown.values[cell]) is type(value) for cell, value in expected.items())


@given(st.sets(_CELLS))
def test_rectangles_hold_each_cell_once(cells: set[Cell]) -> None:
    found = [cell for area in rectangles(cells) for cell in cells_of(area)]
    assert sorted(found) == sorted(cells)


@given(_AREAS, _AREAS)
def test_what_is_left_beside_a_hole(area: Area, hole: Area) -> None:
    meets = any(hole.holds(cell) for cell in cells_of(area))
    left = [cell for part in (without(area, hole) if meets else [area]) for cell in cells_of(part)]
    assert sorted(left) == sorted(cell for cell in cells_of(area) if not hole.holds(cell))


@given(_AREAS, st.dictionaries(_CELLS, st.sampled_from("abc")))
def test_uniform_parts_say_what_each_cell_says(area: Area, said: dict[Cell, str]) -> None:
    def ask(part: Area) -> str | None:
        words = {said.get(cell, "a") for cell in cells_of(part)}
        return words.pop() if len(words) == 1 else None

    found = {cell: word for part, word in uniform(area, ask) for cell in cells_of(part)}
    assert found == {cell: said.get(cell, "a") for cell in cells_of(area)}


def test_hidden_rows_widths_and_heights(book: LiveWorkbook) -> None:
    book.add_sheet("尺寸")
    sheet = book.sheet("尺寸")
    sheet.range("A9").value = 1
    sheet.range("3:4").rows.hidden = True
    sheet.range("7:7").row_height = 33
    book.set_widths("尺寸", {2: 30.0, 3: 30.0})
    assert book.grid("尺寸").hidden_rows == {3, 4}
    assert book.heights("尺寸", range(2, 8)) == {2: 15.0, 3: 0.0, 4: 0.0, 5: 15.0, 6: 15.0, 7: 33.0}
    assert book.widths("尺寸", 4)[1:3] == pytest.approx([30.0, 30.0], abs=0.01)
