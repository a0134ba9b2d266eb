"""The binding: written, read back, laid on a template that moved, refused on one whose words changed."""

from __future__ import annotations

import importlib.util
import re
import time
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.grid import Grid
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import parse_slice
from budgetbook.tables.binding import fit, read_binding, write_binding
from budgetbook.tables.layout import Layout
from budgetbook.tables.recognise import recognise

from .grids import CLASSES, TEMPLATE, grid, moved, template, with_text

FILE = "department_budget.toml"


@lru_cache(maxsize=1)
def recognised_template() -> Layout:
    return recognise(template().values(), classes=CLASSES)


def recognised(sheets: Iterable[Grid] | None = None) -> Layout:
    return recognise(sheets, classes=CLASSES) if sheets else recognised_template()


def written(layout: Layout | None = None) -> str:
    return write_binding(layout or recognised(), TEMPLATE.name)


def laid(text: str, sheets: Iterable[Grid] | None = None, units: frozenset[str] = frozenset(), department: str = "") -> Layout:
    return fit(read_binding(text, FILE), sheets or template().values(), classes=CLASSES, units=units, department=department)


def changed(**sheets: Grid) -> list[Grid]:
    return list({**template(), **sheets}.values())


def problems(text: str, sheets: Iterable[Grid] | None = None) -> list[tuple[str, str]]:
    with pytest.raises(BudgetbookError) as raised:
        laid(text, sheets)
    for problem in raised.value.problems:
        assert problem.file == FILE and problem.hint and problem.message
    return [(problem.sheet, problem.place) for problem in raised.value.problems]


@pytest.fixture(scope="module")
def build_binding() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_binding", TEMPLATE.with_name("build_binding.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_binding_beside_the_template_is_the_one_its_words_give(build_binding: ModuleType) -> None:
    beside = TEMPLATE.with_suffix(".toml").read_text(encoding="utf-8")
    assert beside == build_binding.binding_text(TEMPLATE)
    assert "# 待确认 {" not in beside


def test_the_file_is_toml_and_says_what_the_tables_mean() -> None:
    document = tomllib.loads(written())
    assert document["template"] == "department_budget.xlsx"
    assert len(document["table"]) == 13
    third = document["table"][2]
    assert (third["title"], third["at"], third["unit"], third["slice"]) == ("2024年预算支出总表", "表三!A2", "万元", "支出")
    assert third["panel"][0]["columns"][1] == {"at": "D", "reads": "2024年预算数/基本支出", "is": "支出 基本支出"}
    tenth = document["table"][9]["panel"][0]["labels"]
    assert tenth[3] == {"row": 9, "reads": "公务用车购置及运行费/公务用车购置费", "is": "支出 经济30913+31013"}


def test_writing_is_deterministic() -> None:
    assert written() == written()


def test_a_binding_laid_on_its_own_template_gives_the_same_layout() -> None:
    assert laid(written()) == recognised()


def test_what_moved_is_found_again() -> None:
    shifted = [moved(sheet, lambda row, column: (row + 3, column + 2)) for sheet in template().values()]
    assert laid(written(), shifted) == recognised(shifted)


def test_sheets_may_be_renamed_and_the_year_may_be_another() -> None:
    def next_year(value: object) -> object:
        return value.replace("2024", "2025") if isinstance(value, str) else value

    sheets = [
        Grid(f"第{place}张", {cell: next_year(value) for cell, value in one.values.items()}, one.merges)  # type: ignore[misc]
        for place, one in enumerate(template().values())
    ]
    layout = laid(written(), sheets)
    assert {table.year for table in layout.tables} == {2025}
    assert layout == recognised(sheets)


def test_growing_rows_are_read_anew() -> None:
    filled = with_text(with_text(template()["表三"], (7, 1), "201"), (7, 2), "一般公共服务支出")
    table = laid(written(), changed(表三=filled)).table("表三")
    assert table is not None
    assert [(row.at, row.slice) for row in table.panels[0].rows] == [(6, parse_slice("全部")), (7, parse_slice("功能201"))]


def test_an_edit_of_is_wins_over_the_vocabulary() -> None:
    text = written().replace(
        'reads = "本年收入/单位资金", is = "单位资金 本年"', 'reads = "本年收入/单位资金", is = "事业收入 本年"'
    )
    table = laid(text).table("表二")
    assert table is not None
    assert table.panels[0].columns[5].slice == parse_slice("事业收入 本年")


def test_every_word_that_changed_is_named_at_once() -> None:
    second = with_text(with_text(template()["表二"], (5, 4), "一般预算"), (2, 1), "2024年收入表")
    first = with_text(with_text(template()["表一"], (37, 1), "去年结转"), (3, 6), "单位：元")
    assert sorted(problems(written(), changed(表一=first, 表二=second))) == [
        ("表一", "A37"),
        ("表一", "F3"),
        ("表二", "A2"),
        ("表二", "D5"),
    ]


def test_a_message_says_what_the_binding_has_what_stands_there_and_what_to_do() -> None:
    with pytest.raises(BudgetbookError) as raised:
        laid(written(), changed(表三=with_text(template()["表三"], (5, 4), "基木支出")))
    message = str(raised.value)
    assert "表三 D5" in message and "2024年预算数/基本支出" in message and "基木支出" in message and "绑定文件" in message


def test_key_columns_that_changed_and_panels_that_are_gone_are_named() -> None:
    assert problems(written(), changed(表三=with_text(template()["表三"], (5, 2), "说明文字")))
    assert problems(written(), changed(表九=with_text(with_text(template()["表九"], (5, 4), "甲"), (5, 5), "乙")))


def test_a_table_without_its_unit_is_a_problem_and_a_missing_sheet_is_unsettled() -> None:
    assert problems(written(), changed(表三=with_text(template()["表三"], (3, 5), None))) == [("表三", "A2")]
    layout = laid(written(), [sheet for name, sheet in template().items() if name != "表十三"])
    assert len(layout.tables) == 12
    assert [(place.sheet, place.reason) for place in layout.unsettled] == [("表十三", "工作簿里没有这张表，而绑定文件里有")]


def test_columns_labels_and_tables_that_the_binding_does_not_name_are_unsettled() -> None:
    more = with_text(with_text(template()["表一"], (10, 1), "五、事业收入"), (5, 7), "其他")
    text = "\n".join(line for line in written().splitlines() if '{ row = 10, reads = "单位资金"' not in line)
    layout = laid(text, changed(表一=more))
    assert [(place.sheet, place.at) for place in layout.unsettled] == [("表一", (10, 1)), ("表一", (5, 7))]
    assert [table.sheet for table in layout.held] == ["表一"]
    extra = grid(["2024年项目支出预算表", "单位：万元", "项目名称|合计"], sheet="附表")
    assert [place.sheet for place in laid(written(), [*template().values(), extra]).unsettled] == ["附表"]


def test_what_is_not_settled_is_a_comment_in_its_place_and_settled_by_taking_the_mark_off() -> None:
    open_ = changed(表三=with_text(template()["表三"], (5, 5), "其他资金"))
    text = written(recognised(open_))
    line = next(line for line in text.splitlines() if "# 待确认 {" in line)
    assert 'reads = "2024年预算数/其他资金"' in line and "财政专户管理资金和单位资金" in line and "支出 其他收入" in line
    assert [table.sheet for table in laid(text, open_).held] == ["表三"]
    layout = laid(text.replace("# 待确认 {", "{"), open_)
    assert not layout.unsettled
    table = layout.table("表三")
    assert table is not None and table.panels[0].columns[2].slice == parse_slice("支出 非财政拨款")


def test_a_line_break_in_a_heading_stays_in_one_comment() -> None:
    text = written(recognised(changed(表三=with_text(template()["表三"], (5, 5), "天外\n来款\n[[table]]"))))
    assert len(tomllib.loads(text)["table"]) == 13


def test_a_confirmed_table_is_held_to_its_digest() -> None:
    confirmed = written().replace("confirmed = false", "confirmed = true")
    assert len(laid(confirmed).tables) == 13
    sheet = with_text(template()["表三"], (5, 5), "项目开支")
    edited = confirmed.replace('"2024年预算数/项目支出", is = "支出 项目支出"', '"2024年预算数/项目开支", is = "支出 项目支出"')
    assert problems(edited, changed(表三=sheet)) == [("表三", "A2")]
    assert len(laid(edited.replace("confirmed = true", "confirmed = false"), changed(表三=sheet)).tables) == 13


@pytest.mark.parametrize(
    ("old", "new", "place", "says"),
    [
        ('is = "支出 基本支出"', 'is = "支出 基木支出"', "行", "基木支出"),
        ('is = "支出 基本支出"', 'is = "支出 年终结转"', "行", "矛盾"),
        ('rows = "单位"', 'rows = "单元"', "张表", "单元"),
        ('unit = "万元"', 'unit = "两"', "张表", "两"),
        ('heading = "4:5"', 'heading = "上"', "张表", "heading"),
        ('at = "D"', 'at = "4"', "张表", "列"),
        ('A = "行名"', 'A = "名头"', "张表", "名头"),
        ("columns = [", "columns = 3 # [", "", ""),
        ('template = "', "template = ", "行", "绑定文件"),
        ("[[table]]", "[table]", "行", ""),
    ],
)
def test_mistakes_in_the_file_are_said_in_chinese_with_their_place(old: str, new: str, place: str, says: str) -> None:
    with pytest.raises(BudgetbookError) as raised:
        read_binding(written().replace(old, new, 1), FILE)
    problem = raised.value.problems[0]
    assert problem.file == FILE
    assert place in problem.place
    assert says in problem.message


VALUES = ["1", '""', "[]", "{}", "true", '"全部"', "[1]", "[{}]", "{ A = 1 }", "2024-01-01", "1.5"]
VALUE = re.compile(r"= ((?:\"[^\"]*\"|\d+|true|false)(?=,| |$)|\{.*\}$)", re.MULTILINE)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(VALUES))
def test_a_value_of_the_wrong_kind_is_said_and_never_a_crash(place: int, value: str) -> None:
    text = written()
    found = list(VALUE.finditer(text))
    start, end = found[place % len(found)].span(1)
    try:
        assert read_binding(text[:start] + value + text[end:], FILE).file == FILE
    except BudgetbookError as error:
        assert all(re.search("[一-鿿]", problem.message) for problem in error.problems)


def test_an_empty_file_binds_nothing() -> None:
    assert read_binding("", FILE).tables == ()


def test_a_table_with_a_mistake_names_the_line() -> None:
    text = written().replace('is = "支出 基本支出"', 'is = "支出 基木支出"', 1)
    line = next(number for number, said in enumerate(text.splitlines(), 1) if "基木支出" in said)
    with pytest.raises(BudgetbookError, match=f"第{line}行"):
        read_binding(text, FILE)


def test_a_known_template_is_laid_quickly() -> None:
    sheets = [replace(sheet) for sheet in template().values()]
    binding = read_binding(written(), FILE)
    fit(binding, sheets, classes=CLASSES)
    best = min(_seconds(lambda: fit(binding, sheets, classes=CLASSES)) for _ in range(3))
    assert best < 0.05  # 5 ms measured; room for a busy machine


def _seconds(work) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_the_same_binding_on_the_same_words_goes_by_the_units_at_hand() -> None:
    """What was worked out of the words of a template for one department does not serve for another where more was asked."""
    binding = read_binding(written(), FILE)
    sheets = changed(表十一=with_text(template()["表十一"], (7, 1), "某局"))
    found = []
    for unit in ("某局", "别局", "某局"):
        layout = fit(binding, sheets, classes=CLASSES, units=frozenset({unit}))
        table = layout.table("表十一")
        assert table
        found.append(([row.reads for row in table.panels[0].rows if not row.total], [place.reads for place in layout.unsettled]))
    assert found == [(["某局"], []), ([], ["某局"]), (["某局"], [])]
