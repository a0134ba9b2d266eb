"""A new workbook with one empty sheet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from budgetbook.workbooks.file.names import (
    CONTENT_TYPES,
    MAIN,
    OFFICE_DOCUMENT,
    PACKAGE_REL,
    REL,
    RELATIONSHIPS_TYPE,
    STYLES,
    STYLES_TYPE,
    WORKSHEET,
    WORKSHEET_TYPE,
)
from budgetbook.workbooks.file.opening import read_entries
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.styles import MINIMAL

_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TIME = (1980, 1, 1, 0, 0, 0)


def blank_package(file: str, sheet: str = "Sheet1") -> Package:
    """A package that could be saved as it is."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(sheet).items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), (_DECLARED + text).encode())
    return Package(file, read_entries(file, held.getvalue()))


def _parts(sheet: str) -> dict[str, str]:
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{CONTENT_TYPES}"><Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK_TYPE}"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{WORKSHEET_TYPE}"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{STYLES_TYPE}"/></Types>'
        ),
        "_rels/.rels": _relationships({OFFICE_DOCUMENT: "xl/workbook.xml"}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><bookViews><workbookView/></bookViews>'
            f'<sheets><sheet name="{sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relationships({WORKSHEET: "worksheets/sheet1.xml", STYLES: "styles.xml"}),
        "xl/styles.xml": MINIMAL.decode(),
        "xl/worksheets/sheet1.xml": _sheet(' tabSelected="1"'),
    }


def blank_sheet() -> bytes:
    """The part of a worksheet that nobody has written to."""
    return (_DECLARED + _sheet("")).encode()


def _sheet(selected: str) -> str:
    return (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}"><sheetViews><sheetView{selected} workbookViewId="0"/></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><sheetData/></worksheet>'
    )


def _relationships(targets: Mapping[str, str]) -> str:
    """The target of each kind, rId1 first."""
    written = [f'<Relationship Id="rId{at}" Type="{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(targets.items(), 1)]
    return f'<Relationships xmlns="{PACKAGE_REL}">{"".join(written)}</Relationships>'
