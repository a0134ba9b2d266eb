"""Places on a sheet as programs write them: addresses, names, pairs of numbers."""

from __future__ import annotations

import re
from typing import Any

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area
from budgetbook.workbooks.engine.document import Document, Tab
from budgetbook.workbooks.engine.unsupported import refuse
from budgetbook.workbooks.file import defined_names
from budgetbook.workbooks.file.areas import parse_area

_WITH_SHEET = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!(?P<area>[^!]+)")


def area_of(tab: Tab, place: Any) -> Area:
    """The cells that a program means. Raises ValueError for what is no place of this sheet, IndexError for row or column 0."""
    if isinstance(place, tuple):
        return _of_numbers(place)
    if hasattr(place, "area"):
        return Area(*place.area)
    if not isinstance(place, str):
        raise ValueError(f"{place!r} 不是单元格区域（not a range）")
    if "," in place and "!" not in place:
        refuse("多个区域合成的 Range", place)
    found = _named(tab, place.strip())
    if found is None:
        raise ValueError(f"“{place}”不是工作表“{tab.name}”上的区域或名称（not a range of this sheet）")
    return found


def _of_numbers(place: tuple[Any, ...]) -> Area:
    if 0 in place:
        raise IndexError("行号和列号从 1 开始（rows and columns count from 1）")
    row, column = (int(number) for number in place)
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise ValueError(f"第 {row} 行第 {column} 列超出工作表范围（beyond the sheet）")
    return Area(row, column, row, column)


def _named(tab: Tab, written: str) -> Area | None:
    """The area of this sheet that an address or a name stands for."""
    if match := _WITH_SHEET.fullmatch(written):
        if _sheet_in(match).casefold() != tab.name.casefold():
            return None
        written = match["area"]
    area = _plain(written)
    if area is not None:
        return area
    book = tab.workbook.book
    name = defined_names.find(book, written, tab.name) or defined_names.find(book, written, "")
    target = name and target_of(tab.document, name.formula)
    return target[1] if target and target[0] is tab else None


def _plain(written: str) -> Area | None:
    try:
        return parse_area(written)
    except ValueError:
        return None


def target_of(document: Document, formula: str) -> tuple[Tab, Area] | None:
    """The sheet and the cells that a reference such as 'Sheet1'!$A$1 stands for; None for anything else."""
    match = _WITH_SHEET.fullmatch(formula)
    area = match and _plain(match["area"])
    if match is None or area is None:
        return None
    try:
        return document.tab(_sheet_in(match)), area
    except KeyError:
        return None


def _sheet_in(match: re.Match[str]) -> str:
    return match["quoted"].replace("''", "'") if match["quoted"] else match["plain"]


def around(one: Area, other: Area) -> Area:
    """The smallest area that holds both."""
    return Area(*map(min, one[:2], other[:2]), *map(max, one[2:], other[2:]))
