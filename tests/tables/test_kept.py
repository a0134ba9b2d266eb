"""What is kept from one sheet to the next is kept by content: what only looks alike is read anew."""

from __future__ import annotations

import pytest

from budgetbook.model.figure import State
from budgetbook.model.grid import ErrorValue, Grid, Value
from budgetbook.tables.layout import Layout
from budgetbook.tables.read import read_tables
from budgetbook.tables.recognise import recognise

from .grids import CLASSES, grid

TABLE = grid(["2024年支出预算表", "单位：元", "科目编码|科目名称|合计", "201|一般公共服务支出|1"])


def with_value(row: int, column: int, value: Value) -> Grid:
    return Grid(TABLE.sheet, TABLE.values | {(row, column): value})


def read(sheet: Grid) -> Layout:
    return recognise([sheet], classes=CLASSES)


@pytest.mark.parametrize("turn", [1, -1])
def test_amounts_that_are_equal_but_not_alike(turn: int) -> None:
    values: list[Value] = [1.0, True, "1", ErrorValue("1"), "1.00"]
    states = {}
    for place in range(len(values))[::turn]:
        sheet = with_value(4, 3, values[place])
        (figure,) = read_tables(read(sheet), {sheet.sheet: sheet})
        states[place] = (figure.state, figure.text)
    assert [states[place] for place in range(len(values))] == [
        (State.READ, "1"),
        (State.UNREAD, "True"),
        (State.READ, "1"),
        (State.UNREAD, "1"),
        (State.READ, "1.00"),
    ]


@pytest.mark.parametrize("turn", [1, -1])
def test_names_that_are_equal_but_not_alike(turn: int) -> None:
    codes: list[Value] = [201.0, "201", True, 1.0]
    reads = {}
    for place in range(len(codes))[::turn]:
        layout = read(with_value(4, 1, codes[place]))
        rows = [row.reads for table in layout.tables for panel in table.panels for row in panel.rows]
        reads[place] = (rows, [place.reads for place in layout.unsettled])
    name = "一般公共服务支出"
    assert [reads[place] for place in (0, 1)] == [([f"201 {name}"], [])] * 2
    assert [reads[place][1] for place in (2, 3)] == [["True"], ["1"]]


def test_the_same_names_in_another_order_are_looked_up_below_what_stands_above_them() -> None:
    """A name without a code is what the codes above it make it."""

    def code_of(dimension: str, name: str, parent: str) -> str:
        return f"{parent}99" if name == "其他支出" and len(parent) == 3 else ""

    head = ["2024年支出预算表", "单位：元", "科目编码|科目名称|合计"]
    for code in ("201", "205"):
        sheet = grid([*head, f"{code}|甲|1", "|其他支出|1"])
        table = recognise([sheet], classes=CLASSES, code_of=code_of).tables[0]
        assert [row.slice.function for row in table.panels[0].rows] == [code, f"{code}99"]
