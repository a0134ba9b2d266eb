"""A dask scheduler and its workers on loopback, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from distributed import Client

from tests.reference import REPOSITORY

LONG = 120  # seconds, which only a failure takes
_MODULES = {"scheduler": "distributed.cli.dask_scheduler", "worker": "distributed.cli.dask_worker"}


class Farm:
    """To be used in a with statement; with a nanny a worker that died is started anew by it."""

    def __init__(self, folder: Path, workers: int, *, nanny: bool = False, allowed_failures: int = 3, without: str = "") -> None:
        """`without`: which of scheduler and worker have no budgetbook."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "without").mkdir()
        (folder / "without" / "sitecustomize.py").write_text("import sys; sys.modules['budgetbook'] = None")
        self._without = without
        self._folder, self._nanny = folder, nanny
        self._own = {
            "PYTHONPATH": os.pathsep.join((str(REPOSITORY / "addin"), str(REPOSITORY))),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": str(allowed_failures),
            "DASK_TEMPORARY_DIRECTORY": str(folder),
        }
        self.workers: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", "0")
        self.address = self._address()
        for _ in range(workers):
            self.hire()

    def hire(self) -> None:
        """One worker more, with one thread."""
        nanny = "--nanny" if self._nanny else "--no-nanny"
        self.workers.append(self._start("worker", self.address, "--nthreads", "1", nanny))

    def client(self) -> Client:
        return Client(self.address, set_as_default=False)

    def wait_for(self, workers: int) -> list[str]:
        """Their addresses, once there are so many."""
        with self.client() as client:
            client.wait_for_workers(workers, timeout=60)
            return sorted(client.nthreads())

    def asked(self, question: Callable[[], int]) -> int:
        """What all workers answer, in total."""
        with self.client() as client:
            return sum(client.run(question).values())

    def wait_until(self, question: Callable[[], int], answer: int) -> None:
        until = time.monotonic() + LONG
        with self.client() as client:
            while sum(client.run(question).values()) != answer:
                assert time.monotonic() < until, f"it never became {answer}"
                time.sleep(0.05)

    def __enter__(self) -> Farm:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()

    def _start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        options = [*arguments, "--host", "127.0.0.1", "--no-dashboard"]
        if what == "scheduler":
            options += ["--scheduler-file", str(self._folder / "scheduler.json")]
        with open(self._folder / f"{what}-{len(self.workers)}.log", "wb") as log:
            command = [sys.executable, "-m", _MODULES[what], *options]
            own = self._own | ({"PYTHONPATH": str(self._folder / "without")} if what == self._without else {})
            return subprocess.Popen(command, cwd=self._folder, env=os.environ | own, stdout=log, stderr=log)

    def _address(self) -> str:
        file = self._folder / "scheduler.json"
        while self.scheduler.poll() is None:
            try:
                return str(json.loads(file.read_text())["address"])
            except (OSError, ValueError):
                time.sleep(0.05)
        raise AssertionError("the scheduler did not start")
