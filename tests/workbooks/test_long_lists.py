"""Long lists are not taken apart to see whether they refer to a sheet; and whatever refers to it follows all the same."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from budgetbook.workbooks.file.templates import LONGEST
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import packages

LIST = "xl/worksheets/sheet2.xml"
ROWS = 30_000


@pytest.fixture(params=["nothing", "formula", "link", "rule", "spelt"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    path, refers = tmp_path / "long.xlsx", str(request.param)
    workbook = xlsxwriter.Workbook(path)
    workbook.add_worksheet("表").write("A5", 1)
    rows = workbook.add_worksheet("明细")
    for row in range(ROWS):
        rows.write_row(row, 0, [row, "某某局，某某处", 3.5])
    if refers == "formula":
        rows.write_formula(ROWS // 2, 4, "=表!A5", None, 1)
    if refers == "link":
        rows.write_url("F1", "internal:表!A5")
    if refers in ("rule", "spelt"):
        rows.data_validation("F2", {"validate": "custom", "value": "=表!A5>0"})
    workbook.close()
    if refers == "spelt":
        spelt = tmp_path / "spelt.xlsx"
        path = packages.altered(path, spelt, {LIST: ("表!A5", "表&#33;A5")})
    assert len(packages.read(path)[LIST]) > 4 * LONGEST
    return path, refers


def test_what_refers_follows_and_what_does_not_stays_raw(book: tuple[Path, str], tmp_path: Path) -> None:
    path, refers = book
    workbook = FileWorkbook.open(str(path))
    workbook.insert_rows("表", 3, [2])
    workbook.save(str(tmp_path / "out.xlsx"))
    changed = packages.changed(path, tmp_path / "out.xlsx")
    assert (LIST in changed) == (refers != "nothing")
    text = packages.read(tmp_path / "out.xlsx")[LIST].decode()
    assert ("表!A6" in text) == (refers != "nothing")
