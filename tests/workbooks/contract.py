"""What every workbook must do, whichever adapter stands behind the port. Run by test_contract.py for each of them.

The workbook is made for the purpose: a sheet 表 with A1 text, B2 a number filled yellow, C2 =B2*2, A4:B4 merged, D1 noted."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill


def make(path: Path) -> Path:
    """The workbook that the contract speaks of."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    sheet["A1"], sheet["B2"], sheet["C2"], sheet["A4"] = "名称", 1.5, "=B2*2", "合并"
    sheet["B2"].fill = PatternFill("solid", fgColor="FFFFFF00")
    sheet["D1"] = "注"
    sheet["D1"].comment = Comment("原有", "某人")
    sheet.merge_cells("A4:B4")
    sheet.column_dimensions["A"].width = 20
    book.create_sheet("二")
    book.save(path)
    return path
