"""Writing performance forms: what is read back is what was written, and everything can be seen."""

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.model.grid import Area, Grid
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.project import Funds, Indicator, Project
from budgetbook.outputs.forms import write_forms
from budgetbook.tables.forms import is_form, read_form
from budgetbook.workbooks.port import Workbook
from tests.outputs.conftest import memory_template
from tests.outputs.memory_workbook import MemoryWorkbook
from tests.outputs.projects import pair, project
from tests.outputs.reference_projects import reference_projects
from tests.reference import needs_reference

SAMPLE = "绩效目标申报表"


def written(workbook: Workbook, wanted: Project) -> Grid:
    return workbook.grid(write_forms(workbook, [wanted], year=2024)[wanted.name])


def by_half(found: Project) -> dict[str, list[Indicator]]:
    return {half: [each for each in found.indicators if each.half == half] for half in ("实施期", "年度")}


def assert_same(found: Project, wanted: Project) -> None:
    assert by_half(found) == by_half(wanted)
    assert replace(found, indicators=()) == replace(wanted, indicators=())


def column(grid: Grid, letter: str, top: int, bottom: int) -> list[str]:
    return [grid.text(row, ord(letter) - 64) for row in range(top, bottom + 1)]


@needs_reference
def test_the_reference_projects_read_back(template: Workbook) -> None:
    projects = reference_projects()
    sheets = write_forms(template, projects, year=2024)
    assert list(sheets) == [each.name for each in projects] and len(sheets) == 11
    for each in projects:
        grid = template.grid(sheets[each.name])
        assert is_form(grid) and read_form(grid).year == 2024
        assert_same(read_form(grid).project, each)


def test_a_form_stands_where_the_sample_says(template: Workbook) -> None:
    grid = written(template, project())
    cells = {
        name: grid.values.get(at) for name, at in (("C3", (3, 3)), ("E6", (6, 5)), ("H6", (6, 8)), ("H9", (9, 8)), ("A2", (2, 1)))
    }
    assert cells == {"C3": "互联网运维费", "E6": 348120.0, "H6": 116040.0, "H9": 116040.0, "A2": "（2024年度）"}
    assert grid.text(1, 1) == "项目支出绩效目标申报表"
    assert column(grid, "C", 20, 28) == column(grid, "F", 20, 28) == SECONDS
    assert (grid.text(20, 4), grid.text(20, 5), grid.text(20, 7), grid.text(20, 8)) == ("网络专线", "4条", "网络专线", "4条")
    assert (grid.text(23, 4), grid.text(23, 7), grid.text(23, 8)) == ("", "成本", "116040元")
    assert grid.text(29, 4) == "乙"


SECONDS = [
    "数量指标",
    "质量指标",
    "时效指标",
    "成本指标",
    "经济效益指标",
    "社会效益指标",
    "生态效益指标",
    "可持续影响指标",
    "服务对象满意度指标",
]


def test_the_sample_stays_as_it_is(memory: MemoryWorkbook) -> None:
    before = memory.held[SAMPLE].state()
    write_forms(memory, [project(indicators=pair("产出指标", "数量指标", "一", "1") * 3)], year=2024)
    assert memory.held[SAMPLE].state() == before


def test_the_title_says_which_form_and_which_year(template: Workbook) -> None:
    grid = written(template, project(form="调整申报表"))
    assert grid.text(1, 1) == "项目支出绩效目标调整申报表"
    grid = template.grid(write_forms(template, [project()], year=2031)["互联网运维费"])
    assert (grid.text(1, 1), grid.text(2, 1)) == ("项目支出绩效目标申报表", "（2031年度）")


def test_rows_are_added_and_merges_grow(template: Workbook) -> None:
    many = (
        pair("产出指标", "数量指标", "一", "1") + pair("产出指标", "数量指标", "二", "2") + pair("产出指标", "数量指标", "三", "3")
    )
    grid = written(template, project(indicators=many + pair("满意度指标", "服务对象满意度", "四", "≥4%")))
    assert column(grid, "D", 20, 30) == ["一", "二", "三", "", "", "", "", "", "", "", "四"]
    assert column(grid, "G", 20, 30) == column(grid, "D", 20, 30)
    wanted = {Area(20, 3, 22, 3), Area(20, 6, 22, 6), Area(20, 2, 25, 2), Area(26, 2, 29, 2), Area(19, 1, 30, 1)}
    assert wanted <= set(grid.merges)
    assert grid.text(31, 3) == "经办人：" and grid.text(31, 4) == "乙"


def test_the_same_indicator_stands_side_by_side(template: Workbook) -> None:
    whole = [Indicator("实施期", "产出指标", "数量指标", third, "1") for third in "甲乙丙"]
    year = [Indicator("年度", "产出指标", "数量指标", third, "2") for third in "乙丁"]
    grid = written(template, project(indicators=(*whole, *year)))
    assert column(grid, "D", 20, 22) == ["甲", "乙", "丙"]
    assert column(grid, "G", 20, 22) == ["", "乙", "丁"]


def test_kinds_that_the_sample_lacks_are_added(template: Workbook) -> None:
    indicators = pair("成本指标", "经济成本指标", "费用", "10万元") + pair("成本指标", "社会成本指标", "污染", "无")
    indicators += pair("满意度指标", "职工满意度", "职工", "≥90%")
    grid = written(template, project(indicators=indicators))
    assert column(grid, "B", 20, 22) == ["成本指标", "", "产出指标"]
    assert column(grid, "C", 20, 22) == column(grid, "F", 20, 22) == ["经济成本指标", "社会成本指标", "数量指标"]
    assert column(grid, "C", 30, 31) == ["服务对象满意度指标", "职工满意度"]
    assert {Area(20, 2, 21, 2), Area(22, 2, 25, 2), Area(30, 2, 31, 2), Area(19, 1, 31, 1)} <= set(grid.merges)
    assert by_half(read_form(grid).project) == by_half(project(indicators=indicators))


def test_a_refill_replaces_the_form_and_leaves_nothing_of_the_old_one(template: Workbook) -> None:
    write_forms(template, [project(), project(name="另一个")], year=2024)
    before = template.sheets()
    less = Project("互联网运维费", year=Funds(100, (None,) * 5))
    sheets = write_forms(template, [less], year=2025)
    assert sorted(template.sheets()) == sorted(before)
    assert_same(read_form(template.grid(sheets[less.name])).project, less)
    assert read_form(template.grid("另一个")).project.name == "另一个"


def test_the_list_links_to_the_forms(memory: MemoryWorkbook) -> None:
    memory.write("项目", {(2, 2): "互联网运维费", (3, 2): "没有表的"})
    write_forms(memory, [project()], year=2024)
    assert memory.held["项目"].links == {(2, 2): ("互联网运维费", (3, 3))}


def test_a_rearranged_sample_is_understood(template: Workbook) -> None:
    """A row put in at the top, two rows of labels swapped, a column of blank rows behind a kind, signatures in one cell each."""
    template.insert_rows(SAMPLE, 2, [2])
    template.write(SAMPLE, {(13, 1): "立项依据", (14, 1): "项目概况", (30, 1): "负责人：　　", (30, 5): None})
    template.write(SAMPLE, {(30, 2): "经办人：", (30, 3): "联系电话：", (30, 4): "填报日期："})
    template.insert_rows(SAMPLE, 22, [21, 21])
    grid = written(template, project())
    assert (grid.text(13, 3), grid.text(14, 3)) == ("相关合同", "租赁互联网专线四条")
    assert [grid.text(30, at) for at in range(1, 5)] == ["负责人：甲", "经办人：乙", "联系电话：3360002", "填报日期："]
    assert grid.text(30, 5) == "2024.1.19"
    assert column(grid, "C", 21, 29) == SECONDS
    assert_same(read_form(grid).project, project())


def test_what_the_sample_lacks_is_named_and_nothing_is_written(memory: MemoryWorkbook) -> None:
    memory.write(SAMPLE, {(13, 1): "别的", (29, 5): None})
    before = memory.state()
    with pytest.raises(BudgetbookError) as error:
        write_forms(memory, [project()], year=2024)
    assert [SAMPLE in str(problem) for problem in error.value.problems] == [True, True]
    assert "“立项依据”" in str(error.value) and "“联系电话”" in str(error.value)
    assert memory.state() == before
    assert write_forms(memory, [project(basis="", phone="")], year=2024)


@pytest.mark.parametrize(("cell", "words"), [((19, 4), "三级"), ((3, 1), "名"), ((6, 6), "钱")])
def test_a_sheet_that_is_no_sample(memory: MemoryWorkbook, cell: tuple[int, int], words: str) -> None:
    memory.write(SAMPLE, {cell: words})
    memory.write(SAMPLE, {(19, 7): words} if cell == (19, 4) else {})
    with pytest.raises(BudgetbookError, match=SAMPLE):
        write_forms(memory, [project()], year=2024)


def test_no_sample_is_no_matter_without_projects() -> None:
    assert write_forms(MemoryWorkbook(sheets=["表一"]), [], year=2024) == {}
    with pytest.raises(BudgetbookError, match="样表"):
        write_forms(MemoryWorkbook(sheets=["表一"]), [project()], year=2024)


def test_two_projects_of_one_name_are_refused(memory: MemoryWorkbook) -> None:
    with pytest.raises(BudgetbookError, match="“互联网运维费”有 2 行"):
        write_forms(memory, [project(), project()], year=2024)


def test_long_texts_are_wrapped_and_their_rows_high_enough(memory: MemoryWorkbook) -> None:
    """Expected by hand: C to H are 86 columns wide, 42 wide characters of 11 points, so 200 characters need five lines."""
    sheet = write_forms(memory, [project(overview="网" * 200, basis="短")], year=2024)["互联网运维费"]
    held = memory.held[sheet]
    assert held.looks[12, 3].wrap is True and (13, 3) not in held.looks
    assert held.heights[12] >= 5 * 12 * 1.2
    assert held.heights[13] == memory.held[SAMPLE].heights[13]


def test_a_row_is_never_lower_than_in_the_sample(template: Workbook) -> None:
    """Two lines need 37 points, the sample gives the row 100; so it does to a row that is added in the likeness of another."""
    template.set_heights(SAMPLE, {12: 100.0, 20: 90.0, 29: 80.0})
    many = pair("产出指标", "数量指标", "网" * 20, "1") * 3
    sheet = write_forms(template, [project(overview="网" * 60, indicators=many, handler="乙" * 40)], year=2024)["互联网运维费"]
    found = template.heights(sheet, [12, 20, 21, 22, 31])
    assert found == {12: 100.0, 20: 90.0, 21: 90.0, 22: 90.0, 31: found[31]} and found[31] >= 80.0


def test_a_row_taller_than_excel_allows_becomes_several(template: Workbook) -> None:
    long = project(overview="网络" * 1500, year_goal="目标。\n" * 40)
    grid = written(template, long)
    tall = next(area for area in grid.merges if area.top == 12 and area.left == 3)
    assert tall.bottom > 12 and Area(12, 1, tall.bottom, 2) in grid.merges
    assert read_form(grid).project.year_goal == long.year_goal.strip()
    assert read_form(grid).project.overview == long.overview
    if isinstance(template, MemoryWorkbook):
        heights = template.held["互联网运维费"].heights
        rows = range(12, tall.bottom + 1)
        assert all(heights[row] <= 409 for row in heights)
        assert sum(heights[row] for row in rows) >= 3000 / 42 * 12 * 1.2


def test_two_hundred_projects_are_quick(template: Workbook) -> None:
    projects = [
        project(name=f"项目{number}", indicators=pair("产出指标", "数量指标", "一", "1") * (number % 3)) for number in range(200)
    ]
    start = time.process_time()
    sheets = write_forms(template, projects, year=2024)
    assert time.process_time() - start < 10
    assert len(set(sheets.values())) == 200
    assert read_form(template.grid(sheets["项目199"])).project.name == "项目199"


words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf", "Cn")), max_size=30)
thirds = st.tuples(
    st.sampled_from(["实施期", "年度"]),
    st.sampled_from(
        [("产出指标", "数量指标"), ("产出指标", "成本指标"), ("效益指标", "经济效益指标"), ("成本指标", "经济成本指标")]
    ),
    words.filter(bool),
    words,
)
money = st.one_of(st.none(), st.integers(0, 10**12))
funds = st.builds(lambda total, sources: Funds(total, tuple(sources)), money, st.lists(money, min_size=5, max_size=5))


@settings(max_examples=60, deadline=None)
@given(
    name=words.filter(bool),
    texts=st.lists(words, min_size=6, max_size=6),
    whole=funds,
    year=funds,
    indicators=st.lists(thirds, max_size=8),
)
def test_whatever_is_written_reads_back(name: str, texts: list[str], whole: Funds, year: Funds, indicators: list) -> None:
    fields = dict(zip(("overview", "basis", "plan", "year_goal", "handler", "phone"), texts, strict=True))
    held = tuple(Indicator(half, *kind, third, value) for half, kind, third, value in indicators)
    order = {("成本指标", "经济成本指标"): 0, ("产出指标", "数量指标"): 1, ("产出指标", "成本指标"): 2}
    wanted = project(name=name, whole=whole, year=year, **fields)
    wanted = replace(wanted, indicators=tuple(sorted(held, key=lambda each: order.get((each.first, each.second), 3))))
    workbook = memory_template()
    assert_same(read_form(written(workbook, wanted)).project, wanted)
