"""A place that is reached by an address, s3://bucket/folder: what lies in it, by the rules of a folder of this machine. The one
place that knows fsspec."""

from __future__ import annotations

import datetime
import errno
import glob
import logging
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from budgetbook.model.installing import how_to_install
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.secrets import without_password

from .files import is_passing_name

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")  # C:\ is a drive
_LOCAL = ("file", "local")
_UP = ".."
_PIECE = 2**20  # bytes
_PACKAGES = {
    "s3": "s3fs", "s3a": "s3fs", "smb": "smbprotocol", "sftp": "paramiko", "ssh": "paramiko", "oss": "ossfs", "gs": "gcsfs",
    "abfs": "adlfs", "az": "adlfs", "webdav": "webdav4", "tos": "tosfs",
}  # fmt: skip
_NO_FOLDERS = ("http", "https", "data")  # pages list no folders, and what is secret in their addresses would be in names
_OPTIONS = {"smb": {"share_access": "rw"}}  # else nobody could open a file while it is read, nor it be read while it is open
_TAGS = ("ETag", "etag", "md5Hash", "content_md5")
_TIMES = ("LastModified", "last_modified", "mtime", "updated", "modified", "created")
_SETTLED = 60  # seconds after which a file that changes again has another time, however coarse the clocks
_LOGGERS = ("fsspec", "s3fs", "botocore", "aiobotocore", "smbprotocol", "smbclient", "spnego", "asyncio", "paramiko")


class Entry(NamedTuple):
    """A file: how the place calls it, the steps to it from the root, its bytes where they are known, and a mark that changes when
    it does, "" where nothing tells that reliably."""

    key: str
    steps: tuple[str, ...]
    size: int | None
    mark: str

    @property
    def name(self) -> str:
        return "/".join(self.steps)


class Listing(NamedTuple):
    """The files that are somebody's work, in order, and what leads out and was not followed."""

    entries: tuple[Entry, ...]
    outside: tuple[str, ...]


def is_far(source: str) -> bool:
    """Whether it is an address of what this machine does not have as files."""
    match = _ADDRESS.match(source)
    return bool(match and match[1].lower() not in _LOCAL)


def plain_source(source: str) -> str:
    """The path that a file:// address means; any other source as it is."""
    match = _ADDRESS.match(source)
    if match is None or match[1].lower() not in _LOCAL:
        return source
    path = source[match.end() :]
    path = path[1:] if re.match(r"/[A-Za-z]:", path) else path
    return path if Path(path).exists() else unquote(path)


class Place:
    """What an address leads to. Raises BudgetbookError, with one sentence, for whatever goes wrong there."""

    def __init__(self, source: str) -> None:
        self.shown = without_password(source)
        self._source = source
        match = _ADDRESS.match(source)
        self._protocol = match[1].lower() if match else ""

    @property
    def can_be_read_at_once(self) -> bool:
        """Whether several of its files may be read at the same time."""
        return bool(self._system.async_impl)

    def listing(self) -> Listing:
        """The file, all files below the folder, or those of the pattern. Hidden and temporary ones are left out."""
        with self._said():
            root, found = self._found()
            now = time.time()
            entries = [_entry(key, root, facts, now) for key, facts in sorted(found.items())]
            entries = [entry for entry in entries if not any(is_passing_name(step) for step in entry.steps if step != _UP)]
            out = {entry.key for entry in entries if self._leads_out(entry, found[entry.key])}
        inside = tuple(sorted((entry for entry in entries if entry.key not in out), key=lambda entry: entry.steps))
        return Listing(inside, tuple(entry.name for entry in entries if entry.key in out))

    def pieces(self, entry: Entry) -> Iterator[bytes]:
        """Its bytes, one piece after the other."""
        with self._said(entry.name), self._system.open(entry.key, "rb") as file:
            while piece := file.read(_PIECE):
                yield piece

    def _found(self) -> tuple[str, dict[str, dict[str, Any]]]:
        """The root and the facts of each file by its key."""
        kind = self._kind()
        if kind == "file":
            return self._path.rpartition("/")[0], {self._path: self._system.info(self._path)}
        if kind:
            return self._path, self._system.find(self._path, detail=True)
        if not glob.has_magic(self._path):
            raise FileNotFoundError
        steps = self._path.split("/")
        wild = next(at for at, step in enumerate(steps) if glob.has_magic(step))
        found = self._system.glob(self._path, detail=True)
        return "/".join(steps[:wild]), {key: facts for key, facts in found.items() if facts["type"] != "directory"}

    def _kind(self) -> str:
        """file, directory, or "" for what is not there under this very name."""
        try:
            return str(self._system.info(self._path)["type"])
        except FileNotFoundError:
            return ""
        except Exception:
            if glob.has_magic(self._path):  # which some places do not even take for a name
                return ""
            raise

    def _leads_out(self, entry: Entry, facts: dict[str, Any]) -> bool:
        """Whether it is a link, or lies behind one, or has a step that leads upwards."""
        if facts.get("islink") or facts["type"] == "link" or _UP in entry.steps:
            return True
        return self._protocol == "smb" and any(self._is_smb_link(entry, depth) for depth in range(len(entry.steps)))

    def _is_smb_link(self, entry: Entry, depth: int) -> bool:
        """Whether the first steps to a file, on a share that shows links as what they lead to, end in one."""
        key = entry.key
        for _ in range(depth):
            key = key.rpartition("/")[0]
        if key not in self._links:
            self._links[key] = self._system.info(key, follow_symlinks=False)["type"] == "link"
        return self._links[key]

    @cached_property
    def _links(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _path(self) -> str:
        return str(self._system._strip_protocol(self._source)).rstrip("/")

    @cached_property
    def _system(self) -> Any:
        _silence()
        if "::" in self._source:
            raise BudgetbookError(Problem("地址里不能用 :: 连写", self.shown, hint="请先解开，再写文件夹的地址"))
        try:
            from fsspec import available_protocols
            from fsspec.core import url_to_fs
        except ModuleNotFoundError:
            hint = how_to_install("fsspec")
            raise BudgetbookError(Problem("读远程地址要用 fsspec，还没有安装", self.shown, hint=hint)) from None
        if self._protocol in _NO_FOLDERS or self._protocol not in available_protocols():
            hint = "可以写 s3://桶/文件夹、smb://主机/共享/文件夹、sftp://主机/文件夹 等；网页上的请先下载"
            raise BudgetbookError(Problem(f"不能从 {self._protocol}:// 这种地址读文件", self.shown, hint=hint))
        try:
            system = url_to_fs(self._source, **_OPTIONS.get(self._protocol, {}))[0]
        except ImportError:
            hint = how_to_install(_PACKAGES.get(self._protocol, "fsspec[full]"))
            raise BudgetbookError(Problem(f"缺少读 {self._protocol}:// 的组件", self.shown, hint=hint)) from None
        system.invalidate_cache()
        return system

    @contextmanager
    def _said(self, name: str = "") -> Iterator[None]:
        """Whatever the way there raises becomes one sentence."""
        try:
            yield
        except BudgetbookError:
            raise
        except Exception as error:
            raise BudgetbookError(_problem(error, name or self.shown)) from None


def _problem(error: Exception, name: str) -> Problem:
    kind, number = type(error).__name__, getattr(error, "errno", None)  # smbprotocol has one kind for all numbers
    if isinstance(error, FileNotFoundError) or number == errno.ENOENT:
        return Problem("远程地址上没有这个文件夹或文件", name, hint="请检查地址；用通配符时请加引号")
    if isinstance(error, PermissionError) or number in (errno.EACCES, errno.EPERM) or "Credential" in kind or "Logon" in kind:
        return Problem(f"没有权限读远程地址（{kind}）", name, hint="请检查账号、密码或密钥")
    return Problem(f"远程地址连不上或读不了（{kind}）", name, hint="请检查地址和网络，稍后用 --resume 再做一次")


def _entry(key: str, root: str, facts: dict[str, Any], now: float) -> Entry:
    below = key.removeprefix(root + "/") if root else key
    steps = tuple(step for step in below.split("/") if step not in ("", "."))
    return Entry(key, steps, facts.get("size"), _mark(facts, now))


def _mark(facts: dict[str, Any], now: float) -> str:
    """A tag of the contents; else the time of the last change, with the size, once that is long enough ago."""
    tag = next((str(facts[name]) for name in _TAGS if facts.get(name)), "")
    changed = next((_seconds(facts[name]) for name in _TIMES if facts.get(name)), None)
    if not tag and (changed is None or facts.get("size") is None or changed > now - _SETTLED):
        return ""
    return f"{tag} {changed} {facts.get('size')}"


def _seconds(value: object) -> float | None:
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    return float(value) if isinstance(value, int | float) else None


def _silence() -> None:
    """What libraries warn of, in English, would reach the terminal."""
    for name in _LOGGERS:
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False
