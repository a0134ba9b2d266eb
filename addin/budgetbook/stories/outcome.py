"""What a story comes to, for a front to show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from budgetbook.model.finding import Report
from budgetbook.model.problem import Problem

from .subject import Subject

Step: TypeAlias = Callable[[str], None]


class Outcome(NamedTuple):
    """The report, what was read and made, where it was written, what to tell the user besides, whose budget it is, and where
    the workbook as it came was kept, when it was written over."""

    report: Report
    tables: int
    forms: int
    written: Path | None
    warnings: tuple[Problem, ...] = ()
    subject: Subject = Subject()
    kept: Path | None = None


def quiet(step: str) -> None:
    """A step that nobody watches."""
