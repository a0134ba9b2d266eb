"""The command batch: watched with lines or a bar, ending with a table and a status, broken off in order and taken up again."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest

from budgetbook.fronts.cli import main
from budgetbook.fronts.drawn import bar
from budgetbook.fronts.tally import Tally, duration
from budgetbook.fronts.watching import watched
from budgetbook.stories.batch.task import Result
from tests.hostile import disclosure
from tests.reference import REPOSITORY
from tests.stories.batch.many import EXAMPLES, TEMPLATE, departments_list, log_lines, workbooks, written


def batch(*arguments: object) -> int:
    return main(["batch", *map(str, arguments)])


def result(task: str, state: str = "done", **verdicts: int) -> Result:
    """With as many findings of each verdict; what agrees is counted among the checks."""
    problems = ("坏了", "又坏") if state == "failed" else ()
    checks, found = {"相符": verdicts.pop("相符", 0)}, verdicts
    return Result(task, state, department="某局", amount=123_45, verdicts=checks, findings=found, problems=problems)


def test_the_status_says_how_it_came_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workbooks(tmp_path / "各 局", 2, wrong=[])
    assert batch(folder, "-o", tmp_path / "a") == 0
    disclosure.write(folder / "第 2 批" / "公开 01.xlsx", 表三={"C5": 999.5})
    assert batch(folder, "-o", tmp_path / "a", "--resume") == 1
    assert [line["state"] for line in log_lines(tmp_path / "a")] == ["skipped", "done"]
    (folder / "坏.xlsx").write_bytes(b"")
    assert batch(folder, "-o", tmp_path / "a", "--resume", "--workers", 1) == 2
    said = capsys.readouterr()
    last = said.out.splitlines()[-1]
    assert "共 3 个：做完 2（其中没有变化、跳过的 2），有不符 1，没做成 1" in last
    rows = [line.split("\t") for line in said.out.splitlines() if line.startswith(("没做成\t", "有不符\t"))]
    assert [row[:2] for row in rows[-2:]] == [["没做成", "坏.xlsx"], ["有不符", "第 2 批/公开 01.xlsx"]]
    assert rows[-1][2:4] == ["某局", "2060000.00"] and "0 字节" in rows[-2][-1]


def test_lists_of_a_folder_and_departments_of_a_list_are_filled(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "某局.csv").write_bytes((EXAMPLES / "line_items.csv").read_bytes())
    assert batch(tmp_path / "in", "-o", tmp_path / "a", "--template", TEMPLATE) == 0
    assert set(written(tmp_path / "a")) == {"某局.xlsx", ".budgetbook/reports/某局.xlsx.json"}
    listed = departments_list(tmp_path / "全部.csv", ["教育局", "水务局"])
    arguments = ("--template", TEMPLATE, "--by", "department", "--job", "fill,check")
    assert batch(listed, "-o", tmp_path / "b", *arguments) == 0
    assert {path for path in written(tmp_path / "b") if path.endswith(".xlsx")} == {"教育局.xlsx", "水务局.xlsx"}


def test_with_report_the_bureau_has_its_page_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workbooks(tmp_path / "in", 2)
    assert batch(folder, "-o", tmp_path / "a", "--report") == 1
    assert {"index.html", "findings.csv", "findings.parquet", "summary.xlsx"} <= {path.name for path in (tmp_path / "a").iterdir()}
    assert "2 份工作簿" in capsys.readouterr().out
    page = (tmp_path / "a" / "index.html").read_bytes()
    assert main(["report", str(tmp_path / "a")]) == 1
    assert (tmp_path / "a" / "index.html").read_bytes() == page
    assert batch(folder, "-o", tmp_path / "a", "--report", "--resume") == 1


def test_a_database_is_asked_and_no_password_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import csv
    import sqlite3

    with open(departments_list(tmp_path / "全部.csv", ["教育局"]), encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    with contextlib.closing(sqlite3.connect(tmp_path / "预算.db")) as data, data:
        data.execute("CREATE TABLE 明细 ({})".format(", ".join(f'"{name}"' for name in names)))
        data.executemany(f"INSERT INTO 明细 VALUES ({', '.join('?' * len(names))})", rows)
    (tmp_path / "地址").write_text(f"sqlite:///{tmp_path / '预算.db'}\n", encoding="utf-8")
    asked = ("--query", "SELECT * FROM 明细", "--template", TEMPLATE, "--by", "department", "-o", tmp_path / "a")
    assert batch("--sql", f"@{tmp_path / '地址'}", *asked) == 0
    assert (tmp_path / "a" / "教育局.xlsx").exists() and "正在取来输入" in capsys.readouterr().err
    monkeypatch.setattr("budgetbook.stories.batch.sources.finding.answered", lambda *given: 1 / 0)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "记录"))
    for address, more in (("mysql://u:geheim@h/d", ()), ("foo://u:geheim@h/d", ("smb://u:geheim@h/s", "--workers", 2))):
        assert batch("--sql", address, *asked, *more) == 2
    said = capsys.readouterr()
    held = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert "编号" in said.err and b"ZeroDivisionError" in held
    assert "geheim" not in said.out + said.err and b"geheim" not in held


def test_projects_of_many_departments_are_asked_for_by_option(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listed = departments_list(tmp_path / "全部.csv", ["示范区行政审批局"])
    asked = (listed, "-o", tmp_path / "a", "--template", TEMPLATE, "--by", "department")
    lists = ("--projects", EXAMPLES / "projects.csv", "--indicators", EXAMPLES / "indicators.csv")
    assert batch(*asked, *lists) == 1  # the example keeps the mistakes of real forms
    assert log_lines(tmp_path / "a")[0]["verdicts"]["不符"] > 0
    assert batch(*asked, *lists[:2]) == 2
    assert "--projects 和 --indicators 要一起给出" in capsys.readouterr().err


def test_the_bureau_s_files_go_into_the_folder_that_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, into = workbooks(tmp_path / "各 局", 2), tmp_path / "给 局长" / "2024"
    assert batch(folder, "-o", tmp_path / "做 好", "--report", into) == 1
    assert sorted(path.name for path in into.iterdir()) == ["findings.csv", "findings.parquet", "index.html", "summary.xlsx"]
    assert not (tmp_path / "做 好" / "index.html").exists() and str(into / "index.html") in capsys.readouterr().out
    page = (into / "index.html").read_text(encoding="utf-8")
    data = json.loads(page.split('id="data">')[1].split("</script>")[0])
    for row in data["rows"]:
        assert (into / urllib.parse.unquote(data["way"] + row[7])).is_file() and row[7].endswith(".xlsx")
    assert main(["report", str(tmp_path / "做 好"), "-o", str(into)]) == 1
    assert (into / "index.html").read_text(encoding="utf-8") == page


@pytest.mark.parametrize("where", ["in", "in/检查", "in/第 1 批/公开 00.xlsx"])
def test_the_bureau_s_files_are_not_put_among_the_input(where: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = workbooks(tmp_path / "in", 2)
    before = written(folder)
    assert batch(folder, "-o", tmp_path / "a", "--report", tmp_path / where) == 2
    assert "检查结果不能放在输入文件夹里" in capsys.readouterr().err
    assert written(folder) == before and not (tmp_path / "a").exists()
    assert batch(folder, "-o", folder / "结果", "--report", folder / "结果" / "检查") == 1


def test_a_run_whose_report_cannot_be_made_says_that_its_workbooks_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = workbooks(tmp_path / "in", 1, wrong=[])
    disclosure.write(folder / "summary.xlsx")
    assert batch(folder, "-o", tmp_path / "a", "--report") == 2
    said = capsys.readouterr()
    assert "工作簿都在，检查结果没有汇成" in said.err and "同名" in said.err and "没有写出任何文件" not in said.err
    assert "做完 2" in said.out and (tmp_path / "a" / "summary.xlsx").is_file()
    assert batch(folder, "-o", tmp_path / "a", "--resume", "--report", tmp_path / "b") == 0  # elsewhere there is no such workbook


def test_report_ends_as_batch_does(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 2)
    (folder / "坏.xlsx").write_bytes(b"")
    assert batch(folder, "-o", tmp_path / "a") == main(["report", str(tmp_path / "a")]) == 2
    (folder / "坏.xlsx").unlink()
    assert batch(folder, "-o", tmp_path / "a") == main(["report", str(tmp_path / "a")]) == 1
    good = workbooks(tmp_path / "good", 1, wrong=[])
    assert batch(good, "-o", tmp_path / "b") == main(["report", str(tmp_path / "b")]) == 0


def test_settings_count_for_all(tmp_path: Path) -> None:
    settings = tmp_path / "我们的.toml"
    settings.write_text('P99 = "提示"', encoding="utf-8")
    folder = workbooks(tmp_path / "in", 1, wrong=[])
    assert batch(folder, "-o", tmp_path / "a", "--settings", settings) == 2
    assert "P99" in log_lines(tmp_path / "a")[0]["problems"][0]


def test_two_runs_on_one_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from budgetbook.stories.batch.lock import locked

    folder = workbooks(tmp_path / "in", 1)
    (tmp_path / "a" / ".budgetbook").mkdir(parents=True)
    with locked(tmp_path / "a" / ".budgetbook", tmp_path / "a"):
        assert batch(folder, "-o", tmp_path / "a") == 2
    assert f"进程 {os.getpid()}" in capsys.readouterr().err
    assert not (tmp_path / "a" / "tasks.jsonl").exists()


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_is_stopped_in_order_and_taken_up_again(how: signal.Signals, tmp_path: Path) -> None:
    listed = departments_list(tmp_path / "全部.csv", [f"第 {at} 局" for at in range(15)])
    command = ["batch", str(listed), "-o", str(tmp_path / "a"), "--template", str(TEMPLATE), "--by", "department"]
    child = subprocess.Popen(
        [sys.executable, "-m", "budgetbook", *command],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert child.stderr
    for line in child.stderr:
        if "\t15\t" in line:  # the first result is there
            break
    child.send_signal(how)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 2 and "已中断" in err and "--resume" in err and "Traceback" not in err
    assert "还没做" in out and not list((tmp_path / "a").rglob("*.tmp"))
    assert 1 <= len(log_lines(tmp_path / "a")) < 15
    assert main([*command, "--resume"]) == 0
    main([*command[:2], "-o", str(tmp_path / "b"), *command[4:]])
    assert written(tmp_path / "a") == written(tmp_path / "b")


def test_lines_come_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    tally = Tally(120)
    with watched(tally) as tell:
        for at in range(120):
            tally.add(result(str(at), 相符=2, 不符=int(at == 7)))
            tell()
    lines = [line.split("\t") for line in capsys.readouterr().err.splitlines()]
    assert lines[0] == ["时间", "已做", "共", "每秒", "还要", "结论"]
    assert [line[1] for line in lines[1:]] == [str(done) for done in range(5, 121, 5)]
    assert lines[-1][2] == "120" and lines[-1][-1] == "不符 1 未检 0 提示 0 尾差 0 已核实 0（处），没做成 0（个）"


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "160")
    tally = Tally(2)
    with watched(tally) as tell:
        tally.add(result("一", 提示=3))
        tell()
        tally.add(result("二", "failed"))
        tell()
    said = terminal.getvalue()
    assert "批量" in said and "2/2" in said and "提示 3" in said and "没做成 1（个）" in said and "每秒" in said
    with bar("空", 0):
        pass


def test_what_to_look_at_first_stands_first() -> None:
    tally = Tally(30)
    for at in range(28):
        tally.add(result(f"{at:02d}", 不符=at))
    tally.add(result("坏", "failed"))
    tally.add(result("好", 相符=40))
    listing, more, where, summary = tally.blocks("结果", "结果/tasks.jsonl")
    assert [row[1].text for row in listing.rows[:3]] == ["坏", "27", "26"] and len(listing.rows) == 20  # type: ignore[union-attr]
    assert listing.rows[0][-1].text == "坏了（共 2 处）" and listing.rows[1][3].text == "123.45"  # type: ignore[union-attr]
    assert "还有 8 个" in more.text and "结果/tasks.jsonl" in where.text  # type: ignore[union-attr]
    assert "共 30 个：做完 29，有不符 27，没做成 1；" in summary.text  # type: ignore[union-attr]
    assert summary.text.endswith(f"：不符 {sum(range(28))}；相符 40 条")  # type: ignore[union-attr]


def test_every_option_stands_in_the_page_about_it() -> None:
    from budgetbook.fronts.cli import cli

    page = (REPOSITORY / "docs" / "batch.md").read_text(encoding="utf-8")
    options = [name for option in cli.commands["batch"].params for name in option.opts if name.startswith("-")]
    assert len(options) >= 9 and [name for name in options if f"`{name}`" not in page] == []


@pytest.mark.parametrize(("seconds", "said"), [(0.4, "0 秒"), (59.6, "1 分 0 秒"), (125, "2 分 5 秒"), (3785, "1 小时 3 分")])
def test_durations(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_a_run_that_cannot_go_on_says_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from budgetbook.model.problem import BudgetbookError
    from budgetbook.stories.batch.journal import Journal

    keep, kept = Journal.keep, []

    def full(self: Journal, result: Result) -> None:
        if kept:
            raise BudgetbookError("磁盘满了")
        kept.append(keep(self, result))

    folder = workbooks(tmp_path / "in", 4, wrong=[])
    monkeypatch.setattr(Journal, "keep", full)
    assert batch(folder, "-o", tmp_path / "a") == 2
    said = capsys.readouterr()
    assert "没有做完：磁盘满了" in said.err and "--resume" in said.err and "没有写出任何文件" not in said.err
    assert "做完 1" in said.out and "还没做 3" in said.out
    monkeypatch.undo()
    assert batch(folder, "-o", tmp_path / "a", "--resume") == 0
