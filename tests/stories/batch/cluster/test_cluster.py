"""The cluster: real schedulers and workers on loopback; whatever happens to them nothing is missing, double or other than the
pool's."""

import multiprocessing
import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from budgetbook.fronts.cli import main
from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.batch import batch
from budgetbook.stories.batch.cluster import cluster as clusters
from budgetbook.stories.batch.cluster import expected as expectations
from budgetbook.stories.batch.cluster.cluster import cluster
from budgetbook.stories.batch.doing import Do, do
from budgetbook.stories.batch.limits import Limits
from budgetbook.stories.batch.task import OWN, Result
from tests.hostile import disclosure
from tests.reference import REPOSITORY
from tests.stories.batch.cluster.farm import LONG, Farm
from tests.stories.batch.many import (
    EXAMPLES,
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
from tests.stories.batch.odd import do_oddly, kill_master

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signals")


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    """Two workers, whom nothing that a workbook does may harm."""
    with Farm(tmp_path_factory.mktemp("farm"), 2) as farm:
        before = farm.wait_for(2)
        yield farm
        assert farm.wait_for(2) == before


@pytest.fixture(scope="module")
def pooled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Workbooks, and what the pool makes of them."""
    folder = tmp_path_factory.mktemp("pooled")
    disclosure.write(workbooks(folder / "in", 24) / "挂.xlsx")  # does so where it is asked to, as one among others
    run(request(folder / "in", folder / "out", workers=2))
    return folder / "in", folder / "out"


def far(farm: Farm, source: Path, out: Path, do: Do = do, limits: Limits = Limits(seconds=120)) -> dict[str, Result]:  # noqa: B008
    with cluster(farm.address, limits, keep, do) as engine:
        return run(request(source, out), engine)


def failed(results: dict[str, Result]) -> set[str]:
    return {Path(name).stem for name, result in results.items() if result.state == "failed"}


def test_it_gives_what_the_pool_gives(farm: Farm, pooled: tuple[Path, Path], tmp_path: Path) -> None:
    source, expected = pooled
    command = ["batch", str(source), "-o", str(tmp_path / "out"), "--scheduler", farm.address]
    assert main(command) == 1
    assert written(tmp_path / "out") == written(expected) and lasting(tmp_path / "out") == lasting(expected)
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert main([*command, "--resume"]) == 1
    assert {line["state"] for line in log_lines(tmp_path / "out")} == {"skipped"}


def test_departments_of_a_list_are_filled_far_away(farm: Farm, tmp_path: Path) -> None:
    listed = departments_list(tmp_path / "全部.csv", ["教育局", "水务局", "林业局"])
    arguments = ["batch", str(listed), "--template", str(TEMPLATE), "--by", "department", "--job", "fill,check"]
    assert main([*arguments, "-o", str(tmp_path / "a"), "--scheduler", farm.address]) == 0
    assert main([*arguments, "-o", str(tmp_path / "b")]) == 0
    assert written(tmp_path / "a") == written(tmp_path / "b") and lasting(tmp_path / "a") == lasting(tmp_path / "b")


def test_what_hangs_or_dies_costs_itself_and_nothing_else(farm: Farm, tmp_path: Path) -> None:
    for name in ("一", "死", "二", "挂", "三", "死去", "四", "五", "六"):
        (tmp_path / "in").mkdir(exist_ok=True)
        disclosure.write(tmp_path / "in" / f"{name}.xlsx")
    (tmp_path / "in" / "坏.xlsx").write_bytes(b"no workbook")
    results = far(farm, tmp_path / "in", tmp_path / "out", do_oddly, Limits(seconds=4))
    assert failed(results) == {"死", "挂", "死去", "坏"}
    assert "信号 9" in results["死.xlsx"].problems[0] and "超过 4 秒" in results["挂.xlsx"].problems[0]


def test_a_worker_that_is_lost_loses_nothing(farm: Farm, pooled: tuple[Path, Path], tmp_path: Path) -> None:
    """Killed in the middle of a share, by a workbook of it; the other worker does what is left."""
    source, expected = pooled
    times = source / "第 1 批" / "公开 06.times"
    times.write_text("1")
    with Farm(tmp_path / "farm", 2) as frail:
        frail.wait_for(2)
        assert failed(far(frail, source, tmp_path / "out", kill_master)) == set()
        assert times.read_text() == "0" and [worker.poll() for worker in frail.workers].count(None) == 1
    times.unlink()
    assert written(tmp_path / "out") == written(expected) and lasting(tmp_path / "out") == lasting(expected)


def test_who_kills_his_worker_each_time_is_found_among_his_neighbours(tmp_path: Path) -> None:
    source = workbooks(tmp_path / "in", 6, wrong=[])
    (source / "第 2 批" / "公开 05.times").write_text("99")
    with Farm(tmp_path / "farm", 1, nanny=True, allowed_failures=0) as frail:
        results = far(frail, source, tmp_path / "out", kill_master)
    assert failed(results) == {"公开 05"} and "一次又一次" in results["第 2 批/公开 05.xlsx"].problems[0]


def test_a_scheduler_that_is_lost_in_the_middle(pooled: tuple[Path, Path], tmp_path: Path) -> None:
    source, expected = pooled
    with Farm(tmp_path / "farm", 1) as frail, cluster(frail.address, Limits(), keep) as engine:
        asked = request(source, tmp_path / "out")
        with batch(asked, keep, engine) as running, pytest.raises(BudgetbookError, match="连接断了"):
            for _ in running.results():
                frail.scheduler.kill()
                frail.scheduler.wait()
    done = {line["task"] for line in log_lines(tmp_path / "out")}
    assert 0 < len(done) < 25
    again = run(asked._replace(resume=True))
    assert {name for name, result in again.items() if result.state == "skipped"} == done
    assert written(tmp_path / "out") == written(expected) and lasting(tmp_path / "out") == lasting(expected)


_HANGING = (
    "from functools import partial\n"
    "from budgetbook.fronts.cli import run\n"
    "from budgetbook.stories.batch.cluster import cluster\n"
    "from tests.stories.batch.odd import do_oddly\n"
    "cluster.cluster = partial(cluster.cluster, do=do_oddly)\n"
    "run()\n"
)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_is_stopped_and_taken_up_again(how: signal.Signals, farm: Farm, pooled: tuple[Path, Path], tmp_path: Path) -> None:
    """In the middle of a workbook that hangs: a worker has nothing more to do with it when the run has ended."""
    source, expected = pooled
    command = ["batch", str(source), "-o", str(tmp_path / "out")]
    child = subprocess.Popen(
        [sys.executable, "-c", _HANGING, *command, "--limit-time", "0", "--scheduler", farm.address],
        cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert child.stderr
    lost = threading.Timer(LONG, child.kill)
    lost.start()
    assert any("\t25\t" in line for line in child.stderr), "no result came"
    child.send_signal(how)
    _, err = child.communicate()
    lost.cancel()
    if how == signal.SIGKILL:
        farm.wait_until(at_work, 0)
    else:
        assert child.returncode == 2 and "已中断" in err and "--resume" in err and "Traceback" not in err
        assert farm.asked(at_work) == farm.asked(children) == 0
    with farm.client() as client:
        assert client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0
    assert 0 < len(log_lines(tmp_path / "out")) < 25
    assert main([*command, "--resume"]) == 1
    assert written(tmp_path / "out") == written(expected) and lasting(tmp_path / "out") == lasting(expected)


def at_work() -> int:
    """How many shares a worker is at."""
    from budgetbook.stories.batch.cluster import carrying

    return sum(carrying._busy.values())


def children() -> int:
    return len(multiprocessing.active_children())


def test_nobody_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(clusters, "CONNECT", 0.3)
    command = ["batch", str(workbooks(tmp_path / "in", 1)), "-o", str(tmp_path / "out"), "--scheduler"]
    assert main([*command, "tcp://127.0.0.1:1"]) == 2
    assert "连不上调度器 tcp://127.0.0.1:1" in capsys.readouterr().err
    assert main([*command, "tls://127.0.0.1:1"]) == 2
    assert "证书" in capsys.readouterr().err
    assert main([*command, "127.0.0.1"]) == 2
    assert "应写成 tcp://主机:8786" in capsys.readouterr().err
    assert main([*command, "tcp://127.0.0.1:1", "--workers", "2"]) == 2
    assert "请去掉 --workers" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "budgetbook.stories.batch.cluster.cluster", None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "budgetbook.stories.batch.cluster.cluster")
    assert main([*command, "tcp://127.0.0.1:1"]) == 2
    assert '-m pip install "distributed' in capsys.readouterr().err


def test_nobody_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Farm(tmp_path / "farm", 0) as empty:
        monkeypatch.setattr(clusters, "CONNECT", 3.0)
        with pytest.raises(BudgetbookError, match="一台工作机也没有"):
            far(empty, workbooks(tmp_path / "in", 1), tmp_path / "out")


@pytest.mark.parametrize(("which", "said"), [("scheduler", "调度器 tcp://.* 上没有装"), ("worker", "工作机 tcp://.* 上没有装")])
def test_the_program_is_not_there(which: str, said: str, tmp_path: Path) -> None:
    with Farm(tmp_path / "farm", 1, without=which) as farm:
        farm.wait_for(1)
        with pytest.raises(BudgetbookError, match=said):
            far(farm, workbooks(tmp_path / "in", 1), tmp_path / "out")


def test_another_version_is_refused(farm: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = workbooks(tmp_path / "in", 1)
    monkeypatch.setattr(expectations, "__version__", "0.0.1")
    with pytest.raises(BudgetbookError, match=rf"工作机 {platform.node()}（tcp://127.0.0.1:\d+）上 budgetbook 的版本是 .*是 0.0.1"):
        far(farm, source, tmp_path / "out")
    monkeypatch.undo()
    asked = clusters.Client.get_versions

    def other(self: object) -> dict[str, dict[str, dict[str, str]]]:
        said = asked(self)
        said["client"]["packages"]["distributed"] = "2000.1"
        return dict(said)

    monkeypatch.setattr(clusters.Client, "get_versions", other)
    with pytest.raises(BudgetbookError, match=r"distributed 的版本是 .*是 2000.1"):
        far(farm, source, tmp_path / "out")


def test_folders_that_are_not_the_same(farm: Farm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the run finds is not what the workers find: a template of another content, another folder of the same name."""
    (tmp_path / "in").mkdir()
    source = tmp_path / "in" / "某局.csv"
    source.write_bytes((EXAMPLES / "line_items.csv").read_bytes())
    asked = request(tmp_path / "in", tmp_path / "out", "fill", template=TEMPLATE)
    expect = expectations.expect
    for change, said in (
        ({"hashes": {str(TEMPLATE): "0" * 64}}, f"上的 {TEMPLATE} 与这台电脑上的不是同一个文件"),
        ({"hashes": {str(tmp_path / "没有"): "0" * 64}}, f"上看不到 {tmp_path / '没有'}"),
        ({"token": "another"}, f"上的 {tmp_path / 'out'} 与这台电脑上的不是同一个文件夹"),
        ({"own": str(tmp_path / "别处" / OWN)}, f"上看不到输出文件夹 {tmp_path / '别处'}"),
    ):
        monkeypatch.setattr(clusters, "expect", lambda *given, change=change: expect(*given)._replace(**change))
        with cluster(farm.address, Limits(), keep) as engine, pytest.raises(BudgetbookError) as raised:
            run(asked, engine)
        assert f"工作机 {platform.node()}" in str(raised.value) and said in str(raised.value)
    assert not (tmp_path / "out" / "某局.xlsx").exists()
