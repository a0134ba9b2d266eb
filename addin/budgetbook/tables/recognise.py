"""Reading a workbook's tables by their own words: every place is understood, or named as unsettled and its table held."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from budgetbook.model.dimensions import DIMENSIONS
from budgetbook.model.grid import Grid
from budgetbook.model.slices import Slice

from .assembly import Draft, PanelDraft, assemble, finish, read_growing
from .axes import axis_of, keys_of
from .body import Body, read_body
from .columns import Scope, doubtful_keys, settle_columns, title_scope
from .frames import find_frame
from .headings import Frame, Side, department_of, stray_columns
from .known import CodeOf, Known, known_things
from .labels import label_rows, nest, uses_of
from .layout import Axis, Column, Key, Layout, Row, Unsettled
from .vocabulary import Vocabulary, load_vocabulary
from .words import Doubt, explain


def recognise(
    grids: Iterable[Grid],
    *,
    classes: Mapping[str, str],
    units: frozenset[str] = frozenset(),
    department: str = "",
    code_of: CodeOf | None = None,
    vocabulary: Vocabulary | None = None,
) -> Layout:
    """What every table among the sheets means, by the vocabulary; sheets that are no tables are passed over.

    `classes` maps names of 类 to function codes, `units` are the names of the department's units, and
    code_of(dimension, name, parent) looks up the code of a row that gives a name only."""
    known = known_things(vocabulary or load_vocabulary(), classes, units, department, code_of)
    return finish([draft for grid in grids if (draft := read_sheet(grid, known)) is not None])


def read_sheet(grid: Grid, known: Known) -> Draft | None:
    """The table of one sheet by its words; None where there is none."""
    frame = find_frame(grid, known.vocabulary)
    if frame is None or isinstance(frame, Unsettled):
        return Draft(None, (frame,) if frame else ())
    return read_frame(frame, grid, known)


def read_frame(frame: Frame, grid: Grid, known: Known) -> Draft:
    """The table that stands in a frame of the sheet, by its words."""
    known = known.on(department_of(frame, grid))
    scope, unsettled = title_scope(frame, known)
    body = read_body(frame, grid, known.vocabulary)
    panels = [_panel(side, scope, frame, body, known) for side in frame.sides]
    return assemble(frame, body, scope.slice, scope.year, panels, (*unsettled, *frame.loose, *stray_columns(frame, grid)))


def _panel(side: Side, scope: Scope, frame: Frame, body: Body, known: Known) -> PanelDraft:
    axis = axis_of(side, scope.family, body.rows)
    columns, unsettled = settle_columns(side.columns, scope, frame, known)
    unsettled += doubtful_keys(side.keys, scope, frame, known)
    if isinstance(axis, Doubt):
        heading = side.keys[0].heading
        unsettled.append(Unsettled(frame.sheet, (heading.row, heading.at), heading.reads, axis.reason, axis.choices))
        return PanelDraft(Axis.SINGLE, (), columns, (), unsettled=tuple(unsettled))
    keys = keys_of(side, axis)
    if axis is Axis.LABELS:
        columns, rows, more = _labelled(side, keys, columns, scope, frame, body, known)
        return PanelDraft(axis, keys, columns, rows, unsettled=(*unsettled, *more))
    return read_growing(axis, keys, columns, frame, body, known, tuple(unsettled))


def _labelled(
    side: Side, keys: tuple[Key, ...], columns: tuple[Column, ...], scope: Scope, frame: Frame, body: Body, known: Known
) -> tuple[tuple[Column, ...], tuple[Row, ...], list[Unsettled]]:
    """Columns without their use and the rows that say it, where all columns are used for the same."""
    sides = frozenset().union(
        *(explain(step, Slice(), known.vocabulary).sides for heading in side.columns for step in heading.steps)
    )
    uses = uses_of(scope.slice, [column.slice for column in columns], sides or scope.sides)
    label_at = next(key.at for key in keys if key.means == "label")
    if uses is None:
        reason = "同一组行的各列有的是收入，有的是支出，看不出一行是哪一边；请分成左右两组，各有自己的“项目”栏"
        heading = side.keys[0].heading
        return columns, (), [Unsettled(frame.sheet, (heading.row, heading.at), heading.reads, reason)]
    stripped = tuple(column._replace(slice=without_use(column.slice)) for column in columns)
    rows, unsettled = label_rows(
        nest(body.column(label_at), known.vocabulary),
        label_at,
        [column.slice for column in stripped if not column.measure],
        uses,
        frame,
        known,
    )
    return stripped, rows, unsettled


def without_use(slice_: Slice) -> Slice:
    """The slice over all uses: in a panel of labels it is the row that says the use."""
    return slice_._replace(box=slice_.box | DIMENSIONS["use"].mask)
