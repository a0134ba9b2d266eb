"""Small disks of memory, mounted for a test: full ones, and such as may only be read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of this size in place of the folder; the test is skipped where this system lets nobody mount one."""
    folder.mkdir(exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """From now on nobody may write to the disk, the administrator neither."""
    _mount("-o", "remount,ro", str(folder))


def fill_up(folder: Path, spare: int = 0) -> Path:
    """A file that leaves so many kilobytes of the disk."""
    ballast = folder / "占满.bin"
    with open(ballast, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(1024))
        except OSError:
            file.truncate(max(0, file.tell() - spare * 1024))
    return ballast


def _mount(*arguments: str) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has disks of memory")
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is refused here: {done.stderr.strip()}")
