"""Lists of line items: what is clear is read whatever it looks like, the rest is refused with file, sheet, row and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetbook.items.line_items import read_items
from budgetbook.model.slices import Slice
from tests.hostile import disclosure, lists, running
from tests.items.lists import line, saved, text_of


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return disclosure.write(tmp_path / disclosure.FILE)


def written(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.stem == "明细")


@pytest.mark.parametrize("case", lists.REFUSED)
def test_a_list_that_cannot_be_understood_is_refused_with_its_place(case: str, sound: Path, tmp_path: Path) -> None:
    make, says, place = lists.REFUSED[case]
    make(tmp_path)
    said = running.refused(sound, "check", sound, "--items", written(tmp_path), "-o", tmp_path / "a.xlsx")
    assert says in said and place in said and written(tmp_path).name in said


@pytest.mark.parametrize("case", lists.COSTLY)
def test_a_list_made_to_hurt_costs_little(case: str, sound: Path, tmp_path: Path) -> None:
    make, says = lists.COSTLY[case]
    make(tmp_path)
    said = running.run_limited("check", sound, "--items", written(tmp_path))
    assert said.status == 2 and says in said.text and written(tmp_path).name in said.text


def test_all_problems_of_a_list_are_named_at_once(sound: Path, tmp_path: Path) -> None:
    path = saved(tmp_path, text_of(line(amount="若干"), line(function="20103"), line(资金性质="钱"), line(预算年度="2023"), line()))
    said = running.refused(sound, "check", sound, "--items", path)
    assert "以下 4 处" in said and all(f"第 {row} 行" in said for row in (2, 3, 4, 5))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_and_separator_is_read(encoding: str, delimiter: str, tmp_path: Path) -> None:
    path = saved(tmp_path, text_of(line(amount="1.10"), line(amount="2.20"), delimiter=delimiter).encode(encoding))
    assert read_items(path).total(Slice()) == 330


def test_unknown_codes_and_lines_that_stand_twice_are_used_and_told(tmp_path: Path) -> None:
    items = read_items(saved(tmp_path, text_of(line(), line(), line(function="2018888"))))
    told = "\n".join(map(str, items.warnings))
    assert items.total(Slice()) == 30_000
    assert (
        "第 3 行：与前面的行（第 2 行）每一列都相同" in told
        and "第 4 行“支出功能分类科目编码”：“2018888”不在 2024 年的科目表里，照用" in told
    )


def test_a_formatted_sheet_that_is_empty_below_its_list_is_read(tmp_path: Path) -> None:
    """Rows and cells that hold nothing do not count, however far down they reach."""
    made = lists.fuzzing.list_parts([list(lists.HEADINGS), line()])
    part = disclosure.SHEETS["表二"]
    empty = '<row r="1048575" ht="20"/><row r="1048576"><c r="R1048576" s="1"/></row></sheetData>'
    made[part] = made[part].replace("</sheetData>", empty)
    assert read_items(saved(tmp_path, lists.fuzzing.packed(made), "明细.xlsx")).total(Slice()) == 10_000
