"""Whether a file of line items brings the projects along."""

from __future__ import annotations

from pathlib import Path

from .blocks import EmptyListError
from .headings import headings_of
from .sources import is_workbook, open_block, source_of


def has_projects(path: Path) -> bool:
    """Whether it is a workbook with a sheet of projects, not an empty one, and one of their indicators.

    Raises BudgetbookError when it cannot be read."""
    if not is_workbook(path):
        return False
    from .excel_files import ExcelFile

    sheets = set(ExcelFile(path).sheets)
    if not all(sheets & set(headings_of(kind).sheets) for kind in ("projects", "indicators")):
        return False
    try:
        source_of(open_block(path, headings_of("projects")), headings_of("projects"))
    except EmptyListError:
        return False
    return True
