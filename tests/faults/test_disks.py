"""Disks that are really full, or really for reading only: a sentence, status 2, nothing half, and all done when there is room."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.commands import Commands, files, leftovers
from tests.faults.disks import disk, fill_up, make_read_only
from tests.hostile import disclosure
from tests.reference import REPOSITORY
from tests.stories.batch.many import lasting, log_lines, workbooks, written

CHECK = ("check", "公开.xlsx", "-o", "盘/结果.xlsx", "--report", "盘/结果.json")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows does not fork")

BUREAU = ("index.html", "findings.csv", "findings.parquet", "summary.xlsx")
BATCH = ("batch", "in", "-o", "盘/out")


@pytest.fixture
def stand(tmp_path: Path) -> Path:
    disclosure.write(tmp_path / "公开.xlsx", 表三={"C5": 999.5})
    return tmp_path


@pytest.fixture(scope="module")
def whole(command: Commands, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Workbooks in a folder `in`, and what a batch with room enough makes of them in `盘/out`."""
    folder = tmp_path_factory.mktemp("whole")
    workbooks(folder / "in", 12)
    assert command(*BATCH, "--report", folder=folder).status == 1
    return folder


def test_a_full_disk(command: Commands, stand: Path) -> None:
    with disk(stand / "盘", 64) as small:
        (small / "结果.xlsx").write_bytes(b"before")
        ballast = fill_up(small)
        said = command(*CHECK, folder=stand)
        assert said.status == 2 and "结果.xlsx：磁盘空间不足，没有保存，原文件未动" in said.text
        assert (small / "结果.xlsx").read_bytes() == b"before" and not leftovers(small)
        ballast.unlink()
        assert command(*CHECK, folder=stand).status == 1


def test_a_disk_that_is_full_after_the_workbook(command: Commands, stand: Path) -> None:
    assert command("check", "公开.xlsx", "-o", "结果.xlsx", folder=stand).status == 1
    needed = -(-(stand / "结果.xlsx").stat().st_size // 4096) * 4 + 4  # kilobytes, and a page for names
    with disk(stand / "盘", 128) as small:
        fill_up(small, needed)
        said = command(*CHECK, folder=stand)
        assert said.status == 2 and "已存好；报告没有存成" in said.text and "结果.json：磁盘空间不足" in said.text
        assert (small / "结果.xlsx").read_bytes() == (stand / "结果.xlsx").read_bytes() and not (small / "结果.json").exists()


@pytest.mark.parametrize("room", [0, 8, 24, 48, 96, 144, 200])
def test_a_batch_on_a_disk_that_gets_full(room: int, command: Commands, whole: Path, tmp_path: Path) -> None:
    """Wherever the room ends, in the journal, the log, a workbook or the bureau's files: said, nothing half, and done later."""
    shutil.copytree(whole / "in", tmp_path / "in")
    with disk(tmp_path / "盘", 2_048) as small:
        ballast = fill_up(small, room)
        said = command(*BATCH, "--report", "--workers", 1, folder=tmp_path)
        assert said.status == 2 and ("磁盘空间不足" in said.text or "请检查磁盘空间" in said.text), said
        expected = written(whole / "盘" / "out")
        there = {name: data for name, data in written(small / "out").items() if name not in BUREAU}  # which tells what is missing
        assert there.items() <= expected.items()
        assert not leftovers(small)
        ballast.unlink()
        assert command(*BATCH, "--report", "--resume", "--workers", 1, folder=tmp_path).status == 1
        assert written(small / "out") == expected and lasting(small / "out") == lasting(whole / "盘" / "out")


def test_a_disk_that_may_only_be_read(command: Commands, stand: Path) -> None:
    with disk(stand / "盘", 256) as small:
        shutil.copy(stand / "公开.xlsx", small)
        make_read_only(small)
        before = files(small)
        said = command(*CHECK, folder=stand)
        assert said.status == 2 and "结果.xlsx：文件夹“盘”不允许写入" in said.text
        said = command("clear", "盘/公开.xlsx", "-o", "盘/公开.xlsx", folder=stand)
        assert said.status == 2 and "公开（备份）.xlsx：文件夹“盘”不允许写入" in said.text
        said = command("batch", "盘", "-o", "盘/out", folder=stand)
        assert said.status == 2 and "输出文件夹" in said.text
        assert files(small) == before
        assert command("check", "盘/公开.xlsx", "-o", "结果.xlsx", folder=stand).status == 1  # what is read need not be writable


def test_an_output_folder_that_becomes_read_only(command: Commands, whole: Path, tmp_path: Path) -> None:
    shutil.copytree(whole / "in", tmp_path / "in")
    with disk(tmp_path / "盘", 2_048) as small:
        assert command(*BATCH, folder=tmp_path).status == 1
        before = files(small)
        make_read_only(small)
        for more in ((), ("--resume",), ("--report",)):
            said = command(*BATCH, *more, folder=tmp_path)
            assert said.status == 2 and "out" in said.text and "（" in said.text
        said = command("report", "盘/out", folder=tmp_path)
        assert said.status == 2 and "index.html：文件夹“盘/out”不允许写入" in said.text
        assert files(small) == before


def test_a_quota(stand: Path) -> None:
    """A limit on the size of a file, as quotas have it, needs no right to mount anything."""
    (stand / "盘").mkdir()
    code = (
        "import resource, signal, sys\nfrom budgetbook.fronts.cli import main\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\nsys.exit(main(sys.argv[1:]))"
    )
    own = {"PYTHONPATH": str(REPOSITORY / "addin"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, *CHECK[:4]], cwd=stand, env=os.environ | own, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 2 and "结果.xlsx：" in done.stderr and "没有保存" in done.stderr and files(stand / "盘") == {}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.35, 0.6, 0.85, 0.99])
def test_a_journal_that_is_cut_off_costs_what_it_has_lost(share: float, command: Commands, whole: Path, tmp_path: Path) -> None:
    """As when the power fails before all of it is on disk: what it still knows is true, and the rest is done again."""
    for name in ("in", "盘"):
        shutil.copytree(whole / name, tmp_path / name)
    out = tmp_path / "盘" / "out"
    log = _open_log(out / ".budgetbook" / "journal.sqlite")
    log.write_bytes(log.read_bytes()[: int(log.stat().st_size * share)])
    assert command(*BATCH, "--resume", folder=tmp_path).status == 1
    assert written(out) == written(whole / "盘" / "out")
    states = [entry["state"] for entry in log_lines(out)]
    assert set(states) <= {"done", "skipped"} and len(states) == 12


def _open_log(journal: Path) -> Path:
    """All that the journal says is written anew into its write-ahead log, as it is while a run is going on."""
    data = sqlite3.connect(journal)
    data.execute("PRAGMA journal_mode = WAL")
    rows = data.execute("SELECT * FROM done").fetchall()
    data.execute("DELETE FROM done")
    data.commit()
    data.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for row in rows:
        data.execute(f"INSERT INTO done VALUES ({', '.join('?' * len(row))})", row)
        data.commit()
    log, aside = journal.with_name(journal.name + "-wal"), journal.with_name("aside")
    shutil.copy(log, aside)
    data.close()  # which empties the log
    aside.replace(log)
    return log
