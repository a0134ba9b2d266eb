"""Sheets of the program's own, written out whole as text: several times quicker than cell by cell, and every check writes two."""

from __future__ import annotations

from collections.abc import Mapping

from budgetbook.model.grid import Cell, Value, cell_name
from budgetbook.workbooks.file import strings, xml
from budgetbook.workbooks.file.fonts import kept_as_text
from budgetbook.workbooks.file.looks import LaidOver
from budgetbook.workbooks.file.names import MAIN, REL
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.file.row_store import letters
from budgetbook.workbooks.file.setting import written
from budgetbook.workbooks.file.styles import Styles
from budgetbook.workbooks.port import Page

_HEAD = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}" xmlns:r="{REL}">'
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/>'
)
_FOOT = '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'  # printed across A4


def page_xml(page: Page, styles: Styles, counts_from_1904: bool) -> bytes:
    """The worksheet part that shows the page."""
    parts = [_HEAD, _columns(page.widths), "<sheetData>", *_rows(page, styles, counts_from_1904), "</sheetData>"]
    if page.merges:
        merges = "".join(f'<mergeCell ref="{area.name}"/>' for area in page.merges)
        parts.append(f'<mergeCells count="{len(page.merges)}">{merges}</mergeCells>')
    if page.links:
        parts.append(f"<hyperlinks>{''.join(_link(place, target) for place, target in sorted(page.links.items()))}</hyperlinks>")
    return "".join([*parts, _FOOT]).encode()


def _columns(widths: Mapping[int, float]) -> str:
    if not widths:
        return ""
    columns = [
        f'<col min="{column}" max="{column}" width="{width:g}" customWidth="1"/>' for column, width in sorted(widths.items())
    ]
    return f"<cols>{''.join(columns)}</cols>"


def _rows(page: Page, styles: Styles, counts_from_1904: bool) -> list[str]:
    drawn, writable = _styles(page, styles), _writable(page.cells)
    rows: dict[int, list[str]] = {row: [] for row in page.heights}
    for place in sorted({*drawn, *writable}):
        row, column = place
        style, value = drawn.get(place), writable.get(place)
        if isinstance(value, str):
            style = kept_as_text(styles, style or "", value)
        looks = f' s="{style}"' if style else ""
        text = f'<c r="{letters(column)}{row}"{looks}{written(value, counts_from_1904)}'
        rows.setdefault(row, []).append(text)
    return [_row(number, page.heights.get(number), "".join(cells)) for number, cells in sorted(rows.items())]


def _row(number: int, height: float | None, cells: str) -> str:
    tall = f' ht="{height:g}" customHeight="1"' if height is not None else ""
    return f'<row r="{number}"{tall}>{cells}</row>'


def _styles(page: Page, styles: Styles) -> dict[Cell, str]:
    """The style of every cell that is drawn; later looks are laid over earlier ones."""
    found: dict[Cell, str] = {}
    for area, look in page.looks:
        over = LaidOver(styles, look)
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                found[row, column] = over[found.get((row, column), "")]
    return found


def _link(place: Cell, target: tuple[str, Cell]) -> str:
    name, cell = target
    location = xml.quoted(f"{quote_sheet(name)}!{cell_name(*cell)}")
    return f'<hyperlink ref="{cell_name(*place)}" location={location} display={location}/>'


def _writable(cells: Mapping[Cell, Value]) -> Mapping[Cell, Value]:
    """What cells can hold: what is quoted from elsewhere may hold more."""
    if strings.all_sound([value for value in cells.values() if isinstance(value, str)]):
        return cells
    return {
        place: strings.writable(value) if isinstance(value, str) and strings.fault(value) else value
        for place, value in cells.items()
    }
