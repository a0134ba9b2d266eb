"""Sheets that are lists: written row by row and never held as a whole, to be filtered on the screen and handed in on paper."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs import measure
from budgetbook.workbooks.file.saving import write_whole

from .harmless import harmless

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format

Value: TypeAlias = "str | float | None"
_FONT, _SIZE, _TITLE_SIZE = "宋体", 10.5, 16.0
_HEADING_FILL, _MUTED = "D9E2F3", "595959"
_LINES = ("title", "remark", "headings")  # above the rows
_LONGEST = 32_767  # characters of a cell, Excel's limit
_WHEN = datetime.datetime(2000, 1, 1)  # the same run gives the same bytes
_OPTIONS = {
    "constant_memory": True,
    **dict.fromkeys(("strings_to_numbers", "strings_to_formulas", "strings_to_urls"), False),
    "default_format_properties": {"font_name": _FONT, "font_size": 11},
}


class Column(NamedTuple):
    """The heading of a column, its width in characters, on which side its values stand, and how numbers are shown."""

    heading: str
    width: float
    side: str = "left"
    number_format: str = "General"


class Sheet:
    """A title, a remark, headings, then rows. The headings stay in sight and are printed on every page, A4 across, one wide."""

    def __init__(self, workbook: xlsxwriter.Workbook, name: str, title: str, remark: str, columns: Sequence[Column]) -> None:
        self._workbook, self._columns = workbook, columns
        self._sheet = workbook.add_worksheet(name)
        self._formats: dict[tuple[object, ...], Format] = {}
        self._row = 0
        self._set_up()
        self._head(title, remark)

    def add(self, values: Sequence[Value], fills: Mapping[int, str | None] | None = None, bold: bool = False) -> None:
        """A row; `fills` are colours by the place of the column, from 0. Texts are made harmless on the way in."""
        texts = [_text(value) if isinstance(value, str) else value for value in values]
        self._sheet.set_row(self._row, self._height(texts))
        for at, (value, column) in enumerate(zip(texts, self._columns, strict=True)):
            look = self._look(column, fills.get(at) if fills else None, bold)
            if isinstance(value, str) and value:
                self._sheet.write_string(self._row, at, value, look)
            elif isinstance(value, str) or value is None:
                self._sheet.write_blank(self._row, at, None, look)
            else:
                self._sheet.write_number(self._row, at, value, look)
        self._row += 1

    def filter(self) -> None:
        """All rows so far can be filtered; what comes after, such as totals, always stands."""
        self._sheet.autofilter(len(_LINES) - 1, 0, max(self._row, len(_LINES) + 1) - 1, len(self._columns) - 1)

    def _set_up(self) -> None:
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        self._sheet.set_footer("&C第 &P 页，共 &N 页")
        self._sheet.center_horizontally()
        self._sheet.repeat_rows(0, len(_LINES) - 1)
        self._sheet.freeze_panes(len(_LINES), 2)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, column.width)

    def _head(self, title: str, remark: str) -> None:
        last = len(self._columns) - 1
        large = {"bold": True, "font_size": _TITLE_SIZE, "align": "center", "valign": "vcenter"}
        small = {"font_size": _SIZE, "font_color": _MUTED, "align": "left", "valign": "vcenter", "text_wrap": True}
        for row, (text, look, height) in enumerate(((title, large, 30.0), (remark, small, 20.0))):
            self._sheet.set_row(row, height)
            self._sheet.merge_range(row, 0, row, last, text, self._workbook.add_format(look))
        heading = {"bold": True, "font_size": _SIZE, "bg_color": _HEADING_FILL, "border": 1, "text_wrap": True}
        look = self._workbook.add_format({**heading, "align": "center", "valign": "vcenter"})
        self._sheet.set_row(len(_LINES) - 1, 34.0)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(len(_LINES) - 1, at, column.heading, look)
        self._row = len(_LINES)

    def _look(self, column: Column, fill: str | None, bold: bool) -> Format:
        key = (column.side, column.number_format, fill, bold)
        if key not in self._formats:
            look = {"align": column.side, "num_format": column.number_format, "bold": bold} | ({"bg_color": fill} if fill else {})
            body = {"font_size": _SIZE, "border": 1, "text_wrap": True, "valign": "vcenter"}
            self._formats[key] = self._workbook.add_format(body | look)
        return self._formats[key]

    def _height(self, values: Sequence[Value]) -> float:
        texts = [(value, column.width) for value, column in zip(values, self._columns, strict=True) if isinstance(value, str)]
        most = max((measure.lines(text, width, _SIZE) for text, width in texts), default=1)
        return min(measure.TALLEST, measure.height(most, _SIZE) + 2)


@contextmanager
def new_workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """A workbook for sheets, written when all are filled. Raises BudgetbookError when it cannot be."""
    import xlsxwriter

    content = io.BytesIO()
    try:
        workbook = xlsxwriter.Workbook(content, _OPTIONS)
        workbook.set_properties({"created": _WHEN})
        yield workbook
        workbook.close()
    except OSError as error:  # rows wait in temporary files
        hint = "请检查磁盘空间，再生成一次"
        raise BudgetbookError(Problem(f"没有写成（系统错误号 {error.errno}）", path.name, hint=hint)) from error
    write_whole(str(path), [content.getbuffer()])


def _text(text: str) -> str:
    """Every line of the text made harmless, and no more of it than a cell holds."""
    return "\n".join(map(harmless, text.split("\n")))[:_LONGEST]
