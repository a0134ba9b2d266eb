"""Empty boxes and partitions on bit masks."""

from budgetbook.checks.boxes import MIXED, Empties, partitions
from budgetbook.checks.lines import Line, branches
from budgetbook.model.slices import parse_slice


def box(words: str) -> int:
    return parse_slice(words).box


NONE = Empties([])


def found(
    words: list[str], empties: Empties = NONE, addend: list[bool] | None = None
) -> set[tuple[str, str, tuple[str, ...], bool]]:
    boxes = [box(each) for each in words]
    parts = partitions(tuple(boxes), tuple(addend or [True] * len(words)), empties)
    return {(one.dimension, words[one.whole], tuple(words[part] for part in one.parts), one.covers) for one in parts}


def test_an_empty_box_takes_its_atoms_away() -> None:
    empties = Empties([box("政府性基金预算 本年"), box("上年结转"), box("使用非财政拨款结余")])
    assert empties.reduce(box("一般公共预算+政府性基金预算")) == box("一般公共预算 本年")
    assert empties.reduce(box("上年结转 一般公共预算")) == 0
    assert empties.reduce(box("一般公共预算 本年")) == box("一般公共预算 本年")


def test_disjoint_and_covering_is_a_sum() -> None:
    assert found(["支出", "支出 基本支出", "支出 人员经费", "支出 公用经费"]) >= {
        ("kind", "支出 基本支出", ("支出 人员经费", "支出 公用经费"), True)
    }


def test_not_covering_is_a_part() -> None:
    assert found(["财政拨款", "一般公共预算", "政府性基金预算"]) == {
        ("fund", "财政拨款", ("一般公共预算", "政府性基金预算"), False)
    }


def test_what_is_left_over_may_be_empty() -> None:
    empties = Empties([box("国有资本经营预算")])
    assert found(["财政拨款", "一般公共预算", "政府性基金预算"], empties) == {
        ("fund", "财政拨款", ("一般公共预算", "政府性基金预算"), True)
    }


def test_overlapping_parts_say_nothing() -> None:
    words = ["收入", "一般公共预算+政府性基金预算", "政府性基金预算+国有资本经营预算"]
    assert found(words) == set()


def test_parts_of_several_dimensions_make_up_a_whole() -> None:
    words = [
        "财政拨款",
        "一般公共预算 本年",
        "政府性基金预算 本年",
        "国有资本经营预算 本年",
        "财政拨款 上年结转",
        "财政拨款 使用非财政拨款结余",
    ]
    assert (MIXED, words[0], tuple(words[1:]), True) in found(words)


def test_the_type_of_a_unit_is_only_a_part_unless_all_types_are_printed() -> None:
    words = ["公用经费", "公用经费 机关单位"]
    assert found(words) == {("unit_type", words[0], (words[1],), False)}
    words.append("公用经费 事业单位+性质不明的单位")
    assert found(words) == {("unit_type", words[0], (words[1], words[2]), True)}


def test_a_part_that_is_no_addend_is_left_out() -> None:
    words = ["基本支出", "人员经费", "公用经费", "公用经费 政府采购"]
    addend = [True, True, True, False]
    assert ("procurement", "公用经费", ("公用经费 政府采购",), False) not in found(words, addend=addend)
    assert ("kind", "基本支出", ("人员经费", "公用经费"), True) in found(words, addend=addend)


def rows(lines: list[Line], listed: str = "", addend: list[bool] | None = None) -> set[tuple[int, tuple[int, ...], bool]]:
    return {(one.whole, one.parts, one.covers) for one in branches(tuple(lines), tuple(addend or [True] * len(lines)), listed)}


def test_codes_nest() -> None:
    lines = [Line(function=code) for code in ("", "201", "20103", "2010306", "2010399", "203", "20306")]
    assert rows(lines) == {(0, (1, 5), True), (1, (2,), True), (2, (3, 4), True), (5, (6,), True)}


def test_pairs_stand_below_their_class() -> None:
    codes = ("", "301", "30101/50101", "302", "30201/50201", "30201/50502")
    lines = [Line(economic=(code,) if code else ()) for code in codes]
    assert rows(lines) == {(0, (1, 3), True), (1, (2,), True), (3, (4, 5), True)}


def test_chosen_economic_codes_add_up_only_when_each_is_there() -> None:
    sets = [("30212", "30217", "30231", "31013"), ("30212",), ("30217",), ("30231", "31013"), ("31013",), ("30231",)]
    lines = [Line(economic=each) for each in sets]
    assert rows(lines) == {(0, (1, 2, 3), True), (3, (4, 5), True)}
    assert rows(lines[:2] + lines[3:]) == {(2, (3, 4), True)}
    assert rows([Line(), *lines[1:3]]) == set()  # a few codes are not all of the classification
    assert rows([Line(), *lines[1:3]], listed="economic") == {(0, (1, 2), True)}


def test_units_and_projects_are_one_tree() -> None:
    lines = [Line(), Line(unit="甲"), Line(unit="甲", project="一"), Line(unit="甲", project="二"), Line(unit="乙")]
    assert rows(lines) == {(0, (1, 4), True), (1, (2, 3), True)}


def test_of_which_is_a_part_but_no_addend() -> None:
    lines = [Line(), Line(function="201"), Line(function="203"), Line(function="205")]
    assert rows(lines, addend=[True, True, True, False]) == {(0, (1, 2), True), (0, (3,), False)}
