"""Excel files for reading lists: the one place of this floor that knows fastexcel."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from budgetbook.model.grid import column_number

from . import arrow
from .blocks import HEAD, refused
from .columns import Column
from .written import CELL_ERRORS

_TOTAL_SIZE = 2 * 2**30  # bytes, all parts inflated
_TEXTS_SIZE = 256 * 2**20  # bytes, the part of shared texts inflated
_RATIO, _RATIO_FROM = 200, 8 * 2**20  # inflated to deflated, for parts from this size
_SCANNED = 32 * 2**20  # bytes; a bigger sheet is really full, so that its extent is no trick
_CELLS = 40_000_000  # cells in the rectangle that a sheet spans; the reader reserves them all
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
_WIDE = re.compile(rb'\br="([A-Z]{2,3})\d')
_ERROR = re.compile(r"Error\((\w+)\)")
_NOISE = re.compile(r"-?\d+\.\d{7,}")
_UNREADABLE = "文件打不开，可能已损坏或有打开密码"
_SAVE_AGAIN = "请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx"


class ExcelBlock:
    """The cells of one sheet, all as text."""

    def __init__(self, reader: Any, file: str, sheet: str) -> None:
        self.file, self.sheet = file, sheet
        try:
            loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
            self._batch, errors = loaded.to_arrow_with_errors()
        except Exception as error:  # fastexcel's own errors; an Arrow error where the sheet is no table
            raise refused("这张表读不了", file, _SAVE_AGAIN, sheet) from error
        self._errors = [(each.position, _error_text(each.detail)) for each in errors.errors] if errors else []

    def head(self) -> list[list[str]]:
        rows = arrow.sheet_head(self._batch, HEAD)
        for (row, column), text in self._errors:
            if row < len(rows):
                rows[row][column] = text
        return rows

    def below(self, heading: int) -> list[Column]:
        columns = arrow.sheet_columns(self._batch, heading + 1)
        for (row, column), text in self._errors:
            if row > heading:
                columns[column] = _placed(columns[column], row - heading - 1, text)
        return [_without_noise(column) for column in columns]


class ExcelFile:
    """An Excel workbook, opened for reading its lists. Raises BudgetbookError when it cannot be."""

    def __init__(self, path: Path) -> None:
        import fastexcel

        self.file = path.name
        if zipfile.is_zipfile(path):
            _check_package(path)
        try:
            self._reader = fastexcel.read_excel(path.read_bytes())
        except Exception as error:
            raise refused(_UNREADABLE, path.name, _SAVE_AGAIN) from error

    @property
    def sheets(self) -> list[str]:
        return list(self._reader.sheet_names)

    def block(self, sheet: str) -> ExcelBlock:
        return ExcelBlock(self._reader, self.file, sheet)


def _placed(column: Column, row: int, text: str) -> Column:
    codes = column.codes.copy()
    codes[row] = len(column.values)
    return Column(codes, (*column.values, text))


def _error_text(detail: str) -> str:
    """#REF! for what the reader calls Error(Ref); a general text for what it cannot show."""
    match = _ERROR.search(detail)
    name = match[1].upper() if match else ""
    return next((text for text in CELL_ERRORS if name and re.sub(r"\W", "", text) == name), "#VALUE!")


def _without_noise(column: Column) -> Column:
    """Numbers with the noise of their binary form become the shortest text that is the same number."""
    if not any(map(_NOISE.fullmatch, column.values)):
        return column
    return column.changed(repr(float(text)) if _NOISE.fullmatch(text) else text for text in column.values)


def _check_package(path: Path) -> None:
    """Refuse what would eat the machine: bombs, and sheets whose few cells span millions of columns and rows."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _check_sizes(parts, path.name)
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.file_size <= _SCANNED:
                    _check_extent(package.read(part), path.name)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise refused(_UNREADABLE, path.name, _SAVE_AGAIN) from error


def _check_sizes(parts: list[zipfile.ZipInfo], file: str) -> None:
    bombs = [part for part in parts if part.file_size > max(_RATIO_FROM, _RATIO * part.compress_size)]
    texts = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    if bombs or texts > _TEXTS_SIZE or sum(part.file_size for part in parts) > _TOTAL_SIZE:
        raise refused("文件展开后异常地大，不像正常的工作簿", file, "请把明细复制到新的工作簿里再试")


def _check_extent(sheet: bytes, file: str) -> None:
    rows = max(map(int, _ROW.findall(sheet)), default=0)
    columns = max((column_number(name.decode()) for name in set(_WIDE.findall(sheet))), default=26)
    if rows * columns > _CELLS:
        hint = "请删去明细下方和右侧远处的多余内容，或把明细复制到新的工作簿里"
        raise refused(f"有一张表跨 {rows} 行、{columns} 列，太大了", file, hint)
