"""One worksheet part: found by its name, opened for looking or for changing, and its rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from lxml import etree

from budgetbook.model import limits
from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area, Cell
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file import order
from budgetbook.workbooks.file.areas import parse_area
from budgetbook.workbooks.file.cells import EMPTY, CellText
from budgetbook.workbooks.file.names import main
from budgetbook.workbooks.file.row_store import Row, Rows
from budgetbook.workbooks.file.sheet_part import SheetPart
from budgetbook.workbooks.file.workbook_part import WorkbookPart

_DIMENSION, _PROTECTION = main("dimension"), main("sheetProtection")

_BROKEN = "文件已损坏或由不规范的软件生成，请用 Excel 打开后另存一份再试"


class _Absent(dict[int, CellText]):
    """What a cell that is not there is like, by column; each column is asked for once."""

    def __init__(self, style_of: Callable[[int], int]):
        super().__init__()
        self._style_of = style_of

    def __missing__(self, column: int) -> CellText:
        cell = self[column] = _written(self._style_of(column)), EMPTY
        return cell


def _written(style: int) -> str:
    return str(style or "")


class Sheet:
    """A worksheet by name. Where its rows and columns stand is looked up once: after rows were put in or taken out, a new
    Sheet must be made."""

    def __init__(self, book: WorkbookPart, name: str):
        self.book, self.name = book, name
        self.package = book.package
        self.part = book.sheet_part(name)
        self._absent = _Absent(self._column_style)
        self._merges: list[Area] | None = None
        self.filled_at_once: list[Area] | None = None  # by one formula each, once somebody has looked

    @property
    def pieces(self) -> SheetPart:
        """The part taken apart, for looking only. Raises BudgetbookError, naming the sheet, for a part that is damaged."""
        try:
            return self.package.sheet(self.part)
        except BudgetbookError as error:
            raise BudgetbookError([problem._replace(sheet=self.name) for problem in error.problems]) from None

    @property
    def root(self) -> etree._Element:
        """All but the rows, for looking only."""
        return self.pieces.frame

    def rows(self) -> Rows:
        """The rows, for looking only. Raises BudgetbookError for a worksheet without any place for them, and for rows or cells
        that stand twice or out of order."""
        pieces = self.pieces
        if not pieces.has_data:
            raise self.problem("工作表缺少数据部分", hint=_BROKEN)
        return pieces.rows

    def edit_rows(self) -> Rows:
        """The rows for changing. Raises BudgetbookError when the sheet is protected, too."""
        self.rows()
        return self._edited().edit_rows()

    def edit_root(self) -> etree._Element:
        """All but the rows for changing. Raises BudgetbookError when the sheet is protected."""
        return self._edited().edit_frame()

    def refuse_protected(self) -> None:
        """Raises BudgetbookError when the sheet is protected."""
        protection = self.root.find(_PROTECTION)
        if protection is not None and protection.get("sheet") in ("1", "true"):
            raise self.problem("工作表受保护，不能改动", hint="请先在“审阅”中撤销工作表保护，保存后再试")

    def _edited(self) -> SheetPart:
        self.refuse_protected()
        return self.package.edit_sheet(self.part)

    def style_of(self, place: Cell) -> int:
        """The style that a cell has, or that an absent one is shown with."""
        row = self.rows().row(place[0])
        cell = (row.cells.get(place[1]) if row else None) or self.absent_cells(row)[place[1]]
        return int(cell[0] or 0)

    def absent_cells(self, row: Row | None) -> Mapping[int, CellText]:
        """By column, what a cell of the row that is not there is like: shown with the row's style, else the column's."""
        if row is not None and "customFormat" in row.attributes and row.get("customFormat") in ("1", "true"):
            return defaultdict(lambda: (_written(int(row.get("s") or 0)), EMPTY))
        return self._absent

    def _column_style(self, column: int) -> int:
        for span in self.root.iterfind(f"{main('cols')}/{main('col')}"):
            if self._number(span, "min") <= column <= self._number(span, "max"):
                return self._number(span, "style")
        return 0

    def _number(self, span: etree._Element, name: str) -> int:
        """What a <col> says of itself. Raises BudgetbookError where that is no number."""
        said = span.get(name) or "0"
        if not (said.isascii() and said.isdecimal() and len(said) < 10):
            hint = "文件已损坏或由不规范的软件生成，请用 Excel 打开后另存一份再试"
            raise self.problem(f"列宽部分的 {name}=“{said[:20]}”有误", hint=hint)
        return int(said)

    def forget_columns(self) -> None:
        """They are read anew: some were given another style."""
        self._absent = _Absent(self._column_style)

    def merges(self) -> list[Area]:
        """The merged areas, as areas: they may be huge. Raises BudgetbookError beyond the limits."""
        if self._merges is None:
            self._merges = self._read_merges()
        return list(self._merges)

    def forget_merges(self) -> None:
        """They are read anew: some were added or taken away."""
        self._merges = None

    def _read_merges(self) -> list[Area]:
        elements = self.root.findall(f"{main('mergeCells')}/{main('mergeCell')}")
        if len(elements) > limits.MERGES:
            raise self.problem(f"合并单元格多达 {len(elements)} 处，超过上限 {limits.MERGES} 处", hint=_BROKEN)
        return [self._merge(element.get("ref") or "") for element in elements]

    def _merge(self, written: str) -> Area:
        try:
            area = parse_area(written)
        except ValueError as error:
            raise self.problem(f"合并单元格有误：{error}", written, _BROKEN) from None
        if (area.bottom - area.top + 1) * (area.right - area.left + 1) > limits.MERGED_CELLS:
            raise self.problem("合并的区域异常巨大", written, "请在 Excel 中取消这处合并后再试")
        return area

    def grow_dimension(self, cells: Sequence[Cell]) -> None:
        """The used range, where the sheet states it, takes in these cells."""
        dimension = self.root.find(_DIMENSION)
        if dimension is None or not cells:
            return
        try:
            area = parse_area(dimension.get("ref") or "")
        except ValueError:
            return
        rows, columns = zip(*cells, strict=True)
        grown = Area(min(area.top, *rows), min(area.left, *columns), max(area.bottom, *rows), max(area.right, *columns))
        if grown != area:
            order.child(self.edit_root(), _DIMENSION, order.WORKSHEET).set("ref", grown.name)

    def refuse_off_sheet(self, cells: Iterable[Cell]) -> None:
        """Raises BudgetbookError for cells beyond the last row or column."""
        off = next((cell for cell in cells if not (1 <= cell[0] <= LAST_ROW and 1 <= cell[1] <= LAST_COLUMN)), None)
        if off:
            raise self.problem(f"第 {off[0]} 行第 {off[1]} 列超出工作表范围")

    def problem(self, message: str, place: str = "", hint: str = "") -> BudgetbookError:
        """An error about this sheet, for the caller to raise."""
        return BudgetbookError(self.trouble(message, place, hint))

    def trouble(self, message: str, place: str = "", hint: str = "") -> Problem:
        """A problem of this sheet, to be raised together with others."""
        return Problem(message, self.package.file, self.name, place, hint)


def within(areas: Iterable[Area], cells: Iterable[Cell]) -> Iterator[tuple[Area, Cell]]:
    """Each area with each of the cells that lie in it, without walking through the areas."""
    columns: dict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        columns[row].append(column)
    rows = sorted(columns)
    for area in areas:
        top, left, bottom, right = area
        for row in (top,) if top == bottom else rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            for column in columns.get(row, ()):
                if left <= column <= right:
                    yield area, (row, column)


def covered(areas: Iterable[Area], cells: Iterable[Cell]) -> Iterator[tuple[Area, Cell]]:
    """The cells that lie in an area without being its top left cell."""
    return ((area, cell) for area, cell in within(areas, cells) if cell != (area.top, area.left))
