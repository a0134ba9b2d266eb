"""Book: all that one disclosure prints, read and ready to be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .figure import Figure, Place
from .project import Project


@dataclass(frozen=True, eq=False)
class Form:
    """A performance form on a sheet: what it says, and where each field stands (WHOLE/YEAR totals as 实施期_资金总额 …).

    Two forms that say the same are still two forms."""

    sheet: str
    project: Project
    places: Mapping[str, Place]
    year: int | None = None


class Text(NamedTuple):
    """Words that a sheet prints. `place` is where they stand, or where they are to stand when `text` is empty; `margin` says that
    they stand above or below every page (页眉, 页脚), and then `place` is the sheet's first cell."""

    place: Place
    text: str
    margin: str = ""


class CodedRow(NamedTuple):
    """A row that stands for an official code of one dimension, with the name printed beside it ("" where there is none).
    An economic pair (30201/50201) has both names, a slash between them."""

    place: Place
    dimension: str
    code: str
    name: str


class PrintedTable(NamedTuple):
    """What a table says about itself, beside its figures."""

    sheet: str
    title: Text
    year: int | None
    department: Text | None
    note: Text | None
    rows: tuple[CodedRow, ...] = ()


class Held(NamedTuple):
    """A place that was not understood, so that its whole table was neither filled nor checked. `hint` says what to do where that
    is something else than to mend its words."""

    place: Place
    reads: str
    reason: str
    choices: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Book:
    """Figures of all tables and forms of one workbook. `listings` names, per table, the dimension (function, economic,
    unit, project …) that it lists in full, so that a row that is not there is a zero. `texts` are all words of all sheets
    but lists; `units` are the names of the department's units with their types as written."""

    figures: tuple[Figure, ...]
    forms: tuple[Form, ...] = ()
    year: int | None = None
    department: str = ""
    listings: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[PrintedTable, ...] = ()
    held: tuple[Held, ...] = ()
    texts: tuple[Text, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
