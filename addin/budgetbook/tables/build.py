"""From line items to tables: every cell is the total of its slice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from budgetbook.items.line_items import LineItems
from budgetbook.model.grid import Cell, Grid
from budgetbook.model.slices import Slice

from .codes_of_rows import CODED
from .crossing import crossing
from .layout import Axis, Column, Panel, Row, Table
from .plan import BodyRow, PanelPlan, TablePlan

NameOf: TypeAlias = Callable[[str, str], str]

_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d\d|[×X_xＸ]{4}|20[×X_xＸ]{2}|20  )(?!\d)")
_AFTER_COLON = re.compile(r"([:：]).*$", re.DOTALL)


def build_table(table: Table, grid: Grid, items: LineItems, name_of: NameOf) -> TablePlan:
    """What the table is to hold. name_of(dimension, code) names a code, "" where it is not known."""
    panels = tuple(_build_panel(table, panel, items, name_of) for panel in table.panels)
    return TablePlan(table, panels, _texts(table, grid, items))


class _Planned(NamedTuple):
    """A row that is to grow: what it counts, how deep it stands, what its key columns say (as panel.keys)."""

    slice: Slice
    level: int
    keys: tuple[str, ...]


def _build_panel(table: Table, panel: Panel, items: LineItems, name_of: NameOf) -> PanelPlan:
    grows, (top, bottom) = panel.axis.grows, table.body
    standing = [row for row in panel.rows if not (grows and top <= row.at <= bottom)]
    rows = list(_body(panel, items, name_of)) if grows else []
    amounts = _amounts([row.slice for row in rows], panel.columns, items)
    body = tuple([BodyRow(level, keys, line) for (_, level, keys), line in zip(rows, amounts, strict=True)])
    return PanelPlan(panel, body, _fixed(standing, panel.columns, items))


def _fixed(rows: Sequence[Row], columns: tuple[Column, ...], items: LineItems) -> dict[Cell, int]:
    lines = _amounts([row.slice for row in rows], columns, items)
    spots_of = crossing(columns)
    return {
        (row.at, spot.at): amount
        for row, line in zip(rows, lines, strict=True)
        for spot in spots_of(row.slice)
        if (amount := line[spot.place]) is not None
    }


def _amounts(rows: Sequence[Slice], columns: Sequence[Column], items: LineItems) -> list[tuple[int | None, ...]]:
    lines = items.matrix(rows, [column.slice for column in columns]).tolist() if rows else []
    other = [place for place, column in enumerate(columns) if column.measure]
    for line in lines if other else ():
        for place in other:
            line[place] = None
    return list(map(tuple, lines))


def _body(panel: Panel, items: LineItems, name_of: NameOf) -> Iterable[_Planned]:
    if panel.axis is Axis.UNIT:
        return _unit_rows(panel, items)
    if panel.axis is Axis.PROJECT:
        return _project_rows(panel, items)
    return _code_rows(panel, items, name_of)


def _code_rows(panel: Panel, items: LineItems, name_of: NameOf) -> Iterator[_Planned]:
    dimension, means = CODED[panel.axis], tuple([key.means for key in panel.keys])
    for code in _with_parents(_nodes(dimension, panel, items), panel.axis):
        yield _code_row(dimension, code, means, name_of)


@lru_cache(maxsize=8192)
def _code_row(dimension: str, code: str, means: tuple[str, ...], name_of: NameOf) -> _Planned:
    slice_ = Slice(economic=(code,)) if dimension == "economic" else Slice(**{dimension: code})  # type: ignore[arg-type]
    return _Planned(slice_, _level(code), tuple(_code_key(each, code, dimension, name_of) for each in means))


def _nodes(dimension: str, panel: Panel, items: LineItems) -> list[str]:
    """Deepest nodes with money in any column; in the items' own order where they are names."""
    found = [node for column in panel.columns if not column.measure for node in items.nodes(dimension, column.slice)]
    return list(dict.fromkeys(found))


def _with_parents(codes: Iterable[str], axis: Axis) -> list[str]:
    """The codes and all codes above them, in the order of a printed table. A pair stands below its 类, without its 款."""
    every = set()
    for code in codes:
        if axis is Axis.ECONOMIC_PAIR:
            every |= {code[:3], code}
        else:
            plain = code.partition("/")[0]
            every |= {plain[:length] for length in (3, 5, 7, 9) if length <= len(plain)}
    return sorted(every)


def _level(code: str) -> int:
    return {3: 1, 5: 2, 7: 3, 9: 4}.get(len(code), 2)


def _code_key(means: str, code: str, dimension: str, name_of: NameOf) -> str:
    department, _, government = code.partition("/")
    parts = {"class_code": (0, 3), "section_code": (3, 5), "item_code": (5, 7)}
    if means in parts:
        return code[slice(*parts[means])]
    if means == "code":
        return department
    if means == "second_code":
        return government
    if means == "second_name":
        return f"{government} {name_of('government', government)}".strip() if government else ""
    if means == "name" and dimension == "economic":
        return f"{department} {name_of(dimension, department)}".strip()
    return name_of(dimension, department) if means == "name" else ""


def _unit_rows(panel: Panel, items: LineItems) -> Iterator[_Planned]:
    codes = {unit.name: unit.code for unit in items.units}
    for name in _nodes("unit", panel, items):
        yield _Planned(Slice(unit=name), 1, _named_keys(panel, name, codes.get(name, "")))


def _project_rows(panel: Panel, items: LineItems) -> Iterator[_Planned]:
    """The department, below it each unit, below that its projects. Nothing where no project has money."""
    scope = [column.slice for column in panel.columns if not column.measure]
    units = _nodes("unit", panel, items)
    if units:
        yield _Planned(Slice(), 1, _named_keys(panel, items.department, items.department_code))
    codes = {unit.name: unit.code for unit in items.units}
    for unit in units:
        yield _Planned(Slice(unit=unit), 2, _named_keys(panel, unit, codes.get(unit, "")))
        here = [slice_.meet(Slice(unit=unit)) for slice_ in scope]
        found = [node for slice_ in here if slice_ is not None for node in items.nodes("project", slice_)]
        for project in dict.fromkeys(found):
            yield _Planned(Slice(unit=unit, project=project), 3, _named_keys(panel, project, ""))


def _named_keys(panel: Panel, name: str, code: str) -> tuple[str, ...]:
    return tuple({"name": name, "code": code}.get(key.means, "") for key in panel.keys)


def _texts(table: Table, grid: Grid, items: LineItems) -> dict[Cell, str]:
    texts = {cell: _YEAR.sub(str(items.year), grid.text(*cell)) for cell in table.year_at}
    if table.department_at:
        texts[table.department_at] = _department(grid.text(*table.department_at), items.department)
    return {cell: text for cell, text in texts.items() if text != grid.text(*cell)}


def _department(text: str, name: str) -> str:
    return _AFTER_COLON.sub(lambda match: match[1] + name, text) if _AFTER_COLON.search(text) else f"{text}：{name}"
