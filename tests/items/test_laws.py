"""Laws that hold for any list: the two sides agree, every way of asking gives the same, sums are exact."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.dimensions import DIMENSIONS, NODES
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice, parse_slice

from .lists import income, items_of, line

FUNDS = ("一般公共预算", "政府性基金预算", "单位资金", "事业收入")
SOURCES = ("本年", "上年结转")
NODES_OF = {"单位资金": "未分明细的单位资金"}  # what says no more has an atom of its own
SPENT = st.tuples(
    st.sampled_from(FUNDS),
    st.sampled_from(SOURCES),
    st.sampled_from(("甲", "乙")),
    st.sampled_from(("2010306", "2120801")),
    st.integers(-(10**4), 10**13),
)
COMES = st.integers(0, 10**13)
SLICES = [
    parse_slice(words)
    for words in (
        "收入", "支出", "年终结转", "财政拨款", "单位资金 本年", "支出 机关单位", "项目支出", "功能2010306", "经济302",
        "经济30201/50201", "政府经济502", "收入科目103", "收入科目1030601 本年", "支出 收入科目1030148", "单位“甲”", "项目“路”",
    )
]  # fmt: skip


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"


@st.composite
def both_sides(draw: st.DrawFn) -> tuple[list[tuple], list[tuple]]:
    """Lines of spending, and of income that covers them: for each fund, source, unit and function what is spent and more."""
    spent = draw(st.lists(SPENT, min_size=1, max_size=8))
    places = sorted({each[:4] for each in spent})
    comes = []
    for place in places:
        need = sum(each[4] for each in spent if each[:4] == place)
        comes.append((*place, max(0, need) + draw(COMES)))
    return spent, comes


def listed(spent: list[tuple], comes: list[tuple]) -> list[list[object]]:
    lines = []
    for fund, source, unit, function, fen in spent:
        said = {"资金性质": fund, "资金来源": source, "单位名称": unit, "单位编码": "", "项目类别": "特定目标类", "项目名称": "路"}
        lines.append(line(**said, function=function, amount=yuan(fen)))
    for at, (fund, source, unit, function, fen) in enumerate(comes):
        said = {"资金性质": fund, "资金来源": source, "单位名称": unit, "单位编码": ""}
        said["收入分类科目编码"] = ("1030601", "1030148", "")[at % 3]
        lines.append(income(**said, function=function, amount=yuan(fen)))
    return lines


@settings(max_examples=80, deadline=None)
@given(both_sides(), st.randoms(use_true_random=False))
def test_over_all_uses_both_sides_have_the_same_total(sides, shuffle):
    spent, comes = sides
    lines = listed(spent, comes)
    shuffle.shuffle(lines)
    items = items_of(*lines)
    for fund, source in product(FUNDS, SOURCES):
        slice_ = Slice().narrowed(NODES[NODES_OF.get(fund, fund)].mask).narrowed(NODES[source].mask)
        assert items.total(slice_) == sum(each[4] for each in comes if each[:2] == (fund, source))
        assert items.total(slice_.narrowed(NODES["支出"].mask)) == sum(each[4] for each in spent if each[:2] == (fund, source))
        assert sum(item.amount for item in items.rows(slice_)) == items.total(slice_)


@settings(max_examples=60, deadline=None)
@given(both_sides())
def test_the_matrix_is_the_totals_of_what_rows_and_columns_share(sides):
    items = items_of(*listed(*sides))
    matrix = items.matrix(SLICES, SLICES)
    for (at, row), (beside, column) in product(enumerate(SLICES), enumerate(SLICES)):
        met = row.meet(column)
        assert matrix[at, beside] == (items.total(met) if met else 0)
    assert items.totals(SLICES).tolist() == [items.total(each) for each in SLICES]


ECONOMIC = ("302", "30201", "30201/50201", "3029", "310", "99")
ASKED = st.builds(
    Slice,
    box=st.sampled_from([each.box for each in SLICES]),
    function=st.sampled_from(("", "2", "201", "20103", "2010306", "2120801", "3")),
    economic=st.lists(st.sampled_from(ECONOMIC), max_size=3, unique=True).map(lambda codes: tuple(sorted(codes))),
    unit=st.sampled_from(("", "甲", "乙", "丙")),
    project=st.sampled_from(("", "路", "桥")),
)


@settings(max_examples=60, deadline=None)
@given(both_sides(), st.lists(ASKED, max_size=12))
def test_a_total_read_off_is_the_sum_of_its_records(sides, asked):
    records = items_of(*listed(*sides))._spending
    assert records.totals(asked) == [int(records.amounts[records.mask(each)].sum()) for each in asked]
    assert [records.total(each) for each in asked] == records.totals(asked)


@settings(max_examples=60, deadline=None)
@given(both_sides(), st.sampled_from(SLICES))
def test_nodes_split_a_slice_without_rest(sides, slice_):
    items = items_of(*listed(*sides))
    for dimension in ("function", "unit"):
        parts = [slice_.meet(Slice(**{dimension: node})) for node in items.nodes(dimension, slice_)]
        assert sum(items.total(part) for part in parts if part) == items.total(slice_)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=30))
def test_sums_are_exact(amounts):
    items = items_of(*[line(amount=yuan(fen)) for fen in amounts])
    assert items.total(Slice()) == sum(amounts)
    assert [item.amount for item in items.rows(Slice())] == amounts


def test_more_money_than_a_sum_can_hold_is_refused():
    with pytest.raises(BudgetbookError, match="金额总和太大"):
        items_of(*[line(amount="99999999999999") for _ in range(600)])


def test_every_line_has_one_atom_of_each_dimension():
    """Blanks become the atoms of what is not said, so that each dimension splits the whole."""
    items = items_of(
        line(),
        line(资金性质="单位资金", 项目类别="", 单位名称="乙", 单位编码="", 单位性质="", 资金来源="", amount="7"),
        line(资金性质="事业收入", 项目类别="特定目标类", 政府采购类型="服务", 项目名称="p", amount="0.5"),
    )
    for dimension in DIMENSIONS:
        atoms = [node for node in NODES.values() if node.dimension == dimension and node.mask.bit_count() == 1]
        assert sum(items.total(Slice().narrowed(atom.mask)) for atom in atoms) == items.total(Slice()) == 10750
    assert items.total(parse_slice("性质不明的单位 未分明细的单位资金 未分类型的资金 非政府采购 本年")) == 700
    assert items.total(parse_slice("政府采购服务 机关单位")) == 50
