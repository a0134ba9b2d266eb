"""What stands in the way in an open workbook: it is said, and nothing is half done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings

from budgetbook.stories import undo

from .conftest import Clicks


@pytest.mark.parametrize("sheet", ["表五", "绩效目标申报表", "项目"])
def test_protected_sheet_in_the_middle_puts_all_back(clicks: Clicks, tmp_path: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(clicks.path)
    book[sheet].protection.sheet = True
    path = tmp_path / "受保护.xlsx"
    book.save(path)
    protected = Clicks(xlwings.Book(path), path, clicks.answers)
    before = protected.seen()
    said = protected("fill_all")
    assert "受保护" in said and "工作簿没有改动" in said
    assert protected.seen() == before


def test_putting_back_that_fails_is_said_in_full(clicks: Clicks, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any) -> None:
        raise OSError("gone")

    monkeypatch.setattr(undo, "take_back", fail)
    clicks.escape_at = "填 表五"
    said = clicks("fill_all")
    assert "请不要保存" in said and "编号" in said


def test_workbook_in_the_cloud(clicks: Clicks, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: xlwings.Book) -> str:
        raise xlwings.XlwingsError("Couldn't find the local OneDrive folder")

    monkeypatch.setattr(xlwings.Book, "fullname", property(refuse))
    assert "没有保存在本机" in clicks("fill_all")


@pytest.mark.parametrize("id", ["next_finding", "drill_down", "why_red"])
def test_picture_that_is_selected(clicks: Clicks, monkeypatch: pytest.MonkeyPatch, id: str) -> None:
    clicks("fill_all")
    monkeypatch.setattr(xlwings.App, "selection", property(lambda self: None))
    assert "请先点一个单元格" in clicks(id)


def test_formula_that_the_user_has_put_in_stays(clicks: Clicks) -> None:
    clicks.book.sheets["表一"].range("D36").formula = "=SUM(D6:D35)"
    clicks("fill_all")
    assert clicks.seen()["表一"]["values"]["D36"] == "=SUM(D6:D35)"
    assert "没有变化" in clicks("fill_all")
    clicks("undo_fill")
    assert clicks.seen()["表一"]["values"]["D36"] == "=SUM(D6:D35)"


def test_lists_with_a_cell_far_away_are_read_all_the_same(clicks: Clicks) -> None:
    clicks.book.sheets["明细"].range("XFD30").value = "忘在这里"
    assert clicks("check_items").startswith("没有问题")


def test_used_area_out_of_all_proportion_is_said(clicks: Clicks) -> None:
    clicks.book.sheets["明细"].range("XFD1048576").value = "忘在这里"
    said = clicks("fill_all")
    assert "太大了" in said and "明细" in said
