"""ITEM: where the line items are at hand, a printed amount is the total of its slice, and a full listing has every row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from budgetbook.model.dimensions import SPENT, field
from budgetbook.model.figure import Figure, Place
from budgetbook.model.slices import Slice

from .verdict import Amounts
from .world import World

NameOf: TypeAlias = Callable[[str, str], str]
_ORDER = ("function", "economic", "government", "revenue", "unit", "project")


class Totals(Protocol):
    """What checking asks of the line items. Amounts in fen."""

    def total(self, slice_: Slice, /) -> int:
        """The sum of the items in the slice."""

    def totals(self, slices: Sequence[Slice], /) -> Amounts:
        """One sum a slice."""

    def nodes(self, dimension: str, slice_: Slice, /) -> tuple[str, ...]:
        """The codes or names of one dimension that have money in the slice."""


class MissingRows(NamedTuple):
    """Rows that one full listing lacks: (code and name, amount in fen); it stands at their nearest printed ancestor."""

    table: str
    place: Place
    near: Figure
    rows: tuple[tuple[str, int], ...]


def missing_rows(world: World, items: Totals, name_of: NameOf) -> list[MissingRows]:
    """What the line items have and the full listings do not, one entry a table."""
    found = []
    for table, dimension in world.listings.items():
        cells = [world.figures[place] for place in world.tables.get(table, ()) if place < world.printed]
        if not cells:
            continue
        scope = _scope(cells, dimension)
        rows = [
            (row, amount)
            for node in _missing(cells, dimension, items.nodes(dimension, scope))
            if (amount := items.total(row := _with_node(scope, dimension, node)))
        ]
        if rows:
            near = _nearest(cells, rows[0][0], rows[0][1], items)
            named = tuple((_named(row, dimension, name_of), amount) for row, amount in rows)
            found.append(MissingRows(table, near.place, near, named))
    return found


def _scope(cells: Sequence[Figure], dimension: str) -> Slice:
    """What the listing lists: its widest column. Beside a panel of income, rows are those of expenditure."""
    slices = [figure.slice for figure in cells]
    slices = [slice_ for slice_ in slices if getattr(slice_, dimension)] or slices
    boxes = {slice_.box for slice_ in slices}
    boxes = {box for box in boxes if field(box, "use") == SPENT} or boxes
    most = max(box.bit_count() for box in boxes)
    widest = next(slice_ for slice_ in slices if slice_.box in boxes and slice_.box.bit_count() == most)
    others = {"unit": ""} if dimension == "project" else {}
    return _with_node(widest, dimension, "")._replace(**others)  # type: ignore[arg-type]


def _with_node(slice_: Slice, dimension: str, node: str) -> Slice:
    if dimension == "economic":
        return slice_._replace(economic=(node,) if node else ())
    return slice_._replace(**{dimension: node})  # type: ignore[arg-type]


def _nodes(cells: Sequence[Figure], dimension: str) -> set[str]:
    printed = {getattr(figure.slice, dimension) for figure in cells}
    if dimension == "economic":
        return {code for codes in printed for code in codes}
    return printed - {""}


def _missing(cells: Sequence[Figure], dimension: str, nodes: Sequence[str]) -> list[str]:
    """The nodes, cut to the deepest level that the listing prints, that have no row."""
    printed = _nodes(cells, dimension)
    if dimension not in ("unit", "project"):
        lengths = sorted({len(code) for code in printed})
        nodes = [node[: max([length for length in lengths if length <= len(node)], default=len(node))] for node in nodes]
    return [node for node in dict.fromkeys(nodes) if node not in printed]


def _nearest(cells: Sequence[Figure], row: Slice, amount: int, items: Totals) -> Figure:
    """The narrowest printed row that holds all of the missing one, in the widest column that does."""
    holding = [
        figure
        for figure in cells
        if (met := figure.slice.meet(row)) is not None and met.box == row.box and items.total(met) == amount
    ]
    return max(holding or cells[:1], key=lambda figure: sum(len(getattr(figure.slice, name)) for name in _ORDER))


def _named(row: Slice, dimension: str, name_of: NameOf) -> str:
    value = getattr(row, dimension)
    node = value[0] if isinstance(value, tuple) else str(value)
    return f"{node} {name_of(dimension, node)}".strip()
