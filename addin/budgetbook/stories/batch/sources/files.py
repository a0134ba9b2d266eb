"""The files of a folder, or of a pattern, that are somebody's work: no owner files, nothing hidden or temporary, no way out."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError, Problem

_TEMPORARY = ("~$", ".", "~WRL")  # how names begin: Excel's owner files, hidden and LibreOffice's ones, what a crash left
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload")


class Files(NamedTuple):
    """Where all of them lie, the files below it in order, and the links that lead out and were not followed. `refused` says of
    some why they could not be brought from elsewhere: they are not there."""

    root: Path
    paths: tuple[Path, ...]
    outside: tuple[Path, ...]
    refused: Mapping[Path, str] = {}  # nobody changes it


def files_of(source: str, out: Path) -> Files:
    """All files of a folder or pattern, or the one file; nothing below `out`. Raises BudgetbookError where there is none such."""
    path = Path(source)
    if path.is_file():
        return Files(path.parent, (path,), ())
    if path.is_dir():
        root, found = path, _below(path, out.resolve())
    elif glob.has_magic(source):
        root = _plain_root(path)
        found = (Path(name) for name in glob.iglob(source, recursive=True))
    else:
        raise BudgetbookError(Problem("没有这个文件夹或文件", source, hint="请检查路径；用通配符时请加引号"))
    home, written = root.resolve(), out.resolve()
    wanted = sorted({each for each in found if _is_work(each, root)}, key=lambda each: each.relative_to(root).as_posix())
    wanted = [each for each in wanted if written not in each.absolute().parents]
    lies = {each: each.resolve().is_relative_to(home) for each in wanted}
    inside = tuple(each for each in wanted if lies[each] and each.is_file())
    return Files(root, inside, tuple(each for each in wanted if not lies[each]))


def _below(folder: Path, out: Path) -> Iterator[Path]:
    """Every file; folders behind links are not gone into: what lies inside is found where it lies, what does not is not ours."""
    for here, folders, names in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        yield from (Path(here, name) for name in (*names, *links))
        folders[:] = [name for name in folders if not _is_passing(Path(here, name)) and Path(here, name).resolve() != out]


def _plain_root(pattern: Path) -> Path:
    """The part of a pattern before its first wild card."""
    parts = list(pattern.parts)
    wild = next(at for at, part in enumerate(parts) if glob.has_magic(part))
    return Path(*parts[:wild]) if wild else Path()


def _is_work(path: Path, root: Path) -> bool:
    """Whether neither the file nor a folder on the way to it is hidden or temporary."""
    steps = path.relative_to(root).parts
    return not any(_is_passing(root.joinpath(*steps[: depth + 1])) for depth in range(len(steps)))


def is_passing_name(name: str) -> bool:
    """Whether a file or folder of this name is hidden or temporary."""
    return name.startswith(_TEMPORARY) or name.lower().endswith(_UNFINISHED)


def _is_passing(path: Path) -> bool:
    """Whether it is hidden or temporary by its name, or by what Windows notes of it."""
    if is_passing_name(path.name):
        return True
    try:
        attributes = getattr(path.lstat(), "st_file_attributes", 0)
    except OSError:
        return False
    return bool(attributes & getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0)) if os.name == "nt" else False
