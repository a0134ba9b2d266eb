from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import xlwings

from budgetbook.fronts.ribbon import run
from budgetbook.fronts.ribbon.desk import Ways
from budgetbook.workbooks import engine
from budgetbook.workbooks.live.workbook import LiveWorkbook
from tests.stories import open_case


@dataclass
class Clicks:
    """Somebody who clicks on buttons: what he answers and chooses, and what he was told."""

    book: xlwings.Book
    path: Path
    answers: list[str] = field(default_factory=list)
    chosen: Path | None = None
    escape_at: str = ""
    shown: list[str] = field(default_factory=list)

    def __call__(self, id: str) -> str:
        """What the last message of the command said, "" where there was none."""
        before = len(self.said)
        run(id, self.book, Ways(lambda title: self.chosen, self.open, self._escaped))
        return self.said[-1] if len(self.said) > before else ""

    def open(self, what: str) -> None:
        self.shown.append(what)

    def _escaped(self) -> bool:
        return bool(self.escape_at) and self.escape_at in str(self.book.app.status_bar)

    @property
    def said(self) -> list[str]:
        return [alert.prompt for alert, _ in self.book.app.impl.shown]

    @property
    def statuses(self) -> list[str]:
        return list(self.book.app.impl.statuses)

    def select(self, sheet: str, cell: str = "A1") -> None:
        self.book.sheets[sheet].activate()
        self.book.sheets[sheet].range(cell).select()

    @property
    def workbook(self) -> LiveWorkbook:
        """As it stands now."""
        return LiveWorkbook(self.book)

    def seen(self, **options: Any) -> dict[str, dict[str, Any]]:
        """A copy of the workbook as it stands now, through other eyes."""
        copy = self.path.with_name("看.xlsx")
        self.book.impl.document.workbook.save(str(copy))
        return open_case.seen(copy, **options)


@pytest.fixture(autouse=True)
def _log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "state"))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Clicks]]:
    """Opens a department's workbook; `items=False`: nothing has been imported yet."""
    answers: list[str] = []
    with engine.activated(lambda alert: (answers or ["no"]).pop(0) if len(alert.answers) > 1 else alert.answers[0]):

        def make(*, items: bool = True) -> Clicks:
            path = open_case.make(tmp_path, items=items)
            return Clicks(xlwings.Book(path), path, answers)

        yield make


@pytest.fixture
def clicks(opened: Callable[..., Clicks]) -> Clicks:
    return opened()
