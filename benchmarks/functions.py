"""python -m benchmarks.functions: what functions in cells cost on Python's side, for 10,000 line items.

What Excel and xlwings take to hand over the cells is left out. Exit status 1: a goal is missed."""

from __future__ import annotations

import marshal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from budgetbook.fronts.udfs import functions
from budgetbook.stories.functions import kept

from .departments import AMOUNT, ITEM_COLUMNS, Size, make_department

SIZE = Size(items=10_000, forms=20, functions=66, units=4)
COLUMN = 1_048_576  # rows of a sheet
LOAD, CACHED = 40.0, 1.0  # ms at most
CODES = {heading for heading in ITEM_COLUMNS if heading.endswith("编码") and not heading.startswith("项目")} | {"预算年度"}
ROUNDS = 25

Rows = list[list[object]]


class Call(NamedTuple):
    """A call; `before` makes its arguments each time, untimed. `goal` in ms; None where there is none."""

    label: str
    call: Callable[..., object]
    before: Callable[[], tuple[Any, ...]]
    goal: float | None = None


def main() -> int:
    """Exit status."""
    missed = False
    print(f"{'':<48}{'best':>11}{'median':>11}{'goal':>10}")
    for each in calls():
        best, median = milliseconds(each)
        goal = f"≤ {each.goal:g} ms" if each.goal else ""
        print(f"{each.label:<48}{best:>8.3f} ms{median:>8.3f} ms{goal:>10}", flush=True)
        missed |= bool(each.goal) and best > (each.goal or 0)
    return int(missed)


def milliseconds(measured: Call) -> tuple[float, float]:
    """The best of many rounds, which the goal is for, and the median, which shows how busy the machine was."""
    times = []
    for _ in range(ROUNDS):
        arguments = measured.before()
        start = time.perf_counter()
        answer = measured.call(*arguments)
        times.append(1000 * (time.perf_counter() - start))
        assert not (isinstance(answer, str) and "（请" in answer), answer  # a sentence would be fast for nothing
    return min(times), statistics.median(times)


def calls() -> Iterator[Call]:
    """What is measured, in this order."""
    excel = Excel()
    words = (excel.codes[0], "一般公共预算", "基本支出", "本年")
    yield Call("BUDGET_LOAD(range), never seen", functions.BUDGET_LOAD, excel.forgotten_range, LOAD)
    yield Call("BUDGET_LOAD(range), seen before", functions.BUDGET_LOAD, excel.range)
    yield Call("BUDGET_SUM(range, 4 words), answered before", functions.BUDGET_SUM, lambda: (*excel.range(), *words))
    yield Call("BUDGET_SUM(handle, 4 words), answered before", functions.BUDGET_SUM, lambda: (excel.handle(), *words), CACHED)
    yield Call("BUDGET_SUM(handle, 4 words), never asked", functions.BUDGET_SUM, lambda: (excel.forgotten_handle(), *words))
    column, row = [[code] for code in excel.codes[:30]], [["基本支出", "项目支出"]]
    yield Call("BUDGET_SUM(handle, 30 codes x 2 kinds)", functions.BUDGET_SUM, lambda: (excel.handle(), column, "全部", row))
    for name in ("表三", "表十二"):
        yield Call(
            f"BUDGET_TABLE(handle, {name}), never asked", functions.BUDGET_TABLE, lambda n=name: (excel.forgotten_handle(), n)
        )
        yield Call(f"BUDGET_TABLE(handle, {name})", functions.BUDGET_TABLE, lambda n=name: (excel.handle(), n), CACHED)
    yield Call(
        "BUDGET_ITEMS(handle, fund), never asked", functions.BUDGET_ITEMS, lambda: (excel.forgotten_handle(), "全部", words[1])
    )
    yield Call("BUDGET_ITEMS(handle, fund)", functions.BUDGET_ITEMS, lambda: (excel.handle(), "全部", words[1]), CACHED)
    yield Call("BUDGET_NAME(code)", functions.BUDGET_NAME, lambda: (2010306.0,), CACHED)
    yield Call("BUDGET_CHECK(total, 20 parts)", functions.BUDGET_CHECK, lambda: (20.0, [[1.0]] * 20), CACHED)
    yield Call("BUDGET_CHANGE(this_year, last_year)", functions.BUDGET_CHANGE, lambda: (3.0, 1.62), CACHED)
    yield Call("BUDGET_WANYUAN(yuan)", functions.BUDGET_WANYUAN, lambda: (183740.0,), CACHED)
    million = [[None] * 14 for _ in range(COLUMN)]
    million[0][0] = 1.0  # type: ignore[call-overload]
    yield Call(f"BUDGET_WANYUAN(14 columns of {COLUMN:,} rows)", functions.BUDGET_WANYUAN, lambda: (million,))


class Excel:
    """Hands over the same list in every call, made of new objects each time, as a running Excel does."""

    def __init__(self) -> None:
        department = make_department(SIZE)
        columns = [[_cell(heading, text) for text in department.columns[heading]] for heading in ITEM_COLUMNS]
        rows = [[*ITEM_COLUMNS, AMOUNT], *map(list, zip(*columns, [fen / 100 for fen in department.fen], strict=True))]
        self._packed = marshal.dumps(rows, 2)
        self.codes = sorted({text for text in department.columns["支出功能分类科目编码"] if text})

    def range(self) -> tuple[Rows]:
        return (marshal.loads(self._packed),)

    def forgotten_range(self) -> tuple[Rows]:
        kept.LISTS.clear()
        return self.range()

    def handle(self) -> object:
        return functions.BUDGET_LOAD(*self.range())

    def forgotten_handle(self) -> object:
        return functions.BUDGET_LOAD(*self.forgotten_range())


def _cell(heading: str, text: str) -> object:
    """Excel makes numbers of codes that are typed in, and floats of all numbers."""
    if not text:
        return None
    return float(text) if heading in CODES else text


if __name__ == "__main__":
    sys.exit(main())
