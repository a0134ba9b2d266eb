"""Excel files for reading lists: the one place of this floor that knows fastexcel."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from budgetbook.model import limits

from . import arrow
from .blocks import HEAD, Block, read_file, refused
from .columns import Column
from .packages import check_package
from .plain_books import PlainBook
from .sheet_rows import NotPlainError
from .written import CELL_ERRORS, without_noise

_ERROR = re.compile(r"Error\((\w+)\)")
_UNREADABLE = "文件打不开，可能已损坏或有打开密码"
_SAVE_AGAIN = "请用 Excel 或 WPS 打开，去掉密码后另存为 .xlsx"


class ExcelBlock:
    """The cells of one sheet, all as text."""

    def __init__(self, reader: Any, file: str, sheet: str, *, may_have_errors: bool = True) -> None:
        """Where there may be error values, the reader is asked for them, which takes time and memory."""
        self.file, self.sheet = file, sheet
        errors: Any = None
        with _refusing("这张表读不了", file, sheet):
            if may_have_errors:
                loaded = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
                self._batch, errors = loaded.to_arrow_with_errors()
            else:
                self._batch = reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string", eager=True)
        if self._batch.num_columns > limits.COLUMNS:
            raise refused(f"这张表有 {self._batch.num_columns} 列，超过上限 {limits.COLUMNS} 列", file, _SAVE_AGAIN, sheet)
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
    """An Excel workbook, opened for reading its lists. Raises BudgetbookError when it cannot be.

    What is plain is read straight into columns; fastexcel, which knows all formats, reads the rest."""

    def __init__(self, path: Path) -> None:
        self.file, self._path = path.name, path
        try:
            self._plain: PlainBook | None = PlainBook(read_file(path), path.name)
        except NotPlainError:
            self._plain = None

    @property
    def sheets(self) -> list[str]:
        return self._plain.sheets if self._plain else list(self._reader.sheet_names)

    def block(self, sheet: str) -> Block:
        try:
            if self._plain:
                return self._plain.block(sheet)
        except NotPlainError:
            self._plain = None
        return ExcelBlock(self._reader, self.file, sheet, may_have_errors=self._may_have_errors)

    @cached_property
    def _may_have_errors(self) -> bool:
        return check_package(self._path) if zipfile.is_zipfile(self._path) else True

    @cached_property
    def _reader(self) -> Any:
        import fastexcel

        _silence()
        _ = self._may_have_errors  # what is checked before the reader may see it
        data = read_file(self._path)
        with _refusing(_UNREADABLE, self.file):
            return fastexcel.read_excel(data)


def _silence() -> None:
    """The reader's warnings, in English, would reach the terminal."""
    import logging

    for name in ("fastexcel", "calamine"):
        logging.getLogger(name).addHandler(logging.NullHandler())
        logging.getLogger(name).propagate = False


@contextmanager
def _refusing(message: str, file: str, sheet: str = "") -> Iterator[None]:
    """Whatever the reader raises becomes a refusal: its own errors, those of Arrow, and the panic of broken files, which is no
    Exception."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise refused(message, file, _SAVE_AGAIN, sheet) from error
        raise


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
    return column.changed(map(without_noise, column.values))
