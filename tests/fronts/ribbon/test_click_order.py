"""An accountant's afternoon: 导入 → 填报 → 校验 → 穿透 → 清除 → 撤销, beside what the command line makes of the same files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwings

from budgetbook.stories.clear import clear
from budgetbook.stories.fill import fill
from tests.stories import open_case

from .conftest import Clicks

_SHOWN = ("values", "fills", "merges", "notes", "heights", "formats", "aligned", "borders", "fonts", "state")
_EXCELS_WAYS = {
    ("基本信息", "values"): "the year goes into a cell for texts, and Excel makes a text of it",
    ("明细", "values"): "the same, in the column 年度",
    ("明细", "borders"): "blank cells are there, and look like their column; in the file they are absent and look the same",
    ("校验结果", "borders"): "the engine has no borders; Excel draws them",
}


def unlike(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> set[tuple[str, str]]:
    """Where two workbooks show something else."""
    sheets = dict.fromkeys((*one, *other))
    return {(sheet, what) for sheet in sheets for what in _SHOWN if one.get(sheet, {}).get(what) != other.get(sheet, {}).get(what)}


def as_texts(values: dict[str, Any]) -> dict[str, str]:
    return {cell: str(value) for cell, value in values.items()}


def test_the_whole_afternoon(opened: Callable[..., Clicks], tmp_path: Path) -> None:
    clicks = opened(items=False)
    empty = clicks.seen()

    clicks.chosen = open_case.CASE / "line_items.csv"
    assert "写进“明细”表" in clicks("import_items")
    imported = clicks.seen()
    assert {sheet for sheet, _ in unlike(empty, imported)} == {"明细"}

    filled = clicks("fill_all")
    made = tmp_path / "命令行填好.xlsx"
    outcome = fill(open_case.make(tmp_path / "命令行"), made)
    live, command = clicks.seen(journal=False), open_case.seen(made, journal=False)
    assert "填报全部完成" in filled and f"有 {outcome.report.disagreements} 处不符" in filled
    assert list(live) == list(command)
    assert unlike(live, command) == set(_EXCELS_WAYS)
    for sheet in ("基本信息", "明细"):
        assert as_texts(live[sheet]["values"]) == as_texts(command[sheet]["values"])

    assert "校验完成" in clicks("check_all")
    assert unlike(clicks.seen(journal=False), live) == set()

    clicks.select("表三", "C7")
    assert clicks("drill_down").startswith("表三!C7")
    assert clicks.book.sheets.active.name == "穿透"
    clicks.book.sheets["穿透"].delete()

    clicks.answers.append("no")  # what is kept for undoing stays
    assert "已去掉" in clicks("clear_marks")
    clear(made, tmp_path / "清除.xlsx")
    cleared = open_case.seen(tmp_path / "清除.xlsx", journal=False)
    assert unlike(clicks.seen(journal=False), cleared) == set(_EXCELS_WAYS) - {("校验结果", "borders")}

    assert "已撤销" in clicks("undo_fill")
    assert unlike(clicks.seen(), imported) == set()


def test_saved_and_opened_again_in_between(opened: Callable[..., Clicks]) -> None:
    clicks = opened()
    before = clicks.seen()
    clicks("fill_all")
    clicks.book.save()
    clicks.book.close()
    again = Clicks(xlwings.Book(clicks.path), clicks.path)
    assert "已撤销" in again("undo_fill")
    assert unlike(again.seen(), before) == set()
