"""Widths of columns and heights of rows, alike ones asked for and set together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from budgetbook.model.grid import Area, column_name
from budgetbook.workbooks.live.areas import rectangles, uniform

if TYPE_CHECKING:
    import xlwings


_DIGIT, _MARGIN = 7, 5  # pixels of a digit of the default font, and what Excel leaves free in a column


def with_margin(characters: float) -> float:
    """Excel says how many digits fit into a column; its files, and the port, count the margin as well."""
    pixels = characters * _DIGIT + _MARGIN if characters >= 1 else characters * (_DIGIT + _MARGIN)
    return int(round(pixels) / _DIGIT * 256) / 256


def _without_margin(width: float) -> float:
    pixels = round(width * _DIGIT)
    return max(0.0, (pixels - _MARGIN) / _DIGIT if pixels >= _DIGIT + _MARGIN else pixels / (_DIGIT + _MARGIN))


def read_heights(sheet: xlwings.Sheet, rows: Iterable[int]) -> dict[int, float]:
    """Points; 0 for a hidden row."""
    found: dict[int, float] = {}
    for run in rectangles((row, 1) for row in rows):
        for part, height in uniform(run, lambda area: sheet.range(f"{area.top}:{area.bottom}").row_height):
            found |= dict.fromkeys(range(part.top, part.bottom + 1), float(height))
    return dict(sorted(found.items()))


def read_widths(sheet: xlwings.Sheet, count: int) -> list[float]:
    """Characters with the margin, of the first columns."""
    found: dict[int, float] = {}
    for part, width in uniform(Area(1, 1, 1, count), lambda area: sheet.range(_columns(area)).column_width) if count else ():
        found |= dict.fromkeys(range(part.left, part.right + 1), with_margin(float(width)))
    return [width for _, width in sorted(found.items())]


def set_heights(sheet: xlwings.Sheet, heights: Mapping[int, float]) -> None:
    for height in sorted(set(heights.values())):
        for run in rectangles((row, 1) for row, wanted in heights.items() if wanted == height):
            sheet.range(f"{run.top}:{run.bottom}").row_height = height


def set_widths(sheet: xlwings.Sheet, widths: Mapping[int, float]) -> None:
    for width in sorted(set(widths.values())):
        for run in rectangles((1, column) for column, wanted in widths.items() if wanted == width):
            sheet.range(_columns(run)).column_width = round(_without_margin(width), 2)


def _columns(area: Area) -> str:
    return f"{column_name(area.left)}:{column_name(area.right)}"
