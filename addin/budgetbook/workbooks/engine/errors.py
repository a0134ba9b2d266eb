"""Errors in cells as Excel hands them over (numbers), and the error of a formula that nobody has computed."""

from __future__ import annotations

from budgetbook.model.grid import ErrorValue
from budgetbook.model.problem import BudgetbookError, Problem

_BASE = -2146828288  # 0x800A0000, to which Excel adds the number of the error
CODES = {
    "#NULL!": _BASE + 2000,
    "#DIV/0!": _BASE + 2007,
    "#VALUE!": _BASE + 2015,
    "#REF!": _BASE + 2023,
    "#NAME?": _BASE + 2029,
    "#NUM!": _BASE + 2036,
    "#N/A": _BASE + 2042,
    "#GETTING_DATA": _BASE + 2043,
    "#SPILL!": _BASE + 2045,
    "#CONNECT!": _BASE + 2046,
    "#BLOCKED!": _BASE + 2047,
    "#UNKNOWN!": _BASE + 2048,
    "#FIELD!": _BASE + 2049,
    "#CALC!": _BASE + 2050,
}
NAMES = {code: name for name, code in CODES.items()}


def error_code(error: ErrorValue) -> int:
    """The number by which Excel calls the error. Raises ValueError for a word that is none of Excel's."""
    if str(error) not in CODES:
        raise ValueError(f"单元格里的错误值“{error}”不是 Excel 的（not an error of Excel's）")
    return CODES[str(error)]


class NotComputedError(BudgetbookError):
    """The value of a formula that Excel has not computed since it, or something it refers to, was written."""


class NotComputed:
    """Stands for that value among raw values."""

    def __init__(self, file: str, sheet: str, place: str, formula: str):
        self._where, self._formula = (file, sheet, place), formula

    def __repr__(self) -> str:
        return f"<{'!'.join(self._where[1:])} ={self._formula}: not computed>"

    def error(self) -> NotComputedError:
        """For whoever wants the value."""
        file, sheet, place = self._where
        hint = "公式要用 Excel 打开文件后才会计算；请改为直接写入数，或在 Excel 里运行"
        return NotComputedError(Problem(f"公式 ={self._formula[:60]} 还没有计算，读不出数", file, sheet, place, hint))
