"""The other baseline: every amount of the thirteen tables is a SUMIFS over the sheet 明细, recalculated by LibreOffice. No forms.

Run by itself: python -m benchmarks.baselines.libreoffice sumifs.xlsx folder"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from .checks import Cell
from .lists import read_items
from .meaning import (
    APPROPRIATION,
    BASIC,
    BY_CLASS,
    CLASSES,
    COLUMNS,
    ECONOMIC,
    FIXED,
    FUNCTION,
    GOVERNMENT,
    OFFICES,
    PROJECTS,
    REVENUE,
    Criteria,
    all_of,
)
from .sums import Row, add_up
from .writing import PLACES, write_basics, write_tables

# Helper columns beside the items, so that a cell needs one SUMIFS that compares whole words: codes cut to each level (with a
# sign in front, or LibreOffice takes them for numbers and finds no text), and what belongs to a group of funds, kinds, units.
CODES = {FUNCTION: (3, 5, 7), ECONOMIC: (3, 5), GOVERNMENT: (5,), REVENUE: (3, 5, 7)}
HELPERS: dict[str, tuple[str, Callable[[str], str]]] = {
    **{
        f"{heading}{length}": (heading, lambda code, length=length: f"#{code[:length]}")  # type: ignore[misc]
        for heading, lengths in CODES.items()
        for length in lengths
    },
    "基本或项目": ("项目类别", lambda kind: "基本支出" if kind in BASIC["项目类别"] else "项目支出"),
    "财政拨款": ("资金性质", lambda name: "是" if name in APPROPRIATION else "否"),
    "机关": ("单位性质", lambda kind: "是" if kind in OFFICES["单位性质"] else "否"),
}
SAID_BY = {
    ("项目类别", BASIC["项目类别"]): ("基本或项目", ("基本支出",)),
    ("项目类别", PROJECTS["项目类别"]): ("基本或项目", ("项目支出",)),
    ("资金性质", APPROPRIATION): ("财政拨款", ("是",)),
    ("单位性质", OFFICES["单位性质"]): ("机关", ("是",)),
}
# LibreOffice keeps the values that an .xlsx brings along unless it is told to recalculate always (0).
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def write_formulas(template: Path, items: Path, output: Path) -> int:
    """The template with the items on its sheet 明细 and a formula in every amount cell. Gives how many formulas there are."""
    frame = read_items(items, "calamine")
    book = openpyxl.load_workbook(template)
    lists = book["明细"]
    headings = [str(cell.value) for cell in lists[1]]
    places = {name: get_column_letter(at) for at, name in enumerate([*headings, *HELPERS], 1)}
    for at, name in enumerate(HELPERS, len(headings) + 1):
        lists.cell(1, at, name)
    for line in openpyxl.load_workbook(items, read_only=True)["明细"].iter_rows(min_row=2, values_only=True):
        said = dict(zip(headings, line, strict=True))
        lists.append([*line, *(helper(str(said[heading] or "")) for heading, helper in HELPERS.values())])
    last, count = lists.max_row, 0

    def put(cell: Any, place: Cell, _: int, row: Row | None) -> None:
        nonlocal count
        cell.value = "=" + _sumifs(_criteria(place, row), places, last)
        count += 1

    write_basics(book, frame)
    write_tables(book, add_up(frame), put)
    book.save(output)
    return count


def _criteria(place: Cell, row: Row | None) -> Criteria:
    """What the cell adds up: what its column takes, of what its row stands for."""
    sheet, at, column = place
    if row is None:
        if place[1:] in FIXED[sheet]:
            return FIXED[sheet][at, column]
        first, columns = BY_CLASS[sheet]
        return all_of(columns[column], {FUNCTION: (CLASSES[at - first],)})
    for table, (name, _, _, _, amount_columns) in PLACES.items():
        if name == sheet and column in amount_columns:
            taken = COLUMNS[table][amount_columns.index(column)]
            return all_of(taken, {heading: (value,) for heading, value in row.of.items()})
    raise KeyError(place)


def _sumifs(criteria: Criteria, places: dict[str, str], last: int) -> str:
    """One SUMIFS, with a helper column where one says it; several where none does. 元 to 万元, two decimals."""
    helped = [_helped(heading, values) for heading, values in criteria.items()]
    terms = []
    for combination in itertools.product(*(values for _, values in helped)):
        pairs = (
            f'明细!${places[heading]}$2:${places[heading]}${last},"{value}"'
            for (heading, _), value in zip(helped, combination, strict=True)
        )
        amount = places["金额(元)"]
        terms.append(f"SUMIFS(明细!${amount}$2:${amount}${last},{','.join(pairs)})")
    return f"ROUND(ROUND({'+'.join(terms)},2)/10000,2)"


def _helped(heading: str, values: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The column and the values that say the same."""
    if (heading, values) in SAID_BY:
        return SAID_BY[heading, values]
    if heading in CODES:
        return f"{heading}{len(values[0])}", tuple(f"#{value}" for value in values)
    return heading, values


def recalculate(workbook: Path, folder: Path) -> Path:
    """Open, recalculate, save as .xlsx in the folder, with a profile of its own."""
    soffice = shutil.which("soffice")
    if not soffice:
        raise FileNotFoundError("soffice")
    with tempfile.TemporaryDirectory() as profile:
        (Path(profile) / "user").mkdir()
        (Path(profile) / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
        command = [soffice, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", str(folder), str(workbook)], check=True, capture_output=True)
    return folder / workbook.name


if __name__ == "__main__":
    recalculate(Path(sys.argv[1]), Path(sys.argv[2]))
