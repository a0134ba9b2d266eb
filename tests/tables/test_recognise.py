"""Tables written by hand: rows of every axis, other cities' wordings, and what must be held instead of guessed."""

from __future__ import annotations

import pytest

from budgetbook.model.grid import Area, Grid
from budgetbook.model.slices import Slice, parse_slice
from budgetbook.tables.layout import Axis, Layout, Panel, Row, Table
from budgetbook.tables.recognise import recognise
from tests.reference import REFERENCE, needs_reference

from .grids import CLASSES, grid, read_workbook, template, with_text

DEPARTMENT = "某某局"
UNITS = frozenset({"某某局", "某某中心"})
NAMES = {
    ("economic", "商品和服务支出", ""): "302",
    ("economic", "办公费", "302"): "30201",
    ("government", "办公经费", ""): "50201",
    ("function", "国防支出", ""): "203",
    ("function", "国防动员", "203"): "20306",
}


def read(*sheets: Grid, units: frozenset[str] = UNITS) -> Layout:
    return recognise(
        sheets,
        classes=CLASSES,
        units=units,
        department=DEPARTMENT,
        code_of=lambda dimension, name, parent: NAMES.get((dimension, name, parent), ""),
    )


def only(layout: Layout) -> Table:
    assert not layout.unsettled, layout.unsettled
    return layout.tables[0]


def panel(*sheets: Grid, units: frozenset[str] = UNITS) -> Panel:
    return only(read(*sheets, units=units)).panels[0]


def said(rows: tuple[Row, ...]) -> list[tuple[int, Slice, int]]:
    return [(row.at, row.slice, row.level) for row in rows]


def meanings(*entries: tuple[int, str, int]) -> list[tuple[int, Slice, int]]:
    return [(at, parse_slice(words), level) for at, words, level in entries]


def codes_table(*rows: str, head: str = "科目编码|科目名称|合计|基本支出|项目支出") -> Grid:
    return grid(["2024年预算支出总表", "单位：万元", head, *rows])


def test_rows_by_code_as_text_as_number_and_as_number_written_out() -> None:
    table = only(
        read(
            codes_table("合计||3|1|2", "201|一般公共服务支出|3", "20103|事务|3", "2010306.0|审批|3", "", "203|国防支出|0", "注：无")
        )
    )
    assert said(table.panels[0].rows) == meanings(
        (4, "全部", 0), (5, "功能201", 1), (6, "功能20103", 2), (7, "功能2010306", 3), (9, "功能203", 1)
    )
    assert (table.body, table.data, table.note_at) == ((5, 9), (4, 9), (10, 1))
    assert table.panels[0].models == ((1, 5), (2, 6), (3, 7))


def test_body_reaches_down_to_a_total_at_the_bottom_and_ends_before_signatures() -> None:
    table = only(read(codes_table("201|服务|3", "", "", "合计||3", "", "编制人：张三|||审核人：李四")))
    assert (table.body, table.data) == ((4, 6), (4, 7))
    assert table.note_at == (8, 1)


def test_code_split_over_three_columns() -> None:
    split = grid(
        [
            "2026年部门支出预算总表",
            "编制部门：||||||单位：元",
            "项目||||支出预算",
            "功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出",
            "类|款|项",
            "205|||教育支出",
            "205|02||普通教育",
            "205|2|5|高等教育",
            "…|||…",
            "合计",
        ],
        "A3:D3 A4:C4 D4:D5 E3:G3 E4:E5 F4:F5 G4:G5",
    )
    table = only(read(split))
    assert said(table.panels[0].rows) == meanings((6, "功能205", 1), (7, "功能20502", 2), (8, "功能2050205", 3), (10, "全部", 0))
    assert table.body == (6, 9)


PAIRS = "2024年一般公共预算基本支出表（不含上年结转）"


@pytest.mark.parametrize(
    ("class_name", "name", "second"),
    [
        ("302 商品和服务支出", "30201 办公费", "50201 办公经费"),
        ("商品和服务支出", "办公费", "办公经费"),
        ("302商品和服务支出", "　办公费", "50201-办公经费"),
    ],
)
def test_economic_pairs_by_code_or_by_name(class_name: str, name: str, second: str) -> None:
    head = "部门预算支出经济科目名称|政府预算支出经济科目名称|合计|人员经费|公用经费"
    found = panel(grid([PAIRS, "单位：万元", head, "合计", class_name, f"{name}|{second}|1||1"]))
    assert found.axis is Axis.ECONOMIC_PAIR
    assert [key.means for key in found.keys] == ["name", "second_name"]
    assert said(found.rows) == meanings((4, "全部", 0), (5, "经济302", 1), (6, "经济30201/50201", 2))


def test_a_name_without_a_code_is_held_and_nothing_else() -> None:
    layout = read(codes_table("合计||3", "|国防支出|1", "|国防动员|1", "|宇航支出|2"))
    assert said(layout.tables[0].panels[0].rows) == meanings((4, "全部", 0), (5, "功能203", 1), (6, "功能20306", 2))
    assert [(place.at, place.reads) for place in layout.unsettled] == [((7, 2), "宇航支出")]
    assert layout.tables[0].body == (5, 7)


@pytest.mark.parametrize("row", ["20|两位", "2010|四位", "301|工资福利支出"])
def test_a_wrong_code_is_held(row: str) -> None:
    layout = read(codes_table("合计||3", "201|服务|3", row))
    assert len(layout.tables) == 1
    assert [place.at[0] for place in layout.unsettled] == [6]


def test_codes_of_another_classification_hold_the_table() -> None:
    layout = read(codes_table("30201|办公费|3", head="功能科目编码|功能科目名称|合计|基本支出|项目支出"))
    assert not layout.tables and "编码" in layout.unsettled[0].reason


def test_bare_code_heading_follows_the_codes_below_it() -> None:
    income = grid(["政府性基金预算收入表", "单位：万元", "科目编码|科目名称|合计", "103|非税收入|3", "10301|基金收入|3"])
    assert panel(income).axis is Axis.REVENUE
    assert panel(codes_table("301|工资福利支出|3")).axis is Axis.ECONOMIC


def test_economic_codes_without_department_or_government_are_asked() -> None:
    bare = grid(["一般公共预算基本支出表", "单位：万元", "经济科目编码|经济科目名称|合计"])
    layout = read(bare)
    assert not layout.tables
    assert layout.unsettled[0].choices == ("部门经济科目", "政府经济科目")
    assert panel(with_text(bare, (4, 1), "501")).axis is Axis.GOVERNMENT


def project_table(*rows: str) -> Grid:
    head = ["项目支出预算表（本年预算）", f"部门名称：{DEPARTMENT}|单位：万元", "项目名称|合计", "1|2"]
    return grid([*head, *rows])


def test_department_units_projects() -> None:
    found = panel(project_table("某某局|9", "某某局|4", "法律服务|4", "某某中心|5", "运维费|5"))
    assert said(found.rows) == meanings(
        (5, "全部", 1),
        (6, "单位“某某局”", 2),
        (7, "单位“某某局” 项目“法律服务”", 3),
        (8, "单位“某某中心”", 2),
        (9, "单位“某某中心” 项目“运维费”", 3),
    )
    assert [row.total for row in found.rows] == [True, False, False, False, False]


def test_where_only_one_unit_can_be_meant_projects_are_its() -> None:
    found = panel(project_table("某某局|9", "法律服务|4"), units=frozenset({"某某 局"}))
    assert found.rows[-1].slice == Slice(unit="某某 局", project="法律服务")


def test_a_first_row_that_is_not_the_department_is_held() -> None:
    layout = read(project_table("某局|9", "法律服务|4"))
    assert [place.at for place in layout.unsettled] == [(5, 1)]


def test_units_with_a_total() -> None:
    head = ["财政拨款安排机关运行经费预算表", "单位：万元", "单位名称|合计|一般公共预算"]
    table = only(read(grid([*head, "部门合计|3|3", "某某局|3|3", "注：无"])))
    assert said(table.panels[0].rows) == meanings((4, "全部", 0), (5, "单位“某某局”", 1))
    assert table.panels[0].rows[0].total and table.body == (5, 5)
    stranger = read(grid([*head, "部门合计|3|3", "某某厅|3|3"]))
    assert [place.at for place in stranger.unsettled] == [(5, 1)]


def test_one_total_for_two_growing_panels() -> None:
    sheet = template()["表九"]
    layout = recognise([with_text(sheet, (7, 4), None)], classes=CLASSES)
    assert [[row.at for row in one.rows if row.total] for one in only(layout).panels] == [[7], [7]]


def labels(*rows: str, title: str = "2024年预算收支总表", head: str = "收入", columns: str = "项目|金额") -> Grid:
    return Grid("表", grid([title, "单位：万元", head, columns, *rows]).values, [Area(3, 1, 3, 2)])


def test_labels_nest_by_their_ordinals() -> None:
    found = panel(labels("一、财政拨款收入|3", "1. 一般公共预算|2", "2. 政府性基金预算|1", "二、事业收入|1", "收入总计|4"))
    assert [row.slice for row in found.rows] == [
        parse_slice(words) for words in ("财政拨款", "一般公共预算", "政府性基金预算", "事业收入", "全部")
    ]
    assert found.rows[1].reads == "财政拨款收入/一般公共预算"


def test_part_rows_and_rows_above_the_total_of_this_year() -> None:
    found = panel(labels("一、财政拨款|3", "其中：一般公共预算|2", "本年收入合计|3", "上年结转|1", "收入总计|4"))
    assert [(row.slice, row.part) for row in found.rows] == [
        (parse_slice("财政拨款 本年"), False),
        (parse_slice("一般公共预算 本年"), True),
        (parse_slice("本年"), False),
        (parse_slice("上年结转"), False),
        (Slice(), False),
    ]


def test_expenditure_labels_say_their_use_and_the_grand_total_has_all() -> None:
    found = panel(labels("一、教育支出|3", "基本支出|2", "支出合计|3", "年终结转|1", "支出总计|4", head="支出"))
    assert [row.slice for row in found.rows] == [
        parse_slice(words) for words in ("支出 功能205", "支出 基本支出", "支出", "年终结转", "全部")
    ]
    assert found.columns[0].slice == Slice()


def test_a_table_of_expenditure_has_no_other_use_even_in_its_grand_total() -> None:
    found = panel(labels("一、教育支出|3", "总计|4", title="2024年支出预算表", head="支出"))
    assert found.rows[-1].slice == parse_slice("支出")
    contradicting = read(labels("一、教育支出|3", "年终结转|1", title="2024年支出预算表", head="支出"))
    assert [place.at for place in contradicting.unsettled] == [(6, 1)]


@pytest.mark.parametrize(
    "rows",
    [
        ("一、一般公共预算|1", "上年结转|1", "一般公共预算结余|1"),
        ("一、一般公共预算|1", "二、一般公共预算拨款|1"),
        ("上年结转|1", "政府性基金预算|1"),
        ("上年结转|2", "其中：一般公共预算|1", "政府性基金预算|1"),
        ("一、一般公共预算|1", "二、…|1"),
        ("一、一般公共预算|1", "部门|1"),
    ],
)
def test_labels_that_are_not_clear_hold_the_table(rows: tuple[str, ...]) -> None:
    layout = read(labels(*rows))
    assert not layout.tables and layout.held
    assert layout.unsettled[0].sheet == "表" and layout.unsettled[0].at[1] == 1


def test_amounts_without_a_label_are_named() -> None:
    assert [place.at for place in read(labels("一、一般公共预算|1", "|5")).unsettled] == [(6, 2)]


def test_last_year_is_a_measure_beside_this_year_and_a_problem_alone() -> None:
    head = "科目编码|科目名称|2023年预算数|2024年预算数|增减额"
    columns = panel(codes_table("201|服务|1|2|1", head=head)).columns
    assert [column.measure for column in columns] == ["上年预算数", "", "增减额"]
    stale = read(codes_table("201|服务|1", head="科目编码|科目名称|2023年预算数"))
    assert not stale.tables and "2023" in stale.unsettled[0].reason


def test_fund_columns_beside_carried_over_are_of_this_year() -> None:
    head = "科目编码|科目名称|合计|一般公共预算|单位资金|上年结转"
    columns = panel(grid(["预算收入总表", "单位：万元", head])).columns
    assert [column.slice for column in columns] == [
        parse_slice(words) for words in ("全部", "一般公共预算 本年", "单位资金 本年", "上年结转")
    ]


@pytest.mark.parametrize(
    "head",
    [
        "科目编码|科目名称|合计|小计",
        "科目编码|科目名称|合计|其他资金",
        "科目编码|科目名称|合计|下属单位",
        "科目编码|科目名称|合计|部门",
        "科目编码|科目名称|合计|收入",
        "科目编码|科目名称|合计|年终结转",
        "科目编码|项目名称|合计",
        "科目编码|科目名称|2022年预算数",
    ],
)
def test_columns_that_are_not_clear_hold_the_table(head: str) -> None:
    layout = read(codes_table("201|服务|1", head=head))
    assert not layout.tables and layout.unsettled


def test_ambiguous_heading_offers_whole_slices() -> None:
    layout = read(codes_table(head="科目编码|科目名称|合计|其他资金"))
    assert layout.unsettled[0].choices == ("支出 非财政拨款", "支出 其他收入")


def test_sheet_name_of_another_fund_holds_the_table() -> None:
    sheet = codes_table("201|服务|1")
    titled = with_text(sheet, (1, 1), "2024年一般公共预算支出表")
    layout = read(Grid("政府性基金预算", titled.values, titled.merges))
    assert not layout.tables and "工作表名" in layout.unsettled[0].reason


def test_misspelt_heading_is_named_with_the_nearest_phrase() -> None:
    layout = recognise([with_text(template()["表三"], (5, 4), "基木支出")], classes=CLASSES)
    place = layout.unsettled[0]
    assert (place.sheet, place.at) == ("表三", (5, 4))
    assert "基本支出" in place.reason
    assert [table.sheet for table in layout.held] == ["表三"]


def test_sheets_renamed_and_reordered_are_read_all_the_same() -> None:
    sheets = [Grid(f"第{place}张", one.values, one.merges) for place, one in enumerate(reversed(template().values()))]
    layout = recognise(sheets, classes=CLASSES)
    assert not layout.unsettled
    original = recognise(template().values(), classes=CLASSES)
    assert [table.panels for table in reversed(layout.tables)] == [table.panels for table in original.tables]


def test_text_in_an_amount_cell_unsettles_nothing() -> None:
    sheet = with_text(template()["表一"], (6, 2), "见附件")
    assert len(recognise([sheet], classes=CLASSES).tables) == 1


@needs_reference
def test_another_citys_template_is_read_right_or_held() -> None:
    path = REFERENCE / "templates" / "shanghai-district-2026-department.xlsx"
    layout = recognise(read_workbook(path), classes=CLASSES)
    columns = {table.sheet.strip(): [column.slice for one in table.panels for column in one.columns] for table in layout.tables}
    expected = {
        "部门收入总表": ["全部", "财政拨款", "事业收入", "事业单位经营收入", "其他收入"],
        "部门支出总表": ["支出", "支出 基本支出", "支出 项目支出"],
        "部门一般公共预算拨款表": [f"支出 一般公共预算{kind}" for kind in ("", " 基本支出", " 项目支出")],
        "部门政府性基金拨款表": [f"支出 政府性基金预算{kind}" for kind in ("", " 基本支出", " 项目支出")],
        "部门国有资本经营预算拨款表": [f"支出 国有资本经营预算{kind}" for kind in ("", " 基本支出", " 项目支出")],
        "部门一般公共预算拨款基本支出明细表": [f"支出 一般公共预算 {kind}" for kind in ("基本支出", "人员经费", "公用经费")],
        "部门“三公”经费和机关运行费预算表": [
            "支出 经济30212+30217+30231+30913+31013",
            "支出 经济30212",
            "支出 经济30217",
            "支出 经济30231+30913+31013",
            "支出 经济30913+31013",
            "支出 经济30231",
            "支出 公用经费 机关单位",
        ],
    }
    assert columns == {sheet: [parse_slice(words) for words in listed] for sheet, listed in expected.items()}
    # Two tables list 类 by “二、…” and “三、”: nobody can know which, so they are held and the places named.
    assert [table.sheet for table in layout.held] == ["部门收支总表", "部门财政拨款收支总表"]
    assert [(place.sheet, place.at) for place in layout.unsettled] == [
        (sheet, (row, 3)) for sheet in ("部门收支总表", "部门财政拨款收支总表") for row in (9, 10)
    ]
