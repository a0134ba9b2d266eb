"""Draws 填表说明, one A4 page upright."""

from __future__ import annotations

import re

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .help_design import SECTIONS, TITLE
from .look import HELP_TAB, STRONG_FACE, aligned, font, put, set_page, set_widths, title

COLOUR = re.compile(r"[0-9A-F]{6}")
CHARACTERS_A_LINE = 35  # of Chinese text at 11 points in column B


def add_help(book: Workbook) -> None:
    sheet = book.create_sheet("填表说明")
    sheet.sheet_properties.tabColor = HELP_TAB
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, (14, 80))
    title(sheet, "A1:B1", TITLE)
    sheet.row_dimensions[1].height = 40
    at = 2
    for words, lines in SECTIONS:
        put(sheet, f"A{at}:B{at}", words, look=font(12, face=STRONG_FACE), alignment=aligned("left"), boxed=False)
        sheet.row_dimensions[at].height = 28
        for row, (label, text) in enumerate(lines, at + 1):
            _draw_line(sheet, row, label, text)
        at += 1 + len(lines)
    set_page(sheet, landscape=False, area=f"A1:B{at - 1}")


def _draw_line(sheet: Worksheet, row: int, label: str, text: str) -> None:
    if COLOUR.fullmatch(label):
        put(sheet, f"A{row}", fill=label)
    else:
        put(sheet, f"A{row}", label)
    put(sheet, f"B{row}", text, alignment=aligned("left", indent=1))
    lines = -(-len(text) // CHARACTERS_A_LINE)
    sheet.row_dimensions[row].height = 10 + 15 * lines
