"""Reading performance forms: expected values are written by hand."""

import datetime

import pytest

from budgetbook.model.figure import Figure, State
from budgetbook.model.grid import Area, Grid, Value
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.project import Indicator
from budgetbook.model.slices import parse_slice
from budgetbook.tables.form_words import form_words
from budgetbook.tables.forms import find_form, form_figures, is_form, read_form

# Ten columns: A 绩效指标, B 一级, C-E the period, F-H the year. Every row is a list of (column, words).
ROWS: list[list[tuple[int, Value]]] = [
    [(1, "某区项目支出绩效目标调整申报表")],
    [(1, "（2024年度）")],
    [(1, "项目名称"), (3, "立项依据")],  # a project may be called what a label is called
    [(1, "主管部门及代码"), (3, "604-某局"), (6, "实施单位"), (7, "某局")],
    [(1, "项目属性"), (3, "延续性项目"), (6, "项目日期"), (7, "3年")],
    [(1, "项目资金(元)"), (3, "实施期资金总额:"), (5, 564000.0), (6, "年度资金总额："), (8, 188000.0)],
    [(3, "其中:中央财政资金"), (5, 0.0), (6, "其中：中央财政资金"), (8, 0.0)],
    [(3, "省级财政资金"), (6, "省级财政资金")],
    [(3, "市县(区)财政资"), (5, "564,000"), (6, "市县(区)财"), (8, 188000.0)],
    [(3, "单位自筹"), (6, "单位自筹")],
    [(3, "其他资金"), (6, "其他资金")],
    [(1, "项目概况"), (3, "概况\n两行")],
    [(1, "立项依据"), (3, "《网络安全法》")],
    [(1, "项目设立的必要性"), (3, "要求")],
    [(1, "保证项目实施的制度、措施"), (3, "制度")],
    [(1, "项目实施计划"), (3, "计划")],
    [(3, "实施期目标"), (6, "年度目标")],
    [(1, "总体目标"), (3, "三年的目标"), (6, "一年的目标")],
    [
        (1, "绩效指标"),
        (2, "一级指标"),
        (3, "二级指标"),
        (4, "三级指标"),
        (5, "指标值"),
        (6, "二级指标"),
        (7, "三级指标"),
        (8, "指标值"),
    ],
    [(2, "产出指标"), (3, "数量"), (4, "测评"), (5, "≥1次"), (6, "数量指标"), (7, "测评"), (8, 1.0)],
    [(4, "巡检"), (5, "4次"), (7, "负责人"), (8, "在岗")],
    [(3, "成本"), (6, "成本指标"), (7, "费用"), (8, "188000元")],
    [(2, "效益指标"), (3, "经济效益指"), (6, "经济效益指标")],
    [(3, "可"), (4, "持续"), (5, "5年"), (6, "可持续影响")],
    [(2, "满意度指"), (3, "服务对象满"), (4, "满意度"), (5, "≥99%"), (6, "服务对象满意度指"), (7, "满意度"), (8, "≥99%")],
    [
        (1, "负责"),
        (2, "甲"),
        (3, "经办人："),
        (4, "乙"),
        (5, "联系电话:"),
        (6, 3360002.0),
        (7, "填报日期:"),
        (8, datetime.date(2024, 1, 19)),
    ],
]


def form(**changes: Value) -> Grid:
    values = {(row, column): value for row, cells in enumerate(ROWS, 1) for column, value in cells}
    values |= {(int(name[1:]), ord(name[0]) - 64): value for name, value in changes.items()}
    merges = [
        Area(1, 1, 1, 8),
        Area(3, 1, 3, 2),
        Area(3, 3, 3, 8),
        Area(4, 1, 4, 2),
        Area(4, 3, 4, 5),
        Area(5, 1, 5, 2),
        Area(5, 3, 5, 5),
    ]
    merges += [Area(4, 7, 4, 8), Area(5, 7, 5, 8), Area(6, 1, 11, 2)]
    merges += [Area(row, column, row, column + 1) for row in range(6, 12) for column in (3, 6)]
    merges += [Area(row, left, row, right) for row in range(12, 17) for left, right in ((1, 2), (3, 8))]
    merges += [Area(17, 3, 17, 5), Area(17, 6, 17, 8), Area(18, 1, 18, 2), Area(18, 3, 18, 5), Area(18, 6, 18, 8)]
    merges += [Area(20, 2, 22, 2), Area(23, 2, 24, 2), Area(19, 1, 25, 1)]
    return Grid("表", {cell: value for cell, value in values.items() if value is not None}, merges)


def test_all_fields_are_read() -> None:
    read = read_form(form())
    project = read.project
    assert (project.name, project.form, project.department, project.unit) == ("立项依据", "调整申报表", "604-某局", "某局")
    assert (project.attribute, project.period, project.basis) == ("延续性项目", "3年", "《网络安全法》")
    assert (project.overview, project.necessity, project.measures, project.plan) == ("概况\n两行", "要求", "制度", "计划")
    assert (project.whole_goal, project.year_goal) == ("三年的目标", "一年的目标")
    assert (project.responsible, project.handler, project.phone, project.date) == ("甲", "乙", "3360002", "2024-01-19")
    assert project.whole == (56400000, (0, None, 56400000, None, None))
    assert project.year == (18800000, (0, None, 18800000, None, None))
    assert read.year == 2024


def test_indicators_are_read_row_by_row_under_their_official_names() -> None:
    assert read_form(form()).project.indicators == (
        Indicator("实施期", "产出指标", "数量指标", "测评", "≥1次"),
        Indicator("年度", "产出指标", "数量指标", "测评", "1"),
        Indicator("实施期", "产出指标", "数量指标", "巡检", "4次"),
        Indicator("年度", "产出指标", "数量指标", "负责人", "在岗"),
        Indicator("年度", "产出指标", "成本指标", "费用", "188000元"),
        Indicator("实施期", "效益指标", "可持续影响指标", "持续", "5年"),
        Indicator("实施期", "满意度指标", "服务对象满意度指标", "满意度", "≥99%"),
        Indicator("年度", "满意度指标", "服务对象满意度指标", "满意度", "≥99%"),
    )


def test_places_point_at_the_cells() -> None:
    places = read_form(form()).places
    said = {
        key: places[key].cell
        for key in ("项目名称", "年度_资金总额", "实施期_市县(区)财政资金", "年度总体目标", "经办人", "表类型", "年度")
    }
    assert said == {
        "项目名称": "C3",
        "年度_资金总额": "H6",
        "实施期_市县(区)财政资金": "E9",
        "年度总体目标": "F18",
        "经办人": "D26",
        "表类型": "A1",
        "年度": "A2",
    }
    assert (places["指标4"].cell, places["指标4_三级指标"].cell) == ("H21", "G21")


def test_a_label_and_its_value_may_share_a_cell() -> None:
    read = read_form(
        form(
            A26="负责人：",
            B26="经办人：丙",
            C26="联系电话：",
            D26="填报日期：2024.1.19",
            **dict.fromkeys(("E26", "F26", "G26", "H26")),
        )
    )
    assert (read.project.responsible, read.project.handler) == ("", "丙")
    assert (read.project.phone, read.project.date) == ("", "2024.1.19")
    assert read.places["经办人"].cell == "B26"


def test_without_signatures_the_table_ends_with_its_last_words() -> None:
    changes = dict.fromkeys([f"{letter}26" for letter in "ABCDEFGH"])
    assert len(read_form(form(**changes)).project.indicators) == 8


def test_the_half_is_named_by_the_head_above_it() -> None:
    swapped = read_form(form(C17="年度目标", F17="实施期目标"))
    assert swapped.project.year_goal == "三年的目标"
    assert swapped.project.indicators[0] == Indicator("年度", "产出指标", "数量指标", "测评", "≥1次")


def figures_of(grid: Grid, unit: str = "") -> list[Figure]:
    found = find_form(grid)
    assert found is not None
    return form_figures(found, grid, unit=unit)


def test_the_figure_of_a_form() -> None:
    grid = form()
    (figure,) = figures_of(grid)
    assert figure.slice == parse_slice("支出 项目支出 本年 项目“立项依据”")
    assert (figure.value, figure.half, figure.place.cell, figure.table, figure.state) == (18800000, 50, "H6", "表", State.READ)
    assert figures_of(grid, unit="某局")[0].slice.unit == "某局"


@pytest.mark.parametrize(
    ("year", "other", "value", "half"),
    [
        (188000.0, 187999.5, 18800000, 5),  # trailing zeros get stripped in single cells: the form shows tenths
        (116040.25, None, 11604025, 0),
        ("188,000.00", None, 18800000, 0),
        (780681.9399999999, None, 78068194, 0),
        (0.0, None, 0, 50),
    ],
)
def test_decimals_belong_to_the_form(year: Value, other: Value, value: int, half: int) -> None:
    grid = form(H6=year, H9=other)
    (figure,) = figures_of(grid)
    assert (figure.value, figure.half, figure.state) == (value, half, State.READ)


def test_an_amount_in_wanyuan() -> None:
    grid = form(A6="项目资金(万元)", H6=18.8, E6=56.4, E9=56.4, H9=18.8)
    (figure,) = figures_of(grid)
    assert (figure.value, figure.half) == (18800000, 50000)


def test_an_unreadable_amount_is_unread_and_a_blank_is_zero() -> None:
    grid = form(H6="十八万")
    (figure,) = figures_of(grid)
    assert figure.state is State.UNREAD and "十八万" in figure.reason and figure.text == "十八万"
    assert read_form(grid).project.year.total is None
    grid = form(H6=None)
    (figure,) = figures_of(grid)
    assert (figure.state, figure.value, figure.half) == (State.BLANK, 0, 0)


def test_what_is_no_form() -> None:
    lists = Grid(
        "绩效指标", {(1, column): word for column, word in enumerate(("项目名称", "一级指标", "二级指标", "三级指标", "指标值"), 1)}
    )
    assert not is_form(lists)
    assert is_form(form())
    with pytest.raises(BudgetbookError, match="绩效指标"):
        read_form(lists)


def test_a_blank_sample_is_no_form() -> None:
    kept = {cell: value for cell, value in form().values.items() if isinstance(value, str) and value in LABELS}
    sample = Grid("样表", kept, form().merges)
    assert (3, 1) in sample.values and not is_form(sample)
    sample.values[3, 3] = "某项目"
    assert is_form(sample)


LABELS = {
    "某区项目支出绩效目标调整申报表",
    "项目名称",
    "实施期资金总额:",
    "年度资金总额：",
    "实施期目标",
    "年度目标",
    "总体目标",
    "绩效指标",
}
LABELS |= {"一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标"}


@pytest.mark.parametrize(
    ("first", "printed", "official"),
    [("效益指标", "社", "社会效益指标"), ("产出指标", "质量", "质量指标"), ("成本指标", "社会", "社会成本指标")],
)
def test_cut_off_names_of_indicators(first: str, printed: str, official: str) -> None:
    assert form_words().second(first, printed) == official


def test_a_cut_label_that_could_be_several_is_none() -> None:
    assert form_words().label("项目") is None
    assert form_words().label("实施期") is None
    assert form_words().label("其中：市县(区)财政") == ("source", "市县(区)财政资金")
