"""Draws the thirteen tables."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .look import AMOUNT, OUTPUT_TAB, TEXT, aligned, font, heading, put, set_page, set_widths, title
from .table_notions import EMPTY_NOTE, FIRST_HEADING_ROW, Row, TableDesign

SMALL_HEADING, HEADING = 20.0, 26.0  # points; the row of column numbers is small


def add_table(book: Workbook, table: TableDesign) -> None:
    sheet = book.create_sheet(table.sheet)
    sheet.sheet_properties.tabColor = OUTPUT_TAB
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, table.widths)
    _draw_top(sheet, table)
    _draw_headings(sheet, table)
    for at, row in enumerate(table.rows, table.first_row):
        sheet.row_dimensions[at].height = table.height
        _draw_row(sheet, table, at, row)
    last = _draw_note(sheet, table) if table.growing else table.last_row
    sheet.freeze_panes = f"A{table.first_row}"
    set_page(sheet, repeat=f"1:{table.first_row - 1}", area=f"A1:{table.last_column}{last}")


def _draw_top(sheet: Worksheet, table: TableDesign) -> None:
    """The number of the table, its title, and the line with department and unit."""
    end = table.last_column
    put(sheet, "A1", f"预算公开表{table.number}", look=font(10), alignment=aligned("left"), boxed=False)
    title(sheet, f"A2:{end}2", table.title)
    before = chr(ord(end) - 1)
    put(sheet, f"A3:{before}3", "部门名称：", alignment=aligned("left"), boxed=False)
    put(sheet, f"{end}3", "单位：万元", alignment=aligned("right"), boxed=False)
    for row, height in enumerate((18, 36, 22), 1):
        sheet.row_dimensions[row].height = height


def _draw_headings(sheet: Worksheet, table: TableDesign) -> None:
    for area, text in table.headings:
        heading(sheet, area, text)
        numbers_columns = text.isdigit()
        sheet.row_dimensions[_first_row(area)].height = SMALL_HEADING if numbers_columns else HEADING
    if table.number in (2, 9, 12):  # narrow columns: the last line of headings needs two lines of text
        sheet.row_dimensions[FIRST_HEADING_ROW + 1].height = 32


def _first_row(area: str) -> int:
    return int(area.split(":")[0][1:])


def _draw_row(sheet: Worksheet, table: TableDesign, at: int, row: Row) -> None:
    bold = row.level in ("total", "strong")
    for place, kind in enumerate(table.columns):
        letter = chr(ord("A") + place)
        if kind == "m":
            alignment, number_format = aligned("right"), AMOUNT
        elif row.level == "total" or kind == "c":
            alignment, number_format = aligned("center"), TEXT
        else:
            steps_in = place == 0 or table.columns[place - 1] == "c"  # a second name stands beside, not below
            alignment, number_format = aligned("left", indent=1 + row.indent if steps_in else 1), TEXT
        text = row.texts.get(letter)
        put(sheet, f"{letter}{at}", text, look=font(bold=bold), alignment=alignment, number_format=number_format)


def _draw_note(sheet: Worksheet, table: TableDesign) -> int:
    """The note that stands below a table without data; the row it is in."""
    at = table.last_row + 1
    put(sheet, f"A{at}:{table.last_column}{at}", EMPTY_NOTE, look=font(10), alignment=aligned("left"), boxed=False)
    sheet.row_dimensions[at].height = 22
    return at
