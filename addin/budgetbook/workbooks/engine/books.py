"""Open workbooks as xlwings asks for them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from budgetbook.workbooks.engine.document import Document
from budgetbook.workbooks.engine.names import Names
from budgetbook.workbooks.engine.sheets import Sheets
from budgetbook.workbooks.engine.unsupported import Native, complete, refuse
from budgetbook.workbooks.file.live import LiveWorkbook

if TYPE_CHECKING:
    from budgetbook.workbooks.engine.app import App

_HARMLESS = ("ignore_read_only_recommended", "notify", "add_to_mru", "editable", "local")  # of no effect on a plain workbook


@complete()
class Books(base_classes.Books):
    """The books of an app in the order in which they were opened."""

    def __init__(self, app: App):
        self.app = app

    @property
    def api(self) -> Native:
        return Native("Books")

    @property
    def active(self) -> Book:
        if self.app.front is None:
            raise KeyError("没有打开的工作簿（no book is open）")
        return Book(self.app.front)

    def __call__(self, name_or_index: str | int) -> Book:
        if isinstance(name_or_index, int):
            return Book(self.app.documents[name_or_index - 1])
        for document in self.app.documents:
            if document.name.casefold() == name_or_index.casefold():
                return Book(document)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.app.documents)

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(document) for document in self.app.documents])

    def __contains__(self, key: object) -> bool:
        return any(document.name == key for document in self.app.documents)

    def add(self) -> Book:
        taken = {document.name for app in self.app.engine.apps for document in app.documents}
        name = next(name for number in itertools.count(1) if (name := f"Book{number}") not in taken)
        return self._opened(Document(self.app, LiveWorkbook.blank(name)))

    def open(self, fullname: str, update_links: Any = None, read_only: Any = None, *others: Any, **options: Any) -> Book:
        """Raises BudgetbookError for a file that is no sound workbook."""
        named = dict(zip(_OPTIONS, others, strict=False)) | options
        for name, value in {"update_links": update_links, **named}.items():
            if value and name not in _HARMLESS:
                refuse(f"Books.open({name}=…)")
        self.app.refuse_taken(os.path.basename(fullname))
        document = Document(self.app, LiveWorkbook.open(fullname), os.path.realpath(fullname), bool(read_only))
        return self._opened(document)

    def _opened(self, document: Document) -> Book:
        self.app.documents.append(document)
        self.app.front = document
        return Book(document)


_OPTIONS = (
    *("format", "password", "write_res_password", "ignore_read_only_recommended", "origin", "delimiter", "editable"),
    *("notify", "converter", "add_to_mru", "local", "corrupt_load"),
)


@complete()
class Book(base_classes.Book):
    """A workbook that is open."""

    def __init__(self, document: Document):
        self.document = document

    @property
    def api(self) -> Native:
        return Native("Book")

    @property
    def app(self) -> App:
        return self.document.app

    @property
    def name(self) -> str:
        return self.document.name

    @property
    def fullname(self) -> str:
        return self.document.path or self.document.name

    @property
    def sheets(self) -> Sheets:
        return Sheets(self.document)

    @property
    def names(self) -> Names:
        return Names(self.document)

    def activate(self) -> None:
        self.document.refuse_closed()
        self.app.front = self.document

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if password:
            refuse("Book.save(password=…)", "不能加密")
        self.document.save(path)

    def close(self) -> None:
        self.document.refuse_closed()
        self.app.close(self.document)
