"""A fault at a named step of reading or saving a file: the process, or all that belong to its command, end there, or the system
complains. The program knows nothing of it: what is put in the way are functions of Python's own library."""

from __future__ import annotations

import builtins
import errno
import io
import json
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple

from budgetbook.workbooks.file import saving

KILL = "kill"
# The steps of saving one file, in their order.
MAKE, WRITE, MORE, SYNC, PERMIT, REPLACE, SYNC_FOLDER = SAVING = (
    "make the temporary file", "write", "write more", "sync", "set permissions", "replace", "sync the folder",
)  # fmt: skip
STAT, OPEN, READ = READING = ("stat", "open", "read")
_NAMING = (os.stat, io.open)  # what the system complains of with the file's name


class Fault(NamedTuple):
    """What happens at which step of which file, `file` being a part of its path; `does` is KILL or the name of a system's error.
    `after`: the step itself still goes well. `worker`: only in the processes that a batch has for its tasks."""

    step: str
    does: str
    file: str
    after: bool = False
    worker: bool = False


def environment(fault: Fault) -> dict[str, str]:
    """What a command is run with, so that all its processes meet the fault."""
    return {"FAULT": json.dumps(fault._asdict())}


def arm_from_environment() -> None:
    arm(Fault(**json.loads(os.environ["FAULT"])))


def arm(fault: Fault) -> None:
    """From now on this process meets the fault."""
    if fault.step in READING:
        _arm_reading(fault)
    else:
        _Saving(fault).arm()


def strike(fault: Fault, path: object = None) -> None:
    """The fault happens; the system says of which file it complains where it does that in earnest."""
    if fault.worker and multiprocessing.parent_process() is None:
        return
    if fault.does == KILL:
        os.killpg(0, signal.SIGKILL)
    number = getattr(errno, fault.does)
    raise OSError(number, os.strerror(number), path)


def _around(fault: Fault, original: Callable[..., Any], is_meant: Callable[..., bool]) -> Callable[..., Any]:
    """The function, with the fault before or after it where it is meant."""

    @wraps(original)
    def wrapped(*given: Any, **more: Any) -> Any:
        if not is_meant(*given, **more):
            return original(*given, **more)
        if not fault.after:
            strike(fault, given[0] if original in _NAMING else None)
        result = original(*given, **more)
        if fault.after:
            strike(fault)
        return result

    return wrapped


class _Saving:
    """Faults while one certain file is saved: nothing else that the process does is touched."""

    def __init__(self, fault: Fault) -> None:
        self._fault = fault
        self._saving = False
        self._syncs = self._writes = 0

    def arm(self) -> None:
        self._watch("_write")
        for owner, name, step in (
            (tempfile, "mkstemp", MAKE), (os, "chmod", PERMIT), (os, "replace", REPLACE),
        ):  # fmt: skip
            setattr(owner, name, _around(self._fault, getattr(owner, name), self._at(step)))
        os.fsync = _around(self._fault, os.fsync, self._at_sync)
        os.fdopen = self._opened(os.fdopen)

    def _watch(self, name: str) -> None:
        """Know when the file is being saved: all that is written whole goes through one function."""
        write = getattr(saving, name)

        def watched(target: Path, *given: Any, **more: Any) -> Any:
            self._saving, self._syncs, self._writes = self._fault.file in str(target), 0, 0
            try:
                return write(target, *given, **more)
            finally:
                self._saving = False

        setattr(saving, name, watched)

    def _at(self, step: str) -> Callable[..., bool]:
        return lambda *_, **__: self._saving and self._fault.step == step

    def _at_sync(self, descriptor: int) -> bool:
        self._syncs += self._saving
        return self._saving and self._fault.step == (SYNC if self._syncs == 1 else SYNC_FOLDER)

    def _at_write(self, piece: bytes) -> bool:
        self._writes += self._saving
        return self._saving and self._fault.step == (WRITE if self._writes == 1 else MORE)

    def _opened(self, fdopen: Callable[..., Any]) -> Callable[..., Any]:
        def opened(*given: Any, **more: Any) -> Any:
            file = fdopen(*given, **more)
            return _Written(file, self) if self._saving else file

        return opened


class _Written:
    """A file that has on disk what was written to it, and meets the fault."""

    def __init__(self, file: Any, saving: _Saving) -> None:
        self._file = file
        self.write = _around(saving._fault, self._write_through, saving._at_write)

    def _write_through(self, piece: bytes) -> None:
        self._file.write(piece)
        self._file.flush()

    def __enter__(self) -> _Written:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _arm_reading(fault: Fault) -> None:
    def is_meant(path: Any, mode: str = "r", *_: Any, **__: Any) -> bool:
        return isinstance(path, str | os.PathLike) and fault.file in str(path) and not set(mode) & set("wax+")

    if fault.step == STAT:
        os.stat = _around(fault, os.stat, lambda path, **_: is_meant(path))
        return
    opened = _around(fault, io.open, is_meant) if fault.step == OPEN else _unreadable(fault, is_meant)
    io.open = builtins.open = opened


def _unreadable(fault: Fault, is_meant: Callable[..., bool]) -> Callable[..., Any]:
    """Opening works; reading is what the system complains of."""
    original = io.open

    def opened(*given: Any, **more: Any) -> Any:
        file = original(*given, **more)
        if is_meant(*given):
            return _Unread(file, fault)
        return file

    return opened


class _Unread:
    def __init__(self, file: Any, fault: Fault) -> None:
        self._file = file
        for name in ("read", "readinto", "readline", "readall", "read1"):
            if hasattr(file, name):
                setattr(self, name, _around(fault, getattr(file, name), lambda *_: True))

    def __enter__(self) -> _Unread:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def __iter__(self) -> Any:
        return iter(self.readline, b"")  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)
