"""How the template looks: fonts, lines, colours and page set-up. Knows nothing of what the sheets say."""

from __future__ import annotations

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

BODY_FACE, STRONG_FACE = "宋体", "黑体"  # both come with every Windows and every WPS
CHINESE = 134  # character set GB2312, so that a system without the face picks another Chinese one
AMOUNT, TEXT = "#,##0.00", "@"
HEADING_FILL = "DDEBF7"
OUTPUT_TAB, INPUT_TAB, HELP_TAB = "5B9BD5", "70AD47", "A5A5A5"

THIN = Side(style="thin", color="000000")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def font(size: float = 11, *, bold: bool = False, face: str = BODY_FACE) -> Font:
    return Font(name=face, size=size, bold=bold, charset=CHINESE)


def aligned(horizontal: str, *, indent: int = 0, vertical: str = "center") -> Alignment:
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True, indent=indent)


def set_default_font(book: Workbook) -> None:
    """The font of cells without a style, which also is what Excel measures column widths in."""
    book._fonts[0] = font()  # openpyxl has no public way to the first font
    book._named_styles["Normal"].font = font()


def put(
    sheet: Worksheet,
    area: str,
    text: str | None = None,
    *,
    look: Font | None = None,
    alignment: Alignment | None = None,
    number_format: str = "General",
    boxed: bool = True,
    fill: str | None = None,
) -> None:
    """Write one text into an area, which is merged if it has more than one cell; lines go round every cell of it."""
    left, top, right, bottom = range_boundaries(area)
    for row in sheet.iter_rows(top, bottom, left, right):
        for cell in row:
            cell.font = look or font()
            cell.alignment = alignment or aligned("center")
            cell.number_format = number_format
            if boxed:
                cell.border = BOX
            if fill:
                cell.fill = PatternFill("solid", fgColor=fill)
    sheet.cell(top, left).value = text
    if (left, top) != (right, bottom):
        sheet.merge_cells(area)


def heading(sheet: Worksheet, area: str, text: str) -> None:
    put(sheet, area, text, look=font(10.5, face=STRONG_FACE), fill=HEADING_FILL)


def title(sheet: Worksheet, area: str, text: str) -> None:
    put(sheet, area, text, look=font(18, bold=True), boxed=False)


def set_widths(sheet: Worksheet, widths: tuple[float, ...]) -> None:
    """Widths in characters, from column A on."""
    for at, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + at)].width = width


def set_page(
    sheet: Worksheet, *, landscape: bool = True, wide: int = 1, repeat: str | None = None, area: str | None = None
) -> None:
    """A4, `wide` pages wide and as many high as it takes, centred; `repeat` names the rows printed on every page ("1:5")."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.6  # inches
    margins.top, margins.bottom, margins.header, margins.footer = 0.7, 0.7, 0.3, 0.35
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    sheet.print_title_rows = repeat
    sheet.print_area = area
