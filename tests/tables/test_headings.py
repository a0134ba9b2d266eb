"""Where a table's parts stand: title, unit, heading block, panels, numbering row; and which sheets are no tables."""

from __future__ import annotations

import pytest

from budgetbook.model.amount import WANYUAN, YUAN
from budgetbook.model.grid import Grid
from budgetbook.tables.frames import find_frame
from budgetbook.tables.headings import Frame, department_of, stray_columns
from budgetbook.tables.layout import Unsettled
from budgetbook.tables.vocabulary import load_vocabulary

from .grids import grid, moved, with_column, with_row, with_text

VOCABULARY = load_vocabulary()
TABLE = grid(
    [
        "预算公开表12",
        "2024年项目支出预算表（本年预算）",
        "部门名称：某某局||||单位：万元",
        "项目名称|合计|2024年财政拨款||单位资金",
        "||一般公共预算|政府性基金预算",
        "1|2|3|4|5",
        "某某局|7|7",
    ],
    "A2:E2 A4:A5 B4:B5 C4:D4 E4:E5",
)


def frame_of(sheet: Grid) -> Frame:
    frame = find_frame(sheet, VOCABULARY)
    assert isinstance(frame, Frame)
    return frame


def test_parts_of_a_table() -> None:
    frame = frame_of(TABLE)
    assert (frame.title, frame.title_at) == ("2024年项目支出预算表（本年预算）", (2, 1))
    assert (frame.unit, frame.unit_at) == (WANYUAN, (3, 5))
    assert (frame.department_at, department_of(frame, TABLE)) == ((3, 1), "某某局")
    assert frame.heading == (4, 6)
    assert [heading.reads for heading in frame.sides[0].columns] == [
        "合计",
        "2024年财政拨款/一般公共预算",
        "2024年财政拨款/政府性基金预算",
        "单位资金",
    ]


@pytest.mark.parametrize("before", [1, 2, 3, 4, 5, 6, 7])
def test_an_empty_row_anywhere_changes_nothing_but_places(before: int) -> None:
    plain, shifted = frame_of(TABLE), frame_of(with_row(TABLE, before))
    assert [heading.reads for heading in shifted.sides[0].columns] == [heading.reads for heading in plain.sides[0].columns]
    assert shifted.heading[1] == 6 + (before <= 6)


@pytest.mark.parametrize("before", [1, 2, 3, 4, 5])
def test_an_empty_column_anywhere_changes_nothing_but_places(before: int) -> None:
    shifted = frame_of(with_column(TABLE, before)).sides[0]
    assert [heading.at for heading in shifted.columns] == [at + (at >= before) for at in (2, 3, 4, 5)]
    assert shifted.columns[1].reads == "2024年财政拨款/一般公共预算"


def test_the_whole_block_may_stand_elsewhere() -> None:
    frame = frame_of(moved(TABLE, lambda row, column: (row + 9, column + 4)))
    assert frame.heading == (13, 15)
    assert [heading.at for heading in frame.sides[0].columns] == [6, 7, 8, 9]


def test_numbering_row_with_a_slip_is_still_one() -> None:
    assert frame_of(with_text(TABLE, (6, 3), "10")).heading == (4, 6)
    assert frame_of(with_text(TABLE, (6, 2), None)).heading == (4, 6)


def test_two_panels_side_by_side() -> None:
    frame = frame_of(
        grid(
            ["收支总表", "|||单位：元", "收入||支出", "项目|金额|项目|金额", "一、财政拨款|1|一、教育支出|1"],
            "A3:B3 C3:D3",
        )
    )
    assert frame.unit == YUAN
    assert [[key.heading.at for key in side.keys] for side in frame.sides] == [[1], [3]]
    assert [side.columns[0].reads for side in frame.sides] == ["收入/金额", "支出/金额"]


def test_unmerged_heading_over_several_columns_is_loose() -> None:
    frame = frame_of(grid(["预算收入总表", "单位：元", "项目||本年收入", "科目编码|科目名称|合计|一般公共预算"]))
    assert [place.at for place in frame.loose] == [(4, 4)]


def test_an_unmerged_heading_over_a_heading_of_several_columns_is_loose() -> None:
    rows = ["预算收支总表", "单位：元", "收入|||支出|", "科目||合计|项目|合计", "|科目名称|||"]
    frame = frame_of(grid(rows, "A4:B4 C4:C5 D3:E3 D4:D5 E4:E5"))
    assert [(place.at, place.reads) for place in frame.loose] == [((4, 3), "合计")]


def test_numbers_without_heading_inside_the_table_are_stray() -> None:
    sheet = with_text(with_column(TABLE, 3), (8, 3), 5.0)
    assert [place.at for place in stray_columns(frame_of(sheet), sheet)] == [(8, 3)]


@pytest.mark.parametrize(
    "rows",
    [
        ["填表说明", "单位：万元"],
        ["项目支出绩效目标申报表", "单位：元", "项目名称|合计", "甲|1"],
        ["单位名称|项目名称|金额(元)", "甲|乙|3"],
        ["部门基本信息", "预算年度|2024"],
        ["目  录", "1. 2026年部门财务收支预算总表 ……"],
        [],
    ],
)
def test_sheets_that_are_no_tables_are_passed_over(rows: list[str]) -> None:
    assert find_frame(grid(rows), VOCABULARY) is None


def test_a_department_whose_name_holds_a_word_of_other_sheets_is_no_reason_to_pass_over() -> None:
    sheet = with_text(TABLE, (3, 1), "部门名称：绩效评价中心")
    assert department_of(frame_of(sheet), sheet) == "绩效评价中心"


@pytest.mark.parametrize(
    ("cell", "text", "says"),
    [((3, 5), None, "金额单位"), ((2, 1), "2024年项目支出预算", "标题"), ((1, 5), "单位：元", "两处金额单位")],
)
def test_a_table_that_lacks_a_part_is_named(cell: tuple[int, int], text: str | None, says: str) -> None:
    found = find_frame(with_text(TABLE, cell, text), VOCABULARY)
    assert isinstance(found, Unsettled)
    assert says in found.reason


def test_a_sheet_of_other_contents_is_read_anew() -> None:
    other = Grid(TABLE.sheet, TABLE.values | {(3, 5): "单位：元"}, TABLE.merges)
    assert [frame_of(sheet).unit for sheet in (TABLE, other, TABLE)] == [WANYUAN, YUAN, WANYUAN]


def test_sheets_that_differ_in_their_rows_only_have_one_frame() -> None:
    rows = {(7, 1): "另一个局", (7, 2): 8.5, (8, 1): "某项目", (8, 2): 1.0}
    filled = Grid(TABLE.sheet, TABLE.values | rows | {(3, 1): "部门名称：另一个局"}, TABLE.merges)
    assert frame_of(filled) is frame_of(TABLE) and department_of(frame_of(filled), filled) == "另一个局"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ((3, 1), "部门名称：某某局（单位：元）"),
        ((3, 1), "部门名称：一个名字长得不得了的全区各单位收支项目支出预算情况总表"),
        ((3, 1), "编制单位：某某局"),
        ((4, 2), "小计"),
        ((6, 4), "四"),
        ((7, 3), "单位：元"),
        ((7, 9), 7.0),
        ((7, 1), "项目名称（续）"),
    ],
)
def test_whatever_bears_on_the_frame_is_looked_at(cell: tuple[int, int], text: str | float) -> None:
    """The frame is what it is on a sheet of another name, which was never seen."""
    frame_of(TABLE)
    sheet = with_text(TABLE, cell, text)
    found, anew = (find_frame(Grid(name, sheet.values, sheet.merges), VOCABULARY) for name in (sheet.sheet, f"{cell}{text}"))
    assert without_name(found) == without_name(anew)


def without_name(found: Frame | Unsettled | None) -> object:
    return vars(found) | {"sheet": ""} if isinstance(found, Frame) else found and found._replace(sheet="")


def test_true_is_not_taken_for_the_number_one() -> None:
    table = grid(["某支出预算表", "单位：万元", "科目编码|科目名称|合计", "1|2|3", "201|甲|7"])
    spoilt = Grid(table.sheet, table.values | {(4, 1): True})
    assert table.values == spoilt.values, "equal to Python, not to a reader"
    assert frame_of(table).heading == (3, 4) and frame_of(spoilt).heading == (3, 3)
