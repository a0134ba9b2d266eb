"""撤销: what was filled goes without a trace, at once, after saving and opening again, and after later work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings

from budgetbook.model.problem import BudgetbookError
from budgetbook.outputs.marks import clear
from budgetbook.stories.fill import Part
from budgetbook.stories.inputs import items_in, projects_in
from budgetbook.stories.undo import changed_since, fill_undoably, last_filling, undo
from budgetbook.workbooks import engine
from budgetbook.workbooks.live.workbook import LiveWorkbook

from . import open_case


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    with engine.activated():
        yield open_case.make(tmp_path)


def fill(book: LiveWorkbook, path: Path, part: Part | None = None, **options: Any) -> None:
    items = items_in(book)
    assert items is not None
    part = part or Part()
    fill_undoably(book, path, items, projects_in(book), settings={}, done="填报全部", part=part, **options)


def opened(path: Path) -> LiveWorkbook:
    return LiveWorkbook(xlwings.Book(path))


def take_back(book: LiveWorkbook) -> None:
    undo(book, last_filling(book))


def left_by(book: LiveWorkbook, folder: Path) -> dict[str, dict[str, Any]]:
    book.save(str(folder / "left.xlsx"))
    return open_case.seen(folder / "left.xlsx")


def test_all_is_as_it_was(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    fill(book, path)
    assert len(book.sheets()) > 20
    take_back(book)
    assert left_by(book, tmp_path) == open_case.seen(path)


def test_after_saving_and_opening_again(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    fill(book, path)
    book.save(str(tmp_path / "saved.xlsx"))
    book.book.close()
    again = opened(tmp_path / "saved.xlsx")
    take_back(again)
    assert left_by(again, tmp_path) == open_case.seen(path)


def test_forms_results_and_marks_that_were_there_come_back(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    fill(book, path)
    form = next(name for name in book.sheets() if name not in open_case.seen(path))
    book.write(form, {(30, 1): "手工补记"})
    book.write("表一", {(6, 2): 99.5})
    before = left_by(book, tmp_path)
    fill(book, path)
    assert book.grid("表一").values[6, 2] != 99.5
    take_back(book)
    after = left_by(book, tmp_path)
    assert list(after) == list(before)
    for sheet_name, held in before.items():
        if sheet_name != "_budgetbook":
            for what in held:
                assert after[sheet_name][what] == held[what], (sheet_name, what)
    with pytest.raises(BudgetbookError, match="没有可以撤销"):
        last_filling(book)


def test_marks_of_a_later_check_go_too(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    fill(book, path)
    clear(book)
    take_back(book)
    assert left_by(book, tmp_path) == open_case.seen(path)


def test_one_table_alone(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    fill(book, path, Part(sheet="表三", forms=False))
    now = left_by(book, tmp_path)
    was = open_case.seen(path)
    assert {name for name in was if now[name]["values"] != was[name]["values"]} == {"表三"}
    take_back(book)
    assert left_by(book, tmp_path) == was


def test_work_done_since_is_known(path: Path) -> None:
    book = opened(path)
    fill(book, path)
    assert changed_since(book, last_filling(book)) == []
    book.write("表四", {(40, 7): 1.0})
    assert changed_since(book, last_filling(book)) == ["表四"]


@pytest.mark.parametrize("stop_at", ["认表", "填 表五", "生成绩效表", "核对"])
def test_whatever_stops_it_leaves_all_as_it_was(path: Path, tmp_path: Path, stop_at: str) -> None:
    book = opened(path)

    def step(name: str) -> None:
        if name == stop_at:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(book, path, step=step)
    assert left_by(book, tmp_path) == open_case.seen(path)


def test_filling_that_fails_leaves_the_earlier_one_to_be_taken_back(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    fill(book, path)

    def step(name: str) -> None:
        if name == "核对":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(book, path, step=step)
    take_back(book)
    assert left_by(book, tmp_path) == open_case.seen(path)


def test_formulas_come_back(path: Path, tmp_path: Path) -> None:
    book = opened(path)
    sheet = book.sheet("表三")
    sheet.range("G8").formula = "=SUM(C8:C10)"
    sheet.range("H9").formula = "=C9*2"
    book.forget("表三")
    before = book.grid("表三").formulas
    fill(book, path)
    take_back(book)
    assert book.grid("表三").formulas == before == {(8, 7): "SUM(C8:C10)", (9, 8): "C9*2"}


def test_record_that_was_changed_is_refused(path: Path) -> None:
    book = opened(path)
    fill(book, path)
    journal = book.sheet("_budgetbook")
    last = journal.used_range.last_cell.row
    journal.range((last, 4)).value = "改了"
    book.forget("_budgetbook")
    with pytest.raises(BudgetbookError, match="已经损坏"):
        last_filling(book)


def test_sheet_that_is_gone_is_said(path: Path) -> None:
    book = opened(path)
    fill(book, path)
    record = last_filling(book)
    book.sheet("表七").name = "表七（旧）"
    with pytest.raises(BudgetbookError, match="表七"):
        undo(book, record)
