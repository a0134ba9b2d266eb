"""Written workbooks before the Open XML SDK and LibreOffice; and the judges themselves, which must find what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetbook.model.grid import Area
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Look
from tests.workbooks import judges, packages, rich


def worked_on(path: Path, folder: Path) -> Path:
    """Everything that the facade can do, in one file."""
    workbook = FileWorkbook.open(str(path))
    workbook.write(rich.TABLE, {(4, 2): 30.25, (5, 2): 12.5, (6, 2): 42.75, (9, 4): "=文字", (40, 30): "远"})
    workbook.paint(rich.TABLE, {(4, 2): "FFC7CE", (9, 9): "FFEB9C"})
    workbook.note(rich.TABLE, {(4, 2): "原有备注；不符", (5, 2): "不符"})
    workbook.note(rich.OTHER, {(1, 1): "备注"})
    workbook.link(rich.TABLE, {(4, 1): (rich.OTHER, (1, 1))})
    workbook.set_widths(rich.TABLE, {1: 20, 4: 30})
    workbook.set_heights(rich.OTHER, {1: 25})
    workbook.merge(rich.OTHER, [Area(10, 1, 11, 2)])
    workbook.add_sheet("检查结果")
    workbook.add_sheet("记录", hidden=True)
    workbook.write("检查结果", {(1, 1): "结果", (2, 1): 1.5})
    workbook.format(
        "检查结果", [(Area(1, 1, 2, 2), Look(True, 12, "FF0000", "DDEBF7", True, True, "center", "center", '0.0"万元"'))]
    )
    target = folder / "worked.xlsx"
    workbook.save(str(target))
    return target


def test_worked_on_workbook_is_sound(rich_path: Path, tmp_path: Path) -> None:
    judges.assert_sound(worked_on(rich_path, tmp_path))


@pytest.mark.validator
def test_the_sdk_finds_no_error(rich_path: Path, tmp_path: Path) -> None:
    assert judges.schema_errors(rich_path) == []
    assert judges.schema_errors(worked_on(rich_path, tmp_path)) == []


@pytest.mark.validator
def test_the_sdk_finds_an_error_that_is_there(tmp_path: Path) -> None:
    assert judges.schema_errors(packages.simple(tmp_path / "a.xlsx", '<row r="1"><x/></row>'))


@pytest.mark.libreoffice
def test_libreoffice_shows_what_was_written(rich_path: Path, tmp_path: Path) -> None:
    rows = judges.libreoffice_values(worked_on(rich_path, tmp_path), rich.TABLE)
    assert rows[3][1] == "30.25" and rows[5][1] == "42.75" and rows[8][3] == "=文字" and rows[39][29] == "远"
    assert rows[0][0] == "2024年部门支出预算表"


FAULTS = [
    ('<row r="1"><c r="A1"/><c r="A1"/></row>', "{}", "A1 twice"),
    ('<row r="2"/><row r="1"/>', "{}", "row 1 twice or out of order"),
    ('<row r="1"><c r="A2"/></row>', "{}", "cell A2 in row 1"),
    ('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', "{}", "no such shared string"),
    ('<row r="1"><c r="A1" s="9"/></row>', "{}", "no such style"),
    ("", '{}<mergeCells count="2"><mergeCell ref="A1:B1"/></mergeCells>', "mergeCells states 2, holds 1"),
    ("", '{}<legacyDrawing r:id="rId7"/>', "relationship rId7 is not there"),
]


@pytest.mark.parametrize(("rows", "around", "says"), FAULTS, ids=[case[2] for case in FAULTS])
def test_own_checks_find_what_is_wrong(rows: str, around: str, says: str, tmp_path: Path) -> None:
    judges.assert_sound(packages.simple(tmp_path / "good.xlsx"))
    rels = {
        "xl/worksheets/_rels/sheet1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    }
    with pytest.raises(AssertionError, match=says):
        judges.assert_sound(packages.simple(tmp_path / "bad.xlsx", rows, around, rels))  # type: ignore[arg-type]


def test_ribbon_ids_twice_are_found(rich_path: Path, tmp_path: Path) -> None:
    path = packages.altered(rich_path, tmp_path / "b.xlsx", {"customUI/customUI14.xml": ('id="go"', 'id="fill"')})
    with pytest.raises(AssertionError, match="ribbon ids twice"):
        judges.assert_sound(path)
