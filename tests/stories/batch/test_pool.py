"""The pool: every task once, and a worker that dies, hangs or eats all memory costs the task that it was at."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import deque
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.doing import Do, Keep
from budgetbook.stories.batch.limits import Limits
from budgetbook.stories.batch.pool import Pool
from budgetbook.stories.batch.task import Result, Task
from tests.hostile import disclosure
from tests.reference import REPOSITORY
from tests.stories.batch.many import EXAMPLES, TEMPLATE, keep, request, tasks_of
from tests.stories.batch.odd import do_oddly, eat, say_who

posix = pytest.mark.skipif(os.name == "nt", reason="no such signal, no such limit")


def named(tmp_path: Path, *names: str) -> list[Task]:
    for name in names:
        path = tmp_path / "in" / f"{name}.xlsx"
        path.parent.mkdir(exist_ok=True)
        disclosure.write(path)
    tasks = tasks_of(request(tmp_path / "in", tmp_path / "out"))
    return [tasks[f"{name}.xlsx"] for name in names]


def results(tasks: list[Task], workers: int, do: Do, limits: Limits = Limits()) -> dict[str, Result]:  # noqa: B008
    came = list(Pool(workers, limits, keep, do).run(tasks))
    assert sorted(task.name for task, _ in came) == sorted(task.name for task in tasks)
    assert all(task.name == result.task for task, result in came)
    return {task.name.removesuffix(".xlsx"): result for task, result in came}


def test_workers_stay_and_share_the_work(tmp_path: Path) -> None:
    tasks = named(tmp_path, *(f"{at:02d}" for at in range(40)))
    who = [result.problems[0] for result in results(tasks, 2, say_who).values()]
    assert len(set(who)) == 2 and str(os.getpid()) not in who


@posix
def test_what_a_worker_was_given_to_go_on_with_is_not_blamed_for_its_end(tmp_path: Path) -> None:
    names = ["死", "一", "挂", "二", "死去", "三", "四"]
    came = results(named(tmp_path, *names), 1, do_oddly, Limits(seconds=4))
    assert {name for name, result in came.items() if result.state == "failed"} == {"死", "挂", "死去"}


@posix
def test_workers_stay_for_what_comes_next(tmp_path: Path) -> None:
    tasks, pool = named(tmp_path, *(f"{at:02d}" for at in range(6))), Pool(1, Limits(), keep, say_who)
    with contextlib.closing(pool):
        first = [result.problems[0] for _, result in pool.carry_out(tasks)]
        assert {result.problems[0] for _, result in pool.carry_out(tasks)} == set(first) and len(set(first)) == 1
        os.kill(int(first[0]), signal.SIGTERM)
        assert next(iter(pool._workers)).poll(60)  # its end has come through
        second = {result.problems[0] for _, result in pool.carry_out(tasks)}
        assert len(second) == 1 and second != set(first)
    assert not _alive(int(second.pop()))


def test_work_ends_in_the_middle_when_it_is_no_longer_wanted(tmp_path: Path) -> None:
    class NoMoreError(Exception):
        pass

    def go_on() -> None:
        if came:
            raise NoMoreError

    came: list[str] = []
    with contextlib.closing(Pool(1, Limits(), keep, do_oddly)) as pool, pytest.raises(NoMoreError):
        for task, _ in pool.carry_out(named(tmp_path, "一", "挂"), go_on):
            came.append(task.name)
    assert came == ["一.xlsx"]


def test_no_more_workers_than_tasks(tmp_path: Path) -> None:
    assert len({result.problems for result in results(named(tmp_path, "一"), 8, say_who).values()}) == 1
    assert results([], 8, say_who) == {}


def test_it_goes_on_over_a_queue_that_is_added_to(tmp_path: Path) -> None:
    first, second = named(tmp_path, "一", "二")
    queue, came = deque([first]), list[str]()
    with contextlib.closing(Pool(1, Limits(), keep, say_who).rounds(queue, 0.01)) as rounds:
        while len(came) < 1:
            came += [result.problems[0] for _, result in next(rounds)]
        assert [list(next(rounds)) for _ in range(3)] == [[], [], []]  # nothing to do, and nobody is kept waiting
        queue.append(second)
        while len(came) < 2:
            came += [result.problems[0] for _, result in next(rounds)]
    assert came[0] == came[1]  # the same worker, which had nothing to do in between


def test_where_nothing_was_ever_done_it_goes_on_too() -> None:
    with contextlib.closing(Pool(1, Limits(seconds=1), keep, say_who).rounds(deque(), 0.01)) as rounds:
        assert [list(next(rounds)) for _ in range(3)] == [[], [], []]


@posix
def test_a_worker_that_is_killed_costs_one_workbook(tmp_path: Path) -> None:
    came = results(named(tmp_path, "一", "死", "二", "死去", "三"), 2, do_oddly)
    assert {name: result.state for name, result in came.items()} == {
        **dict.fromkeys("一二三", "done"),
        **dict.fromkeys(("死", "死去"), "failed"),
    }
    assert "信号 9" in came["死"].problems[0] and "--resume" in came["死"].problems[0]


def test_a_task_that_hangs_costs_one_workbook(tmp_path: Path) -> None:
    start = time.monotonic()
    came = results(named(tmp_path, "一", "挂", "二", "三"), 2, do_oddly, Limits(seconds=1))
    assert {name for name, result in came.items() if result.state == "failed"} == {"挂"}
    assert "超过 1 秒" in came["挂"].problems[0] and came["挂"].seconds >= 1
    assert time.monotonic() - start < 20


@posix
def test_a_task_over_its_memory_costs_one_workbook_and_its_worker(tmp_path: Path) -> None:
    came = results(named(tmp_path, "小", "大", "又小"), 1, eat, Limits(memory=200 * 2**20))
    assert {name: result.problems[0] for name, result in came.items()} == {"小": "0", "大": "内存", "又小": "0"}
    assert came["小"].problems[1] == came["大"].problems[1] != came["又小"].problems[1]
    assert results(named(tmp_path, "大"), 1, eat, Limits(memory=2**30))["大"].problems[0] == "32"


@posix
def test_a_list_that_arrow_reads_fits_in_too(tmp_path: Path) -> None:
    from pyarrow import csv, parquet

    (tmp_path / "in").mkdir()
    texts = csv.ConvertOptions(column_types={"支出功能分类科目编码": "string"})
    parquet.write_table(csv.read_csv(EXAMPLES / "line_items.csv", convert_options=texts), tmp_path / "in" / "一.parquet")
    asked = request(tmp_path / "in", tmp_path / "out", "fill", template=TEMPLATE)
    came = list(Pool(1, Limits(memory=256 * 2**20), keep).run(list(tasks_of(asked).values())))
    assert [result.state for _, result in came] == ["done"], came


@posix
def test_what_is_real_work_stays_far_below_the_usual_limit(tmp_path: Path) -> None:
    came = results(named(tmp_path, "一"), 1, do_oddly, Limits(memory=256 * 2**20))
    assert came["一"].state == "done", came


@posix
def test_workers_that_never_get_ready_end_the_run(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="工作进程启动不了"):
        results(named(tmp_path, "一"), 1, Deadly())


class Deadly:
    """What ends the process that receives it."""

    def __call__(self, task: Task, keep: Keep) -> Result:
        raise AssertionError

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


@posix
def test_workers_end_with_the_run_however_it_ends(tmp_path: Path) -> None:
    """A run is killed while its worker hangs: the worker is gone soon after."""
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "from pathlib import Path\n"
        "from tests.stories.batch import test_pool as t\n"
        "tasks = t.named(Path(sys.argv[1]), '一', '挂')\n"
        "print(next(t.Pool(1, t.Limits(), t.keep, t.say_who).run(tasks))[1].problems[0], flush=True)\n"
        "pool = t.Pool(1, t.Limits(), t.keep, t.do_oddly).run(tasks)\n"
        "next(pool); worker = pool.gi_frame.f_locals['self']._workers\n"
        "print(next(iter(worker.values())).process.pid, flush=True)\n"
        "next(pool)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert child.stdout
    child.stdout.readline()
    worker = int(child.stdout.readline())
    os.kill(worker, 0)
    child.kill()
    child.wait()
    child.stdout.close()
    for _ in range(100):
        if not _alive(worker):
            return
        time.sleep(0.05)
    raise AssertionError("the worker lives on")


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")
