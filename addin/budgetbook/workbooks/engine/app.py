"""The engine and its apps, each a list of open workbooks and the settings that Excel's application has."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from xlwings import base_classes

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.engine.alerts import Alert, Answer, ask, refuse_callback
from budgetbook.workbooks.engine.books import Book, Books
from budgetbook.workbooks.engine.document import Document, Kinds
from budgetbook.workbooks.engine.errors import NAMES, NotComputed
from budgetbook.workbooks.engine.range import Range
from budgetbook.workbooks.engine.sheet import Sheet
from budgetbook.workbooks.engine.unsupported import Native, complete, refuse

_PIDS = itertools.count(1)
_MODES = ("automatic", "manual", "semiautomatic")


class Engine:
    """What xlwings asks of an engine."""

    name, type = "budgetbook", "desktop"

    def __init__(self, answer: Answer | None = None):
        self.answer = answer
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: object) -> Any:
        """A value on its way to a cell: numpy's and pandas' own become plain ones, what is missing becomes blank."""
        if isinstance(value, str | bool | int | datetime.date) and type(value).__module__ in ("builtins", "datetime"):
            return value
        if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
            return ""
        if type(value).__name__ == "datetime64":
            return value.astype("datetime64[us]").item()
        if hasattr(value, "to_pydatetime"):
            return value.to_pydatetime()
        return value.item() if hasattr(value, "item") and hasattr(value, "dtype") else value

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Raw values as they are handed to whoever asked. Raises NotComputedError for a formula without a value."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, datetime.datetime):
                moment = value.timetuple()[:6]
                return datetime_builder(**dict(zip(_UNITS, (*moment, value.microsecond, None), strict=True)))
            if isinstance(value, float):
                return value if number_builder is None else number_builder(value)
            if type(value) is int:
                return NAMES[value] if err_to_str else None
            if isinstance(value, NotComputed):
                raise value.error()
            return value

        return [[clean(value) for value in row] for row in data]


_UNITS = ("year", "month", "day", "hour", "minute", "second", "microsecond", "tzinfo")


class Apps(base_classes.Apps):
    """The apps of an engine; the one in front is the first."""

    def __init__(self, engine: Engine):
        self._engine, self._apps = engine, list[App]()

    def keys(self) -> list[int]:
        return [app.pid for app in self._apps]

    def add(self, spec: str | None = None, add_book: bool | None = None, xl: Any = None, visible: bool | None = None) -> App:
        if spec or xl:
            refuse("App(spec=…)")
        app = App(self._engine)
        app.visible = bool(visible)
        self._apps.insert(0, app)
        if add_book:
            app.books.add()
        return app

    def cleanup(self) -> None:  # type: ignore[override]  # xlwings has it static, for Excel's processes
        """There are no processes that could be left behind."""

    def to_front(self, app: App) -> None:
        self._apps.remove(app)
        self._apps.insert(0, app)

    def remove(self, app: App) -> None:
        if app in self._apps:
            self._apps.remove(app)

    def __iter__(self) -> Iterator[App]:
        return iter(list(self._apps))

    def __len__(self) -> int:
        return len(self._apps)

    def __getitem__(self, pid: int) -> App:
        for app in self._apps:
            if app.pid == pid:
                return app
        raise KeyError(f"没有编号为 {pid} 的程序（no app with this pid）")


@complete()
class App(base_classes.App):
    """`documents` are the open workbooks, `shown` the messages, `statuses` what the status bar has said. What is set on the screen
    of a real Excel is kept and given back, and has no other effect."""

    version = "16.0"
    visible, interactive, enable_events = False, True, True
    screen_updating, display_alerts = True, True
    pid = 0

    def __init__(self, engine: Engine):
        self.engine, self.pid = engine, next(_PIDS)
        self.kinds = Kinds(Book, Sheet, lambda tab, area: Range(tab, *area))
        self.documents: list[Document] = []
        self.front: Document | None = None
        self.shown: list[tuple[Alert, str]] = []
        self.statuses: list[str] = []
        self.copied: Range | None = None
        self._calculation: str = "automatic"
        self._status: str | bool = False

    @property
    def api(self) -> Native:
        return Native("App")

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        if self.front is None:
            return None
        tab = self.front.active
        return Range(tab, *tab.selection)

    def activate(self, steal_focus: bool = False) -> None:
        self.engine.apps.to_front(self)

    def quit(self) -> None:
        """Closes all books without saving."""
        for document in list(self.documents):
            self.close(document)
        self.engine.apps.remove(self)

    def kill(self) -> None:
        self.quit()

    @property
    def calculation(self) -> str:
        return self._calculation

    @calculation.setter
    def calculation(self, mode: str) -> None:
        if mode not in _MODES:
            raise ValueError(f"calculation = {mode!r}")
        self._calculation = mode

    def calculate(self) -> None:
        refuse("App.calculate()", "公式在用 Excel 打开文件时计算")

    def run(self, macro: str, args: Sequence[Any]) -> None:
        refuse(f"VBA 宏 {macro}")

    @property
    def status_bar(self) -> str | bool:
        return self._status

    @status_bar.setter
    def status_bar(self, text: str | bool) -> None:
        self._status = text
        if isinstance(text, str):
            self.statuses.append(text)

    @property
    def cut_copy_mode(self) -> str | None:
        return "copy" if self.copied else None

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        if value:
            raise ValueError(f"cut_copy_mode = {value!r}")
        self.copied = None

    def alert(self, prompt: Any, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        refuse_callback(callback)
        alert, said = ask(prompt, title, buttons, mode, self.engine.answer)
        self.shown.append((alert, said))
        return said

    def close(self, document: Document) -> None:
        """The book is closed, saved or not."""
        document.is_open = False
        self.documents.remove(document)
        if self.front is document:
            self.front = self.documents[-1] if self.documents else None

    def refuse_taken(self, name: str, but: Document | None = None) -> None:
        """Raises BudgetbookError when another book of this name is open: Excel does not open two."""
        if any(other is not but and other.name.casefold() == name.casefold() for other in self.documents):
            raise BudgetbookError(Problem("已经打开了同名的工作簿", name, hint="请先关闭它，或换一个文件名"))
