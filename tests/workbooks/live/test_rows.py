"""What refers to rows follows them in the open workbook as it does in a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlwings
from openpyxl.workbook.defined_name import DefinedName

from budgetbook.workbooks import engine
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.live.workbook import LiveWorkbook


@pytest.fixture
def path(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet, other = book.active, book.create_sheet("别处")
    assert sheet is not None
    sheet.title = "表 一"
    for row in range(2, 5):
        sheet.cell(row, 1, f"行{row}")
        sheet.cell(row, 2, float(row))
    sheet["B1"], sheet["C4"], sheet["B6"] = "=SUM(B2:B4)", "=B4*2", "=B4+SUM($B$2:$B$4)"
    other["A1"] = "=SUM('表 一'!B2:B4)-'表 一'!B4"
    book.defined_names["清单"] = DefinedName("清单", attr_text="'表 一'!$A$2:$B$4")
    book.save(tmp_path / "行.xlsx")
    return tmp_path / "行.xlsx"


@pytest.fixture
def live(path: Path) -> Iterator[LiveWorkbook]:
    with engine.activated():
        yield LiveWorkbook(xlwings.Book(path))


@pytest.mark.parametrize("stretch", [True, False])
def test_formulas_and_names_follow_as_in_a_file(path: Path, live: LiveWorkbook, stretch: bool) -> None:
    file = FileWorkbook.open(str(path))
    for book in (file, live):
        book.insert_rows("表 一", 5, [3, 4], stretch=stretch)
    for sheet in ("表 一", "别处"):
        assert live.grid(sheet).formulas == file.grid(sheet).formulas
    assert live.grid("表 一").formulas[1, 2] == ("SUM(B2:B6)" if stretch else "SUM(B2:B4)")
    assert live.grid("别处").formulas[1, 1] == f"SUM('表 一'!B2:B{6 if stretch else 4})-'表 一'!B4"
    assert live.names()["清单"] == f"'表 一'!$A$2:$B${6 if stretch else 4}"


def test_only_columns_that_no_tall_merge_cuts_get_the_looks_of_the_model(live: LiveWorkbook) -> None:
    sheet = live.sheet("表 一")
    sheet.range("A2:A3").merge()
    sheet.range("B3").color = "#FFFF00"
    live.insert_rows("表 一", 6, [3])
    assert live.fills("表 一", [(6, 1), (6, 2)]) == {(6, 1): "", (6, 2): "FFFF00"}
