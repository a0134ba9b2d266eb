"""Cell references in formula text, as text in and text out: shifted with rows, moved like a copied formula, renamed with a sheet.

This is a scanner, not a parser: one regular expression tells references from what only looks like one (text, function names,
names, structured references) and everything else is passed through untouched. Formulas are as they stand in a file: in
English, comma separated, A1 style, without the leading =."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, column_name, column_number
from budgetbook.workbooks.file.areas import Shift

LOST = "#REF!"


class Reference(NamedTuple):
    """A reference as written: the sheet with its !, then each corner's column and row with their $; "" for what is not there.

    A1 has no right and bottom, 3:5 no columns, A:C no rows."""

    sheet: str
    left: str
    top: str
    right: str
    bottom: str

    @property
    def text(self) -> str:
        colon = ":" if self.right or self.bottom else ""
        return f"{self.sheet}{self.left}{self.top}{colon}{self.right}{self.bottom}"

    def on(self, sheet: str, host: str) -> bool:
        """Whether it points to `sheet` when it stands on sheet `host`. External, lost and 3D ones point to none."""
        return (sheet_of(self.sheet) if self.sheet else host.casefold()) == sheet.casefold()


# Names may hold any letter of any script, digits, . _ ? \ ; full-width signs are let in because some programs do not quote them.
_NAME = r"[^\x00-\-/:->@\[\]\^`{-\x7f]"  # said by what is not let in: of that there is little, so that it is compiled quickly
_COLUMN = r"\$?[A-Za-z]{1,3}"
_ROW = r"\$?[1-9][0-9]{0,6}"
_CORNERS = rf"""(?:
    (?P<left>{_COLUMN})(?P<top>{_ROW})(?::(?P<right>{_COLUMN})(?P<bottom>{_ROW}))?
  | (?P<first_row>{_ROW}):(?P<last_row>{_ROW})
  | (?P<first_column>{_COLUMN}):(?P<last_column>{_COLUMN})
)"""
_TOKEN = rf"""
    "(?:[^"]|"")*"                                                          # text
  | (?P<sheet>(?:\#REF|(?:\[[^\]]*\])?(?:'(?:[^']|'')*'|(?!{_COLUMN}{_ROW}:){_NAME}+(?::{_NAME}+)?)?)!)?
    {_CORNERS}(?!{_NAME}|[(!\[])
  | '(?:[^']|'')*'!?                                                        # the sheet of a name
  | \[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]                               # structured or external
  | {_NAME}+                                                                # numbers, names, functions
"""
_NUMBERS = re.compile(r"[0-9]{1,7}")
_PREFIX = rf"""
    "(?:[^"]|"")*"
  | (?:\#REF|\[[^\]]*\](?:'(?:[^']|'')*'|{_NAME}*))!                         # lost, or in another workbook
  | ((?:'(?:[^']|'')*'|{_NAME}+(?::{_NAME}+)?)!)
"""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when the first formula is looked at closely: that takes longer than all else here."""
    return re.compile(pattern, re.VERBOSE)


_PLAIN = re.compile(r"[^\W\d]\w*")
_LIKE_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C?[0-9]*|C[0-9]*|TRUE|FALSE", re.IGNORECASE)


def shift_formula(formula: str, shift: Shift, sheet: str, host: str, *, drift: int | None = None) -> str:
    """The formula, which stands on sheet `host`, after rows of `sheet` were put in or taken out.

    `drift` is for formulas that stand for a whole area (conditional formats, validation, names): a row without $ is then an
    offset from the area's first row and moves by `drift`, as that row did.
    A 3D reference (表一:表三!A1) stays as it is: it names one row on several sheets, and the others' rows have not moved.
    What looks like a cell within the grid is one: Excel takes no name such as TAX2024."""

    elsewhere = sheet.casefold() != host.casefold() and _in_quotes(sheet).casefold() not in formula.casefold()
    touched = shift.first - shift.stretch
    if elsewhere or (not drift and not any(int(number) >= touched for number in _NUMBERS.findall(formula))):
        return formula  # the usual case, and much cheaper than looking closely

    def change(reference: Reference) -> str:
        return _shifted(reference, shift, drift) if reference.on(sheet, host) else reference.text

    return _rewrite(formula, change)


def shift_location(location: str, shift: Shift, sheet: str, host: str) -> str:
    """The target of a link (表一!A5): like a formula, but a target that is taken out gives way to the row that takes its place."""

    def change(reference: Reference) -> str:
        if not reference.on(sheet, host):
            return reference.text
        shifted = _shifted(reference, shift, None)
        if not shifted.endswith(LOST):
            return shifted
        return reference._replace(top=_row(reference.top, shift.first), bottom=_row(reference.bottom, shift.first)).text

    return _rewrite(location, change)


def move_formula(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as copying its cell by so many rows and columns gives it; what falls off the sheet becomes #REF!."""

    def change(reference: Reference) -> str:
        corners = (
            _moved_column(reference.left, columns),
            _moved_row(reference.top, rows),
            _moved_column(reference.right, columns),
            _moved_row(reference.bottom, rows),
        )
        if any(corner is None for corner in corners):
            return reference.sheet + LOST
        left, top, right, bottom = (corner or "" for corner in corners)
        return Reference(reference.sheet, left, top, right, bottom).text

    return _rewrite(formula, change)


def rename_sheet(formula: str, old: str, new: str) -> str:
    """The formula with all references to sheet `old`, and to names of that sheet, pointing to sheet `new`. 3D stays as it is."""
    if "!" not in formula:
        return formula
    prefix, wanted = f"{quote_sheet(new)}!", old.casefold()
    return _compiled(_PREFIX).sub(lambda match: prefix if match[1] and sheet_of(match[1]) == wanted else match[0], formula)


def mentions(formula: str, sheet: str) -> bool:
    """Whether the formula names the sheet in a reference."""
    return any(sheet_of(match[1]) == sheet.casefold() for match in _compiled(_PREFIX).finditer(formula) if match[1])


def rename_words(formula: str, new: Mapping[str, str]) -> str:
    """The formula with names, of tables say, replaced; the old ones are given casefolded."""
    return _compiled(_TOKEN).sub(lambda match: match[0] if match.lastgroup else new.get(match[0].casefold(), match[0]), formula)


def words(formula: str) -> set[str]:
    """The names, functions and numbers in a formula, casefolded."""
    return {match[0].casefold() for match in _compiled(_TOKEN).finditer(formula) if not match.lastgroup}


def references_in(formula: str) -> list[Reference]:
    """All references to cells in a formula."""
    matches = (match for match in _compiled(_TOKEN).finditer(formula) if match.lastgroup)
    return [reference for match in matches if (reference := _reference(match, match["sheet"] or ""))]


def quote_sheet(name: str) -> str:
    """A sheet's name as a reference needs it: in quotes unless it is a plain word that looks like no cell."""
    if _PLAIN.fullmatch(name) and not _LIKE_CELL.fullmatch(name):
        return name
    return f"'{_in_quotes(name)}'"


def _in_quotes(name: str) -> str:
    return name.replace("'", "''")


@lru_cache(maxsize=1024)
def sheet_of(prefix: str) -> str:
    """The sheet that a prefix ('表 一'!) names, casefolded; "" for external, lost and 3D ones."""
    name = prefix.removesuffix("!")
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    return "" if any(sign in name for sign in "[:#") else name.casefold()


def _rewrite(formula: str, change: Callable[[Reference], str]) -> str:
    def replace(match: re.Match[str]) -> str:
        if match.lastgroup is None:
            return match[0]
        reference = _reference(match, match["sheet"] or "")
        return change(reference) if reference else match[0]

    return _compiled(_TOKEN).sub(replace, formula)


def _reference(match: re.Match[str], sheet: str) -> Reference | None:
    """The reference that was matched; None when it lies beyond the grid, for then it is a name."""
    left, right = match["left"] or match["first_column"] or "", match["right"] or match["last_column"] or ""
    top, bottom = match["top"] or match["first_row"] or "", match["bottom"] or match["last_row"] or ""
    for column in (left, right):
        if len(column) > 2 and column_number(column.strip("$")) > LAST_COLUMN:
            return None
    for row in (top, bottom):
        if len(row) > 6 and int(row.strip("$")) > LAST_ROW:
            return None
    return Reference(sheet, left, top, right, bottom)


def _shifted(reference: Reference, shift: Shift, drift: int | None) -> str:
    if not reference.top:
        return reference.text
    if drift is not None and not (reference.top.startswith("$") and (reference.bottom or "$").startswith("$")):
        return _drifted(reference, shift, drift)
    first = int(reference.top.strip("$"))
    last = int(reference.bottom.strip("$")) if reference.bottom else first
    span = shift.list_span if _is_list(reference) else shift.span
    rows = span(min(first, last), max(first, last))
    if rows is None:
        return reference.sheet + LOST
    top, bottom = rows if first <= last else rows[::-1]
    return reference._replace(top=_row(reference.top, top), bottom=_row(reference.bottom, bottom)).text


def _is_list(reference: Reference) -> bool:
    """Whether a range may be a list of rows: B8:B10 or B8:B8, but not B8:D8, which goes along a row, nor whole rows."""
    if not reference.left or not reference.right:
        return False
    return reference.top.strip("$") != reference.bottom.strip("$") or reference.left.strip("$") == reference.right.strip("$")


def _drifted(reference: Reference, shift: Shift, drift: int) -> str:
    """A reference with at least one row that is an offset; a fixed row that is taken out gives way to its neighbour."""

    def moved(row: str) -> str | None:
        return _row(row, shift.kept(int(row[1:]))) if row.startswith("$") else _moved_row(row, drift)

    top, bottom = moved(reference.top), moved(reference.bottom)
    if top is None or bottom is None:
        return reference.sheet + LOST
    return reference._replace(top=top, bottom=bottom).text


def _row(pattern: str, row: int) -> str:
    """The row written as in the pattern: with its $, or not at all."""
    return pattern and f"{'$' if pattern.startswith('$') else ''}{row}"


def _moved_row(row: str, rows: int) -> str | None:
    if not row or row.startswith("$"):
        return row
    moved = int(row) + rows
    return str(moved) if 1 <= moved <= LAST_ROW else None


def _moved_column(column: str, columns: int) -> str | None:
    if not column or not columns or column.startswith("$"):
        return column
    moved = column_number(column) + columns
    return column_name(moved) if 1 <= moved <= LAST_COLUMN else None
