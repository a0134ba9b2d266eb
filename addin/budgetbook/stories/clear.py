"""清除标色: the workbook as it was before it was checked."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from budgetbook.outputs.marks import clear as clear_marks

from .inputs import open_workbook
from .saving import check_output, save


class Cleared(NamedTuple):
    """Whether there were marks, and where the workbook as it came was kept, when it was written over."""

    marked: bool
    kept: Path | None


def clear(path: Path, output: Path) -> Cleared:
    """Save the workbook without marks. Raises BudgetbookError when it cannot be done."""
    check_output(path, output)
    workbook = open_workbook(path)
    marked = clear_marks(workbook)
    return Cleared(marked, save(workbook, path, output))
