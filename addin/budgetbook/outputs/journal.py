"""The journal: what the program has put into the workbook's cells, kept in the workbook itself on a hidden sheet.

One row an entry, in plain texts, so that it survives Excel and can be read by a person. Other kinds of entries than marks may
stand on the sheet as well; each part of the program replaces its own kinds and keeps the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from budgetbook.model.grid import Area, Cell, Value, cell_name, parse_cell
from budgetbook.workbooks.port import Look, Page, Workbook

SHEET = "_budgetbook"
HEADINGS = ("类别", "工作表", "单元格", "原来", "现在")
_HEADING_ROW = 1


class Entry(NamedTuple):
    """What stood in a cell before, and what the program put there."""

    kind: str
    sheet: str
    cell: Cell
    before: str
    now: str


def read_journal(workbook: Workbook) -> list[Entry]:
    """All entries; none when there is no journal. A row that names no cell is passed over."""
    if SHEET not in workbook.sheets():
        return []
    grid = workbook.grid(SHEET)
    entries = []
    for row in range(_HEADING_ROW + 1, grid.rows + 1):
        kind, sheet, name, before, now = (grid.text(row, column) for column in range(1, len(HEADINGS) + 1))
        try:
            entries.append(Entry(kind, sheet, parse_cell(name), before, now))
        except ValueError:
            continue
    return entries


def write_journal(workbook: Workbook, kinds: Collection[str], entries: Iterable[Entry]) -> None:
    """Put `entries` in the place of all that are of these kinds. A journal without entries is taken away."""
    kept = [entry for entry in read_journal(workbook) if entry.kind not in kinds]
    rows = [*kept, *entries]
    if SHEET in workbook.sheets():
        workbook.remove_sheet(SHEET)
    if not rows:
        return
    cells: dict[Cell, Value] = {(_HEADING_ROW, column): heading for column, heading in enumerate(HEADINGS, 1)}
    for row, entry in enumerate(rows, _HEADING_ROW + 1):
        texts = (entry.kind, entry.sheet, cell_name(*entry.cell), entry.before, entry.now)
        cells |= {(row, column): text or None for column, text in enumerate(texts, 1)}
    # as text, or Excel takes a colour of digits for a number
    looks = [(Area(1, 1, len(rows) + _HEADING_ROW, len(HEADINGS)), Look(number_format="@"))]
    workbook.add_sheet(SHEET, Page(cells, looks), hidden=True)
