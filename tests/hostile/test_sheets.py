"""Sheets that hurt a reader: refused with sheet and cell where nobody can say what they hold, read where one can."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import disclosure, running, sheets
from tests.reference import REPOSITORY


def summary(said: running.Said) -> str:
    """The last line: how many tables, equations, findings."""
    return said.text[said.text.index("勾稽") :]


@pytest.mark.parametrize("case", sheets.REFUSED)
def test_a_sheet_that_cannot_be_understood_is_refused_with_its_cell(case: str, tmp_path: Path) -> None:
    make, says, place = sheets.REFUSED[case]
    make(path := tmp_path / disclosure.FILE)
    said = running.refused(path, "check", path, "-o", tmp_path / "a.xlsx")
    assert f"{disclosure.FILE} 表三{' ' * bool(place)}{place}：" in said and says in said and "请" in said


@pytest.mark.parametrize("case", sheets.UNDERSTOOD)
def test_an_odd_sheet_that_says_clearly_what_it_holds_is_read(case: str, tmp_path: Path) -> None:
    sheets.UNDERSTOOD[case](path := tmp_path / disclosure.FILE)
    said = running.run("check", path)
    assert said.status == 0
    assert summary(said) == summary(running.run("check", disclosure.write(tmp_path / "好.xlsx")))


@pytest.mark.parametrize("case", sheets.COSTLY)
def test_a_sheet_made_to_hurt_costs_little(case: str, tmp_path: Path) -> None:
    make, says = sheets.COSTLY[case]
    make(path := tmp_path / disclosure.FILE)
    said = running.run_limited("check", path)
    assert said.status == (2 if says else 0) and says in said.text


@pytest.mark.parametrize("name", ["min", "max", "style"])
def test_a_column_that_says_no_number_of_itself_is_refused(name: str, tmp_path: Path) -> None:
    said = {"min": "1", "max": "5", "style": "0"} | {name: "1e400"}
    columns = "".join(f' {each}="{value}"' for each, value in said.items())
    sheets.changed("<sheetData>", f"<cols><col{columns}/></cols><sheetData>")(path := tmp_path / disclosure.FILE)
    items = REPOSITORY / "examples" / "line_items.csv"
    refusal = running.refused(path, "fill", path, "--items", items, "-o", tmp_path / "a.xlsx")
    assert f"{disclosure.FILE} 表三：列宽部分的 {name}=“1e400”有误" in refusal


def test_all_bad_cells_of_a_sheet_are_named_at_once(tmp_path: Path) -> None:
    cells = {name: disclosure.Raw(f'<c r="{name}"><v>NaN</v></c>') for name in ("D5", "D6", "E6")}
    path = disclosure.write(tmp_path / disclosure.FILE, 表三=cells)
    said = running.refused(path, "check", path)
    assert all(f"表三 {name}：" in said for name in cells)
