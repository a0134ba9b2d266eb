"""python -m benchmarks.cluster [count]: a batch by two workers of the pool and by two of a dask cluster on loopback, in turns.

The cluster stands when a round begins, as it does where there is one. Exit status 1: the goal is missed."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from budgetbook.stories.batch.request import Request

from .files import REPOSITORY

ROUNDS = 3
DEARER = 1.25  # the cluster beside the pool at most
_WORKERS = 2


def compare(asked: Request, count: int) -> int:
    """Exit status; `asked` is a request for the pool, whose folder is taken for both."""
    from .batch import _run, _timed

    pool, dask = [], []
    with tempfile.TemporaryDirectory() as folder, _cluster(Path(folder)) as address:
        for number in range(ROUNDS):
            here = asked._replace(out=asked.out / f"pool{number}", workers=_WORKERS)
            there = here._replace(out=asked.out / f"dask{number}", scheduler=address)
            pool.append(_timed(lambda asked=here: _run(asked)))
            dask.append(_timed(lambda asked=there: _run(asked)))
    for name, seconds in (("pool", pool), ("dask", dask)):
        middle = statistics.median(seconds)
        print(f"{name:<10}{middle:>8.2f} s{1000 * middle / count:>9.2f} ms a workbook", flush=True)
    dearer = statistics.median(there / here for here, there in zip(pool, dask, strict=True))
    print(f"two workers of a cluster beside two of the pool: {dearer:.3f}x (goal: {DEARER}x)", flush=True)
    return int(dearer > DEARER)


def main(count: int) -> int:
    """Exit status."""
    from .batch import SMALL, _lists, write_files

    with tempfile.TemporaryDirectory() as folder:
        files = write_files(Path(folder, "files"), SMALL, embedded=False)
        lists = _lists(Path(folder, "lists"), count)
        return compare(Request(str(lists), Path(folder, "out"), ("fill",), files.template), count)


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with its workers, all processes of their own."""
    file = folder / "scheduler.json"
    processes = [_start(folder, "scheduler", "--port", "0", "--scheduler-file", str(file))]
    try:
        while not file.exists() or not file.read_text().strip():
            assert processes[0].poll() is None, "the scheduler did not start"
            time.sleep(0.05)
        address = str(json.loads(file.read_text())["address"])
        processes += [_start(folder, "worker", address, "--nthreads", "1", "--no-nanny") for _ in range(_WORKERS)]
        _wait_for_workers(address)
        yield address
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _start(folder: Path, what: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments, "--host", "127.0.0.1", "--no-dashboard"]
    paths = {"PYTHONPATH": os.pathsep.join((str(REPOSITORY / "addin"), str(REPOSITORY)))}
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, env=os.environ | paths, stdout=nowhere, stderr=nowhere)


def _wait_for_workers(address: str) -> None:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(_WORKERS, timeout=60)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
