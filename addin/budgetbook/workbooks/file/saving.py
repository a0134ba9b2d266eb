"""Writing a file whole or not at all, and saying in Chinese why not."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError, Problem, system_problem

_ATTEMPTS = 6  # a virus scanner or a preview pane lets go of a file within a second or so
_BEGINS, _ENDS = ".budgetbook-", ".tmp"  # names of temporary files
_FORSAKEN = 24 * 3600  # seconds: nobody saves for so long, and clocks of network shares are hours wrong


def write_whole(path: str, pieces: Iterable[bytes | memoryview], *, lasting: bool = True) -> None:
    """The old file or the new one, never half: a temporary file in the same folder takes the target's place when it is on disk.

    What is not `lasting` may be half after the power has failed: for what is known by its hash, and can be made again.
    Raises BudgetbookError when somebody has the file open, and when the folder or the disk does not let it be written."""
    target = Path(path)
    refuse_if_open(target)
    _sweep_forsaken(target.parent)
    _write(target, pieces, _mode(target), lasting)


def copy_whole(source: Path, target: Path) -> None:
    """A copy with the permissions and the times of its source, whole or not at all. Raises BudgetbookError."""
    try:
        content, mode = source.read_bytes(), source.stat().st_mode & 0o777
    except OSError as error:
        said = f"文件读不出来（系统错误号 {error.errno}），没有保存"
        raise BudgetbookError(Problem(said, source.name, hint="请检查它是否被移走、网络是否通畅")) from error
    _write(target, [content], mode, lasting=True)
    with contextlib.suppress(OSError):  # some network shares keep no times
        shutil.copystat(source, target)


def sweep(folder: Path, older_than: float = 0) -> None:
    """Take away the temporary files that processes which were killed while saving have left, of a certain age in seconds."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_BEGINS) and entry.name.endswith(_ENDS):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime >= older_than:
                        os.unlink(entry.path)


@lru_cache(maxsize=256)
def _sweep_forsaken(folder: Path) -> None:
    """Once in each folder: nobody else may be at work on what is taken away."""
    sweep(folder, _FORSAKEN)


def _write(target: Path, pieces: Iterable[bytes | memoryview], mode: int, lasting: bool) -> None:
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=_BEGINS, suffix=_ENDS, dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        os.chmod(temporary, mode)
        _replace(temporary, target)
        temporary = None
    except OSError as error:
        raise BudgetbookError(_why(target, error)) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    if lasting:
        _sync_folder(target.parent)


def refuse_if_open(target: Path) -> None:
    """Raises BudgetbookError where somebody has the file open."""
    opened = who_has_open(target)
    if opened:
        hint = f"请先关闭该文件再试；如果确实没有人打开它，请删除同一文件夹里的 {opened.lock}"
        raise BudgetbookError(Problem(f"文件正被“{opened.who}”打开，没有保存", target.name, hint=hint))


class Opened(NamedTuple):
    """Who has a file open, and the name of the small file beside it that says so."""

    who: str
    lock: str


def who_has_open(target: Path) -> Opened | None:
    """Excel, WPS and LibreOffice leave a small file beside a workbook that somebody has open."""
    beside = (
        (f"~${target.name}", _excel_owner),
        (f".~{target.name}", _excel_owner),
        (f".~lock.{target.name}#", _libreoffice_owner),
    )
    for name, owner in beside:
        lock = target.with_name(name)
        if target.exists() and lock.exists():
            return Opened(owner(lock) or "其他程序", name)
    return None


def _excel_owner(lock: Path) -> str:
    """One byte of length and 54 of the name in the local code page; two bytes of length and the name in UTF-16."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        data = lock.read_bytes()
        length = int.from_bytes(data[55:57], "little")
        return data[57 : 57 + 2 * length].decode("utf-16-le").strip("\0 ")
    return ""


def _libreoffice_owner(lock: Path) -> str:
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return lock.read_text("utf-8").split(",")[0].strip()
    return ""


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those of any new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _replace(temporary: str, target: Path) -> None:
    for attempt in range(_ATTEMPTS):
        try:
            return os.replace(temporary, target)
        except PermissionError:  # Windows: a sharing violation, often over in a moment
            if os.name != "nt" or attempt == _ATTEMPTS - 1:
                raise
            time.sleep(0.05 * 2**attempt)


def _sync_folder(folder: Path) -> None:
    if os.name != "nt":
        with contextlib.suppress(OSError):  # some network shares cannot
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _why(target: Path, error: OSError) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Problem("磁盘空间不足，没有保存，原文件未动", target.name, hint="请清理磁盘或保存到别处")
    if error.errno == errno.EROFS or (isinstance(error, PermissionError) and not os.access(target.parent, os.W_OK)):
        return Problem(f"文件夹“{target.parent}”不允许写入，没有保存", target.name, hint="请另选一个文件夹")
    if error.errno == errno.ENAMETOOLONG:
        return system_problem(error, target.name)
    if isinstance(error, PermissionError):
        return Problem("文件被占用或为只读，没有保存，原文件未动", target.name, hint="请在 Excel 中关闭该文件后再试")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(f"文件夹“{target.parent}”不存在，没有保存", target.name, hint="请检查保存位置")
    return Problem(f"没有保存，原文件未动（系统错误号 {error.errno}）", target.name, hint="请检查磁盘或网络后再试")
