"""The report on one workbook as a page for people."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from budgetbook.model.finding import Verdict
from budgetbook.model.problem import BudgetbookError
from budgetbook.outputs.report_page import page, write_page
from tests.outputs.reports import NOWHERE, TAIL, UNREAD, WRONG, finding, report


class Seen(HTMLParser):
    """Tags that were opened, with their attributes, and all text outside of the style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"] or self.tags.count("body"):
            self.text += data


def test_what_is_wrong_where_and_what_to_do_stands_in_it() -> None:
    seen = Seen(page(report(WRONG, NOWHERE, TAIL), "甲局/公开.xlsx", ["表四没有读"]))
    for said in (
        *("甲局/公开.xlsx 校验报告", "有 2 处不符", "勾稽 845 条", "表三!C6", "合计不等于各项之和", "相关单元格：表三!D6、表五!C6"),
        *("166.60", "166.61", "-0.01", "请先看这一格", "整个工作簿", "表四没有读", "没有上年结转", "✗ 不符", "≈ 尾差"),
    ):
        assert said in seen.text, said
    assert seen.tags.count("tr") == 4


def test_the_first_sentence_is_about_the_worst() -> None:
    assert "没有发现不符，但有 1 处没有条件检查" in page(report(TAIL, UNREAD), "一")
    assert "1 处尾差是四舍五入造成的" in page(report(TAIL), "一")
    assert "没有发现问题" in page(report(), "一") and "<table>" not in page(report(), "一")


def test_a_text_from_a_workbook_is_never_markup() -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    seen = Seen(page(report(finding(Verdict.DISAGREE, "表三!C6", message=bad, hint=bad, reason=bad)), bad, [bad]))
    assert not {"script", "img"} & set(seen.tags) and not {"onerror", "src"} & set(seen.attributes)
    assert seen.text.count(bad) == 6  # the title twice, and each place once


def test_a_long_list_is_cut_and_says_so() -> None:
    many = page(report(*[WRONG] * 2_500), "一")
    assert many.count("<tr class=") == 2_000 and "还有 500 处没有列在这里" in many
    wide = page(report(finding(Verdict.DISAGREE, "表三!C6", *[f"表三!D{row}" for row in range(1, 100)])), "一")
    assert "表三!D20 等 99 处" in wide and "表三!D21" not in wide


def test_the_page_as_a_file(tmp_path: Path) -> None:
    write_page(report(WRONG), tmp_path / "公开.html", remarks=["注意"])
    text = (tmp_path / "公开.html").read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>") and "公开 校验报告" in text and "注意" in text
    with pytest.raises(BudgetbookError, match=r"没有.html"):
        write_page(report(WRONG), tmp_path / "没有这里" / "没有.html")
