"""A run: the same bytes however many do the work and however often it is cut off, and nothing lost beside what is broken."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.batch import batch
from budgetbook.stories.batch.limits import Limits
from budgetbook.stories.batch.pool import Pool
from budgetbook.stories.batch.task import Task
from tests.hostile import disclosure
from tests.reference import REPOSITORY
from tests.stories.batch.many import (
    TEMPLATE,
    departments_list,
    keep,
    lasting,
    log_lines,
    request,
    run,
    workbooks,
    written,
)
from tests.stories.batch.odd import do_oddly

posix = pytest.mark.skipif(os.name == "nt", reason="no such signal")


def test_one_worker_and_two_give_the_same_bytes(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 6, wrong=[1, 4])
    outs = [tmp_path / "一" / "结果 一", tmp_path / "二" / "结果 二"]
    for workers, out in enumerate(outs, 1):
        run(request(folder, out, workers=workers))
    assert written(outs[0]) == written(outs[1]) and len(written(outs[0])) == 12
    assert lasting(outs[0]) == lasting(outs[1])
    assert [line["task"] for line in log_lines(outs[0])] == sorted(line["task"] for line in log_lines(outs[0]))


def test_one_line_of_the_log_says_all_there_is(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(request(workbooks(tmp_path / "in", 2), out))
    _, line = log_lines(out)
    assert list(line) == [
        *("task", "state", "output", "report", "department", "year", "amount", "verdicts", "findings", "problems", "seconds"),
    ]
    assert line["output"] == line["task"] == "第 2 批/公开 01.xlsx"
    assert line["report"] == ".budgetbook/reports/第 2 批/公开 01.xlsx.json"
    assert (line["state"], line["department"], line["year"], line["amount"]) == ("done", "某局", 2024, 206_0000_00)
    assert list(line["verdicts"]) == ["相符", "尾差", "不符", "未检", "提示"] and line["verdicts"]["不符"] > 0
    assert json.loads((out / line["report"]).read_text(encoding="utf-8"))["findings"][0]["verdict"] == "不符"


def test_what_cannot_be_read_costs_itself_alone(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 4)
    run(request(folder, tmp_path / "sound"))
    for name, content in (("空.xlsx", b""), ("坏.xlsx", b"PK\x03\x04rest"), ("文.xlsx", "不是".encode()), ("旧.xls", b"\xd0\xcf")):
        (folder / name).write_bytes(content)
    results = run(request(folder, tmp_path / "out", workers=2))
    assert Counter(result.state for result in results.values()) == {"done": 4, "failed": 4}
    assert written(tmp_path / "out") == written(tmp_path / "sound")


@posix
def test_what_kills_or_holds_up_a_worker_costs_itself_alone(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 4)
    run(request(folder, tmp_path / "sound"))
    for name in ("死.xlsx", "挂.xlsx"):
        disclosure.write(folder / name)
    asked = request(folder, tmp_path / "out", workers=2)
    results = run(asked, Pool(2, Limits(seconds=1), keep, do_oddly))
    assert {task for task, result in results.items() if result.state == "failed"} == {"死.xlsx", "挂.xlsx"}
    assert written(tmp_path / "out") == written(tmp_path / "sound")
    again = run(asked._replace(resume=True))  # this time nothing dies or hangs
    assert {task for task, result in again.items() if result.state == "done"} == {"死.xlsx", "挂.xlsx"}


def test_taking_up_again_does_only_what_is_missing_or_changed(tmp_path: Path) -> None:
    folder, out = workbooks(tmp_path / "in", 4), tmp_path / "out"
    run(request(folder, out))
    (out / "第 1 批" / "公开 00.xlsx").unlink()
    disclosure.write(folder / "第 2 批" / "公开 03.xlsx", 表三={"C5": 1})
    disclosure.write(folder / "新.xlsx")
    results = run(request(folder, out, resume=True))
    assert {task for task, result in results.items() if result.state == "done"} == {
        *("第 1 批/公开 00.xlsx", "第 2 批/公开 03.xlsx", "新.xlsx"),
    }
    run(request(folder, tmp_path / "anew"))
    assert written(out) == written(tmp_path / "anew") and lasting(out) == lasting(tmp_path / "anew")
    assert all(result.state == "done" for result in run(request(folder, out)).values())  # unasked nothing is skipped


@posix
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_run_that_is_killed_is_taken_up_and_gives_the_same(how: signal.Signals, tmp_path: Path) -> None:
    listed = departments_list(tmp_path / "全部.csv", [f"第 {at} 局" for at in range(12)])
    asked = request(listed, tmp_path / "out", "fill", template=TEMPLATE, by="department", workers=2)
    run(asked._replace(out=tmp_path / "whole"))
    _start_and_end(asked.out, listed, how)
    states = Counter(result.state for result in run(asked._replace(resume=True)).values())
    assert states["skipped"] >= 3 and states["done"] >= 1 and states["failed"] == 0
    assert written(asked.out) == written(tmp_path / "whole") and lasting(asked.out) == lasting(tmp_path / "whole")


def _start_and_end(out: Path, listed: Path, how: signal.Signals) -> None:
    """A run of its own, ended when three of its tasks are done and others are in work."""
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from tests.stories.batch import many\n"
        "asked = many.request(sys.argv[1], many.Path(sys.argv[2]), 'fill', template=many.TEMPLATE, by='department', workers=2)\n"
        "with many.batch(asked, many.keep) as running:\n"
        "    for result in running.results():\n"
        "        print(result.state, flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(listed), str(out)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    said = [child.stdout.readline() for _ in range(3)]
    child.send_signal(how)
    child.wait()
    child.stdout.close()
    assert said == ["done\n"] * 3
    time.sleep(0.2)  # its workers end by themselves


def test_what_is_broken_off_in_order_leaves_nothing_half_done(tmp_path: Path) -> None:
    folder, out = workbooks(tmp_path / "in", 6), tmp_path / "out"
    with pytest.raises(KeyboardInterrupt), batch(request(folder, out), keep) as running:
        for _ in running.results():
            (out / "第 1 批").mkdir(exist_ok=True)
            (out / "第 1 批" / ".budgetbook-half.tmp").write_bytes(b"half a workbook")
            raise KeyboardInterrupt
    assert len(log_lines(out)) == 1 and not list(out.rglob("*.tmp"))
    results = run(request(folder, out, resume=True))
    assert Counter(result.state for result in results.values()) == {"skipped": 1, "done": 5}


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    folder, out = workbooks(tmp_path / "in", 2), tmp_path / "out"
    with batch(request(folder, out), keep) as running:
        first = next(iter(results := running.results()))
        with pytest.raises(BudgetbookError, match=f"进程 {os.getpid()}"), batch(request(folder, out), keep):
            pass
        assert len([first, *results]) == 2
    run(request(folder, out))


def test_what_fails_now_does_not_keep_the_output_of_before(tmp_path: Path) -> None:
    folder, out = workbooks(tmp_path / "in", 2), tmp_path / "out"
    run(request(folder, out))
    broken = folder / "第 1 批" / "公开 00.xlsx"
    broken.write_bytes(b"")
    run(request(folder, out, resume=True))
    assert set(written(out)) == {"第 2 批/公开 01.xlsx", ".budgetbook/reports/第 2 批/公开 01.xlsx.json"}
    (out / "第 1 批" / "公开 00.xlsx").write_bytes(b"somebody's own")
    results = run(request(folder, out, resume=True))
    assert (out / "第 1 批" / "公开 00.xlsx").read_bytes() == b"somebody's own"
    assert "不是这次的结果" in results["第 1 批/公开 00.xlsx"].problems[-1]


def test_the_largest_go_first(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 3)
    large = disclosure.write(folder / "大.xlsx", 表三={f"B{row}": f"说明第 {row} 行" * 40 for row in range(20, 300)})
    seen: list[Task] = []

    class Noting:
        def run(self, tasks: list[Task]) -> object:
            seen.extend(tasks)
            return Pool(1, Limits(), keep).run(tasks)

    run(request(folder, tmp_path / "out"), Noting())  # type: ignore[arg-type]
    assert seen[0].name == "大.xlsx" and [task.size for task in seen] == sorted((task.size for task in seen), reverse=True)
    assert large.exists()


def test_input_that_goes_in_the_middle_costs_itself_alone(tmp_path: Path) -> None:
    folder, out = workbooks(tmp_path / "in", 6), tmp_path / "out"
    with batch(request(folder, out), keep) as running:
        first = next(results := running.results())
        shutil.rmtree(folder / "第 2 批")
        rest = list(results)
    gone = {result.task for result in [first, *rest] if result.state == "failed"}
    assert gone <= {f"第 2 批/公开 0{at}.xlsx" for at in (1, 3, 5)} and len(gone) >= 2
    assert all("没有这个文件" in result.problems[0] for result in rest if result.state == "failed")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do everything may write here too")
def test_an_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 1)
    (tmp_path / "out").mkdir(mode=0o500)
    with pytest.raises(BudgetbookError, match="输出文件夹建不了"), batch(request(folder, tmp_path / "out"), keep):
        pass


@pytest.mark.parametrize("name", ["tasks.jsonl", ".budgetbook/journal.sqlite", ".budgetbook/lock"])
def test_a_folder_in_the_place_of_a_file_is_said_before_anything_is_done(name: str, tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 1)
    (tmp_path / "out" / name).mkdir(parents=True)
    with pytest.raises(BudgetbookError, match="是一个文件夹，没有开始"), batch(request(folder, tmp_path / "out"), keep):
        pass
    (tmp_path / "out" / name).rmdir()
    run(request(folder, tmp_path / "out"))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
@pytest.mark.parametrize("name", ["tasks.jsonl", ".budgetbook/lock", ".budgetbook/journal.sqlite", ".budgetbook/reports"])
def test_a_link_that_somebody_has_laid_in_the_output_is_not_written_through(name: str, tmp_path: Path) -> None:
    folder, elsewhere = workbooks(tmp_path / "in", 1), tmp_path / "别人的"
    elsewhere.write_bytes(b"mine")
    link = tmp_path / "out" / name
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    with pytest.raises(BudgetbookError, match="这是一个链接"), batch(request(folder, tmp_path / "out"), keep):
        pass
    assert elsewhere.read_bytes() == b"mine"
    link.unlink()
    run(request(folder, tmp_path / "out"))


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_a_link_in_place_of_a_result_is_replaced_and_not_followed(tmp_path: Path) -> None:
    folder, elsewhere = workbooks(tmp_path / "in", 1), tmp_path / "别人的.xlsx"
    elsewhere.write_bytes(b"mine")
    link = tmp_path / "out" / "第 1 批" / "公开 00.xlsx"
    link.parent.mkdir(parents=True)
    link.symlink_to(elsewhere)
    run(request(folder, tmp_path / "out"))
    assert elsewhere.read_bytes() == b"mine" and not link.is_symlink()
