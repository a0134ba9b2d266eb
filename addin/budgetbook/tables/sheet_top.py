"""The top of a sheet: its texts, spread over merged cells, and the lines above a table (title, money unit, department)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain, islice, takewhile

from budgetbook.model.grid import Cell, Grid, Line, shown

from .vocabulary import Vocabulary
from .wording import plain

TOP, WIDE = 60, 80  # a table begins within these rows and columns
FIRST = 3  # texts of a sheet that may say what it is
_UNIT = re.compile(r"(?:金额)?单位:?[(]?([百千]?万?亿?元)[)]?(?![\w])")
_NUMBER_OF_TABLE = re.compile(r"(?:附件|附表|部门|预算|公开)*表?[-一二三四五六七八九十\d]+表?:?")
_TITLE = re.compile(r".*表(?:[(][^()]*[)])*")
_MONEY_IN_TITLE = re.compile(r"[(]?(?:金额)?单位:?[百千]?万?亿?元[)]?")


class SheetTop:
    """The top of a sheet as texts, merged areas spread over their cells."""

    def __init__(self, grid: Grid):
        self.grid = grid
        self.name = grid.sheet

    @cached_property
    def lines(self) -> Mapping[int, Line]:
        """The values of each row, by column, in reading order; of a large sheet no more than the top is looked at."""
        grid = self.grid
        if len(grid.values) > TOP * WIDE:
            cells = [(row, column) for row in range(1, TOP + 1) for column in range(1, WIDE + 1)]
            grid = Grid(grid.sheet, {cell: grid.values[cell] for cell in cells if cell in grid.values})
        lines = grid.lines
        return {row: line for row, line in lines.items() if row <= TOP} if max(lines, default=0) > TOP else lines

    @cached_property
    def rows(self) -> dict[int, dict[int, str]]:
        """The texts that stand in each row themselves, as `lines`; rows without any are not there."""
        return {row: texts for row, line in self.lines.items() if (texts := line_texts(line))}

    @cached_property
    def texts(self) -> dict[Cell, str]:
        """All of them by cell, in reading order."""
        return {(row, column): text for row, texts in self.rows.items() for column, text in texts.items()}

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

    def shown(self, row: int, column: int) -> tuple[Cell, str]:
        """The cell whose text is seen here, and the text."""
        cell = self.anchors.get((row, column), (row, column))
        return cell, self.texts.get(cell, "")


def line_texts(line: Line) -> dict[int, str]:
    """What a line shows within the top, by column."""
    return {column: shown(value) for column, value in line.items() if column <= WIDE}


def is_other_sheet(sheet: SheetTop, vocabulary: Vocabulary) -> bool:
    """A performance form, a manual, a table of contents: said by the sheet's name or one of its first texts."""
    texts = (shown(value) for line in sheet.lines.values() for column, value in line.items() if column <= WIDE)
    titles = map(plain, chain(islice(texts, FIRST), [sheet.name]))
    # 部门名称：… says nothing of the table
    return any(":" not in text and any(word in text for word in vocabulary.other_sheets) for text in titles)


def money_units(sheet: SheetTop, vocabulary: Vocabulary) -> Iterator[tuple[Cell, int]]:
    """Every cell that says 单位：万元, with the fen in such a unit."""
    for cell, text in sheet.texts.items():
        if unit := money_unit(text, vocabulary):
            yield cell, unit


def money_unit(text: str, vocabulary: Vocabulary) -> int:
    """The fen in the unit that a text announces, 0 when it announces none."""
    match = _UNIT.search(plain(text)) if "元" in text and len(text) < 80 else None
    return vocabulary.money.get(match[1], 0) if match else 0


def title_cell(sheet: SheetTop, vocabulary: Vocabulary) -> Cell | None:
    """The longest text that ends in 表 (a remark in brackets may follow) above the first key heading."""
    first_key = next((cell[0] for cell, text in sheet.texts.items() if plain(text) in vocabulary.keys), TOP + 1)
    best, longest = None, 0
    for cell in takewhile(lambda cell: cell[0] < first_key, sheet.texts):
        text = title_text(sheet, cell)
        if longest < len(text) and may_be_title(text):
            best, longest = cell, len(text)
    return best


def may_be_title(text: str) -> bool:
    """Whether a text in plain form could be the title of a table."""
    return len(text) <= 60 and bool(_TITLE.fullmatch(text)) and not _NUMBER_OF_TABLE.fullmatch(text)


def department_cell(sheet: SheetTop, before: int, vocabulary: Vocabulary) -> Cell | None:
    """The cell above a row that names the department: 部门名称：…"""
    return next((cell for cell, text in sheet.texts.items() if cell[0] < before and names_department(text, vocabulary)), None)


def names_department(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a text says 部门名称 and has a colon behind it."""
    says, colon, _ = plain(text).partition(":")
    return bool(colon) and says in vocabulary.department


def department_name(text: str) -> str:
    """The name behind the colon, without a money unit that stands in the same cell."""
    return _UNIT.sub("", plain(text).partition(":")[2])


def title_text(sheet: SheetTop, cell: Cell) -> str:
    """The title in plain form, without a money unit that stands in the same cell."""
    return _MONEY_IN_TITLE.sub("", plain(sheet.texts[cell]))
