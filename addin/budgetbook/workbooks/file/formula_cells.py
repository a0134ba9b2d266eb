"""The formulas of a worksheet that was taken apart, as a tree of the cells that hold them: who looks for formulas or changes them
works on elements."""

from __future__ import annotations

from lxml import etree

from budgetbook.workbooks.file import xml
from budgetbook.workbooks.file.cells import has_formula
from budgetbook.workbooks.file.names import MAIN, main
from budgetbook.workbooks.file.odd_rows import rows_of_elements
from budgetbook.workbooks.file.row_store import letters
from budgetbook.workbooks.file.sheet_part import SheetPart


def formulas_of(sheet: SheetPart) -> etree._Element | None:
    """A worksheet with only the cells that hold formulas; None where there are none. A copy: `put_back` brings changes home."""
    if not sheet.may_compute:
        return None
    texts = []
    for number, row in sheet.rows.items():
        cells = [f'<c r="{letters(column)}{number}"{rest}' for column, (_, rest) in row.cells.items() if has_formula(rest)]
        if cells:
            texts.append(f'<row r="{number}">{"".join(cells)}</row>')
    if not texts:
        return None
    declared = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in sheet.frame.nsmap.items() if prefix)
    return xml.parse(f'<worksheet xmlns="{MAIN}"{declared}><sheetData>{"".join(texts)}</sheetData></worksheet>'.encode())


def put_back(sheet: SheetPart, formulas: etree._Element) -> None:
    """The cells of the tree into the sheet that they came from, where they stood."""
    data = formulas.find(main("sheetData"))
    assert data is not None  # it is the tree that formulas_of made
    rows = sheet.edit_rows()
    for number, row in rows_of_elements(data).items():
        old = rows.cells(number)
        rows.put(number, {column: (old[column][0], rest) for column, (_, rest) in row.cells.items()})


def referring(sheet: SheetPart) -> list[etree._Element]:
    """The trees in which a worksheet may refer to cells: its frame, and its formulas where it has any; for looking only."""
    formulas = formulas_of(sheet)
    return [sheet.frame] if formulas is None else [sheet.frame, formulas]
