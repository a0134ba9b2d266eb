"""Links from cells to cells of the workbook, and what formulas take from outside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from budgetbook.model.grid import Cell, Grid, cell_name, text_of
from budgetbook.model.problem import Problem
from budgetbook.workbooks.file.references import quote_sheet
from budgetbook.workbooks.live.drawing import copy_look
from budgetbook.workbooks.live.writing import write_values

if TYPE_CHECKING:
    import xlwings

_FONT = ("name", "size", "bold", "italic", "color")
_OUTSIDE = re.compile(r"\[[^\]]+\.(?:xl\w+|csv|ods)\]|'[^']*\[[^\]]+\][^']*'!", re.IGNORECASE)
_PROGRAM = re.compile(r"[\w.]+\s*\|\s*['\w]")
_QUOTED = re.compile(r'"[^"]*"')
_SHOWN = 5


def set_link(cell: xlwings.Range, target: tuple[str, Cell]) -> None:
    """Excel draws a link in a style of its own, and takes what it shows for a new value; the cell keeps its font and its value."""
    font = {name: getattr(cell.font, name) for name in _FONT}
    value = cell.raw_value
    add_link(cell, target, text_of(value))
    if value is not None:
        write_values(cell.sheet, {(cell.row, cell.column): value})
    for name, said in font.items():
        if said is not None:
            setattr(cell.font, name, said)


def add_link(cell: xlwings.Range, target: tuple[str, Cell], text: str) -> None:
    """The link alone: Excel makes the cell show the text, and draws it as it draws links."""
    sheet, at = target
    place = f"{quote_sheet(sheet)}!{cell_name(*at)}"
    cell.add_hyperlink(f"#{place}", text_to_display=text or place, screen_tip=f"转到 {place}")


def has_link(cell: xlwings.Range) -> bool:
    """Whether the cell bears a link; xlwings says that it does not by any kind of error."""
    try:
        cell.hyperlink  # noqa: B018
    except Exception:
        return False
    return True


def outside(name: str, grids: Iterable[Grid]) -> list[Problem]:
    """Warnings about formulas that take from other files or programs."""
    problems = []
    for grid in grids:
        plain = {cell: _QUOTED.sub("", formula) for cell, formula in sorted(grid.formulas.items())}
        for pattern, said, hint in (
            (_OUTSIDE, "公式引用了别的文件", "请核对数是否最新；定稿前请在“数据－编辑链接”中断开链接"),
            (_PROGRAM, "公式里有 DDE 链接，会去运行别的程序", "如果不是有意设置的，请删去这些公式"),
        ):
            found = [cell_name(*cell) for cell, formula in plain.items() if pattern.search(formula)]
            if found:
                more = f" 等 {len(found)} 格" if len(found) > _SHOWN else ""
                problems.append(Problem(said, name, grid.sheet, "、".join(found[:_SHOWN]) + more, hint, warning=True))
    return problems


def take_away(cell: xlwings.Range) -> None:
    """Takes the link away. Only clearing all of a cell does that, so all but the link is put back: looks by way of a sheet that is
    there just for that, then what stood in it and its note."""
    book, written = cell.sheet.book, cell.formula
    note = cell.note.text if cell.note else ""
    front = book.sheets.active
    helper = book.sheets.add(after=book.sheets[-1])
    try:
        copy_look(cell, helper.range("A1"))
        cell.clear()
        copy_look(helper.range("A1"), cell)
    finally:
        helper.delete()
        front.activate()
    cell.formula = written
    if note:
        cell.add_note(note)
