"""Values as people and exports write them: what is clear is understood, in lists and tables; the rest is named, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetbook.items.line_items import read_items
from budgetbook.model.slices import Slice
from tests.hostile import disclosure, fuzzing, running, values
from tests.items import lists

AMOUNTS = {**dict.fromkeys(values.UNDERSTOOD.values(), 1_837), **values.GROUPED, **values.NEGATIVE, **values.ROUNDED}


def quoted(amount: str) -> str:
    return f'"{amount}"'


def workbook(path: Path, *lines: list[object]) -> Path:
    path.write_bytes(fuzzing.packed(fuzzing.list_parts([list(lists.HEADINGS), *lines])))
    return path


@pytest.mark.parametrize(("written", "fen"), AMOUNTS.items())
def test_a_clear_amount_is_understood_in_text_and_workbook(written: str, fen: int, tmp_path: Path) -> None:
    text = read_items(lists.saved(tmp_path, lists.text_of(lists.line(amount=quoted(written)))))
    sheet = read_items(workbook(tmp_path / "明细.xlsx", lists.line(amount=written)))
    assert [text.total(Slice()), sheet.total(Slice())] == [fen, fen]


@pytest.mark.parametrize("number", [780681.9399999999, 0.1 + 0.2, 18.369999999999997, 1e-9, 99999999999.99])
def test_numbers_of_a_workbook_are_rounded_to_the_fen(number: float, tmp_path: Path) -> None:
    expected = {780681.9399999999: 78_068_194, 0.1 + 0.2: 30, 18.369999999999997: 1_837, 1e-9: 0, 99999999999.99: 9_999_999_999_999}
    assert read_items(workbook(tmp_path / "明细.xlsx", lists.line(amount=number))).total(Slice()) == expected[number]


@pytest.mark.parametrize("written", [*values.REFUSED, *values.NOTHING])
@pytest.mark.parametrize("name", ["明细.csv", "明细.xlsx"])
def test_an_amount_that_is_none_is_refused_with_its_place(written: str, name: str, tmp_path: Path) -> None:
    lines = lists.line(), lists.line(amount=written)
    path = tmp_path / name
    if name == "明细.csv":
        lists.saved(tmp_path, lists.text_of(lines[0], lists.line(amount=quoted(written))), name)
    else:
        workbook(path, *lines)
    said = running.refused(path, "check", disclosure.write(tmp_path / disclosure.FILE), "--items", path)
    assert f"{'明细.xlsx 明细' if name == '明细.xlsx' else name} 第 3 行“金额(元)”：" in said and "（" in said


@pytest.mark.parametrize("written", values.CODES.values(), ids=values.CODES)
def test_a_clear_code_is_understood(written: str, tmp_path: Path) -> None:
    assert read_items(lists.saved(tmp_path, lists.text_of(lists.line(function=written)))).nodes("function", Slice()) == ("2010306",)


@pytest.mark.parametrize(("written", "says"), values.WRONG_CODES.values(), ids=values.WRONG_CODES)
def test_a_code_that_is_none_is_refused_with_its_place(written: str, says: str, tmp_path: Path) -> None:
    path = lists.saved(tmp_path, lists.text_of(lists.line(function=written)))
    said = running.refused(path, "check", disclosure.write(tmp_path / disclosure.FILE), "--items", path)
    assert "明细.csv 第 2 行“支出功能分类科目编码”：" in said and says in said


def test_a_code_as_a_number_or_a_date_in_a_workbook(tmp_path: Path) -> None:
    assert read_items(workbook(tmp_path / "明细.xlsx", lists.line(function=2010306.0))).nodes("function", Slice()) == ("2010306",)


def checked(tmp_path: Path, **cells: object) -> running.Checked:
    """The disclosure with other cells in 表三."""
    return running.check(disclosure.write(tmp_path / disclosure.FILE, 表三=cells))


@pytest.mark.parametrize("written", values.UNDERSTOOD.values(), ids=values.UNDERSTOOD)
def test_a_clear_amount_kept_as_text_in_a_table_is_read_and_remarked_on(written: str, tmp_path: Path) -> None:
    found = checked(tmp_path, D6=written)
    assert (found.status, found.equations["不符"], found.equations["未检"]) == (0, 0, 0)
    assert "是文本，不是数字" in "".join(found.findings["表三!D6"])


@pytest.mark.parametrize("written", [written for written in values.NOTHING if written != "\u200b"])
def test_a_mark_for_nothing_in_a_table_is_a_zero(written: str, tmp_path: Path) -> None:
    assert checked(tmp_path, D8=written).status == 0
    found = checked(tmp_path, D6=written)
    assert found.status == 1 and found.equations["不符"]


@pytest.mark.parametrize("written", [written for written in values.REFUSED if not written.startswith("#")])
def test_what_is_no_amount_in_a_table_is_named_and_never_counted(written: str, tmp_path: Path) -> None:
    found = checked(tmp_path, D6=written)
    assert found.status == 1 and found.equations["未检"] and not found.equations["不符"]
    assert f"写的是“{written}”，不是金额" in "".join(found.findings["表三!D6"])


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ('<c r="D6" t="b"><v>1</v></c>', "“True”，不是金额"),
        ('<c r="D6" t="e"><v>#REF!</v></c>', "“#REF!”，是错误值"),
        ('<c r="D6" t="e"><v>#DIV/0!</v></c>', "“#DIV/0!”，是错误值"),
        ('<c r="D6" s="1"><v>45000</v></c>', "“2023-03-15”，不是金额"),
    ],
)
def test_a_cell_of_another_kind_in_a_table_is_named(cell: str, says: str, tmp_path: Path) -> None:
    found = checked(tmp_path, D6=disclosure.Raw(cell))
    assert found.status == 1 and says in "".join(found.findings["表三!D6"])


def test_seventeen_digits_in_a_table_are_rounded(tmp_path: Path) -> None:
    assert checked(tmp_path, D6=18.369999999999997, C6=166.60000000000002).status == 0


@pytest.mark.parametrize("code", [2010306.0, "２０１０３０６", " 2010306 ", "2010306\u200b"])
def test_a_code_of_a_table_is_understood(code: object, tmp_path: Path) -> None:
    assert checked(tmp_path, A7=code).equations == checked(tmp_path).equations


def test_a_letter_for_a_digit_in_the_code_of_a_table_is_named(tmp_path: Path) -> None:
    found = checked(tmp_path, A7="201O306")
    assert "201O306" in "".join(found.findings["表三!A7"]) and "不是科目编码" in "".join(found.findings["表三!A7"])
