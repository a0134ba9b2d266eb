"""How large the rows and columns of a range are, whether they are shown, and merging them, putting rows in and taking them out."""

from __future__ import annotations

from budgetbook.model import limits
from budgetbook.model.grid import LAST_ROW, Area, Cell, Grid
from budgetbook.workbooks.engine.geometry import Geometry
from budgetbook.workbooks.engine.obstacles import refuse_tables
from budgetbook.workbooks.engine.text_width import shown_width
from budgetbook.workbooks.engine.unsupported import refuse
from budgetbook.workbooks.file import columns, layout, number_formats, row_sizes
from budgetbook.workbooks.file.restyling import MOST

_DIGIT, _MARGIN = 7, 5  # pixels: a digit of the default font, and what Excel leaves free in a column
_POINTS = 0.75  # to a pixel
_WIDEST, _TALLEST = 255, 409.5


def _pixels(width: float) -> int:
    """Of a column whose width the file gives in characters."""
    return int((256 * width + int(128 / _DIGIT)) / 256 * _DIGIT)


def _characters(width: float) -> float:
    """The width as Excel says it: how many digits fit."""
    pixels = _pixels(width)
    return round((pixels - _MARGIN) / _DIGIT if pixels >= _DIGIT + _MARGIN else pixels / (_DIGIT + _MARGIN), 2)


def _stored(characters: float) -> float:
    """The other way round."""
    pixels = round(characters * _DIGIT + _MARGIN if characters >= 1 else characters * (_DIGIT + _MARGIN))
    return int(pixels / _DIGIT * 256) / 256


class Sizes(Geometry):
    """Heights are points. Widths are digits of the default font, reckoned at 7 pixels a digit."""

    @property
    def column_width(self) -> float | None:
        found = {_characters(width) for _, width in self._widths()}
        return found.pop() if len(found) == 1 else None

    @column_width.setter
    def column_width(self, value: float) -> None:
        if not 0 <= value <= _WIDEST:
            raise ValueError(f"列宽须在 0 至 {_WIDEST} 之间：{value!r}（column width）")
        if len(self):
            columns.hide(self.part, self.area.left, self.area.right, value == 0)
            if value:
                columns.set_width(self.part, self.area.left, self.area.right, _stored(value))

    def _widths(self, first: int = 0, last: int = 0) -> list[tuple[int, float]]:
        default = columns.default_width(self.part)
        said = columns.widths(self.part, first or self.area.left, last or self.area.right) if len(self) else []
        return [(count, default if width is None else width) for count, width in said]

    @property
    def row_height(self) -> float | None:
        found = row_sizes.heights(self.part, self.area.top, self.area.bottom).keys()
        return next(iter(found)) if len(found) == 1 else None

    @row_height.setter
    def row_height(self, value: float) -> None:
        if not 0 <= value <= _TALLEST:
            raise ValueError(f"行高须在 0 至 {_TALLEST} 磅之间：{value!r}（row height）")
        rows = self._rows_one_by_one()
        row_sizes.hide(self.part, rows, value == 0)
        if value:
            layout.set_heights(self.part, dict.fromkeys(rows, float(value)))

    def _rows_one_by_one(self) -> range:
        if self.shape[0] > MOST:
            refuse("一百万行以上的行高", self.address)
        return range(self.area.top, self.area.bottom + 1)

    @property
    def width(self) -> float:
        return sum(count * _pixels(width) for count, width in self._widths()) * _POINTS

    @property
    def left(self) -> float:
        if self.area.left == 1:
            return 0.0
        return sum(count * _pixels(width) for count, width in self._widths(1, self.area.left - 1)) * _POINTS

    @property
    def height(self) -> float:
        return sum(height * count for height, count in row_sizes.heights(self.part, self.area.top, self.area.bottom).items())

    @property
    def top(self) -> float:
        return sum(height * count for height, count in row_sizes.heights(self.part, 1, self.area.top - 1).items())

    @property
    def row_hidden(self) -> bool | None:
        found = row_sizes.hidden(self.part, self.area.top, self.area.bottom)
        return found.pop() if len(found) == 1 else None

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        row_sizes.hide(self.part, self._rows_one_by_one(), value)
        self.workbook.forget(self.tab.name)

    @property
    def column_hidden(self) -> bool | None:
        found = columns.hidden(self.part, self.area.left, self.area.right)
        return found.pop() if len(found) == 1 else None

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        columns.hide(self.part, self.area.left, self.area.right, value)

    def autofit(self, axis: str | None = None) -> None:
        """Rows: they say no height any more, so that Excel finds one when it opens the file. Columns: as wide as the longest text,
        measured in characters, for there are no fonts here."""
        if axis not in (None, "columns", "c", "rows", "r"):
            raise ValueError(f"autofit({axis!r})")
        if axis in (None, "columns", "c"):
            self._autofit_columns()
        if axis in (None, "rows", "r"):
            row_sizes.forget_heights(self.part, self.area.top, self.area.bottom)

    def _autofit_columns(self) -> None:
        grid, widest = self.workbook.grid(self.tab.name), dict[int, float]()
        heads = {(area.top, area.left) for area in grid.merges}  # which Excel leaves out of account
        for place in grid.values:
            if self.area.holds(place) and place not in heads:
                widest[place[1]] = max(widest.get(place[1], 0.0), self._shown_width(grid, place))
        for column, width in widest.items():
            columns.set_width(self.part, column, column, _stored(min(width, _WIDEST)))

    def _shown_width(self, grid: Grid, place: Cell) -> float:
        code = number_formats.code_of(self.workbook.styles, self.part.style_of(place))
        return shown_width(grid.values[place], grid.text(*place), code)

    @property
    def merge_area(self) -> Geometry:
        """The merged cells around a cell, or the cell itself."""
        if self.shape != (1, 1):
            raise ValueError("merge_area 只能用于一个单元格（of a single cell）")
        place = self.area.top, self.area.left
        return self.like(next((area for area in self._merges() if area.holds(place)), self.area))

    def _merges(self) -> list[Area]:
        return list(self.workbook.grid(self.tab.name).merges)

    def merges_met(self) -> list[Area]:
        """The merges that have cells in this range."""
        top, left, bottom, right = self.area
        met = (area for area in self._merges() if area.top <= bottom and area.bottom >= top)
        return [area for area in met if area.left <= right and area.right >= left]

    @property
    def merge_cells(self) -> bool | None:
        """Whether all cells of the range are in one merge; None when only some are merged."""
        met, (top, left, bottom, right) = self.merges_met(), self.area
        if any(area.top <= top and area.left <= left and area.bottom >= bottom and area.right >= right for area in met):
            return True
        return None if met else False

    def merge(self, across: bool) -> None:
        """One merge, or one for each row. The first value stays, at the top left; what else stands there goes, as in Excel."""
        rows = range(self.area.top, self.area.bottom + 1) if across else ()
        for area in [self.area._replace(top=row, bottom=row) for row in rows] or [self.area]:
            self.like(area)._merge_one()

    def _merge_one(self) -> None:
        met = self.merges_met()
        refuse_tables(self.part, self.area, "Range.merge")
        if len(self) > limits.MERGED_CELLS:
            refuse("异常巨大的 Range.merge", self.address)
        if any(not (self.area.holds(area[:2]) and self.area.holds(area[2:])) for area in met):
            refuse("Range.merge 切开已合并的区域", self.address)
        self.workbook.unmerge(self.tab.name, met)
        if len(self) > 1:
            self.keep_first()
            self.workbook.merge(self.tab.name, [self.area])

    def keep_first(self) -> None:
        """Only the first value stays, at the top left."""
        raise NotImplementedError

    def unmerge(self) -> None:
        self.workbook.unmerge(self.tab.name, self.merges_met())

    def insert(self, shift: str | None = None, copy_origin: str | None = None) -> None:
        """Whole rows only; what stands below, and all that refers to it, moves down."""
        if not self.is_whole_rows or shift == "right" or self.area.bottom == LAST_ROW:
            refuse("Range.insert", "只能插入整行，例如 sheet['5:7'].insert('down')")
        if copy_origin not in (None, "format_from_left_or_above"):
            refuse(f"Range.insert(copy_origin={copy_origin!r})")
        self.workbook.add_rows(self.tab.name, self.area.top, self.shape[0])
        self.tab.document.staleness.moved(self.tab.name, self.area.top, self.shape[0])

    def delete(self, shift: str | None = None) -> None:
        """Whole rows only; what stands below moves up."""
        if not self.is_whole_rows or shift == "left" or self.area.bottom == LAST_ROW:
            refuse("Range.delete", "只能删除整行，例如 sheet['5:7'].delete()")
        self.workbook.delete_rows(self.tab.name, self.area.top, self.shape[0])
        self.tab.document.staleness.moved(self.tab.name, self.area.top, -self.shape[0])
