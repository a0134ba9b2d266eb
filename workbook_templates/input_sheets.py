"""Draws what a department fills in: 基本信息, 明细, 项目, 绩效指标."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from .inputs_design import CHOICES, INPUTS, PARTICULARS, UNIT_COLUMNS, UNIT_ROWS, Input
from .look import AMOUNT, BOX, INPUT_TAB, TEXT, aligned, font, heading, put, set_page, set_widths, title

LAST_ROW = 1_048_576
PAGE_WIDTH = 230  # characters that are still legible on one page
STYLES = {"code": (TEXT, "center"), "word": (TEXT, "center"), "text": (TEXT, "left"), "amount": (AMOUNT, "right")}


def add_particulars(book: Workbook) -> None:
    """基本信息: year and department, and the list of its budget units."""
    sheet = book.create_sheet("基本信息")
    sheet.sheet_properties.tabColor = INPUT_TAB
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, (18, 56, 18))
    title(sheet, "A1:C1", "部门基本信息")
    sheet.row_dimensions[1].height = 36
    for row, label in enumerate(PARTICULARS, 3):
        heading(sheet, f"A{row}", label)
        put(sheet, f"B{row}:C{row}", alignment=aligned("left", indent=1), number_format=TEXT)
    first = 4 + len(PARTICULARS)
    for letter, text in zip("ABC", UNIT_COLUMNS, strict=True):
        heading(sheet, f"{letter}{first}", text)
    last = first + UNIT_ROWS
    for row in range(first + 1, last + 1):
        for letter, horizontal in zip("ABC", ("center", "left", "center"), strict=True):
            put(sheet, f"{letter}{row}", alignment=aligned(horizontal), number_format=TEXT)
    for row in range(3, last + 1):
        sheet.row_dimensions[row].height = 24
    _add_choice(sheet, f"C{first + 1}:C{last}", CHOICES["单位性质"])
    set_page(sheet, landscape=False, area=f"A1:C{last}")


def add_inputs(book: Workbook) -> None:
    for name, columns in INPUTS.items():
        _add_input(book.create_sheet(name), columns)


def _add_input(sheet: Worksheet, columns: tuple[Input, ...]) -> None:
    """A list: one line of headings, and below it columns that are formatted to their very end."""
    sheet.sheet_properties.tabColor = INPUT_TAB
    sheet.row_dimensions[1].height = 34
    for at, column in enumerate(columns, 1):
        letter = get_column_letter(at)
        _style_column(sheet, letter, column)
        heading(sheet, f"{letter}1", column.heading)
        if column.heading in CHOICES:
            _add_choice(sheet, f"{letter}2:{letter}{LAST_ROW}", CHOICES[column.heading])
    sheet.freeze_panes = "A2"
    set_page(sheet, wide=max(1, round(sum(column.width for column in columns) / PAGE_WIDTH)), repeat="1:1")


def _style_column(sheet: Worksheet, letter: str, column: Input) -> None:
    number_format, horizontal = STYLES[column.kind]
    style = sheet.column_dimensions[letter]
    style.width = column.width
    style.number_format, style.border = number_format, BOX
    style.font, style.alignment = font(10.5), aligned(horizontal)


def _add_choice(sheet: Worksheet, area: str, words: tuple[str, ...]) -> None:
    """A list to choose from; another word is refused with a sentence that names the right ones."""
    choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    choice.showErrorMessage = True
    choice.errorTitle, choice.error = "内容不在列表中", f"请从下拉列表中选择：{'、'.join(words)}。"
    choice.add(area)
    sheet.add_data_validation(choice)
