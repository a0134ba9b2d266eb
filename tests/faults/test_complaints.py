"""What the system complains of while files are read or saved, a full disk or a network share that is lost: a Chinese sentence that
names the file, status 2, the old file as it was, and the same command done once the trouble is over."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.faults.commands import Commands, files, leftovers
from tests.faults.injecting import MAKE, OPEN, PERMIT, READ, REPLACE, STAT, SYNC, WRITE, Fault
from tests.hostile import disclosure, fuzzing, lists
from tests.items.lists import HEADINGS, line
from tests.stories.batch.many import log_lines, workbooks, written

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows does not fork")

FULL = {"ENOSPC": "磁盘空间不足", "EDQUOT": "磁盘空间不足"}
LOST = ("EIO", "ESTALE", "ENOTCONN", "EHOSTDOWN", "ETIMEDOUT")  # what is heard of a share that is lost
CHECK = ("check", "公开.xlsx", "-o", "结果.xlsx", "--report", "结果.json")


@pytest.fixture
def stand(tmp_path: Path) -> Path:
    """A workbook with its settings, lists of two kinds, and the results of an earlier command."""
    disclosure.write(tmp_path / "公开.xlsx", 表三={"C5": 999.5})
    (tmp_path / "规则设置.toml").write_text('P08 = "提示"', encoding="utf-8")
    (tmp_path / "明细.csv").write_text(lists.GOOD, encoding="utf-8")
    (tmp_path / "清单.xlsx").write_bytes(fuzzing.packed(fuzzing.list_parts([list(HEADINGS), line()])))
    for name in ("结果.xlsx", "结果.json"):
        (tmp_path / name).write_bytes(b"before")
    return tmp_path


def refused(command: Commands, folder: Path, arguments: Sequence[str], fault: Fault, spared: Sequence[str] = ()) -> str:
    """The command is refused and nothing has changed but what was saved before; undisturbed it does its work."""
    before = files(folder)
    said = command(*arguments, folder=folder, fault=fault)
    assert said.status == 2 and Path(fault.file).name in said.text and "（" in said.text, said
    assert {name: data for name, data in files(folder).items() if name not in spared} == {
        name: data for name, data in before.items() if name not in spared
    }
    assert not leftovers(folder)
    assert command(*arguments, folder=folder).status in (0, 1)
    return said.text


@pytest.mark.parametrize("error", [*FULL, *LOST])
@pytest.mark.parametrize("step", [MAKE, WRITE, SYNC, PERMIT, REPLACE])
def test_a_workbook_cannot_be_saved(step: str, error: str, command: Commands, stand: Path) -> None:
    said = refused(command, stand, CHECK, Fault(step, error, "结果.xlsx"))
    assert "没有保存" in said and FULL.get(error, "系统错误号") in said


@pytest.mark.parametrize("error", [*FULL, "EIO"])
@pytest.mark.parametrize("step", [MAKE, WRITE, REPLACE])
def test_a_report_cannot_be_saved(step: str, error: str, command: Commands, stand: Path) -> None:
    said = refused(command, stand, CHECK, Fault(step, error, "结果.json"), spared=["结果.xlsx"])
    assert "没有保存" in said and "没有写出任何文件" not in said and "结果.xlsx 已存好" in said


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_backup_cannot_be_kept(error: str, command: Commands, stand: Path) -> None:
    assert command(*CHECK, folder=stand).status == 1
    said = refused(command, stand, ("clear", "结果.xlsx", "-o", "结果.xlsx"), Fault(WRITE, error, "结果（备份）.xlsx"))
    assert "没有保存" in said


@pytest.mark.parametrize("error", LOST)
@pytest.mark.parametrize("step", [STAT, OPEN, READ])
@pytest.mark.parametrize("file", ["公开.xlsx", "明细.csv", "清单.xlsx", "规则设置.toml"])
def test_a_file_cannot_be_read(file: str, step: str, error: str, command: Commands, stand: Path) -> None:
    items = "清单.xlsx" if file == "清单.xlsx" else "明细.csv"
    refused(command, stand, (*CHECK, "--items", items), Fault(step, error, file))


BATCH = ("batch", "in", "-o", "out")


@pytest.fixture(scope="module")
def whole(command: Commands, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks in a folder `in`, and what a batch to which nothing happens makes of them in `out`."""
    folder = tmp_path_factory.mktemp("whole")
    workbooks(folder / "in", 3)
    assert command(*BATCH, folder=folder).status == 1
    return folder


@pytest.mark.parametrize(
    ("step", "error", "file"),
    [
        (STAT, "ESTALE", "in/第 2 批/公开 01.xlsx"),
        (READ, "EIO", "in/第 2 批/公开 01.xlsx"),
        (WRITE, "ENOTCONN", "out/第 2 批/公开 01.xlsx"),
        (REPLACE, "EIO", "out/第 2 批/公开 01.xlsx"),
        (WRITE, "ENOSPC", "reports/第 2 批/公开 01.xlsx.json"),
    ],
)
def test_one_workbook_of_many_costs_itself_alone(
    step: str, error: str, file: str, command: Commands, whole: Path, tmp_path: Path
) -> None:
    shutil.copytree(whole / "in", tmp_path / "in")
    out = tmp_path / "out"
    said = command(*BATCH, folder=tmp_path, fault=Fault(step, error, file, worker=True))
    assert said.status == 2 and "没做成 1" in said.text, said
    [failed] = [entry for entry in log_lines(out) if entry["state"] == "failed"]
    assert failed["task"] == "第 2 批/公开 01.xlsx" and "公开 01.xlsx" in failed["problems"][0]
    assert {name: data for name, data in written(whole / "out").items() if "公开 01" not in name}.items() <= written(out).items()
    assert not leftovers(out)
    assert command(*BATCH, "--resume", folder=tmp_path).status == 1
    assert written(out) == written(whole / "out")


@pytest.mark.parametrize("error", LOST)
@pytest.mark.parametrize("step", [STAT, OPEN, READ])
def test_a_report_that_cannot_be_read_is_told_by_the_bureau(
    step: str, error: str, command: Commands, whole: Path, tmp_path: Path
) -> None:
    shutil.copytree(whole / "out", tmp_path / "out")
    said = command("report", "out", folder=tmp_path, fault=Fault(step, error, "公开 01.xlsx.json"))
    assert said.status == 2
    with open(tmp_path / "out" / "findings.csv", encoding="utf-8-sig") as file:
        assert "校验报告" in file.read()
