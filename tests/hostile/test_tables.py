"""Tables as people change them: understood where the meaning is as clear as before, else held with the place, never misread."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import disclosure, running, tables
from tests.reference import REPOSITORY

ITEMS = REPOSITORY / "examples" / "line_items.csv"


@pytest.mark.parametrize("case", tables.UNDERSTOOD)
def test_a_changed_table_that_is_still_clear_is_checked_as_before(case: str, tmp_path: Path) -> None:
    tables.UNDERSTOOD[case](path := tmp_path / disclosure.FILE)
    found, sound = running.check(path), running.check(disclosure.write(tmp_path / "好.xlsx"))
    assert (found.status, found.equations) == (0, sound.equations), found


@pytest.mark.parametrize("case", tables.HELD)
def test_a_table_that_is_no_longer_clear_is_held_with_its_place(case: str, tmp_path: Path) -> None:
    make, place = tables.HELD[case]
    make(path := tmp_path / disclosure.FILE)
    found = running.check(path)
    assert any(where.startswith(place) for where in found.findings), found
    assert not found.equations["不符"]


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    found = running.check(disclosure.write(tmp_path / disclosure.FILE))
    assert "没有找到部门收支总表" in "".join(found.findings[""])


def test_a_workbook_without_any_table_is_refused(tmp_path: Path) -> None:
    blank = {part: disclosure.worksheet("") for part in disclosure.SHEETS.values()}
    path = disclosure.write(tmp_path / disclosure.FILE, blank)
    said = running.refused(path, "check", path, "-o", tmp_path / "a.xlsx")
    assert "没有认出任何一张预算公开表" in said and disclosure.FILE in said and "请" in said


def test_a_protected_sheet_is_not_filled_and_not_marked(tmp_path: Path) -> None:
    tables.rebuilt(lambda sheet: sheet | {"D6": 1}, behind='<sheetProtection sheet="1"/>')(path := tmp_path / disclosure.FILE)
    for command in (("check", path), ("fill", path, "--items", ITEMS)):
        said = running.refused(path, *command, "-o", tmp_path / "a.xlsx")
        assert f"{disclosure.FILE} 表三：工作表受保护" in said and "撤销工作表保护" in said


def test_a_table_that_stands_twice_is_checked_twice(tmp_path: Path) -> None:
    parts = disclosure.workbook_parts(表三={"D6": 1})
    spoilt, sound = parts[disclosure.SHEETS["表三"]], disclosure.workbook_parts()[disclosure.SHEETS["表三"]]
    for first, second in ((spoilt, sound), (sound, spoilt)):
        texts = {disclosure.STRINGS: parts[disclosure.STRINGS]}
        sheets = {disclosure.SHEETS["表二"]: first, disclosure.SHEETS["表三"]: second}
        path = disclosure.write(tmp_path / disclosure.FILE, {**texts, **sheets})
        assert running.check(path).equations["不符"]
