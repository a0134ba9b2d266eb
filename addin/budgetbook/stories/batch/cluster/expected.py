"""Whether a machine is fit for a run: the same program, and the same files at the same paths."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from budgetbook import __version__
from budgetbook.codes import lists_mark
from budgetbook.model.problem import BudgetbookError

from ..marks import file_hash
from ..task import Task

TOKEN = ".budgetbook-cluster.tmp"  # the file in OUT by which others know that it is the same folder
_LOOKED_AT = 8  # sources, from the first to the last
_WRITERS = ("isal", "lxml")  # packages that shape the bytes of what is written


class Expected(NamedTuple):
    """What the run finds on its own machine: versions by name, hashes by path, and what stands in the token in `own`."""

    versions: dict[str, str]
    hashes: dict[str, str]
    own: str
    token: str


def expect(tasks: Sequence[Task], token: str) -> Expected:
    """What all machines that do these tasks must have. Raises BudgetbookError where a file cannot be read here."""
    some = tasks[:: max(1, len(tasks) // _LOOKED_AT)]
    paths = {path for task in (*some, tasks[-1]) for path in (task.source, task.template, task.settings) if path}
    hashes = {path: file_hash(Path(path)) for path in sorted(paths) if Path(path).is_file()}
    return Expected(_versions(), hashes, str(tasks[0].own_path), token)


def look(expected: Expected, address: str) -> str:
    """What is not so on this machine, in a sentence that names it; "" where all is."""
    said = _other_version(expected) or _other_file(expected) or _other_folder(expected)
    return f"工作机 {platform.node()}（{address}）{said}" if said else ""


def _versions() -> dict[str, str]:
    python = ".".join(platform.python_version_tuple()[:2])
    own = {"budgetbook": __version__, "科目表": lists_mark(), "Python": python}
    return own | {name: _version(name) for name in _WRITERS}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "没有装"


def _other_version(expected: Expected) -> str:
    here = _versions()
    for name, wanted in expected.versions.items():
        if here[name] != wanted:
            return f"上 {name} 的版本是 {here[name]}，这台电脑上是 {wanted}，结果可能不一样（请装成相同的版本，再重新启动工作机）"
    return ""


def _other_file(expected: Expected) -> str:
    for path, wanted in expected.hashes.items():
        try:
            if file_hash(Path(path)) != wanted:
                return f"上的 {path} 与这台电脑上的不是同一个文件（请用共享文件夹，各台电脑上路径相同）"
        except BudgetbookError:
            return f"上看不到 {path}（请用共享文件夹，各台电脑上路径相同）"
    return ""


def _other_folder(expected: Expected) -> str:
    out = Path(expected.own).parent
    try:
        if Path(expected.own, TOKEN).read_text(encoding="utf-8") != expected.token:
            return f"上的 {out} 与这台电脑上的不是同一个文件夹（请用共享文件夹，各台电脑上路径相同）"
    except (OSError, UnicodeDecodeError):
        return f"上看不到输出文件夹 {out}（请用共享文件夹，各台电脑上路径相同）"
    try:
        tempfile.TemporaryFile(dir=expected.own).close()
    except OSError as error:
        return f"写不进输出文件夹 {out}（系统错误号 {error.errno}；请检查工作机上运行 dask 的用户的权限）"
    return ""
