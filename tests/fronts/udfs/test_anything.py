"""Whatever stands in the cells, nothing is unexpected: the answer is a value, a table, or a sentence that says what is wrong."""

import datetime
import inspect
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.fronts.udfs import functions
from budgetbook.fronts.udfs.help_texts import help_texts

from .examples import example_rows

WORDS = (
    "全部",
    "一般公共预算",
    "基本支出",
    "本年",
    "2010306",
    "30201/50201",
    "表三",
    "元",
    "万元",
    "合计",
    "—",
    "明细#0123456789AB（1笔，2024年）",
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.integers(-2146828288, -2146826200),
    st.sampled_from(WORDS),
    st.sampled_from((2010306.0, 201.0, 30201.0, 3.0, 0.0, "#N/A", "#SPILL!")),
    st.text(max_size=8),
    st.datetimes(timezones=st.just(datetime.UTC)),
    st.decimals(allow_nan=False, allow_infinity=False, places=4).map(Decimal),
)
RANGES = st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4))
EXAMPLE = example_rows()


@st.composite
def lists_with_changes(draw: st.DrawFn) -> list[list[object]]:
    """The example with a few of its cells overwritten."""
    rows = [list(row) for row in EXAMPLE[: draw(st.integers(1, len(EXAMPLE)))]]
    for _ in range(draw(st.integers(0, 3))):
        row = rows[draw(st.integers(0, len(rows) - 1))]
        row[draw(st.integers(0, len(row) - 1))] = draw(CELLS)
    return rows


ARGUMENTS = st.one_of(CELLS.map(lambda value: [[value]]), CELLS, RANGES, lists_with_changes())


@pytest.mark.parametrize("name", list(help_texts()))
@settings(max_examples=120, deadline=None)
@given(st.data())
def test_every_answer_can_stand_in_cells(name: str, data: st.DataObject) -> None:
    function = getattr(functions, name)
    parameters = list(inspect.signature(function).parameters.values())
    required = [each for each in parameters if each.default is inspect.Parameter.empty]
    given_ = [data.draw(lists_with_changes() if each.name in ("items", "handle_or_items") else ARGUMENTS) for each in required]
    given_ += [data.draw(ARGUMENTS) for _ in range(data.draw(st.integers(0, len(parameters) - len(required))))]
    answer = function(*given_)
    rows = answer if isinstance(answer, list) else [[answer]]
    assert rows and len({len(row) for row in rows}) == 1
    for value in (value for row in rows for value in row):
        assert value is None or type(value) in (str, float), value
        assert not (isinstance(value, str) and value.startswith("出错了")), value
