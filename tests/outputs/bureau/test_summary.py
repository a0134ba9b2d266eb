"""summary.xlsx: the overview and the inspection form, read by another program."""

from pathlib import Path

import openpyxl
import pytest

from budgetbook.checks.rules import rules
from budgetbook.checks.verdict import SAYS
from budgetbook.model.finding import Check, Verdict
from budgetbook.outputs.bureau.inspection import MANUAL, NO, UNCHECKED, YES, answers, form
from budgetbook.outputs.bureau.results import Result, read_tasks
from budgetbook.stories.bureau import bureau
from tests.outputs.bureau.runs import OLD_YEAR, REMARK, TAIL, UNREAD, WRONG, failed, report, small_run, task, write_run
from tests.workbooks.judges import assert_sound, libreoffice_values, schema_errors

MESSAGE = WRONG.message


@pytest.fixture(scope="module")
def summary(tmp_path_factory: pytest.TempPathFactory) -> openpyxl.Workbook:
    out = tmp_path_factory.mktemp("summary")
    bureau(small_run(out))
    return openpyxl.load_workbook(out / "summary.xlsx")


def rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[dict[str, object]]:
    """The rows of the list, without the one of totals."""
    heading, *found = list(sheet.iter_rows(min_row=3, values_only=True))
    return [dict(zip(heading, row, strict=True)) for row in found if row[1] != "合计"]


def test_the_overview_lists_the_worst_first_with_numbers(summary: openpyxl.Workbook) -> None:
    assert summary.sheetnames == ["汇总", "检查表"]
    found = rows(summary["汇总"])
    assert [row["部门"] for row in found] == ["甲局", "乙局", "戊局", "丙局", "丁局"]
    first, undone = found[0], found[2]
    assert (first["年度"], first["预算（万元）"], first["结论"], first["工作簿"]) == (2024, 16.66, "✗ 不符", "甲局/公开.xlsx")
    assert [first[f"{sign}\n（处）"] for sign in ("✗ 不符", "? 未检", "! 提示", "≈ 尾差", "○ 已核实")] == [2, 1, 0, 1, 0]
    assert first["✓ 相符\n（条）"] == 404 and first["没有做成的原因或提醒"] is None
    assert undone["预算（万元）"] is None and undone["✗ 不符\n（处）"] is None  # nobody knows is not zero
    assert "打不开" in str(undone["没有做成的原因或提醒"])


def test_the_inspection_form_answers_every_row_of_every_department(summary: openpyxl.Workbook) -> None:
    found = rows(summary["检查表"])
    assert len(found) == 5 * len(form())
    mine = {row["检查内容"]: (row["是/否"], row["存在的问题"]) for row in found if row["部门"] == "甲局"}
    assert mine["合计是否等于各组成部分之和"] == ("✗ 否", f"✗ 表三!C6：{MESSAGE}")
    assert mine["年度是否都是预算年度"] == ("✗ 否", "✗ 整个工作簿：标题写的是 2023 年")
    assert mine["同一口径的数在各表、各处是否一致"] == ("? 未检", "? 表五!C8：表五有金额没有读出，涉及的 3 条勾稽未检")
    assert mine["每个项目是否都有绩效目标申报表"] == ("? 未检", "? P01 没有检查：工作簿里没有绩效目标申报表")
    assert mine["是否在批复后 20 日内公开"][0] == "✎ 请人工填写"
    undone = {row["检查内容"]: row["是/否"] for row in found if row["部门"] == "戊局"}
    assert set(undone.values()) == {"? 未检", "✎ 请人工填写"}


def test_every_check_of_the_program_answers_one_row() -> None:
    asked = [code for row in form() for code in row.codes]
    assert sorted(asked) == sorted([*SAYS, *(rule.code for rule in rules())])
    assert all(bool(row.codes) != bool(row.ask) for row in form())


def test_answers(tmp_path: Path) -> None:
    write_run(tmp_path, [task("a.xlsx"), failed("b.xlsx", "坏了")], {})
    good, bad = read_tasks(tmp_path)[0]
    whole = report(WRONG, WRONG, WRONG, WRONG, TAIL, REMARK, OLD_YEAR, UNREAD, unchecked=("P01", "P04"))
    found = {each.row.question: each for each in answers(Result(good, whole))}
    sums = found["合计是否等于各组成部分之和"]
    assert sums.answer == NO and sums.problems.splitlines() == [f"✗ 表三!C6：{MESSAGE}"] * 3 + ["……共 4 处，见 findings.csv"]
    codes = found["支出是否按规定的科目列示，编码和名称是否正确"]
    assert (codes.answer, codes.problems) == (YES, "! 表二!A9：科目表里没有“2019999”")
    assert found["公开的数是否与预算明细一致"].answer == YES
    assert found["绩效目标申报表的资金是否对得上"].answer == UNCHECKED
    nothing = found["绩效指标是否齐全、可以衡量、前后一致"]  # the report has no such check
    assert (nothing.answer, nothing.problems) == (UNCHECKED, "没有做这项检查")
    assert {each.answer for each in answers(Result(bad, None))} == {UNCHECKED, MANUAL}


def test_a_check_that_no_row_asks_for_is_not_lost(tmp_path: Path) -> None:
    write_run(tmp_path, [task("a.xlsx")], {})
    (only,) = read_tasks(tmp_path)[0]
    later = report()
    later = later._replace(
        findings=(WRONG._replace(code="N01"),),
        checks=(*later.checks, Check("N01", "情况说明的数应与表一致", {Verdict.DISAGREE: 1})),
    )
    last = answers(Result(only, later))[-1]
    assert (last.row.aspect, last.answer) == ("其他", NO) and MESSAGE in last.problems


def test_of_very_many_workbooks_the_worst_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetbook.outputs.bureau.summary.MOST_FORMS", 2)
    bureau(small_run(tmp_path))
    sheet = openpyxl.load_workbook(tmp_path / "summary.xlsx")["检查表"]
    assert sheet["A1"].value == "部门预算公开检查表（问题最多的 2 份）"
    assert {row["部门"] for row in rows(sheet)} == {"甲局", "乙局"}


@pytest.mark.validator
def test_other_programs_find_the_workbook_sound(tmp_path: Path) -> None:
    bureau(small_run(tmp_path))
    assert_sound(tmp_path / "summary.xlsx")
    assert schema_errors(tmp_path / "summary.xlsx") == []


@pytest.mark.libreoffice
def test_libreoffice_shows_the_form(tmp_path: Path) -> None:
    bureau(small_run(tmp_path))
    shown = libreoffice_values(tmp_path / "summary.xlsx", "检查表")
    assert shown[2] == ["部门", "工作簿", "序号", "方面", "检查内容", "是/否", "存在的问题"] and len(shown) == 3 + 5 * len(form())


def test_the_overview_ends_with_what_all_come_to(summary: openpyxl.Workbook) -> None:
    sheet = summary["汇总"]
    (last,) = list(sheet.iter_rows(min_row=sheet.max_row, values_only=True))
    assert last[1] == "合计" and last[3] == 13_262.34 and last[5:11] == (3, 1, 1, 2, 0, 4 * 404)
    assert last[-1] == "2 份金额不详，没有算进合计"
    assert "2024 年度，5 个部门，5 份工作簿" in sheet["A2"].value and "金额单位：万元" in sheet["A2"].value


def test_it_can_be_filtered_and_handed_in(summary: openpyxl.Workbook) -> None:
    for sheet, last in ((summary["汇总"], "M8"), (summary["检查表"], f"G{3 + 5 * len(form())}")):
        assert sheet.freeze_panes == "C4" and sheet.auto_filter.ref == f"A3:{last}"
        assert sheet.print_title_rows == "$1:$3"
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) in ((1, 0), (None, 0))
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and "共 &N 页" in sheet.oddFooter.center.text
        assert sum(column.width for column in sheet.column_dimensions.values()) < 190  # nine tenths of the size on A4
    amount = summary["汇总"]["D4"]
    assert amount.number_format == "#,##0.00" and amount.value == 16.66 and summary["汇总"]["D3"].value == "预算（万元）"


def test_of_no_workbook_that_was_done_the_sheets_stand_too(tmp_path: Path) -> None:
    bureau(write_run(tmp_path, [failed("b.xlsx", "坏" * 40_000)], {}))
    sheet = openpyxl.load_workbook(tmp_path / "summary.xlsx")["汇总"]
    assert len(sheet["M4"].value) == 32_767 and sheet["D5"].value == 0 and sheet["M5"].value == "1 份金额不详，没有算进合计"


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    first = bureau(small_run(tmp_path / "a"))
    second = bureau(small_run(tmp_path / "b"))
    assert [path.read_bytes() for path in first.written] == [path.read_bytes() for path in second.written]
    assert [path.name for path in first.written] == ["index.html", "findings.csv", "findings.parquet", "summary.xlsx"]
