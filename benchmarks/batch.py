"""python -m benchmarks.batch [count]: many small departments filled in a batch by one worker and by two, beside a plain loop;
and by two of a dask cluster, beside two of the pool.

Each round measures all three, so that a busy machine slows them alike. Exit status 1: a goal is missed."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from budgetbook.outputs.report import write_report
from budgetbook.stories.batch.batch import batch
from budgetbook.stories.batch.request import Request
from budgetbook.stories.fill import fill

from .cluster import compare
from .departments import SEED, SMALL
from .files import Files, write_files

COUNT, ROUNDS, DIFFERENT = 300, 3, 10
FASTER, DEARER = 1.8, 1.05  # two workers beside one at least, one worker beside the loop at most


class Round(NamedTuple):
    """Seconds of the loop, of one worker, of two, and of a run that has nothing to do."""

    loop: float
    one: float
    two: float
    resumed: float


def main(count: int = COUNT) -> int:
    """Exit status."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(Path(folder, "files"), SMALL, embedded=False)
        lists = _lists(Path(folder, "lists"), count)
        rounds = [_round(Path(folder, f"out{number}"), files, lists) for number in range(ROUNDS)]
        missed = compare(Request(str(lists), Path(folder, "cluster"), ("fill",), files.template), count)
    for name, seconds in zip(Round._fields, zip(*rounds, strict=True), strict=True):
        middle = statistics.median(seconds)
        print(f"{name:<10}{middle:>8.2f} s{1000 * middle / count:>9.2f} ms a workbook", flush=True)
    faster = statistics.median(each.one / each.two for each in rounds)
    dearer = statistics.median(each.one / each.loop for each in rounds)
    print(f"two workers beside one: {faster:.2f}x (goal: {FASTER}x); one worker beside the loop: {dearer:.3f}x (goal: {DEARER}x)")
    return int(missed or faster < FASTER or dearer > DEARER)


def _lists(folder: Path, count: int) -> Path:
    """A folder of line items, of a few departments again and again."""
    folder.mkdir()
    for at in range(count):
        first = folder / f"{at % DIFFERENT:05d}.csv"
        if at < DIFFERENT:
            made = write_files(folder.parent / f"made{at}", SMALL, embedded=False, seed=SEED + at)
            shutil.copyfile(made.items_csv, first)
        else:
            shutil.copyfile(first, folder / f"{at:05d}.csv")
    return folder


def _round(out: Path, files: Files, lists: Path) -> Round:
    paths = sorted(lists.iterdir())
    out.mkdir()
    loop = _timed(lambda: _in_a_loop(out, files.template, paths))
    one = Request(str(lists), out / "one", ("fill",), files.template, workers=1)
    two = one._replace(out=out / "two", workers=2)
    return Round(loop, *(_timed(lambda asked=asked: _run(asked)) for asked in (one, two, two._replace(resume=True))))


def _timed(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _in_a_loop(out: Path, template: Path, paths: Sequence[Path]) -> None:
    for path in paths:
        output = out / f"{path.stem}.xlsx"
        write_report(fill(template, output, items=path).report, output.with_suffix(".json"))


def _run(asked: Request) -> None:
    with batch(asked, _keep) as run:
        failed = [result for result in run.results() if result.state == "failed"]
    assert not failed, failed[:3]  # to fail would be fast for nothing


def _keep(error: BaseException, words: Sequence[str]) -> tuple[str, str]:
    return type(error).__name__, str(error)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
