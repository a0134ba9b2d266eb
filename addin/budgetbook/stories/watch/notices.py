"""Being told that something has changed below a folder: by the system, or by looking again and again where it tells nothing."""

from __future__ import annotations

import os
import re
import sys
import threading
from pathlib import Path

from budgetbook.model.installing import how_to_install
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.stories.batch.task import OWN

_NETWORK = {"cifs", "smb3", "smbfs", "nfs", "nfs4", "ncpfs", "afs", "ceph", "9p", "virtiofs", "davfs", "vboxsf", "vmhgfs", "lustre"}
_REMOTE_DRIVE = 4  # as Windows counts kinds of drives
_ESCAPED = re.compile(r"\\([0-7]{3})")  # blanks in the list of mounts
_LOOKED_AT_EVERY = 2.0  # seconds, where the system tells nothing
_GATHERED = 400  # milliseconds in which changes are taken together


class Notices:
    """While it is open, `changed` is set whenever something has changed; `failed` is why it no longer is, if so."""

    def __init__(self, folder: Path, every: float | None = None) -> None:
        """With `every` it looks each so many seconds, with 0 it relies on the system; by itself it looks where the folder is
        another machine's. Raises BudgetbookError where watchfiles is not installed."""
        _require_watchfiles()
        self._folder = folder
        self.every = (_LOOKED_AT_EVERY if is_on_network(folder) else 0.0) if every is None else every
        self.changed, self._stop = threading.Event(), threading.Event()
        self.failed = ""
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(2)

    def _listen(self) -> None:
        import watchfiles

        try:
            for _ in watchfiles.watch(
                self._folder,
                watch_filter=lambda _, path: OWN not in Path(path).parts,
                debounce=_GATHERED,
                stop_event=self._stop,
                rust_timeout=500,
                raise_interrupt=False,
                force_polling=bool(self.every),
                poll_delay_ms=round(self.every * 1000) or 300,
                ignore_permission_denied=True,
            ):
                self.changed.set()
        except Exception as error:  # what the system refuses: the number of folders that may be watched, most of all
            self.failed = f"系统错误号 {errno}" if (errno := getattr(error, "errno", None)) else type(error).__name__


def _require_watchfiles() -> None:
    try:
        import watchfiles  # noqa: F401
    except ImportError:
        hint = how_to_install("watchfiles")
        raise BudgetbookError(Problem("没有安装 watchfiles，不能看守文件夹", hint=hint)) from None


def is_on_network(folder: Path) -> bool:
    """Whether the folder is another machine's, whose changes the system does not tell of. Where nobody knows it is not."""
    if sys.platform == "win32":
        import ctypes

        root = os.path.splitdrive(folder.resolve())[0] + "\\"
        return root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == _REMOTE_DRIVE
    mounts = Path("/proc/self/mounts")
    return mounts.is_file() and is_network_kind(_kind(folder.resolve(), mounts.read_text(errors="replace")))


def is_network_kind(kind: str) -> bool:
    """Whether a kind of file system, as Linux names it, lies on another machine."""
    return kind in _NETWORK or (kind.startswith("fuse.") and kind != "fuse.lxcfs")


def _kind(folder: Path, mounts: str) -> str:
    """The kind of the file system that the folder lies on: of the last that is mounted nearest to it."""
    kinds = {}
    for line in mounts.splitlines():
        _, point, kind, *_ = line.split(" ")
        kinds[Path(_ESCAPED.sub(lambda code: chr(int(code[1], 8)), point))] = kind
    return next((kinds[place] for place in (folder, *folder.parents) if place in kinds), "")
