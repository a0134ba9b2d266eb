"""清除标色: the workbook as it was before it was checked."""

from __future__ import annotations

from pathlib import Path

from budgetbook.outputs.marks import clear as clear_marks

from .inputs import open_workbook
from .saving import check_output, save


def clear(path: Path, output: Path) -> bool:
    """Save the workbook without marks; False when there were none. Raises BudgetbookError when it cannot be done."""
    check_output(path, output)
    workbook = open_workbook(path)
    marked = clear_marks(workbook)
    save(workbook, path, output)
    return marked
