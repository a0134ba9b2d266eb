"""What a named rule is: one sentence of law over a book, and the findings that it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from budgetbook.model.book import Book
from budgetbook.model.figure import Place
from budgetbook.model.finding import Severity

DERIVED = "由各表之间的关系推得"


class Breach(NamedTuple):
    """One fact that does not keep a law. `says` quotes what is written, so that it reads alike until that changes; `severity`
    where it is not the rule's own. Amounts are texts, as in Finding."""

    place: Place | None
    says: str
    hint: str
    severity: Severity | None = None
    related: tuple[Place, ...] = ()
    left: str = ""
    right: str = ""
    difference: str = ""
    unread: bool = False  # nothing is said to be wrong: it could not be looked at


Test: TypeAlias = Callable[[Book], Iterator[Breach]]
Subject: TypeAlias = "tuple[str, Callable[[Book], object]]"  # what a rule looks at, and why it could not when there is none

FORMS: Subject = ("工作簿里没有绩效目标申报表", lambda book: book.forms)
TABLES: Subject = ("工作簿里没有认得的预算公开表", lambda book: book.tables)
WORDS: Subject = ("工作簿里没有文字", lambda book: book.texts)
ANYTHING: Subject = ("工作簿里没有认得的表", lambda book: book.tables or book.held or book.forms)


class Rule(NamedTuple):
    """A law: its permanent code, the sentence with 应, where it comes from, how much a breach matters, and the test."""

    code: str
    law: str
    basis: str
    severity: Severity
    looks_at: Subject
    test: Test

    @property
    def why(self) -> str:
        """Why it happens, in an accountant's words."""
        return (self.test.__doc__ or "").strip()


def no_year() -> Breach:
    """What a rule that needs the budget's year says where nothing names it."""
    return Breach(None, "没有检查：看不出是哪一年的预算", "", unread=True)


def rule(code: str, law: str, *, basis: str = DERIVED, severity: Severity, looks_at: Subject) -> Callable[[Test], Rule]:
    """Make a rule of the function that tests it; its docstring says why the mistake happens."""
    return lambda test: Rule(code, law, basis, severity, looks_at, test)
