"""What hurts between the floors: links to outside, damaged sheets by their names, bindings in other encodings, odd codes."""

from pathlib import Path

import pytest

from tests.hostile import disclosure, packages, running


def test_links_to_outside_are_told_to_the_user(tmp_path: Path) -> None:
    packages.linked(path := tmp_path / disclosure.FILE)
    said = running.run("check", path)
    assert "上年.xlsx" in said.text and "DDE" in said.text


@pytest.mark.parametrize("case", ["工作表截断", "laughs xl/worksheets/sheet2.xml"])
def test_a_damaged_sheet_is_named_as_the_user_knows_it(case: str, tmp_path: Path) -> None:
    make, _ = packages.REFUSED[case]
    make(path := tmp_path / disclosure.FILE)
    assert f"{disclosure.FILE} 表三：" in running.refused(path, "check", path)


def test_a_binding_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = disclosure.write(tmp_path / disclosure.FILE)
    path.with_suffix(".toml").write_bytes("# 绑定文件".encode("gbk"))
    assert "UTF-8" in running.refused(path, "check", path)


def test_a_zero_width_character_alone_is_a_blank(tmp_path: Path) -> None:
    assert running.check(disclosure.write(tmp_path / disclosure.FILE, 表三={"D8": "\u200b"})).status == 0


@pytest.mark.parametrize("code", ["2010306x", "201O306", "2010-03-06"])
def test_what_is_no_code_among_codes_is_said(code: str, tmp_path: Path) -> None:
    found = running.check(disclosure.write(tmp_path / disclosure.FILE, 表三={"A7": code}))
    assert any(place.startswith("表三!A7") for place in found.findings), found
