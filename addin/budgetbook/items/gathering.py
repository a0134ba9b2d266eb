"""Gathering lines into records: of what is spent, and of what comes in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from budgetbook.model.dimensions import DIMENSIONS, NODES

from .columns import Column, Mask, Whole, distinct, grouped, joined
from .lines import Lines
from .records import CODES, NAMES, Records

_SPENDING = ("fund", "kind", "source", "use", "procurement")
_INCOME = ("fund", "source")
_UNSTATED = "性质不明的单位"


def spending_records(lines: Lines) -> tuple[Records, Whole, Whole]:
    """Records of all lines but those of income; the lines (places in `lines`); and the record of each of them."""
    return _records(lines, ~lines.income, _SPENDING, ("unit", "function", "economic", "government", "project"))


def income_records(lines: Lines) -> tuple[Records, Whole, Whole]:
    """The same of the lines of income. They have every atom of use, kind and procurement: they lie only in slices that
    leave these open."""
    return _records(lines, lines.income, _INCOME, ("unit", "function", "revenue"))


def unit_boxes(lines: Lines) -> dict[str, int]:
    """The atom of each unit's type."""
    return {unit.name: NODES[unit.type or _UNSTATED].mask for unit in lines.units}


def arranged(records: Records, lines: Lines) -> Records:
    """The records with the values of their columns in order."""
    names = {"unit": [unit.name for unit in lines.units], "project": list(lines.projects)}
    keys = {}
    for dimension, column in records.keys.items():
        order = ["", *names[dimension]] if dimension in NAMES else sorted({"", *column.values})
        keys[dimension] = column.arranged(order)
    return Records(records.boxes, keys, records.amounts)


def _records(lines: Lines, chosen: Mask, small: tuple[str, ...], fields: tuple[str, ...]) -> tuple[Records, Whole, Whole]:
    rows = np.flatnonzero(chosen)
    columns = {field: lines.columns[field].taken(rows) for field in (*small, *fields)}
    keys = joined([(column.codes, len(column.values)) for column in columns.values()])
    groups = grouped(keys, lines.amounts[rows])
    picked = {field: column.taken(groups.first) for field, column in columns.items()}
    blank = Column.constant("", len(groups.first))
    keyed = {dimension: _present_only(picked.get(dimension, blank)) for dimension in (*CODES, *NAMES)}
    keyed["economic"] = _pairs(keyed["economic"], keyed["government"])
    boxes = _boxes([picked[field] for field in small], _open(small))
    units = picked["unit"]
    types = unit_boxes(lines)
    boxes |= np.fromiter((types.get(name, 0) for name in units.values), np.int64, len(units.values))[units.codes]
    return Records(boxes, keyed, groups.sums), rows, groups.of


def _open(small: Iterable[str]) -> int:
    """All atoms of the dimensions that such lines do not speak of; a unit's type is never open."""
    return sum(each.mask for name, each in DIMENSIONS.items() if name not in (*small, "unit_type"))


def _boxes(columns: list[Column], rest: int) -> Whole:
    boxes = np.full(len(columns[0].codes), rest, np.int64)
    for column in columns:
        # A text that no line has may be no term: it has no atom and no row.
        atoms = [NODES[value].mask if value in NODES else 0 for value in column.values]
        boxes |= np.array(atoms, np.int64)[column.codes]
    return boxes


def _present_only(column: Column) -> Column:
    """The column without values that none of its rows has."""
    there = np.flatnonzero(np.bincount(column.codes, minlength=len(column.values)))
    codes = np.zeros(len(column.values), np.int32)
    codes[there] = np.arange(len(there))
    return Column(codes[column.codes], tuple(column.values[at] for at in there.tolist()))


def _pairs(economic: Column, government: Column) -> Column:
    """30201/50201; 30201 alone where the government code is not said."""
    first, codes = distinct(economic.codes.astype(np.int64) * len(government.values) + government.codes)
    pairs = zip(economic.codes[first].tolist(), government.codes[first].tolist(), strict=True)
    texts = [(economic.values[left], government.values[right]) for left, right in pairs]
    return Column(codes.astype(np.int32), tuple(f"{left}/{right}" if right else left for left, right in texts))
