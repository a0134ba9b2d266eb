from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings

from budgetbook.workbooks import engine
from tests.workbooks import rich


@pytest.fixture(autouse=True)
def active() -> Iterator[xlwings.Engine]:
    """xlwings works on files while a test runs."""
    with engine.activated() as one:
        yield one


@pytest.fixture
def book() -> xlwings.Book:
    """A new workbook with Sheet1."""
    return xlwings.Book()


@pytest.fixture
def sheet(book: xlwings.Book) -> xlwings.Sheet:
    return book.sheets[0]


@pytest.fixture
def opened(rich_path: Path) -> xlwings.Book:
    """The rich workbook, opened."""
    return xlwings.Book(rich_path)


@pytest.fixture
def table(opened: xlwings.Book) -> xlwings.Sheet:
    return opened.sheets[rich.TABLE]
