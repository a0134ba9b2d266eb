"""The top of a sheet: its texts, spread over merged cells, and the lines above a table (title, money unit, department)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, takewhile

from budgetbook.model.grid import Cell, Grid

from .vocabulary import Vocabulary
from .wording import plain

TOP, WIDE = 60, 80  # a table begins within these rows and columns
_UNIT = re.compile(r"(?:金额)?单位:?[(]?([百千]?万?亿?元)[)]?(?![\w])")
_NUMBER_OF_TABLE = re.compile(r"(?:附件|附表|部门|预算|公开)*表?[-一二三四五六七八九十\d]+表?:?")
_TITLE = re.compile(r".*表(?:[(][^()]*[)])*")
_MONEY_IN_TITLE = re.compile(r"[(]?(?:金额)?单位:?[百千]?万?亿?元[)]?")


class SheetTop:
    """The top of a sheet as texts, merged areas spread over their cells."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.texts = {cell: text for cell in _top_cells(grid) if (text := grid.text(*cell).strip())}  # in reading order

    @cached_property
    def anchors(self) -> dict[Cell, Cell]:
        """The top left cell of the merged area that each cell is in."""
        return {
            (row, column): (area.top, area.left)
            for area in self.grid.merges
            for row in range(area.top, min(area.bottom, TOP) + 1)
            for column in range(area.left, min(area.right, WIDE) + 1)
        }

    @cached_property
    def width(self) -> int:
        return max((column for _, column in self.texts), default=0)

    @cached_property
    def rows(self) -> dict[int, dict[int, str]]:
        """The texts that stand in each row themselves, by column; rows without any are not there."""
        rows: dict[int, dict[int, str]] = {}
        for (row, column), text in self.texts.items():
            rows.setdefault(row, {})[column] = text
        return rows

    def shown(self, row: int, column: int) -> tuple[Cell, str]:
        """The cell whose text is seen here, and the text."""
        cell = self.anchors.get((row, column), (row, column))
        return cell, self.texts.get(cell, "")


def _top_cells(grid: Grid) -> list[Cell]:
    if len(grid.values) <= TOP * WIDE:
        return sorted([cell for cell in grid.values if cell[0] <= TOP and cell[1] <= WIDE])
    return [(row, column) for row in range(1, TOP + 1) for column in range(1, WIDE + 1) if (row, column) in grid.values]


def is_other_sheet(sheet: SheetTop, vocabulary: Vocabulary) -> bool:
    """A performance form, a manual, a table of contents: said by the sheet's name or one of its first texts."""
    first = [plain(sheet.texts[cell]) for cell in islice(sheet.texts, 3)]
    titles = [text for text in (plain(sheet.grid.sheet), *first) if ":" not in text]  # 部门名称：… says nothing of the table
    return any(word in text for text in titles for word in vocabulary.other_sheets)


def money_units(sheet: SheetTop, vocabulary: Vocabulary) -> Iterator[tuple[Cell, int]]:
    for cell, text in sheet.texts.items():
        match = _UNIT.search(plain(text)) if "元" in text and len(text) < 80 else None
        if match and match[1] in vocabulary.money:
            yield cell, vocabulary.money[match[1]]


def title_cell(sheet: SheetTop, vocabulary: Vocabulary) -> Cell | None:
    """The longest text that ends in 表 (a remark in brackets may follow) above the first key heading."""
    first_key = next((cell[0] for cell, text in sheet.texts.items() if plain(text) in vocabulary.keys), TOP + 1)
    best, longest = None, 0
    for cell in takewhile(lambda cell: cell[0] < first_key, sheet.texts):
        text = title_text(sheet, cell)
        if longest < len(text) <= 60 and _TITLE.fullmatch(text) and not _NUMBER_OF_TABLE.fullmatch(text):
            best, longest = cell, len(text)
    return best


def department_cell(sheet: SheetTop, before: int, vocabulary: Vocabulary) -> tuple[Cell | None, str]:
    """The cell that names the department, and the name it gives."""
    for cell in sheet.texts:
        says, colon, name = plain(sheet.texts[cell]).partition(":")
        if cell[0] < before and colon and says in vocabulary.department:
            return cell, _UNIT.sub("", name)
    return None, ""


def title_text(sheet: SheetTop, cell: Cell) -> str:
    """The title in plain form, without a money unit that stands in the same cell."""
    return _MONEY_IN_TITLE.sub("", plain(sheet.texts[cell]))
