"""Writes department_budget.xlsx, the same bytes every time. Run from the repository: python -m workbook_templates.build_template"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook

from .form_sheet import add_form
from .help_sheet import add_help
from .input_sheets import add_inputs, add_particulars
from .look import set_default_font
from .table_sheets import add_table
from .tables_design import TABLES

TARGET = Path(__file__).with_name("department_budget.xlsx")
MADE = datetime.datetime(2024, 1, 1)
ISO_TIME = "%Y-%m-%dT%H:%M:%SZ"
FONT_ORDER = (b"b", b"sz", b"color", b"name", b"family", b"charset", b"scheme")
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say


def build() -> bytes:
    """The whole template as the bytes of an .xlsx package."""
    book = Workbook()
    book.remove(book.active)
    set_default_font(book)
    add_help(book)
    add_particulars(book)
    for table in TABLES:
        add_table(book, table)
    add_inputs(book)
    add_form(book)
    _name_modules(book)
    properties = book.properties
    properties.creator, properties.title, properties.created = "budgetbook", "部门预算公开报表", MADE
    return _package(book)


def _name_modules(book: Workbook) -> None:
    """Macros find the workbook and its sheets under these names."""
    book.code_name = "ThisWorkbook"
    for at, sheet in enumerate(book.worksheets, 1):
        sheet.sheet_properties.codeName = f"Sheet{at}"


def _package(book: Workbook) -> bytes:
    """Save, then pack again without the time of day, which openpyxl writes into the zip and the document properties."""
    saved, packed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    now = book.properties.modified.strftime(ISO_TIME).encode()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = content.replace(now, MADE.strftime(ISO_TIME).encode())
            if name == "xl/styles.xml":
                content = re.sub(rb"(?<=<font>).*?(?=</font>)", _in_schema_order, content)
            entry = zipfile.ZipInfo(name, ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return packed.getvalue()


def _in_schema_order(font: re.Match[bytes]) -> bytes:
    """The children of one font, which openpyxl writes in an order that a strict reader refuses."""
    children = {child[1]: child[0] for child in re.finditer(rb"<(\w+)[^>]*/>", font[0])}
    return b"".join(children[name] for name in sorted(children, key=FONT_ORDER.index))


if __name__ == "__main__":
    TARGET.write_bytes(build())
