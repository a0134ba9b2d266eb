"""python -m benchmarks.batch [count] [--long] [--write-docs]: many small departments in a batch, beside what one would write else.

Each round measures a loop of pandas and openpyxl (over a few workbooks), a loop of our own, one worker, two workers, two workers
of a dask cluster and a run that has nothing to do, so that a busy machine slows them alike. --long: a run of 10,000 besides.
Exit status 1: a goal is missed."""

from __future__ import annotations

import argparse
import itertools
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from budgetbook.fronts.tally import duration
from budgetbook.outputs.report import write_report
from budgetbook.stories.batch.batch import batch
from budgetbook.stories.batch.request import Request
from budgetbook.stories.fill import fill

from .cluster import standing
from .departments import SEED, SMALL
from .files import Files, write_files
from .goals import Goal
from .processes import keep

COUNT, LONG, MANY = 1_000, 10_000, 50_000
ROUNDS, DIFFERENT, SAMPLE = 3, 10, 10
AGAINST_BASELINE, FASTER, DEARER, CLUSTER = 40.0, 1.8, 1.05, 1.25


class Round(NamedTuple):
    """Seconds a workbook: of the loop of pandas and openpyxl, of our own loop, of one worker, of two, of a run that has nothing
    to do, of two workers of a cluster that stands already."""

    baseline: float
    loop: float
    one: float
    two: float
    resumed: float
    cluster: float


WORDS = (
    "pandas + openpyxl 的循环",
    "budgetbook 的循环",
    "批量，1 个进程",
    "批量，2 个进程",
    "批量，全部没有变化",
    "批量，dask 的 2 台工作机",
)


def goals() -> tuple[Goal, ...]:
    return (
        Goal("2 个进程同 pandas + openpyxl 的循环相比", lambda each: each.baseline / each.two, AGAINST_BASELINE),
        Goal("2 个进程同 1 个进程相比", lambda each: each.one / each.two, FASTER),
        Goal("1 个进程占 budgetbook 的循环的", lambda each: each.one / each.loop, DEARER, at_least=False),
        Goal("dask 的 2 台工作机占 2 个进程的", lambda each: each.cluster / each.two, CLUSTER, at_least=False),
    )


def main(count: int = COUNT, *, long: bool = False, write_docs: bool = False) -> int:
    """Exit status."""
    with tempfile.TemporaryDirectory() as folder:
        made = [write_files(Path(folder, f"made{at}"), SMALL, embedded=False, seed=SEED + at) for at in range(DIFFERENT)]
        lists = _lists(Path(folder, "lists"), made, count)
        rounds = [_round(Path(folder, f"out{number}"), made, lists) for number in range(ROUNDS)]
        rows, missed = _rows(rounds), _goals(rounds)
        said = _long(Path(folder), made) if long else ""
    for row in (*rows, *missed.rows):
        print("\t".join(row), flush=True)
    print(said)
    if write_docs:
        from . import docs

        docs.write_batch(count, rows, missed.rows, said)
    return int(missed.any)


class _Judged(NamedTuple):
    rows: list[list[str]]
    any: bool


def _rows(rounds: Sequence[Round]) -> list[list[str]]:
    middle = [statistics.median(seconds) for seconds in zip(*rounds, strict=True)]
    return [[word, f"{1000 * seconds:.1f} ms", f"{middle[0] / seconds:.1f}×"] for word, seconds in zip(WORDS, middle, strict=True)]


def _goals(rounds: Sequence[Round]) -> _Judged:
    """Each ratio is taken within its round, then the middle one of all rounds counts."""
    rows, missed = [], False
    for goal in goals():
        value = statistics.median(map(goal.measure, rounds))
        rows.append([goal.says, goal.text(), f"{value:.3g}{goal.unit}", "达到" if goal.reached(value) else "未达到"])
        missed |= not goal.reached(value)
    return _Judged(rows, missed)


def _lists(folder: Path, made: Sequence[Files], count: int) -> Path:
    """A folder of item workbooks with their projects, of a few departments again and again."""
    folder.mkdir()
    for at, files in zip(range(count), itertools.cycle(made)):
        shutil.copyfile(files.lists, folder / f"{at:05d}.xlsx")
    return folder


def _round(out: Path, made: Sequence[Files], lists: Path) -> Round:
    paths, template = sorted(lists.iterdir()), made[0].template
    out.mkdir()
    few = [made[at % len(made)] for at in range(SAMPLE)]
    baseline = _timed(lambda: _baseline(out, few)) / len(few)
    loop = _timed(lambda: _in_a_loop(out, template, paths))
    one = Request(str(lists), out / "one", ("fill",), template, workers=1)
    two = one._replace(out=out / "two", workers=2)
    runs = [_timed(lambda asked=asked: _run(asked)) for asked in (one, two, two._replace(resume=True))]
    with standing(out) as address:
        runs.append(_timed(lambda: _run(two._replace(out=out / "cluster", scheduler=address))))
    shutil.rmtree(out)  # ten thousand workbooks are gigabytes
    return Round(baseline, *(seconds / len(paths) for seconds in (loop, *runs)))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _baseline(out: Path, departments: Sequence[Files]) -> None:
    from .baselines.pandas_fill import fill as pandas_fill

    for at, files in enumerate(departments):
        pandas_fill(files.template, files.items, (files.projects, files.indicators), out / f"baseline{at}.xlsx", "openpyxl")


def _in_a_loop(out: Path, template: Path, paths: Sequence[Path]) -> None:
    for path in paths:
        output = out / path.name
        write_report(fill(template, output, items=path, projects=path, indicators=path).report, output.with_suffix(".json"))


def _long(folder: Path, made: Sequence[Files]) -> str:
    """A real run of many by two workers, and what that makes of five times as many."""
    lists = _lists(folder / "many", made, LONG)
    start = time.perf_counter()
    memory = _run(Request(str(lists), folder / "long", ("fill",), made[0].template, workers=2))
    seconds = time.perf_counter() - start
    return (
        f"实际做了 {LONG:,} 份：{duration(seconds)}（每份 {1000 * seconds / LONG:.1f} ms），"
        f"每个工作进程的内存最多 {memory:.0f} MB；照此推算，{MANY:,} 份约 {duration(seconds * MANY / LONG)}。"
    )


def _run(asked: Request) -> float:
    """MB that the largest worker took."""
    memory, failed = 0.0, []
    with batch(asked, keep) as run:
        looked_at = max(1, len(run.tasks) // 20)
        for at, result in enumerate(run.results(), 1):
            failed += [result] if result.state == "failed" else []
            memory = memory if at % looked_at else max(memory, _memory_of_workers())
    assert not failed, failed[:3]  # to fail would be fast for nothing
    return memory


def _memory_of_workers() -> float:
    """MB that the largest of the processes of this run has taken at most, beside this one; 0 where the system does not tell."""
    peaks = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            pid, text = int(status.parent.name), status.read_text()
            if pid != os.getpid() and os.getpgid(pid) == os.getpgrp():
                peaks += map(int, re.findall(r"VmHWM:\s+(\d+) kB", text))
        except OSError:  # it has just ended
            continue
    return max(peaks) / 1024


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.batch", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", nargs="?", type=int, default=COUNT)
    parser.add_argument("--long", action="store_true", help=f"a run of {LONG:,} besides")
    parser.add_argument("--write-docs", action="store_true", help="put the figures into docs/speed.md")
    return parser.parse_args(words)


if __name__ == "__main__":
    asked = _arguments(sys.argv[1:])
    sys.exit(main(asked.count, long=asked.long, write_docs=asked.write_docs))
