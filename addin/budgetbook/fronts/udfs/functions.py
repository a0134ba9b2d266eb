"""The functions in cells. Names of functions and arguments are ASCII, and no argument is a word of VBA (`function` is one): VBA
passes every call on to here under these names. ALL stands for an argument that is left out.

Their help enters VBA by the numbers of its letters only, for VBA garbles Chinese: macros/function_help.py."""

# ruff: noqa: N802 — functions in cells are written in capitals
from __future__ import annotations

from typing import Any

from budgetbook.stories.functions import figures, lists, tables
from budgetbook.stories.functions.arguments import ALL

from .cell_function import cell_function


@cell_function
def BUDGET_LOAD(items: Any) -> Any:
    return lists.load(items)


@cell_function
def BUDGET_SUM(
    handle_or_items: Any,
    function_code: Any = ALL,
    fund: Any = ALL,
    kind: Any = ALL,
    source: Any = ALL,
    economic_code: Any = ALL,
    unit: Any = ALL,
    project: Any = ALL,
    unit_of_money: Any = "元",
) -> Any:
    return lists.total(handle_or_items, function_code, fund, kind, source, economic_code, unit, project, unit_of_money)


@cell_function
def BUDGET_ITEMS(
    handle_or_items: Any,
    function_code: Any = ALL,
    fund: Any = ALL,
    kind: Any = ALL,
    source: Any = ALL,
    economic_code: Any = ALL,
    unit: Any = ALL,
    project: Any = ALL,
) -> Any:
    return lists.lines(handle_or_items, function_code, fund, kind, source, economic_code, unit, project)


@cell_function
def BUDGET_TABLE(handle_or_items: Any, table: Any) -> Any:
    return tables.table(handle_or_items, table)


@cell_function
def BUDGET_NAME(code: Any) -> Any:
    return figures.name(code)


@cell_function
def BUDGET_CHECK(total: Any, parts: Any, unit_of_money: Any = "万元") -> Any:
    return figures.check(total, parts, unit_of_money)


@cell_function
def BUDGET_CHANGE(this_year: Any, last_year: Any, unit_of_money: Any = "万元") -> Any:
    return figures.change(this_year, last_year, unit_of_money)


@cell_function
def BUDGET_WANYUAN(yuan: Any) -> Any:
    return figures.wanyuan(yuan)
