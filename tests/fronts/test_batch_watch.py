"""The command batch --watch: files are dropped slowly, half, open and broken into a folder that a process of its own watches."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from budgetbook.fronts.cli import main
from tests.hostile import disclosure
from tests.reference import REPOSITORY
from tests.stories.batch.many import TEMPLATE

LONG = 120  # seconds, which only a failure takes


class Watching:
    """The process, and the lines that it has said so far, taken apart at their tabs."""

    def __init__(self, *arguments: object, **environment: str) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-m", "budgetbook", "batch", *map(str, arguments), "--watch"],
            cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            env=os.environ | {"PYTHONIOENCODING": "utf-8"} | environment,
        )  # fmt: skip
        self.lines: list[list[str]] = []
        self.late = threading.Timer(LONG, self.child.kill)
        self.late.start()

    def until(self, *kind_and_name: str) -> str:
        """Read on to the line of this kind about this file; returns what it says."""
        assert self.child.stdout
        for line in self.child.stdout:
            self.lines.append(line.rstrip("\n").split("\t"))
            if self.lines[-1][1:3] == list(kind_and_name):
                return self.lines[-1][3]
        raise AssertionError(f"没有等到 {kind_and_name}：{self.lines}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.child.send_signal(how)
        return self.closed()

    def closed(self) -> int:
        out, _ = self.child.communicate(timeout=LONG)
        self.lines += [line.split("\t") for line in out.splitlines()]
        return self.child.returncode


@pytest.fixture
def started() -> Iterator[list[Watching]]:
    """What is started is ended, whatever happens."""
    running: list[Watching] = []
    yield running
    for each in running:
        each.late.cancel()
        each.child.kill()
        each.child.wait()
        if each.child.stdout:
            each.child.stdout.close()


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_all_that_can_be_dropped(how: signal.Signals, tmp_path: Path, started: list[Watching]) -> None:
    folder = tmp_path / "放 这里"
    folder.mkdir()
    whole = disclosure.write(tmp_path / "样本.xlsx", 表三={"C5": 999.5}).read_bytes()
    (folder / "开着.xlsx").write_bytes(whole)
    (folder / ".~lock.开着.xlsx#").write_text("李四,h", encoding="utf-8")
    (folder / "以前放的.xlsx").write_bytes(whole)
    watching = Watching(folder, "--settle", "0.3s", "--workers", 1)
    started.append(watching)
    watching.until("开始", str(folder))
    assert "李四" in watching.until("等待", "开着.xlsx")
    watching.until("有不符", "以前放的.xlsx")
    with open(folder / "慢慢写.xlsx", "wb") as file:
        file.write(whole[:2000])
        file.flush()
        assert "没有写完" in watching.until("等待", "慢慢写.xlsx")
        file.write(whole[2000:])
    assert "不符 1 未检 0 提示 1" in watching.until("有不符", "慢慢写.xlsx")  # places, as check lists them
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    assert "坏（没有做成）.txt" in watching.until("没做成", "坏.xlsx")
    (folder / "没写完.xlsx").write_bytes(whole[:2000])
    watching.until("等待", "没写完.xlsx")
    (folder / ".~lock.开着.xlsx#").unlink()
    watching.until("有不符", "开着.xlsx")
    assert watching.end(how) == 0
    assert watching.lines[-1][1] == "结束" and "做完 3 个，其中有不符 3 个；没做成 " in watching.lines[-1][3]
    assert not any("Traceback" in field for line in watching.lines for field in line)
    names = {path.name for path in folder.iterdir()}
    for done in ("开着", "以前放的", "慢慢写"):
        assert {f"{done}.xlsx", f"{done}（校验结果）.xlsx", f"{done}（校验报告）.html"} <= names
    assert "坏（没有做成）.txt" in names and not {"坏（校验结果）.xlsx", "没写完（校验结果）.xlsx"} & names
    assert (folder / "慢慢写.xlsx").read_bytes() == whole and not list(folder.rglob("*.tmp"))


def test_its_workbooks_can_be_filled_with_their_own_items(tmp_path: Path, started: list[Watching]) -> None:
    from openpyxl import load_workbook

    from budgetbook.fronts.cli import main as command

    example = REPOSITORY / "examples"
    lists = [f"--{name.split('_')[-1]}={example / name}.csv" for name in ("line_items", "projects", "indicators")]
    (tmp_path / "in").mkdir()
    own = tmp_path / "own.xlsx"
    assert command(["fill", str(TEMPLATE), *lists, "--embed-items", "-o", str(own)]) == 1
    own.with_suffix(".toml").write_bytes(TEMPLATE.with_suffix(".toml").read_bytes())
    (tmp_path / "in" / "某局.toml").write_bytes(TEMPLATE.with_suffix(".toml").read_bytes())
    os.replace(own, tmp_path / "in" / "某局.xlsx")
    watching = Watching(tmp_path / "in", "-o", tmp_path / "out", "--job", "fill", "--settle", "0.2s", "--poll", "0.2s")
    started.append(watching)
    watching.until("有不符", "某局.xlsx")
    filled = load_workbook(tmp_path / "out" / "某局（填报结果）.xlsx")
    assert "明细" in filled.sheetnames
    if os.name != "nt":
        assert watching.end() == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--resume"], "启动时总是接着上次做"),
        (["--report"], "不能和 --report 一起用"),
        (["--by", "department", "--template", str(TEMPLATE)], "不能和 --by 一起用"),
        (["--scheduler", "tcp://h:8786"], "不能和 --scheduler 一起用"),
        (["--sql", "sqlite://", "--query", "SELECT 1"], "要写明看守哪个文件夹"),
        (["--settle", "很久"], "--settle 写的是“很久”，应写成 5s 或 1min"),
        (["--settle", "0"], "--settle 要大于 0"),
        (["--poll", "x"], "--poll 写的是“x”"),
        (["--job", "check", "--template", str(TEMPLATE)], "--template 是填报用的"),
    ],
)
def test_what_does_not_go_together(arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", str(tmp_path), "--watch", *arguments]) == 2
    assert said in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_only_a_folder_is_watched_and_only_then_may_the_output_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = disclosure.write(tmp_path / "公开.xlsx")
    assert main(["batch", str(path), "--watch"]) == 2
    assert "只看守文件夹" in capsys.readouterr().err
    for nothing in ([], [""]):
        assert main(["batch", *nothing, "--watch"]) == 2
        assert "要写明看守哪个文件夹" in capsys.readouterr().err
    assert main(["batch", str(tmp_path)]) == 2
    assert "缺少 -o" in capsys.readouterr().err
    assert main(["batch", str(tmp_path), "-o", str(tmp_path / "out"), "--settle", "1s"]) == 2
    assert "要和 --watch 一起写" in capsys.readouterr().err
    assert main(["batch", str(tmp_path), "-o", str(tmp_path.parent), "--watch"]) == 2
    assert "会盖掉原来的文件" in capsys.readouterr().err
    assert {each.name for each in tmp_path.iterdir()} == {"公开.xlsx"}


def test_a_missing_library_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["batch", str(tmp_path), "--watch"]) == 2
    assert '-m pip install "watchfiles' in capsys.readouterr().err
