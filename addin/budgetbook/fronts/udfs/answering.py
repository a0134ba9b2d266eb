"""Whatever happens, the cell shows a sentence in Chinese: what is wrong with what was given, or a number that stands in the log."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from budgetbook.fronts.log import keep_traceback
from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.functions.sentences import sentence


def answered(function: Callable[..., object]) -> Callable[..., object]:
    """The function with its exceptions said in the cell."""

    @wraps(function)
    def answer(*arguments: object) -> object:
        try:
            return function(*arguments)
        except BudgetbookError as error:
            return sentence(error)
        except Exception as error:
            return sorry(error, function.__name__)

    return answer


def sorry(error: Exception, doing: str) -> str:
    """The sentence for what nobody expected; the traceback is in the log under its number."""
    number, _ = keep_traceback(error, [doing])
    return f"出错了（编号 {number}），请打开日志查看"
