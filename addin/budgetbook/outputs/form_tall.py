"""Rows that would have to be taller than Excel allows: they become several rows, merged into one."""

from __future__ import annotations

import math
from collections.abc import Mapping

from budgetbook.model.grid import Area
from budgetbook.workbooks.port import Workbook

from .measure import TALLEST


def split_tall_rows(workbook: Workbook, sheet: str, heights: Mapping[int, float]) -> dict[int, float]:
    """The heights to set, in points, once each row that needs more than 409 has been split."""
    result = dict(heights)
    for row in sorted((row for row, height in heights.items() if height > TALLEST), reverse=True):
        count = math.ceil(heights[row] / TALLEST)
        _split(workbook, sheet, row, count)
        result = {(at if at <= row else at + count - 1): height for at, height in result.items()}
        result |= dict.fromkeys(range(row, row + count), float(math.ceil(heights[row] / count)))
    return result


def _split(workbook: Workbook, sheet: str, row: int, count: int) -> None:
    """Every cell of the row reaches down over `count` rows; what ended in the row ends in the last of them."""
    grid = workbook.grid(sheet)
    last = row + count - 1
    flat = [area for area in grid.merges if area.top == row == area.bottom]
    ending = [area for area in grid.merges if area.top < row == area.bottom]
    right = max([grid.columns, *(area.right for area in grid.merges)])
    covered = {column for area in grid.merges if area.top <= row <= area.bottom for column in range(area.left, area.right + 1)}
    single = [Area(row, column, last, column) for column in range(1, right + 1) if column not in covered]
    workbook.unmerge(sheet, [*flat, *ending])
    workbook.insert_rows(sheet, row + 1, [row] * (count - 1))
    workbook.merge(sheet, [*(area._replace(bottom=last) for area in [*flat, *ending]), *single])
