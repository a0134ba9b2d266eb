"""Block: a sheet or file of cells before anybody knows where its heading stands. Each kind of file makes one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from budgetbook.model.problem import BudgetbookError, Problem

from .coded import CodedRows, coded
from .columns import Column, Whole
from .written import cell_text

HEAD = 10  # the heading stands in one of the first rows
_SHOWN = 3  # rows named of those that are wrong in the same way


class Block(Protocol):
    """Cells as text, row by row from the first row of the sheet."""

    @property
    def file(self) -> str: ...

    @property
    def sheet(self) -> str: ...

    def head(self) -> list[list[str]]:
        """The first rows (at most HEAD), each as long as it is."""

    def below(self, heading: int) -> list[Column]:
        """All columns below the heading row (from 0), as many as the heading row has cells, blank rows and all."""


class RowsBlock:
    """Rows of Python values, as a running Excel gives them."""

    def __init__(self, rows: Sequence[Sequence[object]], file: str = "", sheet: str = "") -> None:
        self.rows, self.file, self.sheet = rows, file, sheet

    def head(self) -> list[list[str]]:
        return [[cell_text(value) for value in row] for row in self.rows[:HEAD]]

    def below(self, heading: int) -> list[Column]:
        return [self._coded.column(place, heading + 1) for place in range(len(self.rows[heading]))]

    def fingerprint(self) -> str:
        """The same for the same cells, on every machine; never the same for cells that read differently."""
        return self._coded.fingerprint()

    @cached_property
    def _coded(self) -> CodedRows:
        return coded(self.rows)


class ColumnsBlock:
    """Named columns, as a data frame or a parquet file holds them. The names count as row 1."""

    def __init__(self, names: Sequence[str], columns: list[Column], file: str = "") -> None:
        self.names, self.columns, self.file, self.sheet = list(names), columns, file, ""

    def head(self) -> list[list[str]]:
        return [self.names]

    def below(self, heading: int) -> list[Column]:
        return self.columns


class EmptyListError(BudgetbookError):
    """There is a place for a list, and nothing in it."""


def read_file(path: Path) -> bytes:
    """All that a file holds. Raises BudgetbookError where the system does not give it, as when a network share is lost."""
    try:
        return path.read_bytes()
    except OSError as error:
        said = f"文件读不出来（系统错误号 {error.errno}）"
        raise refused(said, path.name, "请检查它是否被移走、占用，网络是否通畅") from error


def refused(message: str, file: str, hint: str = "", sheet: str = "", place: str = "") -> BudgetbookError:
    """The error that says why a file as a whole cannot be read."""
    return BudgetbookError(Problem(message, file, sheet, place, hint))


def rows_text(rows: Whole) -> str:
    """第 7 行; 第 7、9、12 行等共 34 行."""
    first = "、".join(map(str, rows[:_SHOWN].tolist()))
    return f"第 {first} 行" if len(rows) <= _SHOWN else f"第 {first} 行等共 {len(rows)} 行"
