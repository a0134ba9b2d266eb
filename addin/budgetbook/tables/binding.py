"""A binding laid on a workbook: what has moved is found again by its words, what has changed is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from budgetbook.model.grid import Area, Cell, Grid, Value, cell_name
from budgetbook.model.problem import BudgetbookError, Problem

from .assembly import Draft, PanelDraft, assemble, finish, read_growing
from .binding_file import Binding, digest, write_binding
from .binding_reader import read_binding
from .body import Body, Words, read_body, words_below
from .columns import book_year
from .frames import find_frame
from .headings import Frame, department_of, stray_columns
from .known import CodeOf, Known, known_things
from .laying import HINT, LaidPanel, lay_labels, lay_table, title_anchor, wrong
from .layout import Axis, Layout, Table, Unsettled
from .vocabulary import Vocabulary, load_vocabulary

__all__ = ["Binding", "fit", "read_binding", "write_binding"]


def fit(
    binding: Binding,
    grids: Iterable[Grid],
    *,
    classes: Mapping[str, str],
    units: frozenset[str] = frozenset(),
    department: str = "",
    code_of: CodeOf | None = None,
    vocabulary: Vocabulary | None = None,
) -> Layout:
    """The layout of the workbook as the binding has it: slices are the binding's, places are the sheets', growing rows are read
    anew. What the binding does not name is unsettled, as is a table whose sheet is gone.

    Raises BudgetbookError naming every heading and label that the binding names and that no longer stands there."""
    known = known_things(vocabulary or load_vocabulary(), classes, units, department, code_of)
    fitting = _Fitting(binding, known)
    found = [(grid, find_frame(grid, known.vocabulary)) for grid in grids]
    pairs = _pairs(binding, tuple(frame for _, frame in found if isinstance(frame, Frame)))
    bound = {frame.sheet: place for place, frame in pairs.items()}
    drafts = [fitting.draft(grid, frame, bound.get(grid.sheet)) for grid, frame in found]
    sheets = {grid.sheet for grid, _ in found}
    missing = [fitting.missing(table, sheets) for place, table in enumerate(binding.tables) if place not in pairs]
    if fitting.problems:
        raise BudgetbookError(fitting.problems)
    return finish([*drafts, *missing])


@lru_cache(maxsize=64)
def _pairs(binding: Binding, frames: tuple[Frame, ...]) -> dict[int, Frame]:
    """Which frame is which bound table: by title, the sheet's name deciding between equal ones; then by the sheet's name."""
    pairs: dict[int, Frame] = {}
    tests = (
        lambda table, frame: title_anchor(table.title) == title_anchor(frame.title) and table.sheet == frame.sheet,
        lambda table, frame: title_anchor(table.title) == title_anchor(frame.title),
        lambda table, frame: table.sheet == frame.sheet,
    )
    for same in tests:
        for place, table in enumerate(binding.tables):
            taken = {frame.sheet for frame in pairs.values()}
            free = [frame for frame in frames if frame.sheet not in taken and same(table, frame)]
            if place not in pairs and free:
                pairs[place] = free[0]
    return pairs


class _Fitting:
    """Lays the binding's tables on frames; gathers what does not fit."""

    def __init__(self, binding: Binding, known: Known):
        self.binding, self.known = binding, known
        self.problems: list[Problem] = []

    def draft(self, grid: Grid, frame: Frame | Unsettled | None, place: int | None) -> Draft:
        if frame is None or isinstance(frame, Unsettled):
            return Draft(None, (frame,) if frame else ())
        if place is None:
            reason = f"绑定文件“{self.binding.file}”里没有这张表；请补上，或删去绑定文件让程序重新识别"
            return Draft(None, (Unsettled(grid.sheet, frame.title_at, frame.title, reason),))
        draft = self._lay(place, frame, grid)
        confirmed = self.binding.confirmed.get(place)
        if confirmed is not None and draft.table and not draft.holds and digest(draft.table) != confirmed:
            hint = f"核对后把绑定文件里的 digest 改成“{digest(draft.table)}”"
            self.problems.append(wrong(self.binding.file, frame, frame.title_at, "这张表确认以后，表头或行名改动过", hint))
        return draft

    def missing(self, table: Table, sheets: set[str]) -> Draft:
        """A bound table that is not there: its words have changed beyond finding, or its sheet is gone."""
        if table.sheet in sheets:
            message = f"绑定文件说这里有表“{table.title}”，现在认不出这张表（标题、金额单位或表头不见了）"
            self.problems.append(Problem(message, self.binding.file, table.sheet, cell_name(*table.title_at), HINT))
        reason, hint = "工作簿里没有这张表，而绑定文件里有", "请把这张表放回工作簿；确实没有这张表的，从绑定文件里删去它"
        return Draft(None, (Unsettled(table.sheet, table.title_at, table.title, reason, hint=hint),))

    def _lay(self, place: int, frame: Frame, grid: Grid) -> Draft:
        words = words_below(frame, grid)
        blank = _blank_draft(self.binding, place, frame, words, tuple(grid.merges), self.known.vocabulary) if words else None
        return blank or self.lay(place, frame, grid)[0]

    def lay(self, place: int, frame: Frame, grid: Grid) -> tuple[Draft, bool]:
        """The table, and whether it took what is known of department, units and codes to read its rows."""
        laid = lay_table(self.binding, place, frame)
        self.problems += laid.problems
        body = read_body(frame, grid, self.known.vocabulary)
        known = self.known.on(department_of(frame, grid))
        panels = [self._panel(panel, frame, body, known) for panel in laid.panels]
        slice_ = self.binding.tables[place].slice
        draft = assemble(frame, body, slice_, book_year(frame), panels, tuple(stray_columns(frame, grid)))
        return draft, any(panel.asks for panel in panels)

    def _panel(self, laid: LaidPanel, frame: Frame, body: Body, known: Known) -> PanelDraft:
        axis, keys, columns = laid.panel.axis, laid.keys, laid.columns
        self.problems += laid.problems
        if keys is None:
            return PanelDraft(axis, laid.panel.keys, columns, ())
        if axis is not Axis.LABELS:
            return read_growing(axis, keys, columns, frame, body, known, laid.unsettled)
        label_at = next(key.at for key in keys if key.means == "label")
        labels = lay_labels(laid, label_at, tuple(body.column(label_at).items()), known.vocabulary)
        self.problems += labels.problems
        return PanelDraft(axis, keys, columns, labels.rows, unsettled=(*laid.unsettled, *labels.unsettled))


@lru_cache(maxsize=256)
def _blank_draft(
    binding: Binding, place: int, frame: Frame, words: Words, merges: tuple[Area, ...], vocabulary: Vocabulary
) -> Draft | None:
    """The table of a template that nobody has filled; None where its words alone do not say all of it, or do not fit."""
    cells: dict[Cell, Value] = {(row, column): text for row, line in words for column, text in line}
    fitting = _Fitting(binding, Known(vocabulary, {}, {}))
    draft, asks = fitting.lay(place, frame, Grid(frame.sheet, cells, list(merges)))
    return None if asks or fitting.problems else draft
