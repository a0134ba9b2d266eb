"""The ribbon tab 预算公开 and the buttons in the template: what each of them does in the open workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

    from .desk import Ways


def run(id: str, book: xlwings.Book | None = None, ways: Ways | None = None) -> None:
    """Carry out the command with this id in the workbook from which Excel calls, or in `book`. Whatever happens is said to the user
    in Chinese; nothing is raised."""
    from .running import carry_out

    carry_out(id, book, ways)
