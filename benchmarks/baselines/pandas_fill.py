"""The baseline: pandas.read_excel, group by, load the template with openpyxl, fill, eighty checks, colour, copy the forms, save.

Run by itself: python -m benchmarks.baselines.pandas_fill template.xlsx items.xlsx projects.csv indicators.csv output.xlsx"""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
import pandas as pd

from .checks import Cell, eighty_checks, failed
from .lists import prepared, read_items, read_projects, read_sheet
from .sums import add_up
from .writing import colour, hundredths, write_basics, write_forms, write_tables


def fill(template: Path, items: Path, goals: tuple[Path, Path], output: Path, engine: str) -> int:
    """Fill the template and save it; gives how many checks failed. `goals`: projects and indicators."""
    frame = read_items(items, engine)
    return _fill(openpyxl.load_workbook(template), frame, *read_projects(*goals), output)


def fill_embedded(template: Path, output: Path) -> int:
    """As fill, with the lists on the template's own sheets, which is read once."""
    book = openpyxl.load_workbook(template)
    items, projects, indicators = (read_sheet(book[name]) for name in ("明细", "项目", "绩效指标"))
    return _fill(book, prepared(items), projects, indicators, output)


def _fill(book: openpyxl.Workbook, items: pd.DataFrame, projects: pd.DataFrame, indicators: pd.DataFrame, output: Path) -> int:
    sums = add_up(items)
    printed: dict[Cell, int] = {}

    def put(cell: object, place: Cell, fen: int, _: object) -> None:
        printed[place] = hundredths(fen)
        cell.value = printed[place] / 100 if fen else None  # type: ignore[attr-defined]

    write_basics(book, items)
    levels = write_tables(book, sums, put)
    wrong = failed(eighty_checks(levels), printed)
    colour(book, wrong)
    write_forms(book, projects.to_dict("records"), indicators.to_dict("records"))
    book.save(output)
    return len(wrong)


if __name__ == "__main__":
    template_path, items_path, projects_path, indicators_path, output_path = map(Path, sys.argv[1:])
    fill(template_path, items_path, (projects_path, indicators_path), output_path, "openpyxl")
