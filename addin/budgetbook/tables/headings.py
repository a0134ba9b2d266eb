"""The frame of a table: title, money unit, department, heading block, headings flattened through merges, panels. It is found
by the words that open every table; what the headings mean is not asked here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import NamedTuple

from budgetbook.model.grid import Cell, Grid, text_of

from .layout import Unsettled
from .sheet_top import TOP, SheetTop, department_cell, department_name, is_other_sheet, money_units, title_cell, title_text
from .vocabulary import KeyWord, Vocabulary
from .wording import bare, plain

LONGEST_HEADING = 12  # rows
_REMARK = "备注"
_NUMBERING_BEGINS = re.compile(r"\d{1,2}|.|栏次|行次")
_NUMBERED = re.compile(r"\d{1,2}(?:=.*)?")
_AMOUNT = re.compile(r"[-+(]?[¥￥]?\d[\d,]*(?:\.\d+)?%?[)]?")


class Heading(NamedTuple):
    """A column of the heading block: the texts above it from the top, each cell once, and where they stand."""

    at: int
    cells: tuple[Cell, ...]
    steps: tuple[str, ...]

    @property
    def row(self) -> int:
        """The row of the lowest text."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def reads(self) -> str:
        return "/".join(plain(step) for step in self.steps)


class KeyColumn(NamedTuple):
    """A column that names rows, with the key words above it, outermost first."""

    heading: Heading
    words: tuple[KeyWord, ...]


class Side(NamedTuple):
    """One panel of the heading block: its key columns and the amount columns to their right."""

    keys: tuple[KeyColumn, ...]
    columns: tuple[Heading, ...]


@dataclass(frozen=True, eq=False)
class Frame:
    """Where the parts of one table stand. `heading` are its first and last row, the numbering row among them; `loose` are
    columns of which the heading does not show how far it reaches. Whose the table is, is no part of it. Two frames are the
    same only when they are one."""

    sheet: str
    title: str
    title_at: Cell
    unit: int
    unit_at: Cell
    department_at: Cell | None
    heading: tuple[int, int]
    sides: tuple[Side, ...]
    loose: tuple[Unsettled, ...] = ()

    @cached_property
    def columns(self) -> range:
        """From the first to the last column of the table."""
        every = self._known
        return range(min(every), max(every) + 1)

    @cached_property
    def between(self) -> frozenset[int]:
        """Columns among the others that have no heading of their own."""
        return frozenset(self.columns) - self._known

    @property
    def _known(self) -> set[int]:
        keys = {key.heading.at for side in self.sides for key in side.keys}
        return keys | {heading.at for side in self.sides for heading in side.columns}


def frame_on(sheet: SheetTop, vocabulary: Vocabulary) -> Frame | Unsettled | None:
    """The frame of the sheet's table; None for a sheet that is no table; Unsettled for one that looks like a table but lacks
    its title, its money unit or its heading."""
    if is_other_sheet(sheet, vocabulary):
        return None
    units = list(money_units(sheet, vocabulary))
    title_at = title_cell(sheet, vocabulary)
    if not units and not title_at:
        return None
    if len(units) > 1:
        return Unsettled(
            sheet.name,
            units[1][0],
            sheet.texts[units[1][0]],
            "同一张工作表上有两处金额单位，看不出是不是两张表；请一张表放一张工作表",
        )
    found = _heading_block(sheet, vocabulary, title_at, units[0][0] if units else None)
    if found is None:
        return _headless(sheet, title_at, units)
    heading, sides, loose = found
    if not units:
        return _without_unit(sheet, title_at, vocabulary)
    if title_at is None:
        return Unsettled(sheet.name, units[0][0], sheet.texts[units[0][0]], "没有找到表的标题；标题应以“表”结尾，写在表头上方")
    (unit_at, unit), department_at = units[0], department_cell(sheet, heading[0], vocabulary)
    title = title_text(sheet, title_at) if unit_at == title_at else sheet.texts[title_at]
    return Frame(sheet.name, title, title_at, unit, unit_at, department_at, heading, sides, loose)


def _headless(sheet: SheetTop, title_at: Cell | None, units: list[tuple[Cell, int]]) -> Unsettled | None:
    """A money unit and numbers, but no heading that is understood."""
    numbers = any(isinstance(value, float) for value in islice(sheet.grid.values.values(), 5000))
    if not units or not (numbers or title_at):
        return None
    at = title_at or units[0][0]
    return Unsettled(sheet.name, at, sheet.texts[at], "有金额单位，但没有找到看得懂的表头（项目、科目编码、单位名称……）")


def _without_unit(sheet: SheetTop, title_at: Cell | None, vocabulary: Vocabulary) -> Unsettled | None:
    """A budget table that does not say 元 or 万元 is held; any other list is none of our business."""
    if title_at is None or not re.search("预算|收支|收入|支出|经费", sheet.texts[title_at]):
        return None
    return Unsettled(
        sheet.name,
        title_at,
        sheet.texts[title_at],
        "没有写明金额单位；请在表头上方写“单位：万元”或“单位：元”",
        tuple(vocabulary.money),
    )


_Block = tuple[tuple[int, int], tuple[Side, ...], tuple[Unsettled, ...]]


def _heading_block(sheet: SheetTop, vocabulary: Vocabulary, title_at: Cell | None, unit_at: Cell | None) -> _Block | None:
    """Rows of the heading, panels, and cells of it that stand in the air."""
    top = _first_row(sheet, vocabulary, title_at, unit_at)
    if top is None:
        return None
    bottom = _last_row(sheet, vocabulary, top)
    if bottom is None:
        return None
    every = [_flatten(sheet, top, bottom, column) for column in range(1, sheet.width + 1)]
    parents = {cell for heading in every for cell in heading.cells[:-1]}
    headings = [heading for heading in every if heading.steps and heading.cells[-1] not in parents]
    sides, idle = _sides(headings, vocabulary)
    if not sides:
        return None
    loose = [
        *_in_the_air(sheet, vocabulary, headings, {heading.at: heading.row for heading in every}),
        *(_idle(sheet.name, key.heading) for key in idle),
    ]
    below = next((row for row in sheet.rows if row > bottom), bottom)
    return (top, below if is_numbering(sheet.rows.get(below, {})) else bottom), tuple(sides), tuple(loose)


def _first_row(sheet: SheetTop, vocabulary: Vocabulary, title_at: Cell | None, unit_at: Cell | None) -> int | None:
    """The first row with texts below title, department and unit; a unit line may also stand below the heading."""
    above = [cell[0] for cell in (title_at, unit_at) if cell]
    keys = [cell[0] for cell, text in sheet.texts.items() if plain(text) in vocabulary.keys]
    start = max(above) if not keys or not title_at or max(above) <= max(keys) else title_at[0]
    for row, own in sheet.rows.items():
        texts = [plain(text) for text in own.values()]
        if row > start and not any(text.partition(":")[0] in vocabulary.department and ":" in text for text in texts):
            return row
    return None


def _last_row(sheet: SheetTop, vocabulary: Vocabulary, top: int) -> int | None:
    """The heading ends above the first row in which a key column holds a name, above numbers, or above a numbering row."""
    keys: dict[int, str] = {}
    bottom = None
    for row in range(top, min(top + LONGEST_HEADING, TOP)):
        own = sheet.rows.get(row)
        if not own:
            continue
        if is_numbering(own) or is_row(own, keys, vocabulary) or not _heads_amounts(sheet, vocabulary, row, keys):
            break
        keys |= key_words(own, vocabulary)
        bottom = row
    return bottom


def key_words(own: Mapping[int, str], vocabulary: Vocabulary) -> dict[int, str]:
    """The texts of a row that head a key column, in plain form."""
    return {column: plain(text) for column, text in own.items() if plain(text) in vocabulary.keys}


def is_row(own: Mapping[int, str], keys: Mapping[int, str], vocabulary: Vocabulary) -> bool:
    """Whether a row below the key words `keys` is plainly none of the heading: it has an amount, a name in a key column, or
    a note."""
    for column, text in own.items():
        if _AMOUNT.fullmatch(plain(text)) and not bare(text).dated:
            return True
        if column in keys and (plain(text) not in vocabulary.keys or plain(text) == keys[column]):
            return True
        if plain(text).startswith(vocabulary.footers) and plain(text) not in vocabulary.keys:
            return True
    return False


def _heads_amounts(sheet: SheetTop, vocabulary: Vocabulary, row: int, keys: Mapping[int, str]) -> bool:
    """Whether there is something over the amount columns, once there are key columns."""
    others = (plain(sheet.shown(row, column)[1]) for column in range(1, sheet.width + 1) if column not in keys)
    return not keys or any(text and text not in vocabulary.keys for text in others)


def is_numbering(own: Mapping[int, str]) -> bool:
    """1 2 3 … across the columns, as some tables number them; a cell or two may hold something else, but no name.

    Where the first cell is spoilt, a full run behind it says enough: no row of amounts counts up from 1 or 2."""
    if _counts_up([plain(own[column]) for column in sorted(own)[1:]]):
        return True
    if not own or not _NUMBERING_BEGINS.fullmatch(plain(own[min(own)])):
        return False
    places = [(column, int(text.partition("=")[0])) for column in sorted(own) if _NUMBERED.fullmatch(text := plain(own[column]))]
    numbers = {number for _, number in places}
    if len(numbers) < 2 or min(numbers) > 2:
        return False
    steps = sum(after - before == right - left for (left, before), (right, after) in pairwise(places))
    return 2 * steps >= len(own) - 1 or len(numbers) >= max(len(own) - 1, max(numbers) - min(numbers))


def _counts_up(texts: Sequence[str]) -> bool:
    """Whether the texts are 2 3 4 … or 1 2 3 …, three of them or more."""
    return len(texts) >= 3 and any(list(texts) == [str(start + place) for place in range(len(texts))] for start in (1, 2))


def _flatten(sheet: SheetTop, top: int, bottom: int, column: int) -> Heading:
    steps: dict[Cell, str] = {}
    for row in range(top, bottom + 1):
        cell, text = sheet.shown(row, column)
        if text:
            steps[cell] = text
    return Heading(column, tuple(steps), tuple(steps.values()))


def _in_the_air(sheet: SheetTop, vocabulary: Vocabulary, headings: list[Heading], lowest: Mapping[int, int]) -> Iterator[Unsettled]:
    """Columns of which nobody can say whether the unmerged heading to their left is meant for them too. `lowest` is the row of
    the lowest text over every column."""
    for heading in headings:
        if plain(heading.steps[-1]) in vocabulary.keys:
            continue
        for row in range(min(cell[0] for one in headings for cell in one.cells), heading.row):
            if sheet.shown(row, heading.at)[1] or (row, heading.at) in sheet.anchors:
                continue
            left = next((column for column in range(heading.at - 1, 0, -1) if sheet.shown(row, column)[1]), 0)
            text = sheet.texts.get((row, left), "")
            if text and (row, left) not in sheet.anchors and plain(text) not in vocabulary.keys and lowest[left] > row:
                reason = f"看不出左边的“{text}”是不是也管着这一列；请把它管到的单元格合并"
                yield Unsettled(sheet.name, (heading.row, heading.at), heading.reads, reason)


def _sides(headings: list[Heading], vocabulary: Vocabulary) -> tuple[list[Side], list[KeyColumn]]:
    """Key columns open a panel, the amount columns behind them belong to it; without any key column all is one panel.

    Returns the panels, and key columns with no amounts to their right."""
    sides: list[Side] = []
    keys: list[KeyColumn] = []
    columns: list[Heading] = []
    for heading in headings:
        words = tuple(vocabulary.keys[step] for step in map(plain, heading.steps) if step in vocabulary.keys)
        if plain(heading.steps[-1]) not in vocabulary.keys:
            columns.append(heading)
            continue
        if columns and words[-1].family != _REMARK:
            sides.append(Side(tuple(keys), tuple(columns)))
            keys, columns = [], []
        keys.append(KeyColumn(heading, words))
    if columns:
        sides.append(Side(tuple(keys), tuple(columns)))
    return sides, [] if columns else [key for key in keys if key.words[-1].family != _REMARK]


def _idle(sheet: str, heading: Heading) -> Unsettled:
    return Unsettled(sheet, (heading.row, heading.at), heading.reads, "这一栏是行名，右边却没有金额列；行名应写在金额的左边")


def department_of(frame: Frame, grid: Grid) -> str:
    """The name of the department that the sheet gives, "" where it gives none."""
    return department_name(grid.text(*frame.department_at)) if frame.department_at else ""


def stray_columns(frame: Frame, grid: Grid) -> Iterator[Unsettled]:
    """The first number of each column between the others that has numbers in it, but no heading."""
    left = set(frame.between)
    for row, line in grid.lines.items() if left else ():
        for column in sorted(left & line.keys()) if row > frame.heading[1] else ():
            text = text_of(line[column])
            if _AMOUNT.fullmatch(plain(text)):
                left.remove(column)
                yield Unsettled(frame.sheet, (row, column), text, "这一列有数，但没有表头；请写上表头，或把数移到表外")
