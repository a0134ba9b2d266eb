"""A whole table costs less than a millisecond, and half a million lines are no trouble."""

import time

from budgetbook.items.line_items import read_items
from budgetbook.model.slices import Slice, parse_slice

from .lists import items_of, line, saved, text_of


def quickest(work, times):
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def test_a_table_of_sixty_rows_over_five_hundred_sums():
    functions = [f"20{1 + n % 5}03{n % 12:02}" for n in range(60)]
    items = items_of(*[line(function=functions[n % 60], 项目名称=f"项目{n % 500}", amount=f"{n}") for n in range(500)])
    rows = [Slice(function=function) for function in functions]
    columns = [parse_slice(words) for words in ("支出", "基本支出", "项目支出", "一般公共预算", "财政拨款 本年", "收入")]
    assert quickest(lambda: items.matrix(rows, columns), 50) < 0.003  # 0.4 ms on a machine with nothing else to do
    assert items.matrix(rows, columns)[0].tolist() == [items.total(rows[0].meet(column)) for column in columns]


def test_two_hundred_thousand_lines(tmp_path):
    lines = [line(function=f"20103{n % 90:02}", 项目名称=f"项目{n % 300}", amount=f"{n % 5000}.{n % 100:02}") for n in range(1000)]
    text = text_of(*lines)
    body = text.split("\n", 1)[1]
    path = saved(tmp_path, text + body * 199)
    read_items(path)
    assert quickest(lambda: read_items(path), 2) < 1.5  # 0.2 s on a machine with nothing else to do
    assert read_items(path).total(Slice()) == 200 * sum(n % 5000 * 100 + n % 100 for n in range(1000))
