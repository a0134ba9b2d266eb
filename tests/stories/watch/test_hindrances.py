"""What keeps a dropped file from being taken."""

import zipfile
from pathlib import Path

import pytest

from budgetbook.stories.watch.hindrances import hindrance
from tests.hostile import disclosure


def owner(name: str) -> bytes:
    """As Excel writes it: a length and the name in the local code page, then the length and the name in UTF-16."""
    return b"\x04Wang".ljust(55, b" ") + len(name).to_bytes(2, "little") + name.encode("utf-16-le")


def test_a_whole_workbook_is_taken(tmp_path: Path) -> None:
    assert hindrance(disclosure.write(tmp_path / "公开.xlsx")) is None


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.99])
def test_half_a_workbook_is_waited_for(tmp_path: Path, part: float) -> None:
    path = disclosure.write(tmp_path / "公开.xlsx")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    held = hindrance(path)
    assert held and held.passing and "没有写完" in held.said


def test_a_file_that_has_its_size_before_its_content_is_waited_for(tmp_path: Path) -> None:
    path = disclosure.write(tmp_path / "公开.xlsx")
    path.write_bytes(bytes(path.stat().st_size))
    held = hindrance(path)
    assert held and held.passing


def test_the_end_of_a_zip_is_found_before_a_long_comment(tmp_path: Path) -> None:
    path = disclosure.write(tmp_path / "公开.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"x" * 65_535
    assert hindrance(path) is None


@pytest.mark.parametrize("content", [b"\xd0\xcf\x11\xe0 old or encrypted", b"<html>", "部门,金额\n".encode("gbk"), b"P"])
def test_what_is_no_zip_is_all_there_and_is_judged_when_it_is_done(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "公开.xlsx").write_bytes(content)
    assert hindrance(tmp_path / "公开.xlsx") is None


def test_who_has_it_open_is_named(tmp_path: Path) -> None:
    path = disclosure.write(tmp_path / "公开.xlsx")
    (tmp_path / "~$公开.xlsx").write_bytes(owner("王会计"))
    held = hindrance(path)
    assert held and not held.passing and "“王会计”正打开着" in held.said and "~$公开.xlsx" in held.said
    (tmp_path / "~$公开.xlsx").unlink()
    (tmp_path / ".~lock.公开.xlsx#").write_text("李四,host,2026", encoding="utf-8")
    held = hindrance(path)
    assert held and "李四" in held.said


def test_what_cannot_be_read_yet_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "公开.xlsx").mkdir()  # the system refuses to open it, as it does what another program holds
    held = hindrance(tmp_path / "公开.xlsx")
    assert held and held.passing and "读不出来" in held.said


def test_what_is_gone_is_waited_for_and_then_is_not_there(tmp_path: Path) -> None:
    held = hindrance(tmp_path / "没有.xlsx")
    assert held and held.passing
