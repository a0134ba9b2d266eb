"""Starting processes and measuring them: seconds on the clock, peak memory of the process and of what it started."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]


def run(command: Sequence[str], fine: Sequence[int] = (0,)) -> str:
    """What a command prints. Raises RuntimeError with that, and with its errors, when its exit status is not a fine one."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, env=_environment())
    if done.returncode not in fine:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def module(name: str, *arguments: object, fine: Sequence[int] = (0,)) -> str:
    """Run a module of this package in a process of its own, so that the memory it takes is nobody else's."""
    return run([sys.executable, "-m", f"benchmarks.{name}", *map(str, arguments)], fine)


def measured(name: str, *arguments: object) -> Any:
    """As module(); the last line that it prints is JSON."""
    return json.loads(module(name, *arguments).splitlines()[-1])


def peak_memory() -> float:
    """MB of the largest of this process and those it has waited for."""
    unit = 1 if sys.platform == "darwin" else 1024
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * unit / 2**20


def keep(error: BaseException, words: Sequence[str]) -> tuple[str, str]:
    """In place of the log of what nobody expected; found by its name in other processes."""
    return type(error).__name__, str(error)


def _environment() -> dict[str, str]:
    """Both packages can be imported, installed or not; modules are compiled once, as where they are installed."""
    paths = [str(REPOSITORY), str(REPOSITORY / "addin"), os.environ.get("PYTHONPATH", "")]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    compiled = str(REPOSITORY / "out" / "benchmarks" / "compiled")
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in paths if path), "PYTHONPYCACHEPREFIX": compiled}
