"""The sheet 校验结果."""

from budgetbook.model.finding import Check, Verdict
from budgetbook.outputs.results import ACCEPTED, write_results
from budgetbook.workbooks.port import Workbook
from tests.outputs.memory_workbook import MemoryWorkbook
from tests.outputs.reports import NOWHERE, REPORT, TAIL, WRONG, finding, report

SHEET = "校验结果"


def sheets() -> MemoryWorkbook:
    return MemoryWorkbook(sheets=["表三", "表五"])


def row(book: Workbook, number: int) -> list[str]:
    grid = book.grid(SHEET)
    return [grid.text(number, column) for column in range(1, grid.columns + 1)]


def test_every_finding_is_a_row_and_every_place_a_link() -> None:
    book = sheets()
    write_results(book, report(WRONG, NOWHERE))
    head = [
        "序号",
        "结论",
        "级别",
        "代码",
        "位置",
        "说明",
        "左边",
        "右边",
        "差额",
        "怎么办",
        ACCEPTED,
        "相关单元格1",
        "相关单元格2",
    ]
    assert row(book, 6) == head
    amounts = ["166.60", "166.61", "-0.01"]
    assert row(book, 7) == [
        "1",
        "✗ 不符",
        "错误",
        "SUM",
        "表三!C6",
        "合计不等于各项之和",
        *amounts,
        "请先看这一格",
        "",
        "表三!D6",
        "表五!C6",
    ]
    assert row(book, 8)[:6] == ["2", "✗ 不符", "错误", "F03", "整个工作簿", "没有年度"]
    links = {(7, 5): ("表三", (6, 3)), (7, 12): ("表三", (6, 4)), (7, 13): ("表五", (6, 3)), (8, 12): ("表五", (7, 3))}
    assert book.held[SHEET].links == links


def test_the_head_gives_counts_and_assumptions() -> None:
    book = sheets()
    write_results(book, REPORT)
    said = [row(book, number)[0] for number in range(1, 6)]
    assert said[0] == "校验结果" and said[1].startswith("勾稽 845 条：相符 827") and said[4] == "1. 没有上年结转"
    assert ACCEPTED in said[2]


def test_a_rule_that_was_not_asked_says_why() -> None:
    book = sheets()
    whole = report()._replace(checks=(Check("P04", "年度成本指标应等于年度资金总额", {}, "没有检查：没有申报表"),))
    write_results(book, whole)
    assert row(book, 3)[0] == "P04 年度成本指标应等于年度资金总额：没有检查：没有申报表"


def test_when_nothing_is_wrong_it_says_so() -> None:
    book = sheets()
    write_results(book, report())
    assert "没有发现问题" in row(book, 5)[0]
    assert "序号" not in [book.grid(SHEET).text(at, 1) for at in range(1, 9)]


def test_more_related_cells_than_columns_are_counted() -> None:
    book = sheets()
    write_results(book, report(finding(Verdict.DISAGREE, "表三!C6", *[f"表五!A{number}" for number in range(1, 10)])))
    assert row(book, 7)[11:] == ["表五!A1", "表五!A2", "表五!A3", "共 9 处"]
    assert row(book, 6)[11:] == ["相关单元格1", "相关单元格2", "相关单元格3", "相关处数"]


def test_places_fit_into_their_columns() -> None:
    """LibreOffice does not wrap a link: what is longer than its column is cut."""
    book = sheets()
    write_results(book, report(finding(Verdict.DISAGREE, "政务服务事项免费制章等费用!H6", "党建及机关文化建设!H6", "表五!A1")))
    widths = book.held[SHEET].widths
    assert widths[5] > 2 * len("政务服务事项免费制章等费用") + 3 and widths[12] > 2 * len("党建及机关文化建设") + 3
    assert widths[13] < 20


def test_rows_are_high_enough_for_their_texts() -> None:
    book = sheets()
    long = finding(Verdict.DISAGREE, "表三!C6", message="说" * 270)
    write_results(book, report(TAIL, long))
    heights, widths = book.held[SHEET].heights, book.held[SHEET].widths
    needed = -(-270 * 2 // int(widths[6])) * 10.5 * 1.2
    assert heights[8] >= needed > heights[7]
    assert all(book.held[SHEET].looks[8, column].wrap for column in range(1, 12))


def test_a_sheet_that_is_not_there_gets_no_link() -> None:
    book = MemoryWorkbook(sheets=["表五"])
    write_results(book, report(WRONG))
    assert book.held[SHEET].links == {(7, 13): ("表五", (6, 3))}
