"""Equations as columns say what they say one by one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.checks.boxes import MIXED
from budgetbook.checks.equations import KINDS, Equation, columns_of, joined

dimensions = st.sampled_from(["", MIXED, "project", "function", "economic", "fund", "kind", "unit_type"])
terms = st.lists(st.integers(0, 10**6), min_size=1, max_size=5).map(tuple)
equations = st.lists(
    st.builds(Equation, st.sampled_from(KINDS), dimensions, st.integers(0, 10**6), terms, st.booleans()), max_size=12
)


@given(equations, equations)
def test_nothing_is_lost_in_columns(some: list[Equation], more: list[Equation]) -> None:
    assert list(joined([columns_of(some), columns_of(more)])) == some + more


@given(equations, st.data())
def test_some_of_them_are_chosen_in_their_order(all_: list[Equation], data: st.DataObject) -> None:
    columns = columns_of(all_)
    chosen = data.draw(st.lists(st.booleans(), min_size=len(all_), max_size=len(all_)))
    assert list(columns.where(np.array(chosen, np.bool_))) == [one for one, mine in zip(all_, chosen, strict=True) if mine]
    assert list(columns[1:4]) == all_[1:4] and all(columns[at] == one for at, one in enumerate(all_))


def test_one_structure_is_asked_of_many_rows() -> None:
    structure = columns_of([Equation("SUM", "kind", 0, (1, 2)), Equation("PART", "fund", 0, (2,), True)])
    assert list(structure.over([[10, 11, 12], [20, 21, 22]])) == [
        Equation("SUM", "kind", 10, (11, 12)),
        Equation("PART", "fund", 10, (12,), True),
        Equation("SUM", "kind", 20, (21, 22)),
        Equation("PART", "fund", 20, (22,), True),
    ]
