"""The goals, each a ratio of two cases of the same run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

Results: TypeAlias = Mapping[str, Mapping[str, "Result"]]  # by size, by case


class Result(NamedTuple):
    """Median seconds on the clock, MB at most, and how many processors were at work (much below 1: the machine was busy)."""

    seconds: float
    memory: float
    processors: float


class Goal(NamedTuple):
    """`measure` gives, of what a run has found, what is held against `limit`; it is missing (KeyError) where a case was not run."""

    says: str
    measure: Callable[[Any], float]
    limit: float
    at_least: bool = True
    unit: str = "×"

    def reached(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def text(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}"


def _faster(size: str, ours: str, other: str) -> Callable[[Results], float]:
    return lambda results: results[size][other].seconds / results[size][ours].seconds


GOALS = [
    Goal("小：填报、申报表、80 条核对，模板共用", _faster("small", "ours_80", "openpyxl"), 40),
    Goal("小：同上，每次换一个模板", _faster("small", "ours_80_own", "openpyxl"), 15),
    Goal("小：全部勾稽推导、判定、标色", _faster("small", "ours", "openpyxl"), 15),
    Goal("大：同 openpyxl 基准相比", _faster("large", "ours", "openpyxl"), 10),
    Goal("大：同 calamine 基准相比", _faster("large", "ours", "calamine"), 4),
    Goal("大：内存", lambda results: results["large"]["ours"].memory, 300, False, " MB"),
    Goal("大，明细在模板里：时间", _faster("large", "ours_embedded", "embedded"), 40),
    Goal(
        "大，明细在模板里：内存占基准的",
        lambda results: results["large"]["ours_embedded"].memory / results["large"]["embedded"].memory,
        0.2,
        False,
    ),
    Goal("复制 200 张申报表，同 copy_worksheet 相比", _faster("small", "copies_ours", "copies_openpyxl"), 80),
    Goal(
        "小：命令行冷启动，占基准的",
        lambda results: results["small"]["cold_ours"].seconds / results["small"]["cold_openpyxl"].seconds,
        0.2,
        False,
    ),
    Goal("两个进程同一个进程相比", _faster("small", "workers_2", "workers_1"), 1.8),
    Goal("大：同 LibreOffice 相比", _faster("large", "ours", "libreoffice"), 50),
]
