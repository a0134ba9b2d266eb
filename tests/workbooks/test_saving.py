"""The old file or the new one, never half; and a sentence that says why it could not be written."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file import saving
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import packages


def listed(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    saving.write_whole(str(target), [b"new ", memoryview(b"content")])
    assert target.read_bytes() == b"new content" and listed(tmp_path) == ["a.xlsx"]
    assert os.name == "nt" or target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_failure_at_any_step_leaves_the_old_file_alone(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def pieces() -> Iterator[bytes]:
        yield b"half"
        if step == "write":
            fail()

    if step != "write":
        monkeypatch.setattr(os, step, fail)
    with pytest.raises(BudgetbookError, match=r"a\.xlsx：磁盘空间不足，没有保存，原文件未动"):
        saving.write_whole(str(target), pieces())
    assert target.read_bytes() == b"old" and listed(tmp_path) == ["a.xlsx"]


def test_killed_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    code = (
        "import os, sys\nfrom budgetbook.workbooks.file.saving import write_whole\n"
        "def pieces():\n    yield b'half'\n    os.kill(os.getpid(), 9)\n    yield b'rest'\n"
        "write_whole(sys.argv[1], pieces())"
    )
    done = subprocess.run([sys.executable, "-c", code, str(target)], check=False)
    assert done.returncode in (-signal.SIGTERM - (9 - signal.SIGTERM), 1, 9) and target.read_bytes() == b"old"


def test_open_in_excel_says_who_has_it(tmp_path: Path) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    name = "王五"
    owner = b"\x04" + b"Wang".ljust(54) + len(name).to_bytes(2, "little") + name.encode("utf-16-le").ljust(108, b" ")
    (tmp_path / "~$a.xlsx").write_bytes(owner)
    with pytest.raises(BudgetbookError, match="文件正被“王五”打开") as refusal:
        saving.write_whole(str(target), [b"new"])
    assert "~$a.xlsx" in refusal.value.problems[0].hint and target.read_bytes() == b"old"


def test_open_in_libreoffice_says_who_has_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old")
    (tmp_path / ".~lock.a.xlsx#").write_text("赵六,host,user,01.01.2024 10:00,file:///x;", "utf-8")
    with pytest.raises(BudgetbookError, match="赵六"):
        saving.write_whole(str(tmp_path / "a.xlsx"), [b"new"])


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(errno.EACCES, "denied"), "被占用或为只读"),
        (OSError(errno.EROFS, "Read-only file system"), "不允许写入"),
        (OSError(errno.EIO, "Input/output error"), "没有保存，原文件未动"),
    ],
)
def test_reasons_are_told_in_chinese(error: OSError, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(BudgetbookError, match=says) as refusal:
        saving.write_whole(str(tmp_path / "a.xlsx"), [b"new"])
    assert refusal.value.problems[0].hint and listed(tmp_path) == ["a.xlsx"]


def test_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="不存在，没有保存"):
        saving.write_whole(str(tmp_path / "没有" / "a.xlsx"), [b"new"])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the administrator may write everywhere")
def test_folder_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BudgetbookError, match="不允许写入"):
        saving.write_whole(str(tmp_path / "a.xlsx"), [b"new"])
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("extension", [".xlsm", ".xls", ".csv", ""])
def test_extension_must_fit_the_content(extension: str, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx")))
    with pytest.raises(BudgetbookError, match=r"工作簿不含宏，不能存为.*请把扩展名改为 \.xlsx"):
        workbook.save(str(tmp_path / f"b{extension}"))
    assert listed(tmp_path) == ["a.xlsx"]
