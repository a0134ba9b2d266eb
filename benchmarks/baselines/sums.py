"""Adding up with pandas: the rows of each table, amounts in fen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from .lists import names
from .meaning import (
    BY_CLASS,
    CLASSES,
    COLUMNS,
    ECONOMIC,
    FIXED,
    FUNCTION,
    GOVERNMENT,
    PROJECT,
    PROJECT_CODE,
    REVENUE,
    UNIT,
    Criteria,
)


class Row(NamedTuple):
    """A row of a table that grows: its level (0 for 合计), what its key columns say, what it stands for, its amounts."""

    level: int
    keys: tuple[str, ...]
    of: dict[str, str]
    amounts: tuple[int, ...]


class Sums(NamedTuple):
    """Everything that the tables hold."""

    bodies: dict[str, list[Row]]
    fixed: dict[str, dict[tuple[int, str], int]]


def add_up(items: pd.DataFrame) -> Sums:
    """All thirteen tables."""
    functions, revenues = names("functional"), names("revenue")
    bodies = {table: _by_code(items, table, FUNCTION, functions) for table in ("表二", "表三", "表五", "表八", "表九支出")}
    bodies |= {table: _by_code(items, table, REVENUE, revenues) for table in ("表七", "表九收入")}
    bodies["表六"] = _by_pair(items)
    bodies["表十一"] = _by_unit(items)
    bodies |= {table: _by_project(items, table) for table in ("表十二", "表十三")}
    fixed = {table: {place: _total(items, criteria) for place, criteria in cells.items()} for table, cells in FIXED.items()}
    for table, (first, columns) in BY_CLASS.items():
        fixed[table] |= _by_class(items, first, columns)
    return Sums(bodies, fixed)


def _chosen(items: pd.DataFrame, criteria: Criteria) -> pd.DataFrame:
    wanted = pd.Series(True, index=items.index)
    for column, values in criteria.items():
        wanted &= items[column].isin(values) if len(values) > 1 else items[column] == values[0]
    return items[wanted]


def _total(items: pd.DataFrame, criteria: Criteria) -> int:
    return int(_chosen(items, criteria)["fen"].sum())


def _grouped(items: pd.DataFrame, columns: Sequence[Criteria], by: list[str]) -> pd.DataFrame:
    """Amounts by key, a column for each of the table's columns."""
    series = {place: _chosen(items, criteria).groupby(by, observed=True)["fen"].sum() for place, criteria in enumerate(columns)}
    sums = pd.DataFrame(series).fillna(0).astype("int64")
    sums.index = pd.MultiIndex.from_tuples(sums.index, names=by) if len(by) > 1 else sums.index.astype(str)
    return sums.sort_index()


def _amounts(line: pd.Series) -> tuple[int, ...]:
    return tuple(int(value) for value in line)


def _by_code(items: pd.DataFrame, table: str, code: str, known: dict[str, str]) -> list[Row]:
    """合计, and 类, 款, 项 in the order of their codes."""
    sums = _grouped(items, COLUMNS[table], [code])
    rows = [Row(0, (), {}, _amounts(sums.sum()))]
    levels = [sums.groupby(sums.index.str[:length]).sum() for length in (3, 5, 7)]
    for key, line in pd.concat(levels).sort_index().iterrows():
        rows.append(Row({3: 1, 5: 2, 7: 3}[len(key)], (key, known.get(key, "")), {code: key}, _amounts(line)))
    return rows


def _by_pair(items: pd.DataFrame) -> list[Row]:
    """表六: 类, and below it the pairs of department and government codes."""
    department, government = names("department_economic"), names("government_economic")
    sums = _grouped(items, COLUMNS["表六"], [ECONOMIC, GOVERNMENT])
    rows = [Row(0, (), {}, _amounts(sums.sum()))]
    by_class = sums.groupby(sums.index.get_level_values(0).str[:3])
    for key, part in by_class:
        rows.append(Row(1, (f"{key} {department[key]}", ""), {ECONOMIC: key}, _amounts(part.sum())))
        for (one, other), line in part.iterrows():
            keys = (f"{one} {department[one]}", f"{other} {government[other]}")
            rows.append(Row(2, keys, {ECONOMIC: one, GOVERNMENT: other}, _amounts(line)))
    return rows


def _by_unit(items: pd.DataFrame) -> list[Row]:
    sums = _grouped(items, COLUMNS["表十一"], ["单位编码", UNIT])
    rows = [Row(0, (), {}, _amounts(sums.sum()))]
    rows += [Row(1, (unit,), {UNIT: unit}, _amounts(line)) for (_, unit), line in sums.iterrows()]
    return rows


def _by_project(items: pd.DataFrame, table: str) -> list[Row]:
    """The department, its units, their projects in the order of the projects' codes."""
    sums = _grouped(items, COLUMNS[table], ["单位编码", UNIT, PROJECT_CODE, PROJECT])
    if sums.empty:
        return []
    rows = [Row(1, (items["部门名称"].iloc[0],), {}, _amounts(sums.sum()))]
    for (_, unit), part in sums.groupby(level=[0, 1]):
        rows.append(Row(2, (unit,), {UNIT: unit}, _amounts(part.sum())))
        rows += [Row(3, (key[3],), {UNIT: unit, PROJECT: key[3]}, _amounts(line)) for key, line in part.iterrows()]
    return rows


def _by_class(items: pd.DataFrame, first: int, columns: dict[str, Criteria]) -> dict[tuple[int, str], int]:
    sums = _grouped(items, list(columns.values()), [FUNCTION])
    sums = sums.groupby(sums.index.str[:3]).sum().reindex(CLASSES, fill_value=0)
    return {(first + at, column): int(sums.iat[at, place]) for at in range(len(CLASSES)) for place, column in enumerate(columns)}
