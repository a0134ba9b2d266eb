"""Giving cells their own fill back, even when the user has put in rows, renamed sheets or recoloured cells since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from budgetbook.model.grid import Cell
from budgetbook.workbooks.port import Workbook

from .journal import Entry
from .mark_plan import STRENGTH

_BEYOND = 20  # rows and columns past what is known that are searched for coloured cells which have moved


def locate(workbook: Workbook, entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The entries by the sheet where they are now: a sheet that was renamed is the one that bears their colours."""
    by_sheet: dict[str, list[Entry]] = {}
    for entry in entries:
        by_sheet.setdefault(entry.sheet, []).append(entry)
    sheets = workbook.sheets()
    found = {sheet: held for sheet, held in by_sheet.items() if sheet in sheets}
    for sheet, held in by_sheet.items():
        if sheet not in sheets:
            coloured = {other: len(_as_painted(workbook, other, held)) for other in sheets if other not in found}
            best = max(coloured, key=lambda other: coloured[other], default="")
            if best and coloured[best]:
                found[best] = held
    return found


def restore_fills(workbook: Workbook, sheet: str, entries: Sequence[Entry], *, moved: bool) -> None:
    """Only cells that still bear our colour are given back. `moved` says that cells are known not to be where they were; that
    one of them has lost our colour hints at it too."""
    there = _as_painted(workbook, sheet, entries)
    words = {entry.cell: entry.before for entry in entries if entry.cell in there}
    if moved or len(there) < len(entries):
        coloured = _all_coloured(workbook, sheet, entries)
        if not coloured.keys() <= {entry.cell for entry in entries}:
            words = _moved(entries, coloured)
    if words:
        workbook.paint(sheet, words)


def _as_painted(workbook: Workbook, sheet: str, entries: Sequence[Entry]) -> set[Cell]:
    fills = workbook.fills(sheet, [entry.cell for entry in entries])
    return {entry.cell for entry in entries if entry.now in fills[entry.cell].upper()}


def _all_coloured(workbook: Workbook, sheet: str, entries: Sequence[Entry]) -> dict[Cell, str]:
    """All cells of the sheet in one of our colours, in reading order."""
    grid = workbook.grid(sheet)
    rows = max([grid.rows, *(entry.cell[0] for entry in entries)]) + _BEYOND
    columns = max([grid.columns, *(entry.cell[1] for entry in entries)]) + _BEYOND
    fills = workbook.fills(sheet, [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)])
    found = {cell: [colour for colour in STRENGTH if colour in fill.upper()] for cell, fill in sorted(fills.items())}
    return {cell: colours[0] for cell, colours in found.items() if colours}


def _moved(entries: Sequence[Entry], coloured: Mapping[Cell, str]) -> dict[Cell, str]:
    """What was in each coloured cell: rows and columns put in keep the order of the cells, so the two lists are laid side by
    side. A coloured cell that is left over (copied by the user) gets what the nearest one of its column had."""
    old, new = sorted(entries, key=lambda entry: entry.cell), list(coloured)
    if [entry.now for entry in old] == list(coloured.values()):
        return {cell: entry.before for entry, cell in zip(old, new, strict=True)}
    was = [(entry.cell[1], entry.now) for entry in old]
    now = [(cell[1], coloured[cell]) for cell in new]
    words: dict[Cell, str] = {}
    for start, at, length in SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks():
        words |= {new[at + step]: old[start + step].before for step in range(length)}
    for cell in new:
        if cell not in words:
            nearest = min(old, key=lambda entry: (entry.cell[1] != cell[1], abs(entry.cell[0] - cell[0])))
            words[cell] = nearest.before
    return words
