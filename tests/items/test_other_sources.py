"""Workbooks, parquet and data frames as sources of line items."""

import datetime
import zipfile

import openpyxl
import pandas as pd
import pytest

from budgetbook.items.line_items import LineItems, read_items
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice, parse_slice

from .lists import HEADINGS, line


def workbook(path, sheets):
    """Sheets by name; each is rows and the row that they start in."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (rows, first) in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, first):
            for column, value in enumerate(row, 3):
                cell = sheet.cell(at, column, value if value != "" else None)
                if isinstance(value, str) and value.startswith("#"):
                    cell.data_type = "e"
    book.save(path)
    return path


def refusal(path, **said):
    with pytest.raises(BudgetbookError) as caught:
        read_items(path, **said)
    return str(caught.value)


def test_numbers_rows_and_sheet_of_a_workbook(tmp_path):
    rows = [
        HEADINGS,
        line(function=2010306.0, amount=780681.9399999999),
        [],
        line(amount=99999999999.995),
        ["合计", *[""] * 16, "100000780681.94"],
    ]
    sheets = {"说明": ([["填表说明"]], 1), "别的": ([HEADINGS, line(amount=7)], 1), "明细": (rows, 4)}
    items = read_items(workbook(tmp_path / "a.xlsx", sheets))
    assert items.total(Slice()) == 78068194 + 9999999999999 + 1
    assert [(item.row, item.function) for item in items.rows(Slice())] == [(5, "2010306"), (7, "2010306")]
    assert read_items(tmp_path / "a.xlsx", "别的").total(Slice()) == 700
    assert "没有“没有的”这张表" in refusal(tmp_path / "a.xlsx", sheet="没有的")


def test_the_only_sheet_with_the_headings_is_taken(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"说明": ([["x"]], 1), "导出数据": ([["标题"], HEADINGS, line()], 1)})
    assert read_items(path).total(Slice()) == 10000
    twice = workbook(tmp_path / "b.xlsx", {"甲": ([HEADINGS, line()], 1), "乙": ([HEADINGS, line()], 1)})
    assert "有 2 张表都像预算明细，不知道用哪一张（请把要用的表改名为“明细”；现有：甲、乙）" in refusal(twice)


def test_what_merged_cells_and_formulas_without_results_leave_blank_is_said_to_be_so(tmp_path):
    rows = [HEADINGS, line(), line(单位名称=""), line(amount="")]
    said = refusal(workbook(tmp_path / "a.xlsx", {"明细": (rows, 1)}))
    assert "第 3 行“单位名称”：没有单位名称（每一行都要填写；合并的单元格请取消合并后逐行填写）" in said
    assert "第 4 行“金额(元)”：没有金额（请填写；没有钱的行请删去；是公式的，请用 Excel 打开、保存一次再试）" in said


def test_the_name_of_the_file_does_not_matter(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"明细": ([HEADINGS, line()], 1)})
    assert read_items(path.rename(tmp_path / "a.et")).total(Slice()) == 10000


def test_errors_and_dates_in_cells_are_problems_where_they_stand(tmp_path):
    rows = [
        HEADINGS,
        line(amount="#REF!"),
        line(function=datetime.date(2024, 1, 3)),
        line(资金来源="#N/A"),
        line(单位名称="#DIV/0!"),
    ]
    said = refusal(workbook(tmp_path / "a.xlsx", {"明细": (rows, 1)}))
    assert "第 2 行“金额(元)”：“#REF!”不是金额" in said
    assert "第 3 行“支出功能分类科目编码”：“2024-01-03" in said
    assert "单元格成了日期" in said
    assert "第 4 行“资金来源”：“#N/A”认不出是什么" in said
    assert "第 5 行“单位名称”：单元格是公式错误 #DIV/0!" in said


def test_a_few_cells_that_span_a_whole_sheet_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", {"明细": ([HEADINGS, line()], 1)})
    book = openpyxl.load_workbook(path)
    book["明细"]["XFD1048576"] = 1
    book.save(path)
    assert "有一张表跨 1048576 行、16384 列，太大了" in refusal(path)


def test_a_bomb_is_refused(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", b" " * 20_000_000)
    assert "展开后异常地大" in refusal(path)


def test_parquet_with_numbers_and_gaps(tmp_path):
    frame = pd.DataFrame([line(amount=1.005, function=2010306.0), line(amount=2.5, function=2040612.0)], columns=HEADINGS)
    frame["政府预算支出经济分类科目编码"] = [50201.0, None]
    frame.to_parquet(tmp_path / "a.parquet")
    items = read_items(tmp_path / "a.parquet")
    assert items.total(Slice()) == 101 + 250
    assert items.nodes("economic", Slice()) == ("30201", "30201/50201")


def test_a_frame_goes_in_and_comes_out():
    lines = [
        line(amount=0.1 + 0.2, 预算年度=2024),
        line(amount=99999999.99, 资金来源=None),
        line(amount=True is False, 项目名称=float("nan")),
    ]
    items = LineItems.from_frame(
        pd.DataFrame(lines, columns=HEADINGS).assign(金额=[0.30000000000000004, 99999999.99, 0.0]).drop(columns="金额(元)")
    )
    assert [item.amount for item in items.rows(Slice())] == [30, 9999999999, 0]
    assert [item.row for item in items.rows(Slice())] == [2, 3, 4]
    again = LineItems.from_frame(items.to_frame())
    assert again.rows(Slice()) == items.rows(Slice())
    assert again.total(parse_slice("本年 行政单位")) == 9999999999 + 30


def test_a_frame_with_strange_amounts_is_refused():
    frame = pd.DataFrame([line(amount=value) for value in (float("inf"), float("nan"), True, "一百")], columns=HEADINGS)
    with pytest.raises(BudgetbookError) as caught:
        LineItems.from_frame(frame)
    said = str(caught.value)
    assert "第 2 行“金额(元)”：“inf”不是金额" in said
    assert "第 3 行“金额(元)”：没有金额" in said
    assert "第 4 行“金额(元)”：“TRUE”不是金额" in said
    assert "第 5 行“金额(元)”：“一百”不是金额" in said
