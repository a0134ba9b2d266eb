"""One cell's value as its XML says it."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Hashable

from budgetbook.model import limits
from budgetbook.model.grid import ErrorValue, Value
from budgetbook.workbooks.file import cells, dates, strings, xml
from budgetbook.workbooks.file.cells import EMPTIES, CellText
from budgetbook.workbooks.file.names import MAIN
from budgetbook.workbooks.file.styles import Styles
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_NUMBER, _SHARED, _END = "><v>", ' t="s"><v>', "</v></c>"  # how nearly all cells are written
_PLAIN = re.compile(r'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>')  # text that says nothing of looks
_VALUE = re.compile(r"<v[^>]*>([^<]*)</v>")


class ValueReader:
    """What cells show. Needs the shared strings, and the styles to tell dates from numbers."""

    def __init__(self, book: WorkbookPart, texts: strings.Strings, styles: Styles):
        self._texts, self._styles, self._1904 = texts, styles, book.counts_from_1904

    def stamp(self) -> Hashable:
        """The same where the same cells show the same; None where that is not known."""
        parts = self._texts.stamp(), self._styles.stamp()
        return None if None in parts else (*parts, self._1904)

    def value(self, cell: CellText) -> Value:
        """None for an empty cell. Raises ValueError, saying in Chinese what is wrong with the cell."""
        style, rest = cell
        if rest in EMPTIES:
            return None
        for start, read in ((_NUMBER, self._number), (_SHARED, self._shared)):
            if rest.startswith(start) and (written := rest[len(start) : -len(_END)]).isdecimal():
                return read(written, style)
        parts = cells.parts(rest)
        if parts.kind == "inlineStr":
            return _text(_inline(parts.value))
        found = _VALUE.fullmatch(parts.value)
        if not found or not found[1]:
            return None
        return self._valued(parts.kind, xml.unescaped(found[1]), style)

    def _valued(self, kind: str, written: str, style: str) -> Value:
        if kind == "s":
            return self._shared(written, style)
        if kind == "str":
            return _text(strings.unescape(written))
        if kind == "b":
            return written.strip() in ("1", "true")
        if kind == "e":
            return ErrorValue(written)
        if kind == "d":
            return _iso_date(written)
        return self._number(written, style)

    def _shared(self, written: str, style: str) -> str | None:
        try:
            text = self._texts.text(int(written))
        except (ValueError, IndexError):
            raise ValueError(f"引用了不存在的文字（共享字符串 {written[:20]}），文件已损坏") from None
        return _text(text)

    def _number(self, written: str, style: str) -> float | datetime.date:
        index = _style(style or "0")
        try:
            number = float(written) if written.isascii() and "_" not in written else math.nan  # 1_000 is Python's, not Excel's
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"“{written[:30]}”不是可用的数字")
        if self._styles.is_date(index):
            return dates.from_serial(number, self._1904) or number
        return number


def _inline(written: str) -> str:
    """The text of an <is>, which may be rich."""
    if plain := _PLAIN.fullmatch(written):
        return strings.unescape(xml.unescaped(plain[1]))
    return strings.text_of(xml.parse(written.replace("<is", f'<is xmlns="{MAIN}"', 1).encode())) if written else ""


def _text(text: str) -> str | None:
    """None for no text at all. Raises ValueError for more than a cell can hold, which no Excel has written."""
    if len(text) > limits.TEXT:
        raise ValueError(f"文字长达 {len(text)} 字，超过单元格上限 {limits.TEXT} 字")
    return text or None


def _style(written: str) -> int:
    if not (written.isascii() and written.isdecimal() and len(written) < 10):
        raise ValueError(f"单元格格式的编号“{written[:20]}”有误，文件已损坏")
    return int(written)


def _iso_date(written: str) -> datetime.date:
    try:
        moment = datetime.datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"“{written[:30]}”不是日期") from None
    return moment.date() if "T" not in written else moment


def fault(value: Value) -> str:
    """Why a cell cannot hold the value, in Chinese; "" when it can."""
    if isinstance(value, str):
        return strings.fault(value)
    if isinstance(value, datetime.date):
        try:
            dates.to_serial(value, False)
        except ValueError as error:
            return str(error)
    elif value is not None and not math.isfinite(value):
        return f"“{value}”不是可用的数字"
    return ""
