"""A department's workbook with its lists inside, open in xlwings' engine over files; and what two files look like side by side."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from budgetbook.items.line_items import read_items
from budgetbook.items.projects import read_project_lists
from budgetbook.outputs.items_sheet import write_items
from budgetbook.outputs.project_lists import write_projects
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.reference import REFERENCE, REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
CASE = REFERENCE if REFERENCE.is_dir() else REPOSITORY / "examples"


def make(folder: Path, *, items: bool = True, case: Path = CASE) -> Path:
    """The template with projects and indicators on their sheets, the line items too where asked for, and its binding beside it."""
    folder.mkdir(exist_ok=True)
    path = folder / "部门预算.xlsx"
    path.write_bytes(_made(items, case))
    shutil.copy(TEMPLATE.with_suffix(".toml"), path.with_suffix(".toml"))
    return path


@cache
def _made(items: bool, case: Path) -> bytes:
    book = FileWorkbook.open(str(TEMPLATE))
    write_projects(book, read_project_lists(case / "projects.csv", case / "indicators.csv").projects)
    if items:
        write_items(book, read_items(case / "line_items.csv"))
    with tempfile.TemporaryDirectory() as folder:
        book.save(str(Path(folder) / "made.xlsx"))
        return (Path(folder) / "made.xlsx").read_bytes()


def seen(path: Path, *, journal: bool = True) -> dict[str, dict[str, Any]]:
    """All that openpyxl sees of each sheet: what stands in the cells and how they look, merges, notes, heights."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: _sheet(sheet) for sheet in book.worksheets if journal or sheet.title != "_budgetbook"}


def _sheet(sheet: Any) -> dict[str, Any]:
    cells = [cell for row in sheet.iter_rows() for cell in row]
    held = [cell for cell in cells if cell.value is not None]
    return {
        "values": {cell.coordinate: cell.value for cell in held},
        "fills": {cell.coordinate: cell.fill.fgColor.rgb for cell in cells if cell.fill.fill_type},
        "fonts": {cell.coordinate: (cell.font.b, cell.font.sz, cell.font.name) for cell in held},
        "formats": {cell.coordinate: cell.number_format for cell in held},
        "aligned": {
            cell.coordinate: (cell.alignment.horizontal, cell.alignment.wrap_text) for cell in cells if cell.value is not None
        },
        "borders": {cell.coordinate: (cell.border.left.style, cell.border.top.style) for cell in cells if cell.border.top.style},
        "merges": sorted(map(str, sheet.merged_cells.ranges)),
        "notes": {cell.coordinate: cell.comment.text for cell in cells if cell.comment},
        "heights": {number: row.height for number, row in sheet.row_dimensions.items() if row.height},
        "links": {cell.coordinate: cell.hyperlink.location for cell in cells if cell.hyperlink},
        "state": sheet.sheet_state,
    }
