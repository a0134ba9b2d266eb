"""Sheets that come, go and are copied: all that is asked for at once, or nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from budgetbook.model.grid import Grid
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.file.references import mentions

if TYPE_CHECKING:
    import xlwings

VERY_HIDDEN = 2  # Excel's own list of hidden sheets does not offer it
_LONGEST = 31  # UTF-16 units
_FORBIDDEN = re.compile(r"[\\/?*\[\]:＼／？＊［］：\x00-\x1f]")


def refuse_names(book: xlwings.Book, names: Sequence[str]) -> None:
    """Raises BudgetbookError for a name that Excel would not take, or that is taken, or that stands twice."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    for name in names:
        fault = ""
        if not name.strip() or len(name.encode("utf-16-le")) // 2 > _LONGEST:
            fault = f"须为 1 至 {_LONGEST} 个字"
        elif _FORBIDDEN.search(name) or name.startswith("'") or name.endswith("'"):
            fault = "不能含有 \\ / ? * [ ] : 等字符，首尾不能是单引号"
        elif name.casefold() == "history":
            fault = "是 Excel 保留的名称"
        elif name.casefold() in taken:
            fault = "已经有了"
        if fault:
            raise BudgetbookError(Problem(f"工作表名“{name}”{fault}", book.name, hint="请换一个名称"))
        taken.add(name.casefold())


def refuse_needed(book: xlwings.Book, gone: Collection[str], grids: Mapping[str, Grid]) -> None:
    """Raises BudgetbookError where no sheet would be left to show, and where formulas elsewhere need one that is to go."""
    if all(sheet.name in gone for sheet in book.sheets if is_shown(sheet)):
        raise BudgetbookError(Problem("至少要有一张显示着的工作表，不能删除", book.name, "、".join(gone)))
    for name, grid in grids.items():
        for formula in grid.formulas.values() if name not in gone else ():
            needed = next((sheet for sheet in gone if mentions(formula, sheet)), "")
            if needed:
                hint = "请先改掉这些公式"
                raise BudgetbookError(Problem(f"工作表“{name}”里有公式引用它，不能删除", book.name, needed, hint=hint))


def is_shown(sheet: xlwings.Sheet) -> bool:
    """Excel's own word for shown is -1, for hidden 0, and 2 for hidden from the list of hidden sheets."""
    return int(sheet.visible) in (-1, 1)


def delete(sheet: xlwings.Sheet) -> None:
    """Excel deletes no sheet that is hidden from its own list of hidden sheets."""
    if not is_shown(sheet):
        sheet.visible = True
    sheet.delete()


@contextmanager
def same_in_front(book: xlwings.Book) -> Iterator[None]:
    """New sheets and copies come to the front in Excel; the user goes on seeing what he saw."""
    front = book.sheets.active.name
    yield
    if front in [sheet.name for sheet in book.sheets]:
        book.sheets[front].activate()
