"""The contract of the port, held by every adapter that can run here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings

from budgetbook.model.grid import Area, Cell, Value
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks import engine
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.live.workbook import LiveWorkbook
from budgetbook.workbooks.port import Look, Workbook
from tests.workbooks import contract


def _live(path: str) -> Workbook:
    return LiveWorkbook(xlwings.Book(path))


ADAPTERS: dict[str, Callable[[str], Workbook]] = {"file": FileWorkbook.open, "live": _live}


@pytest.fixture(params=ADAPTERS, name="book")
def _book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workbook]:
    with engine.activated():
        yield ADAPTERS[request.param](str(contract.make(tmp_path / "合同.xlsx")))


def seen(book: Workbook, folder: Path) -> openpyxl.Workbook:
    book.save(str(folder / "saved.xlsx"))
    return openpyxl.load_workbook(folder / "saved.xlsx")


def test_name_and_sheets(book: Workbook) -> None:
    assert book.name == "合同.xlsx" and book.sheets() == ["表", "二"]


def test_grid_shows_values_merges_and_formulas(book: Workbook) -> None:
    grid = book.grid("表")
    assert grid.sheet == "表" and grid.values[1, 1] == "名称" and grid.values[2, 2] == 1.5
    assert grid.merges == [Area(4, 1, 4, 2)] and grid.formulas == {(2, 3): "B2*2"}
    assert book.grid("二").values == {}


def test_unknown_sheet_is_an_error(book: Workbook) -> None:
    for call in (lambda: book.grid("无"), lambda: book.write("无", {(1, 1): 1}), lambda: book.remove_sheet("无")):
        with pytest.raises(BudgetbookError, match="没有工作表“无”"):
            call()


def test_grid_shows_what_was_written(book: Workbook, tmp_path: Path) -> None:
    book.write("表", {(1, 1): "=文字", (2, 2): 206.0, (2, 3): 412.0, (9, 9): True, (1, 4): None})
    grid = book.grid("表")
    assert {cell: grid.values.get(cell) for cell in [(1, 1), (2, 2), (2, 3), (9, 9), (1, 4)]} == {
        (1, 1): "=文字", (2, 2): 206.0, (2, 3): 412.0, (9, 9): True, (1, 4): None
    }  # fmt: skip
    sheet = seen(book, tmp_path)["表"]
    assert sheet["C2"].value == "=B2*2" and sheet["A1"].data_type == "s" and sheet["B2"].fill.fgColor.rgb == "FFFFFF00"


def test_texts_stay_texts(book: Workbook, tmp_path: Path) -> None:
    texts = {(7, place): text for place, text in enumerate(("001", "2010306", "１２", "2024年1月", "3/4", "TRUE", "-1", "'引"), 1)}
    book.write("表", texts)
    assert {cell: book.grid("表").values[cell] for cell in texts} == texts
    assert [cell.value for cell in seen(book, tmp_path)["表"][7]] == list(texts.values())


def test_truth_values_and_zeros_are_what_they_are(book: Workbook) -> None:
    cells: dict[Cell, Value] = {(7, 1): True, (7, 2): False, (7, 3): 0.0}
    book.write("表", cells)
    found = book.grid("表").values
    assert [found[cell] for cell in cells] == [True, False, 0.0] and [type(found[cell]) for cell in cells] == [bool, bool, float]


def test_formulas_of_models_come_with_their_rows(book: Workbook) -> None:
    book.insert_rows("表", 3, [2, 4])
    grid = book.grid("表")
    assert grid.formulas == {(2, 3): "B2*2", (3, 3): "B3*2"}
    assert sorted(grid.merges) == [Area(4, 1, 4, 2), Area(6, 1, 6, 2)]


def test_fills_are_given_back(book: Workbook, tmp_path: Path) -> None:
    cells = [(2, 2), (1, 1), (20, 5)]
    words = book.fills("表", cells)
    book.paint("表", dict.fromkeys(cells, "FF0000"))
    assert {seen(book, tmp_path)["表"].cell(*cell).fill.fgColor.rgb for cell in cells} == {"FFFF0000"}
    book.paint("表", words)
    assert book.fills("表", cells) == words
    sheet = seen(book, tmp_path)["表"]
    assert sheet["B2"].fill.fgColor.rgb == "FFFFFF00" and sheet["A1"].fill.fill_type is None


def test_notes_are_set_replaced_and_taken_away(book: Workbook, tmp_path: Path) -> None:
    assert book.notes("表") == {(1, 4): "原有"}
    book.note("表", {(1, 4): "改过", (2, 2): "新\n两行"})
    assert book.notes("表") == {(1, 4): "改过", (2, 2): "新\n两行"}
    book.note("表", {(1, 4): None})
    assert [(c.coordinate, c.comment.text) for row in seen(book, tmp_path)["表"] for c in row if c.comment] == [("B2", "新\n两行")]


def test_rows_put_in_and_taken_out(book: Workbook, tmp_path: Path) -> None:
    book.insert_rows("表", 2, [2, 2])
    grid = book.grid("表")
    assert grid.values[4, 2] == 1.5 and (2, 2) not in grid.values
    assert grid.merges == [Area(6, 1, 6, 2)] and grid.formulas[4, 3] == "B4*2"
    assert seen(book, tmp_path)["表"]["B2"].fill.fgColor.rgb == "FFFFFF00"
    book.delete_rows("表", 2, 2)
    assert book.grid("表").formulas == {(2, 3): "B2*2"}


def test_sheets_come_and_go(book: Workbook) -> None:
    book.add_sheet("三", hidden=True)
    book.copy_sheets("表", ["四", "五"])
    assert book.sheets() == ["表", "二", "三", "四", "五"]
    assert book.grid("四").values == book.grid("表").values and book.notes("四") == book.notes("五") == book.notes("表")
    book.write("四", {(1, 1): "四的"})
    assert (book.grid("表").text(1, 1), book.grid("五").text(1, 1)) == ("名称", "名称")
    book.remove_sheet("二")
    assert book.sheets() == ["表", "三", "四", "五"]
    book.remove_sheets(["五", "三"])
    assert book.sheets() == ["表", "四"]
    book.copy_sheets("四", [])
    book.remove_sheets([])
    assert book.sheets() == ["表", "四"]


def test_a_batch_is_done_as_a_whole_or_not_at_all(book: Workbook) -> None:
    for names in (["三", "二"], ["三", "三"], ["三", "坏:名"]):
        with pytest.raises(BudgetbookError):
            book.copy_sheets("表", names)
    for gone in (["二", "无"], ["表", "二"]):
        with pytest.raises(BudgetbookError):
            book.remove_sheets(gone)
    assert book.sheets() == ["表", "二"]


def test_layout(book: Workbook, tmp_path: Path) -> None:
    assert book.widths("表", 1)[0] == pytest.approx(20, abs=1)
    book.set_widths("表", {2: 33})
    book.set_heights("表", {2: 40})
    assert book.heights("表", [1, 2, 99]) == {1: 15.0, 2: 40.0, 99: 15.0}
    book.unmerge("表", [Area(4, 1, 4, 2)])
    book.merge("表", [Area(5, 1, 6, 1)])
    book.format("表", [(Area(5, 1, 5, 1), Look(bold=True))])
    book.link("表", {(1, 1): ("二", (3, 3))})
    sheet = seen(book, tmp_path)["表"]
    assert sheet.column_dimensions["B"].width == pytest.approx(33, abs=1) and sheet.row_dimensions[2].height == 40
    assert [str(merge) for merge in sheet.merged_cells.ranges] == ["A5:A6"] and sheet["A5"].font.b
    assert sheet["A1"].hyperlink.location.endswith("!C3")


def test_the_input_is_not_touched(book: Workbook, tmp_path: Path) -> None:
    before = (tmp_path / "合同.xlsx").read_bytes()
    book.write("表", {(1, 1): "改"})
    seen(book, tmp_path)
    assert (tmp_path / "合同.xlsx").read_bytes() == before
