"""A range as a rectangle of a sheet: where it is, how large, and its parts. A range may be empty (no rows or no columns)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from xlwings import base_classes

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area, column_name
from budgetbook.workbooks.engine.document import Tab
from budgetbook.workbooks.engine.pages import absolute, address
from budgetbook.workbooks.engine.unsupported import Native, refuse
from budgetbook.workbooks.file.live import LiveWorkbook
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.file.sheet import Sheet as Part

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.sheet import Sheet


class Geometry(base_classes.Range):
    """Rows and columns count from 1, both corners are included. Raises ValueError for a range that goes off the sheet."""

    def __init__(self, tab: Tab, top: int, left: int, bottom: int, right: int):
        if top < 1 or left < 1 or bottom > LAST_ROW or right > LAST_COLUMN:
            raise ValueError("区域超出工作表范围（the range goes off the sheet）")
        self.tab, self.area = tab, Area(int(top), int(left), int(bottom), int(right))
        self.options: Any = {}  # xlwings keeps its own here

    @property
    def workbook(self) -> LiveWorkbook:
        return self.tab.workbook

    @property
    def part(self) -> Part:
        return self.tab.workbook.part(self.tab.name)

    @property
    def sheet(self) -> Sheet:
        return self.tab.document.app.kinds.sheet(self.tab)

    @property
    def api(self) -> Native | None:
        return Native("Range") if len(self) else None

    @property
    def arg1_input(self) -> str:
        refuse("Range.group / ungroup")

    @property
    def coords(self) -> tuple[Any, int, int, int, int]:
        return (self.tab, self.row, self.column, *self.shape)

    @property
    def row(self) -> int:
        return self.area.top

    @property
    def column(self) -> int:
        return self.area.left

    @property
    def shape(self) -> tuple[int, int]:
        return max(self.area.bottom - self.area.top + 1, 0), max(self.area.right - self.area.left + 1, 0)

    def __len__(self) -> int:
        rows, columns = self.shape
        return rows * columns

    def __call__(self, arg1: Any, arg2: Any = None) -> Self:
        """A cell by row and column, or by number along the rows; both may lead out of the range."""
        if not len(self):
            refuse("空区域里的单元格")
        if isinstance(arg1, str) or isinstance(arg2, str):
            refuse("Range('A1')('B2')", "请写行号和列号")
        row, column = (int(arg1), int(arg2)) if arg2 is not None else (0, int(arg1))
        if arg2 is None:
            row, column = (column - 1) // self.shape[1] + 1, (column - 1) % self.shape[1] + 1
        top, left = self.area.top + row - 1, self.area.left + column - 1
        return type(self)(self.tab, top, left, top, left)

    def like(self, area: Area) -> Self:
        """Another range of the same sheet."""
        return type(self)(self.tab, *area)

    @property
    def is_whole_rows(self) -> bool:
        return (self.area.left, self.area.right) == (1, LAST_COLUMN)

    @property
    def is_whole_columns(self) -> bool:
        return (self.area.top, self.area.bottom) == (1, LAST_ROW)

    @property
    def address(self) -> str:
        if len(self):
            return absolute(self.area)
        return f"${column_name(self.column)}${self.row}{{{self.shape[0]}x{self.shape[1]}}}"

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        if not len(self):
            refuse("空区域的地址")
        plain = address(self.area, row_absolute, col_absolute)
        if not external:
            return plain
        quoted, book = quote_sheet(self.tab.name), self.tab.document.name
        if quoted.startswith("'") or not book.replace(".", "").replace("_", "").isalnum():
            inner = quoted[1:-1] if quoted.startswith("'") else quoted
            return f"'[{book}]{inner}'!{plain}"
        return f"[{book}]{quoted}!{plain}"

    def select(self) -> None:
        """Excel selects cells only on the sheet in front."""
        if self.tab.document.active is not self.tab:
            raise self.workbook.book.problem("只能在当前工作表上选择单元格", self.tab.name, hint="请先 sheet.activate()")
        self.tab.select(self.area)
