"""Running commands that meet a fault, and what they leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.faults.injecting import Fault
from tests.hostile import running
from tests.reference import REPOSITORY

KILLED = -9


class Said(NamedTuple):
    """Exit status, and all that was said."""

    status: int
    text: str


class Commands:
    """Runs commands one after another, each in a process of its own."""

    def __init__(self, server: subprocess.Popen[str], output: Path) -> None:
        self._server, self._output = server, output

    def __call__(self, *arguments: object, folder: Path, fault: Fault | None = None) -> Said:
        """A command in a folder; unless it is killed, what it says is Chinese."""
        asked = {
            "arguments": [str(each) for each in arguments], "fault": fault and fault._asdict(),
            "folder": str(folder), "output": str(self._output),
        }  # fmt: skip
        assert self._server.stdin and self._server.stdout
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        said = Said(int(self._server.stdout.readline()), self._output.read_text(encoding="utf-8"))
        if said.status != KILLED:
            running.checked(running.Said(*said))
        return said


@contextmanager
def served(output: Path) -> Iterator[Commands]:
    paths = [REPOSITORY / "tests" / "faults" / "site", REPOSITORY / "addin", REPOSITORY]
    own = {"PYTHONPATH": os.pathsep.join(map(str, paths)), "PYTHONIOENCODING": "utf-8", "COLUMNS": "3000"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.server"], cwd=REPOSITORY, env=os.environ | own, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as server:  # fmt: skip
        yield Commands(server, output)


def leftovers(folder: Path) -> list[Path]:
    """Temporary files that a process which was killed has left."""
    return [path for path in folder.rglob(".budgetbook-*.tmp") if path.is_file()]


def files(folder: Path) -> dict[str, bytes]:
    """What a person finds in a folder, with what it holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path not in leftovers(folder)
    }


def aged(folder: Path) -> None:
    """As if the leftovers were two days old."""
    for path in leftovers(folder):
        there = path.stat().st_mtime - 2 * 24 * 3600
        os.utime(path, (there, there))
