"""Giving the indicator table of a form sheet the rows it needs, merges and all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from budgetbook.model.grid import Area, Cell, Grid, Value
from budgetbook.tables.form_block import Block
from budgetbook.workbooks.port import Workbook

from .form_rows import Line


def shape_block(workbook: Workbook, sheet: str, sample: Grid, block: Block, lines: Sequence[Line]) -> None:
    """Rows in and out of a copy of the sample, and its upright merges drawn anew around them."""
    if [line.sample for line in lines] == [row.row for row in block.rows]:
        return
    upright = [area for area in sample.merges if area.bottom > area.top and area.bottom > block.heading and area.top <= block.last]
    workbook.unmerge(sheet, upright)
    _drop_rows(workbook, sheet, block, lines)
    _add_rows(workbook, sheet, block, lines)
    workbook.merge(sheet, [*_around(block, lines, upright), *_of_names(block, lines)])


def name_cells(block: Block, lines: Sequence[Line]) -> dict[Cell, Value]:
    """The names of the indicator kinds that the sample does not have."""
    cells: dict[Cell, Value] = {}
    known = {row.first for row in block.rows}
    for top, _, line in _runs(block, lines, level=1):
        if block.first and line.first not in known:
            cells[top, block.first.left] = line.first
    for top, _, line in _runs(block, lines, level=2):
        if line.sample is None:
            cells |= {(top, half.second.left): line.second for half in block.halves}
    return cells


def _drop_rows(workbook: Workbook, sheet: str, block: Block, lines: Sequence[Line]) -> None:
    kept = {line.sample for line in lines}
    for row in reversed(block.rows):
        if row.row not in kept:
            workbook.delete_rows(sheet, row.row, 1)


def _add_rows(workbook: Workbook, sheet: str, block: Block, lines: Sequence[Line]) -> None:
    """From the bottom up, so that what stands above keeps its row; the dropped rows are gone already."""
    kept = [line.sample for line in lines if line.sample is not None]
    now = {row: block.heading + place for place, row in enumerate(kept, 1)}
    added: list[int] = []  # models of the added lines below the one that is looked at
    for line in reversed(lines):
        if line.sample is None:
            added.insert(0, now[line.model])
        elif added:
            workbook.insert_rows(sheet, now[line.sample] + 1, added)
            added = []
    if added:
        workbook.insert_rows(sheet, block.heading + 1, added)


def _runs(block: Block, lines: Sequence[Line], level: int) -> list[tuple[int, int, Line]]:
    """Top row, bottom row and first line of each run of lines under one name of the first or second level."""
    runs = []
    row = block.heading + 1
    for _, group in groupby(lines, key=lambda line: (line.first, line.second)[:level]):
        held = list(group)
        runs.append((row, row + len(held) - 1, held[0]))
        row += len(held)
    return runs


def _of_names(block: Block, lines: Sequence[Line]) -> list[Area]:
    """Merges of the names that span several rows."""
    areas = []
    if block.first:
        areas += [Area(top, block.first.left, bottom, block.first.right) for top, bottom, _ in _runs(block, lines, 1)]
    for half in block.halves:
        areas += [Area(top, half.second.left, bottom, half.second.right) for top, bottom, _ in _runs(block, lines, 2)]
    return [area for area in areas if area.bottom > area.top]


def _around(block: Block, lines: Sequence[Line], upright: Sequence[Area]) -> list[Area]:
    """The other upright merges, as 绩效指标 at the side: those that reach the last row reach the last row again."""
    own = [area.left for half in block.halves for area in (half.second, half.third, half.value)]
    own += [block.first.left] if block.first else []
    bottom = block.heading + len(lines)
    moved = len(lines) - len(block.rows)
    return [
        area._replace(bottom=max(bottom, area.bottom + moved) if area.bottom >= block.last else area.bottom)
        for area in upright
        if area.left not in own
    ]
