"""Plan: what a table is to hold once it is filled. Plain data between the line items and the workbook."""

from __future__ import annotations

from typing import NamedTuple

from budgetbook.model.grid import Cell

from .layout import Panel, Table


class BodyRow(NamedTuple):
    """A row of a growing panel: what its key columns say (as panel.keys) and its amounts in fen (as panel.columns;
    None where the column is not this year's budget)."""

    level: int
    keys: tuple[str, ...]
    amounts: tuple[int | None, ...]


class PanelPlan(NamedTuple):
    """Rows that grow, and amounts in fen of the cells that stand where they are (cells as the layout has them)."""

    panel: Panel
    rows: tuple[BodyRow, ...]
    fixed: dict[Cell, int]


class TablePlan(NamedTuple):
    """One table filled. `texts` are titles and headings with year and department put in."""

    table: Table
    panels: tuple[PanelPlan, ...]
    texts: dict[Cell, str]

    @property
    def empty(self) -> bool:
        """Whether the table has no data at all."""
        fixed = any(amount for panel in self.panels for amount in panel.fixed.values())
        return not fixed and not any(amount for panel in self.panels for row in panel.rows for amount in row.amounts)
