"""Bringing: what lies elsewhere is copied into OUT, each file whole or not at all, before the tasks start; they see only files."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from typing import Any

from budgetbook.items.database import save_answer
from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError, Problem

from ..marks import stamp
from ..names import file_stem, readable, told_apart
from ..task import OWN
from .files import Files
from .remote import Entry, Place

INPUTS = f"{OWN}/inputs"  # below OUT
ANSWER = "查询结果"  # as messages call it
_AT_ONCE = 8  # files
_WORKBOOKS = (".xlsx", ".xlsm")


def bring(source: str, out: Path, wanted: Callable[[str], bool]) -> Files:
    """Copy those files of an address whose names are wanted, folders and all, and take away copies of what is no longer there.
    What has not changed since the last time is not brought again.

    A file that cannot be brought is one of `refused`. Raises BudgetbookError where nothing can be brought at all."""
    place, root = Place(source), out / INPUTS / "files"
    listing = place.listing()
    paths = dict(zip(listing.entries, _paths(root, listing.entries), strict=True))
    mine = {entry: path for entry, path in paths.items() if wanted(entry.name)}
    _refuse_too_much(mine, out, place.shown)
    with making(root):
        _sweep(root, set(mine.values()))
        refused = _Copies(place, root).bring(mine)
    return Files(root, tuple(paths.values()), tuple(root / readable(name) for name in listing.outside), refused)


def answered(address: str, query: str, out: Path) -> Path:
    """The file with what a database answers. It is asked every time: nothing tells whether it would say the same.

    Raises BudgetbookError."""
    path = out / INPUTS / ANSWER
    beside = path.with_name(f".budgetbook-{ANSWER}.tmp")
    with making(path.parent):
        path.unlink(missing_ok=True)
        try:
            save_answer(address, query, beside)
            os.replace(beside, path)
        finally:
            beside.unlink(missing_ok=True)
    return path


@contextlib.contextmanager
def making(folder: Path) -> Iterator[None]:
    """Something is put into this folder of OUT. Raises BudgetbookError when that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        said = f"取来的输入存不下（系统错误号 {error.errno}）"
        raise BudgetbookError(Problem(said, str(folder), hint="请检查磁盘空间和权限")) from None


class _Copies:
    """The copies in a folder and, in a file beside it, what each was made of."""

    def __init__(self, place: Place, root: Path) -> None:
        self._place, self._root = place, root
        self._file = root.with_name("brought.json")
        self._from = hashlib.sha256(place.shown.encode("utf-8", "surrogatepass")).hexdigest()
        self._before = self._read()
        self._now: dict[str, Any] = {}

    def bring(self, paths: Mapping[Entry, Path]) -> dict[Path, str]:
        """Bring what is not there unchanged; returns why some could not be brought, by their paths."""
        most = _AT_ONCE if self._place.can_be_read_at_once else 1
        try:
            with ThreadPoolExecutor(most) as pool:
                try:
                    said = list(pool.map(self._bring, paths, paths.values()))
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
        finally:
            self._write()
        return {path: words for path, words in zip(paths.values(), said, strict=True) if words}

    def _bring(self, entry: Entry, path: Path) -> str:
        """Bring one; returns why not, "" where it is there."""
        name = path.relative_to(self._root).as_posix()
        known = self._before.get(name)
        if not (entry.mark and path.is_file() and known == [entry.key, entry.mark, *stamp(path)]):
            try:
                path.unlink(missing_ok=True)  # what is not brought anew is not used
                _copy(self._place, entry, path)
            except BudgetbookError as error:
                return readable(str(error))
            except OSError as error:
                return readable(f"{entry.name}：取来后存不下（系统错误号 {error.errno}）（请检查磁盘空间和权限）")
        self._now[name] = [entry.key, entry.mark, *stamp(path)]
        return ""

    def _read(self) -> dict[str, Any]:
        try:
            said = json.loads(self._file.read_text(encoding="utf-8"))
            return dict(said["files"]) if said["from"] == self._from else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}  # all is brought anew

    def _write(self) -> None:
        beside = self._file.with_name(f".budgetbook-{self._file.name}.tmp")
        beside.write_text(json.dumps({"from": self._from, "files": self._now}), encoding="utf-8")
        os.replace(beside, self._file)


def _copy(place: Place, entry: Entry, path: Path) -> None:
    """Raises BudgetbookError where it is too large, or comes only in part; OSError where it cannot be kept."""
    most = limits.WORKBOOK_SIZE if path.suffix.lower() in _WORKBOOKS else limits.LIST_SIZE
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".budgetbook-{path.name}.tmp")
    count = 0
    try:
        with open(beside, "wb") as file:
            _refuse_large(entry.size or 0, most, entry)
            for piece in place.pieces(entry):
                _refuse_large(count := count + len(piece), most, entry)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        if entry.size not in (None, count):
            said = f"应有 {entry.size} 字节，取来的是 {count} 字节"
            raise BudgetbookError(Problem(said, entry.name, hint="可能正在被改动；请等它改完再做一次"))
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _refuse_large(size: int, most: int, entry: Entry) -> None:
    if size > most:
        raise BudgetbookError(Problem(f"文件超过 {most >> 20} MB，没有取来", entry.name, hint="请确认文件，或分部门导出"))


def _paths(root: Path, entries: Sequence[Entry]) -> list[Path]:
    """Where each is put: under its own name, as far as every system takes it, and no two, or a file and a folder, in one place."""
    names = ["/".join(map(_plain, entry.steps)) for entry in entries]
    folders = sorted({str(folder) for name in names for folder in PurePosixPath(name).parents} - {"."})
    apart = told_apart([*folders, *names], [""] * (len(folders) + len(names)))
    return [root / name for name in apart[len(folders) :]]


def _plain(step: str) -> str:
    name = PurePosixPath(step)
    return file_stem(name.stem) + name.suffix if name.suffix and file_stem(name.suffix) == name.suffix[1:] else file_stem(step)


def _refuse_too_much(entries: Mapping[Entry, Path], out: Path, shown: str) -> None:
    total = sum(entry.size or 0 for entry in entries)
    if total > limits.BROUGHT_SIZE:
        said = f"共 {total >> 20} MB，超过上限 {limits.BROUGHT_SIZE >> 20} MB"
        raise BudgetbookError(Problem(said, shown, hint="请分几次做，或先复制到本机"))
    there = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.is_dir())
    free = shutil.disk_usage(there).free + sum(path.stat().st_size for path in entries.values() if path.is_file())
    if total > free:
        said = f"要取 {total >> 20} MB，输出文件夹所在的磁盘只剩 {free >> 20} MB"
        raise BudgetbookError(Problem(said, shown, hint="请腾出空间，或换一个输出文件夹"))


def _sweep(root: Path, kept: set[Path]) -> None:
    """Take away copies of what is no longer there, halves of files, and folders that are empty then."""
    for folder, _, names in os.walk(root, topdown=False):
        for path in (Path(folder, name) for name in names):
            if path not in kept:
                path.unlink()
        with contextlib.suppress(OSError):  # it holds something
            Path(folder).rmdir()
    root.mkdir(parents=True, exist_ok=True)
