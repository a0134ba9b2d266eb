"""Slices: what two figures count in common, what lies within what, and the words for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.model.dimensions import ALL, DIMENSIONS, NODES, is_empty
from budgetbook.model.slices import Slice, parse_slice

FUNCTIONS = ["", "201", "203", "20103", "2010306", "2010399"]
ECONOMIC = [(), ("302",), ("30201",), ("30201/50201",), ("30231", "31013")]
SLICES = st.builds(
    lambda nodes, function, economic, unit, project: parse_slice(" ".join(nodes))._replace(
        function=function, economic=economic, unit=unit, project=project
    ),
    st.lists(st.sampled_from(["支出", "一般公共预算", "本年", "基本支出", "公用经费", "机关单位"]), max_size=3),
    st.sampled_from(FUNCTIONS),
    st.sampled_from(ECONOMIC),
    st.sampled_from(["", "甲单位", "乙单位"]),
    st.sampled_from(["", "普法经费"]),
)


@given(SLICES, SLICES)
def test_meeting_is_what_both_count(one: Slice, other: Slice) -> None:
    met = one.meet(other)
    assert met == other.meet(one)
    if met is not None:
        assert met.within(one) and met.within(other)
        assert not is_empty(met.box)


@given(SLICES)
def test_a_slice_lies_within_itself_and_within_everything(one: Slice) -> None:
    assert one.within(one) and one.within(Slice())


@given(SLICES)
def test_words_say_the_slice(one: Slice) -> None:
    assert parse_slice(one.words()) == one


def test_disjoint_slices_do_not_meet() -> None:
    assert parse_slice("一般公共预算").meet(parse_slice("政府性基金预算")) is None
    assert Slice(function="201").meet(Slice(function="203")) is None
    assert Slice(economic=("302",)).meet(Slice(economic=("30231", "31013"))) == Slice(economic=("30231",))


@pytest.mark.parametrize("words", ["一般预算", "功能2O1", "经济办公费", "支出 年终结转"])
def test_words_that_say_nothing_or_contradict_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"不认识|矛盾"):
        parse_slice(words)


def test_every_atom_has_its_own_bit_and_every_node_its_dimension() -> None:
    atoms = [node.mask for node in NODES.values() if node.mask.bit_count() == 1]
    assert sum(atoms) == ALL == sum(dimension.mask for dimension in DIMENSIONS.values())
    assert all(node.mask & DIMENSIONS[node.dimension].mask == node.mask for node in NODES.values())
