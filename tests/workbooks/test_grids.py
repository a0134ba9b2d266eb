"""What the workbook keeps of its sheets is what a fresh reader of its parts would see, after any sequence of calls."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.grid import Area, ErrorValue, Grid
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Look
from tests.workbooks import packages

_STYLED = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>表头</t></is></c><c r="B1"><v>1</v></c></row>'
    '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2" s="1"><v>45000</v></c></row>'
    '<row r="3"><c r="A3"><v>2</v></c><c r="B3"><v>3</v></c><c r="C3"><v>4</v></c></row>'
    '<row r="5"><c r="A5" t="inlineStr"><is><t>末</t></is></c><c r="C5" s="1"/></row>'
)
_WITH_FORMULA = _STYLED.replace('<c r="C3"><v>4</v>', '<c r="C3"><f>SUM(A3:B3)</f><v>4</v>')
_AROUND = '{}<mergeCells count="2"><mergeCell ref="A3:B3"/><mergeCell ref="A4:A5"/></mergeCells>'

rows, columns = st.integers(1, 7), st.integers(1, 4)
values = st.one_of(
    st.none(),
    st.sampled_from(["字", "", " 两 ", "_x0041_", "=A1", "两\n行", "回\r车"]),
    st.sampled_from([0, 5, 45001.0, -0.5, 1e20, True, datetime.date(2024, 3, 1), ErrorValue("#N/A")]),
)
areas = st.tuples(rows, columns, st.integers(0, 2), st.integers(0, 2)).map(lambda a: Area(a[0], a[1], a[0] + a[2], a[1] + a[3]))
calls = st.one_of(
    st.tuples(st.just("write"), st.dictionaries(st.tuples(rows, columns), values, min_size=1, max_size=4)),
    st.tuples(st.just("insert_rows"), rows, st.lists(rows, min_size=1, max_size=2)),
    st.tuples(st.just("delete_rows"), rows, st.integers(1, 2)),
    st.tuples(st.just("merge"), st.lists(areas, min_size=1, max_size=2)),
    st.tuples(st.just("unmerge"), st.lists(areas, min_size=1, max_size=1)),
    st.tuples(st.just("format"), areas.map(lambda area: [(area, Look(bold=True, number_format="yyyy-mm-dd"))])),
    st.tuples(st.just("paint"), st.dictionaries(st.tuples(rows, columns), st.just("FF0000"), min_size=1, max_size=2)),
    st.tuples(st.just("grid")),
    st.tuples(st.just("copy")),
)


def fresh(book: FileWorkbook, sheet: str) -> Grid:
    """What a reader that has kept nothing makes of the same parts."""
    return FileWorkbook(book._package).grid(sheet)


@pytest.mark.parametrize("cells", [_STYLED, _WITH_FORMULA], ids=["values", "formula"])
def test_a_kept_grid_is_what_a_fresh_reader_sees(cells: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = str(packages.simple(Path(folder) / "a.xlsx", cells, _AROUND))

        @settings(max_examples=150, deadline=None)
        @given(st.lists(calls, max_size=8))
        def holds(steps: list[tuple]) -> None:
            book = FileWorkbook.open(path)
            book.grid("表")
            for number, (name, *arguments) in enumerate(steps):
                try:
                    if name == "copy":
                        book.copy_sheets("表", [f"份{number}"])
                    else:
                        getattr(book, name)("表", *arguments)
                except BudgetbookError:  # refused, and then nothing was changed
                    pass
                for sheet in book.sheets():
                    kept, seen = book.grid(sheet), fresh(book, sheet)
                    assert kept == seen
                    assert [(cell, type(value)) for cell, value in kept.values.items()] == [
                        (cell, type(value)) for cell, value in seen.values.items()
                    ]

        holds()


def test_a_value_hidden_under_a_merge_shows_when_the_merge_goes(tmp_path: Path) -> None:
    book = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", _STYLED, _AROUND)))
    assert (3, 2) not in book.grid("表").values
    book.unmerge("表", [Area(3, 1, 3, 2)])
    assert book.grid("表").values[3, 2] == 3.0


def test_a_grid_that_was_handed_out_stays_as_it_was(tmp_path: Path) -> None:
    book = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx", _STYLED, _AROUND)))
    before = book.grid("表")
    book.write("表", {(1, 1): "新"})
    book.insert_rows("表", 1, [1])
    assert before.values[1, 1] == "表头" and book.grid("表").values[2, 1] == "新"
