"""Calls as they come from Excel, through xlwings' own conversion: what reaches the cell is right, or a sentence."""

import datetime
import re
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.items.lists import HEADINGS, line

from .windows import FUNCTIONS, MISSING, ComRange, ComSheet

NOT_AVAILABLE, SPILL = -2146826246, -2146826243


@pytest.fixture
def call(excel: SimpleNamespace):
    """What a cell shows for a function with these arguments: what VBA hands over goes in."""

    def called(name: str, *arguments: object) -> object:
        shown = excel.udfs.call_udf(FUNCTIONS, name, arguments)
        return shown[0][0] if len(shown) == len(shown[0]) == 1 else shown

    return called


def cell(value: object) -> ComRange:
    return ComSheet([[value]]).Cells(1, 1)


def items_sheet(top: int = 1) -> ComSheet:
    return ComSheet([list(HEADINGS), *(line(function=2010306.0, 预算年度=2024.0, amount=n + 0.25) for n in range(20))], top)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (183740.0, 18.37),
        ("183,740", 18.37),
        ("１８３７４０元", "金额：“１８３７４０元”不是金额（请改成数字）"),
        (None, ""),
        ("", ""),
        (Decimal("183740.0000"), 18.37),
        (datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC), "金额：“2024-01-01 00:00:00”不是金额（请改成数字）"),
        (True, "金额：“TRUE”是逻辑值，不是金额（请改成数字）"),
        (NOT_AVAILABLE, "金额：单元格是错误值 #N/A（请改成数字）"),
        (SPILL, "金额：单元格是错误值 #SPILL!（请改成数字）"),
        (1e300, "金额：“1e+300”太大，不像是金额（请改成数字）"),
    ],
)
def test_values_of_all_kinds_written_out_or_in_a_cell(call, value: object, shown: object) -> None:
    assert call("BUDGET_WANYUAN", value) == shown
    assert call("BUDGET_WANYUAN", cell(value)) == shown


def test_of_whole_columns_only_what_is_used_is_fetched(call) -> None:
    sheet = items_sheet()
    handle = call("BUDGET_LOAD", sheet.whole_columns(1, 40))
    assert re.fullmatch("明细#[0-9A-F]{12}（20笔，2024年，1处提示）", handle)
    assert sheet.fetched == 21 * len(HEADINGS)
    assert call("BUDGET_SUM", handle) == 195.0
    assert call("BUDGET_SUM", sheet.whole_columns(1, 18)) == 195.0


def test_rows_above_the_list_count_so_that_a_row_is_called_by_its_number(call) -> None:
    sheet = items_sheet(top=4)
    sheet.values[9, 18] = "一百"
    assert "所选区域 第 9 行“金额(元)”：“一百”不是金额" in call("BUDGET_LOAD", sheet.whole_columns(1, 18))


def test_a_column_that_is_used_in_its_first_row_only_is_no_single_cell(call) -> None:
    one, other = ComSheet([[3.0], [4.0], [5.0]]), ComSheet([[1.5]])
    assert call("BUDGET_CHANGE", 3.0, other.whole_columns(1, 1), MISSING) == "增加1.50万元，增长100.00%"
    assert "大小对不上" in call("BUDGET_CHANGE", one.whole_columns(1, 1), other.whole_columns(1, 1), MISSING)
    assert "大小对不上" in call("BUDGET_CHANGE", ComRange(one, 1, 1, 3, 1), other.whole_columns(1, 1), MISSING)


def test_small_ranges_keep_their_size(call) -> None:
    one, other = ComSheet([[3.0], [4.0], [5.0]]), ComSheet([[1.5]])
    changes = call("BUDGET_CHANGE", ComRange(one, 1, 1, 3, 1), ComRange(other, 1, 1, 3, 1), MISSING)
    assert [row[0].split("（")[0] for row in changes] == ["增加1.50万元，增长100.00%", "增加4.00万元", "增加5.00万元"]


def test_a_column_where_nothing_is(call) -> None:
    assert "区域是空的" in call("BUDGET_LOAD", items_sheet().whole_columns(30, 31))


def test_an_error_among_the_items_is_no_blank(call) -> None:
    for error, shown in ((NOT_AVAILABLE, "#N/A"), (SPILL, "#SPILL!")):
        for column in (5, 9, 12, 18):
            sheet = items_sheet()
            sheet.values[3, column] = error
            said = call("BUDGET_SUM", sheet.whole_columns(1, 18))
            assert isinstance(said, str) and "第 3 行" in said and shown in said, said


def test_several_areas_are_refused(call) -> None:
    area = ComRange(ComSheet([[1.0], [2.0]]), 1, 1, 2, 1, ",$C$1")
    assert call("BUDGET_CHECK", 3.0, area, MISSING) == "选了几块不相连的区域，只能选一块"


def test_an_argument_left_out_is_all_but_a_blank_cell_is_not(call) -> None:
    sheet = items_sheet()
    handle = call("BUDGET_LOAD", sheet.whole_columns(1, 18))
    assert call("BUDGET_SUM", handle, MISSING, "一般公共预算", MISSING) == 195.0
    assert call("BUDGET_SUM", handle, cell(None)) == "“功能科目”的单元格是空的（不限就省略这个参数，或写“全部”）"
    assert call("BUDGET_SUM", handle, cell(NOT_AVAILABLE)) == "“功能科目”的单元格是错误值 #N/A（请先改正那个公式）"


def test_a_table_fills_a_rectangle_and_zeros_are_blank(call) -> None:
    rows = call("BUDGET_TABLE", items_sheet().whole_columns(1, 18), 3.0)
    assert {len(row) for row in rows} == {5}
    assert rows[5] == ["合计", "", 0.02, 0.02, ""]
    assert rows[-1] == ["2010306", "政务公开审批", 0.02, 0.02, ""]


def test_what_nobody_expected_is_a_number_that_stands_in_the_log(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    def break_down(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("budgetbook.stories.functions.figures.wanyuan", break_down)
    said = call("BUDGET_WANYUAN", 5.0)
    number = re.fullmatch(r"出错了（编号 ([\d-]+)），请打开日志查看", said)
    assert number
    log = next(tmp_path.rglob("budgetbook.log")).read_text(encoding="utf-8")
    assert number[1] in log and "BUDGET_WANYUAN" in log and "RuntimeError: boom" in log


def test_excel_that_does_not_answer_is_said_in_chinese_too(call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))

    class Busy(ComSheet):
        @property
        def UsedRange(self) -> ComRange:  # noqa: N802
            raise RuntimeError("call was rejected by callee")

    for name, others in (("BUDGET_LOAD", ()), ("BUDGET_CHECK", (1.0,))):
        said = call(name, *others, Busy([[1.0]]).whole_columns(1, 2))
        assert re.fullmatch(r"出错了（编号 [\d-]+），请打开日志查看", said), said
    assert "call was rejected" in next(tmp_path.rglob("budgetbook.log")).read_text(encoding="utf-8")


def test_no_licence_is_asked_for(excel: SimpleNamespace) -> None:
    import xlwings

    assert xlwings.__pro__ is False
