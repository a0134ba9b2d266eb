"""Messages that a program shows to a person, answered by a rule where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.engine.unsupported import refuse

_BUTTONS = {"ok": ("ok",), "ok_cancel": ("ok", "cancel"), "yes_no": ("yes", "no"), "yes_no_cancel": ("yes", "no", "cancel")}
_MODES = (None, "info", "critical")


class Alert(NamedTuple):
    """What was shown, and the answers that a person could give."""

    prompt: str
    title: str
    answers: tuple[str, ...]
    mode: str | None = None


Answer: TypeAlias = Callable[[Alert], str]


def ask(prompt: str | None, title: str | None, buttons: str | None, mode: str | None, answer: Answer | None) -> tuple[Alert, str]:
    """The message and its answer. Raises BudgetbookError for a question that no rule answers, ValueError for unknown buttons and
    for an answer that the message does not offer."""
    if (buttons or "ok") not in _BUTTONS or mode not in _MODES:
        raise ValueError(f"alert: buttons={buttons!r}, mode={mode!r}")
    alert = Alert(prompt or "", title or "", _BUTTONS[buttons or "ok"], mode)
    if answer is None and len(alert.answers) == 1:
        return alert, alert.answers[0]
    if answer is None:
        asked = f"程序问“{alert.prompt}”（{' / '.join(alert.answers)}），没有人回答"
        raise BudgetbookError(Problem(asked, hint="请先说好怎样回答，再运行一次"))
    said = answer(alert)
    if said not in alert.answers:
        raise ValueError(f"“{alert.prompt}”不能回答 {said!r}，只能是 {' / '.join(alert.answers)}")
    return alert, said


def refuse_callback(callback: object) -> None:
    """Only Excel in the browser calls back."""
    if callback is not None:
        refuse("App.alert(callback=…)")
