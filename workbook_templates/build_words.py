"""Writes what the tables of department_budget.xlsx say into the package, so that functions in cells know the tables where no file
is at hand. Run from the repository: python -m workbook_templates.build_words"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from budgetbook.tables import own_template

from .tables_design import TABLES

TEMPLATE = Path(__file__).with_name("department_budget.xlsx")
HEADINGS = ("sheet", "area", "text")


def main() -> None:
    """Write the file into the package."""
    own_template.WORDS.write_bytes(words())


def words() -> bytes:
    """Every text of every table with the area that it stands in; merged areas without a text too."""
    book = load_workbook(TEMPLATE)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    for table in TABLES:
        writer.writerows(_rows(book[table.sheet]))
    return text.getvalue().encode()


def _rows(sheet: Worksheet) -> Iterator[tuple[str, str, str]]:
    merged = {(area.min_row, area.min_col): area.coord for area in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        for cell in row:
            area = merged.get((cell.row, cell.column))
            if area or cell.value is not None:
                yield sheet.title, area or cell.coordinate, cell.value or ""


if __name__ == "__main__":
    main()
