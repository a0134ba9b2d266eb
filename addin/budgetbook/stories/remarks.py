"""What a person should know of a workbook besides what was found in it."""

from __future__ import annotations

import numpy as np

from budgetbook.codes import classifications
from budgetbook.items.blocks import rows_text
from budgetbook.model.book import Book
from budgetbook.model.problem import Problem

from .reading import Reading


def remarks_on(reading: Reading, book: Book, file: str) -> list[Problem]:
    """Of the lists of codes that the book was held to, and of amounts that nobody sees; warnings all."""
    return [*_of_codes(book), *_of_hidden_rows(reading, book, file)]


def _of_codes(book: Book) -> list[Problem]:
    codes = classifications(book.year or 0)
    if not codes.is_of_another_year:
        return []
    hint = f"{codes.year} 年新设、改名的科目只提示、不算错；怎样放入新的科目表，见使用手册“科目表”"
    return [Problem(codes.note, hint=hint, warning=True)]


def _of_hidden_rows(reading: Reading, book: Book, file: str) -> list[Problem]:
    """Rows of tables and forms that are hidden though there is an amount in them: they count, but are not published."""
    hidden: dict[str, set[int]] = {}
    for figure in book.figures:
        place = figure.place
        if figure.value and place.row in reading.grids[place.sheet].hidden_rows:
            hidden.setdefault(place.sheet, set()).add(place.row)
    hint = "照样核对，但公开时看不到；请取消隐藏，确实不要的请删去这一行"
    return [
        Problem("隐藏的行里有金额", file, sheet, rows_text(np.array(sorted(rows))), hint, True) for sheet, rows in hidden.items()
    ]
