"""A workbook that a department's own program is called from, as Excel's RunPython calls it: Book.caller() is this workbook."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.engine import activated
from budgetbook.workbooks.engine.alerts import Alert, Answer
from budgetbook.workbooks.engine.document import Document
from budgetbook.workbooks.file.workbook import FileWorkbook


class Called:
    """The workbook as the program leaves it. Saving it in place, which programs do when they are done, is put off: whoever has
    called decides where it goes."""

    def __init__(self, document: Document, kept: Path):
        self._document, self._kept = document, kept
        document.keep = self._keep

    def _keep(self, document: Document) -> None:
        document.workbook.save(str(self._kept))

    def workbook(self) -> FileWorkbook:
        """As it is now; when the program has closed it, as it has saved it. Raises BudgetbookError where it did not."""
        if self._document.is_open:
            return self._document.workbook
        if not self._kept.exists():
            hint = "请在 close() 之前 save()，或者不要关闭：运行结束时会自动保存"
            raise BudgetbookError(Problem("宏关闭了工作簿，没有保存", self._document.name, hint=hint))
        return FileWorkbook.open(str(self._kept))

    @property
    def shown(self) -> list[tuple[Alert, str]]:
        """The messages of the program, each with its answer."""
        return list(self._document.app.shown)


@contextmanager
def called_from(path: Path, answer: Answer | None = None) -> Iterator[Called]:
    """xlwings works without Excel for a while, with this workbook open and in front."""
    kept = Path(tempfile.mkdtemp(prefix="budgetbook-"))
    try:
        with activated(answer):
            book = xlwings.App(visible=False, add_book=False).books.open(path)
            book.set_mock_caller()
            yield Called(book.impl.document, kept / path.name)
    finally:
        shutil.rmtree(kept, ignore_errors=True)
