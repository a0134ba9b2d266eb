"""Hashes: whether what a result rests on, or the result itself, is still what it was."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

from budgetbook import __version__
from budgetbook.codes import lists_mark
from budgetbook.items.departments import Departments
from budgetbook.items.project_shares import ProjectShares
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.stories.inputs import SETTINGS

from .task import Marks, Task

Stamp: TypeAlias = tuple[int, int]


def stamp(path: Path) -> Stamp:
    """What changes when a file does. Raises BudgetbookError when it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        raise BudgetbookError(Problem("没有这个文件，或者没有权限", str(path), hint="请检查它是否被移走、改名")) from None
    return status.st_mtime_ns, status.st_size


def marks_of(task: Task) -> Marks:
    """Of all that the task's result depends on, as it is now. Raises BudgetbookError when something cannot be read."""
    source = Path(task.source)
    model = Path(task.template) if task.template else source  # its binding and the settings of the rules lie beside it
    binding = model.with_suffix(".toml")
    settings = Path(task.settings) if task.settings else model.with_name(SETTINGS)
    return Marks(
        departments(source, task.by).fingerprint(task.key) if task.by else file_hash(source),
        _kept_hash(model) if task.template else "",
        _kept_hash(binding) if binding.is_file() else "",
        _kept_hash(settings) if settings.is_file() else "",
        _projects_mark(task),
        f"{__version__} {lists_mark()}",
        ",".join((*task.jobs, task.by)),
    )


def _projects_mark(task: Task) -> str:
    if not task.projects:
        return ""
    if task.by:
        return project_shares(task).fingerprint(task.key)
    return f"{file_hash(Path(task.projects))} {file_hash(Path(task.indicators))}"


def departments(path: Path, by: str) -> Departments:
    """The list taken apart; kept, because the next task is most likely another department of the same list."""
    return _departments(path, by, stamp(path))


@lru_cache(maxsize=1)
def _departments(path: Path, by: str, stamp: Stamp) -> Departments:
    return Departments(path, by)


def project_shares(task: Task) -> ProjectShares:
    """The lists of projects and indicators taken apart; kept, as departments are."""
    paths = Path(task.source), Path(task.projects), Path(task.indicators)
    return _project_shares(task.by, paths, tuple(map(stamp, paths)))


@lru_cache(maxsize=1)
def _project_shares(by: str, paths: tuple[Path, Path, Path], stamps: tuple[Stamp, ...]) -> ProjectShares:
    source, projects, indicators = paths
    return ProjectShares(departments(source, by), projects, indicators)


def file_hash(path: Path) -> str:
    """SHA-256 of what a file holds. Raises BudgetbookError when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise BudgetbookError(Problem("文件读不了", str(path), hint="请检查它是否被移走、改名，或正被别的程序占用")) from None


def _kept_hash(path: Path) -> str:
    """Of a file that many tasks share."""
    return _hash(path, stamp(path))


@lru_cache(maxsize=64)
def _hash(path: Path, stamp: Stamp) -> str:
    return file_hash(path)
