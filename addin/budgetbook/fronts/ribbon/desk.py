"""Where a command works: the open workbook in Excel, and the ways in which the user is told and asked something."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from budgetbook.model.grid import Cell
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.live.workbook import LiveWorkbook

from .screen import choose_file, escaped, show

if TYPE_CHECKING:
    import xlwings

TITLE = "预算公开"


class StoppedError(Exception):
    """The user pressed Esc."""


def alert(app: xlwings.App, sentence: str, buttons: str, mode: str) -> str:
    """Excel's own message; the button that was pressed."""
    return str(app.alert(sentence, TITLE, buttons=buttons, mode=mode))


class Ways(NamedTuple):
    """What needs the user: choosing a file, opening a file or folder, whether Esc was pressed since it was last asked, messages."""

    choose: Callable[[str], Path | None] = choose_file
    open: Callable[[str], None] = show
    escaped: Callable[[], bool] = escaped
    alert: Callable[[xlwings.App, str, str, str], str] = alert


class Desk:
    """For one command. `workbook` is read anew by each."""

    def __init__(self, book: xlwings.Book, ways: Ways):
        self.book, self.app, self.ways = book, book.app, ways
        self.workbook = LiveWorkbook(book)

    @property
    def path(self) -> Path:
        """Where the workbook lies; its binding and settings lie beside it. Raises BudgetbookError when it was never saved."""
        try:
            full = str(self.book.fullname)
        except Exception:  # xlwings says in several ways that it lies on OneDrive or SharePoint
            full = ""
        if not os.path.isfile(full):
            hint = "请先把工作簿保存到本机的文件夹里，再点一次"
            raise BudgetbookError(Problem("工作簿还没有保存在本机的磁盘上", self.workbook.name, hint=hint))
        return Path(full)

    @property
    def sheet(self) -> str:
        """The name of the sheet in front."""
        return str(self.book.sheets.active.name)

    @property
    def selected(self) -> tuple[str, Cell]:
        """The first selected cell. Raises BudgetbookError when a picture or a chart is selected instead."""
        found = self.app.selection
        if found is None:
            raise BudgetbookError(Problem("没有选中单元格", self.workbook.name, hint="请先点一个单元格"))
        return str(found.sheet.name), (found.row, found.column)

    def go_to(self, sheet: str, cell: Cell = (1, 1)) -> None:
        """Show the sheet with this cell selected."""
        own = self.workbook.sheet(sheet)
        own.activate()
        own.range(cell).select()

    def say_step(self, name: str) -> None:
        """Say in the status bar what is being done."""
        self.app.status_bar = f"{TITLE}：正在{name}……"

    def step(self, name: str) -> None:
        """The same of work that can be stopped. Raises StoppedError when the user has pressed Esc."""
        self.app.status_bar = f"{TITLE}：正在{name}……（按 Esc 停止并还原）"
        if self.ways.escaped():
            raise StoppedError

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        self.ways.alert(self.app, sentence, "ok", "critical" if wrong else "info")

    def ask(self, question: str) -> bool:
        """Yes or no."""
        return self.ways.alert(self.app, question, "yes_no", "info") == "yes"

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Excel stands still meanwhile, and is as it was afterwards, whatever happens."""
        with self.app.properties(screen_updating=False, enable_events=False, display_alerts=False, calculation="manual"):
            try:
                yield
            finally:
                self.app.cut_copy_mode = False
