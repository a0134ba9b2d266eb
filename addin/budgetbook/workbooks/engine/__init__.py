"""An xlwings engine over workbooks on disk: code written for xlwings runs where there is no Excel, in tests and on servers.

It reads and writes as Excel does where that matters, and says so where it cannot: NotImplementedError for what it does not do,
NotComputedError for a formula whose value only Excel would know, BudgetbookError for what the file does not let be done. Nothing is
ignored in silence. `activate` has to be called; importing this package, or xlwings, changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

    from budgetbook.workbooks.engine.alerts import Answer

NAME = "budgetbook"


def activate(answer: Answer | None = None) -> xlwings.Engine:
    """Makes this engine the one that xlwings uses, with no app and no book open. `answer` says what a person would answer to a
    question; without it only messages that ask nothing are let through."""
    import xlwings

    from budgetbook.workbooks.engine.app import Engine

    engine = xlwings.Engine(impl=Engine(answer))
    xlwings.engines.engines[:] = [other for other in xlwings.engines.engines if other.name != NAME]
    xlwings.engines.add(engine)
    engine.activate()
    return engine


@contextmanager
def activated(answer: Answer | None = None) -> Iterator[xlwings.Engine]:
    """The same for a while: afterwards xlwings is as it was."""
    import xlwings

    engines, by_name = list(xlwings.engines.engines), dict(xlwings.engines.engines_by_name)
    before, caller = xlwings.engines.active, vars(xlwings.Book).get("_mock_caller")
    try:
        yield activate(answer)
    finally:
        xlwings.engines.engines[:], xlwings.engines.engines_by_name = engines, by_name
        xlwings.engines.active = before
        if "_mock_caller" in vars(xlwings.Book):
            delattr(xlwings.Book, "_mock_caller")
        if caller is not None:
            caller.set_mock_caller()
