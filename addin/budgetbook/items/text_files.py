"""CSV and its relatives: UTF-8 with or without BOM, UTF-16, GB18030; comma, semicolon or tab."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError, Problem

from .blocks import HEAD, read_file, refused
from .columns import Column, encoded_rows
from .plain_lines import plain_columns
from .written import tidy

_DELIMITERS = ",;\t"
_LARGE = 2**15  # bytes from which long steps are shorter
_PIECE = 2**20  # bytes decoded at a time


class _Lines:
    """The lines of UTF-8 text, counting the bytes handed out. A quoted cell may take several lines."""

    def __init__(self, data: bytes) -> None:
        self._lines = _lines(data)
        self.bytes = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.bytes += len(line.encode())
            yield line


def _lines(data: bytes) -> io.TextIOWrapper:
    """The lines of UTF-8 text, with their ends as they are."""
    return io.TextIOWrapper(io.BytesIO(data), "utf-8", newline="")


def _last_width(rows: Iterator[list[str]], last: int) -> int:
    """How many cells the row has that is the last of those taken here."""
    return max(map(len, islice(rows, last, last + 1)))


class TextBlock:
    """The cells of one text file."""

    def __init__(self, data: bytes, file: str) -> None:
        self.file, self.sheet = file, ""
        self._data = _utf8(data, file)
        self._refuse_wide()
        self._delimiter = max(_DELIMITERS, key=self._width)

    def head(self) -> list[list[str]]:
        return [[tidy(cell) for cell in row] for row in islice(self._rows(_lines(self._data)), HEAD)]

    def below(self, heading: int) -> list[Column]:
        if len(self._data) >= _LARGE and b'"' not in self._data:
            counted = _Lines(self._data)
            width = _last_width(self._rows(counted), heading)
            columns = plain_columns(memoryview(self._data)[counted.bytes :], width, self._delimiter)
            if columns is not None:
                return columns
        rows = self._rows(_lines(self._data))
        return self._encoded(rows, _last_width(rows, heading), heading + 2)

    def _encoded(self, rows: Iterator[list[str]], width: int, first: int) -> list[Column]:
        """Columns of rows that may be short. A row with more cells than headings has a stray delimiter: refused."""
        long: list[tuple[int, str]] = []

        def checked() -> Iterator[list[str]]:
            for number, row in enumerate(rows, first):
                if len(row) > width and any(map(tidy, row[width:])):
                    long.append((number, next(cell for cell in row[width:] if tidy(cell))))
                yield row

        columns = encoded_rows(checked(), width)
        if long:
            raise BudgetbookError([self._too_long(number, cell, width) for number, cell in long[:100]])
        return [column.changed(map(tidy, column.values)) for column in columns]

    def _too_long(self, number: int, cell: str, width: int) -> Problem:
        hint = "内容里有分隔符的单元格要加英文双引号"
        return Problem(f"这一行比标题多出内容“{cell[:20]}”，标题只有 {width} 列", self.file, "", f"第 {number} 行", hint)

    def _refuse_wide(self) -> None:
        """Before millions of cells of one line become objects."""
        for number, line in enumerate(islice(_lines(self._data), HEAD), 1):
            if (cells := max(map(line.count, _DELIMITERS)) + 1) > limits.COLUMNS:
                said = f"这一行有 {cells} 列，超过上限 {limits.COLUMNS} 列"
                raise refused(said, self.file, "请确认导出的内容，或另存为 .xlsx", place=f"第 {number} 行")

    def _width(self, delimiter: str) -> int:
        """Cells in a row, 0 where the delimiter does not occur at all."""
        if delimiter.encode() not in self._data:
            return 0
        rows = csv.reader(_lines(self._data), delimiter=delimiter)
        try:
            return max((len(row) for row in islice(rows, HEAD)), default=0)
        except csv.Error:
            return 0

    def _rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        number = 0
        try:
            for number, row in enumerate(csv.reader(lines, delimiter=self._delimiter), 1):  # noqa: B007
                yield row
        except csv.Error as error:
            place, hint = f"第 {number + 1} 行", "常见原因是少了一个英文双引号"
            raise refused(f"这一行读不了，可能有单元格超过 {limits.TEXT} 字", self.file, hint, place=place) from error


def read_text(path: Path) -> TextBlock:
    """The file as a block. Raises BudgetbookError when it is no text table."""
    return TextBlock(read_file(path), path.name)


def _utf8(data: bytes, file: str) -> bytes:
    """The text as UTF-8 without BOM."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", file).encode()
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        raise refused("文件里有空字节，不是文本表格", file, "请用 Excel 打开后另存为 .xlsx 或“CSV UTF-8”")
    return data if _is_utf8(data) else _decoded(data, "gb18030", file).encode()


def _is_utf8(data: bytes) -> bool:
    """Told piece by piece: as one text, a long list takes three times its size."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise refused("文字编码认不出", file, "请用 Excel 打开后另存为 .xlsx 或“CSV UTF-8”") from None
