"""Tables changed as people change them, made from the sound disclosure: each function writes a workbook to a path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile import disclosure
from tests.hostile.disclosure import SHEETS, Cells

Make = Callable[[Path], object]
PART = SHEETS["表三"]


def cells(**changes: object) -> Make:
    return lambda path: disclosure.write(path, 表三=changes)


def rebuilt(change: Callable[[Cells], Cells], before: str = "", behind: str = "", rows: Callable[[str], str] = str) -> Make:
    """表三 with all its cells replaced, and with more around its rows."""

    def make(path: Path) -> None:
        changed = change(disclosure.spending())
        gone = dict.fromkeys(disclosure.spending().keys() - changed.keys(), "")
        parts = disclosure.workbook_parts(表三={**gone, **changed})
        content = parts[PART]
        assert isinstance(content, str)
        inner = rows(content.split("<sheetData>")[1].split("</sheetData>")[0])
        disclosure.write(path, {**parts, PART: disclosure.worksheet(inner, behind, before)})

    return make


def moved(row: int = 0, column: str = "") -> Callable[[Cells], Cells]:
    """An empty row put in before `row`, an empty column before `column`."""

    def place(name: str) -> str:
        letter, number = name[0], int(name[1:])
        letter = chr(ord(letter) + 1) if column and letter >= column else letter
        return f"{letter}{number + (0 < row <= number)}"

    return lambda sheet: {place(name): value for name, value in sheet.items()}


def swapped(one: str, other: str) -> Callable[[Cells], Cells]:
    """Two columns change places from the headings down."""
    letters = {one: other, other: one}
    return lambda sheet: {
        (letters.get(name[0], name[0]) + name[1:] if int(name[1:]) >= 3 else name): value for name, value in sheet.items()
    }


def _same(sheet: Cells) -> Cells:
    return sheet


def _hidden(rows: str) -> str:
    return re.sub(r'<row r="([679])"', r'<row r="\1" hidden="1"', rows)


def renamed(names: Mapping[str, str]) -> Make:
    return lambda path: disclosure.write(path, {disclosure.BOOK: disclosure.book(names=list(names.values()))})


CIRCLE = {
    "D5": disclosure.Raw('<c r="D5"><f>D6</f><v>18.37</v></c>'),
    "D6": disclosure.Raw('<c r="D6"><f>D5</f><v>18.37</v></c>'),
    "D7": disclosure.Raw('<c r="D7"><f>D7+0</f><v>18.37</v></c>'),
}

# The meaning is as clear as before: nothing disagrees, and as many equations hold.
UNDERSTOOD: dict[str, Make] = {
    "改了工作表名": renamed({"表二": "收入", "表三": "支出"}),
    "换了列的次序": rebuilt(swapped("D", "E")),
    "插入空行": rebuilt(moved(row=7)),
    "插入空列": rebuilt(moved(column="D")),
    "表头上方插入空行": rebuilt(moved(row=1)),
    "隐藏的行": rebuilt(_same, rows=_hidden),
    "筛选": rebuilt(_same, behind='<autoFilter ref="A3:E10"/>', rows=_hidden),
    "受保护的工作表": rebuilt(_same, behind='<sheetProtection sheet="1"/>'),
    "合并的标题": rebuilt(_same, behind='<mergeCells count="2"><mergeCell ref="A1:E1"/><mergeCell ref="A2:D2"/></mergeCells>'),
    "循环引用": cells(**CIRCLE),
    "表头里的空格和换行": cells(D3="基本\n支出", E3=" 项目　支出 "),
}

# What is no longer clear holds the table: 未检 or 不符, with the place.
HELD: dict[str, tuple[Make, str]] = {
    "改了表头": (cells(D3="某种支出"), "表三!D3"),
    "重复的表头": (cells(E3="基本支出"), "表三!"),
    "没有表头": (cells(D3=""), "表三!D4"),
}
