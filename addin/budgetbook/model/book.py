"""Book: all that one disclosure prints, read and ready to be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .figure import Figure, Place
from .project import Project


@dataclass(frozen=True)
class Form:
    """A performance form on a sheet: what it says, and where each field stands (WHOLE/YEAR totals as 实施期_资金总额 …)."""

    sheet: str
    project: Project
    places: Mapping[str, Place]
    year: int | None = None


@dataclass(frozen=True)
class Book:
    """Figures of all tables and forms of one workbook. `listings` names, per table, the dimension (function, economic,
    unit, project …) that it lists in full, so that a row that is not there is a zero."""

    figures: tuple[Figure, ...]
    forms: tuple[Form, ...] = ()
    year: int | None = None
    department: str = ""
    listings: Mapping[str, str] = field(default_factory=dict)
