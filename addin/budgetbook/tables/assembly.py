"""From panels to tables: rows that grow are read, extents found, and what is not settled holds its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.grid import Cell
from budgetbook.model.slices import Slice

from .body import Body
from .headings import Frame
from .known import Known
from .layout import Axis, Column, Key, Layout, Panel, Row, Table, Unsettled
from .rows import Reading, read_rows
from .wording import bare


class PanelDraft(NamedTuple):
    """A panel on its way. `grown` and `totals` are rows of a growing panel; `held` rows are left out but hold nothing else;
    `unsettled` places hold the table. `asks` says that it took what is known of department, units and codes to read the rows."""

    axis: Axis
    keys: tuple[Key, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    models: tuple[tuple[int, int], ...] = ()
    grown: tuple[int, ...] = ()
    totals: tuple[int, ...] = ()
    held: tuple[Unsettled, ...] = ()
    unsettled: tuple[Unsettled, ...] = ()
    asks: bool = False


class Draft(NamedTuple):
    """One table, None where not even its frame is clear, what is unsettled in it, and whether that holds the table."""

    table: Table | None
    unsettled: tuple[Unsettled, ...] = ()
    holds: bool = True


def finish(drafts: Iterable[Draft]) -> Layout:
    """The tables that are understood, those that are held, and every unsettled place."""
    drafts = list(drafts)
    return Layout(
        tables=tuple(draft.table for draft in drafts if draft.table and not draft.holds),
        unsettled=tuple(place for draft in drafts for place in draft.unsettled),
        held=tuple(draft.table for draft in drafts if draft.table and draft.holds),
    )


def read_growing(
    axis: Axis,
    keys: tuple[Key, ...],
    columns: tuple[Column, ...],
    frame: Frame,
    body: Body,
    known: Known,
    unsettled: tuple[Unsettled, ...] = (),
) -> PanelDraft:
    """The panel with its rows as they stand now; a panel without keys has just one row. `known` says whose the table is."""
    if axis is Axis.SINGLE:
        return _single(columns, frame, body, unsettled)
    reading: Reading = read_rows(axis, keys, columns, body.rows, frame.sheet, known)
    return PanelDraft(
        axis,
        keys,
        columns,
        tuple(reading.rows),
        reading.examples(),
        tuple(reading.grown),
        tuple(reading.totals),
        tuple(reading.held),
        unsettled,
        reading.asks,
    )


def _single(columns: tuple[Column, ...], frame: Frame, body: Body, unsettled: tuple[Unsettled, ...]) -> PanelDraft:
    rows = list(body.rows) or [frame.heading[1] + 1]
    first = [(row, min(body.rows[row])) for row in rows[1:]]
    more = tuple(Unsettled(frame.sheet, cell, body.text(*cell), "这张表没有行名，却不止一行") for cell in first)
    return PanelDraft(Axis.SINGLE, (), columns, (Row(rows[0], "", Slice()),), unsettled=(*unsettled, *more))


def assemble(
    frame: Frame, body: Body, slice_: Slice, year: int | None, panels: Sequence[PanelDraft], unsettled: tuple[Unsettled, ...]
) -> Draft:
    """The table that the panels make, with its extents; any unsettled heading or label holds it."""
    panels = _share_totals(panels)
    grows, data = _extents(frame, panels)
    table = Table(
        sheet=frame.sheet,
        title=frame.title,
        title_at=frame.title_at,
        unit=frame.unit,
        unit_at=frame.unit_at,
        slice=slice_,
        heading=frame.heading,
        data=data,
        body=grows,
        panels=tuple(Panel(panel.axis, panel.keys, panel.columns, panel.rows, panel.models) for panel in panels),
        year=year,
        year_at=_year_cells(frame, year),
        department_at=frame.department_at,
        note_at=body.note_at or (data[1] + 1, frame.columns.start),
    )
    holding = (*unsettled, *(place for panel in panels for place in panel.unsettled))
    held = (*(place for panel in panels for place in panel.held), *_nameless(frame, body, panels))
    return Draft(table, (*holding, *held), bool(holding))


def _share_totals(panels: Sequence[PanelDraft]) -> list[PanelDraft]:
    """A total row that only the first of two growing panels names is the total of the other too."""
    named = next((panel for panel in panels if panel.axis.grows and panel.totals), None)
    if named is None:
        return list(panels)
    return [_with_totals(panel, named.totals) if panel.axis.grows and not panel.totals else panel for panel in panels]


def _with_totals(panel: PanelDraft, totals: tuple[int, ...]) -> PanelDraft:
    if set(totals) & {row.at for row in panel.rows}:
        return panel
    rows = (*(Row(at, "合计", Slice(), True) for at in totals), *panel.rows)
    return panel._replace(
        rows=tuple(sorted(rows)),
        totals=totals,
        grown=tuple(at for at in panel.grown if at not in totals),
        held=tuple(place for place in panel.held if place.at[0] not in totals),
    )


def _extents(frame: Frame, panels: Sequence[PanelDraft]) -> tuple[tuple[int, int], tuple[int, int]]:
    """The rows that grow, (0, -1) where all are fixed, and all rows of data."""
    start = frame.heading[1] + 1
    grown = sorted({at for panel in panels for at in panel.grown})
    totals = sorted({at for panel in panels for at in panel.totals})
    fixed = [row.at for panel in panels if not panel.axis.grows for row in panel.rows]
    grows = (0, -1)
    if grown:
        below = [at for at in totals if at > grown[-1]]
        grows = (grown[0], below[0] - 1 if below else grown[-1])
    elif any(panel.axis.grows for panel in panels):
        grows = _empty_body(start, totals)
    return grows, (start, max([start, grows[1], *fixed, *totals]))


def _empty_body(start: int, totals: Sequence[int]) -> tuple[int, int]:
    """Where rows are to go in a table that has none: above a total below blank rows, else behind the total."""
    if not totals:
        return start, start - 1
    return (start, totals[0] - 1) if totals[0] > start else (totals[-1] + 1, totals[-1])


@lru_cache(maxsize=256)
def _year_cells(frame: Frame, year: int | None) -> tuple[Cell, ...]:
    """Cells of title and heading that name the budget's year, or leave a place for it."""
    texts = {frame.title_at: frame.title}
    for side in frame.sides:
        for heading in (*side.columns, *(key.heading for key in side.keys)):
            texts.update(zip(heading.cells, heading.steps, strict=True))
    dated = {cell: bare(text) for cell, text in texts.items()}
    return tuple(sorted(cell for cell, text in dated.items() if text.dated and set(text.years) <= {year}))


def _nameless(frame: Frame, body: Body, panels: Sequence[PanelDraft]) -> list[Unsettled]:
    """Amounts in a panel of labels on a row that has no label: nobody knows what they count."""
    found = []
    for panel in panels:
        if panel.axis is not Axis.LABELS:
            continue
        label_at = next(key.at for key in panel.keys if key.means == "label")
        for row in [row for row, line in body.rows.items() if label_at not in line]:
            at = next((column.at for column in panel.columns if column.at in body.rows[row]), None)
            if at is not None:
                found.append(Unsettled(frame.sheet, (row, at), body.text(row, at), "这一行有数，但没有行名"))
    return found
