"""One run at a time in a folder. The system holds the lock, and lets it go when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from budgetbook.model.problem import BudgetbookError, Problem

_FILE = "lock"
_FAR = 1 << 30  # the byte that is locked on Windows: far behind what is written, which others can then read


@contextlib.contextmanager
def locked(folder: Path, shown: Path) -> Iterator[None]:
    """Hold the folder. Raises BudgetbookError that says who holds it where somebody does; `shown` is how the folder is called."""
    path = folder / _FILE
    with _opened(path) as file:
        if not _take(file):
            raise BudgetbookError(_held(path, shown))
        try:
            _write(file, json.dumps(_me(), ensure_ascii=False))
        except OSError as error:
            raise _unwritable(path, error) from None
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # a network share that is lost: the system lets the lock go
                _write(file, "")


def _opened(path: Path) -> IO[bytes]:
    try:
        return open(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b", buffering=0)
    except OSError as error:
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: OSError) -> BudgetbookError:
    said = f"输出文件夹写不进去（系统错误号 {error.errno}）"
    return BudgetbookError(Problem(said, str(path.parent), hint="请检查磁盘空间和权限，或换一个文件夹"))


def _write(file: IO[bytes], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text.encode("utf-8"))


def _me() -> dict[str, object]:
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may have no name for its user
        user = ""
    return {"user": user, "host": platform.node(), "process": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}


def _held(path: Path, shown: Path) -> Problem:
    try:
        who = json.loads(path.read_text(encoding="utf-8"))
        said = f"{who['user']}（电脑 {who['host']}，进程 {who['process']}）从 {who['since']} 起正在用它"
    except (OSError, ValueError, KeyError, TypeError):
        said = "另一个运行正在用它"
    return Problem(f"{said}，没有开始", str(shown), hint="请等它做完，或另选一个输出文件夹")


def _take(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as error:
        said = f"这个文件夹不能加锁（系统错误号 {error.errno}），没有开始"
        raise BudgetbookError(Problem(said, file.name, hint="请把结果放在本机的文件夹里")) from None
    return True
