"""A dask cluster of two workers on loopback, each a process of its own, to measure a batch on."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from .files import REPOSITORY

_WORKERS = 2


@contextlib.contextmanager
def standing(folder: Path) -> Iterator[str]:
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
