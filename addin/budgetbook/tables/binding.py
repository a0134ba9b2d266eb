"""A binding laid on a workbook: what has moved is found again by its words, what has changed is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from budgetbook.model.grid import Grid, cell_name
from budgetbook.model.problem import BudgetbookError, Problem

from .assembly import Draft, PanelDraft, assemble, finish, read_growing
from .axes import keys_of
from .binding_file import Binding, digest, unit_name, write_binding
from .binding_reader import read_binding
from .body import Body, read_body
from .columns import book_year
from .headings import Frame, Side, find_frame
from .known import CodeOf, Known, known_things
from .labels import nest
from .layout import Axis, Column, Layout, Panel, Row, Table, Unsettled
from .vocabulary import Vocabulary, load_vocabulary
from .wording import anchor

__all__ = ["Binding", "fit", "read_binding", "write_binding"]

_HINT = "请把模板改回原来的文字；确实要改的，改绑定文件里对应的一行，或删去绑定文件让程序重新识别"


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
    frames = [frame for _, frame in found if isinstance(frame, Frame)]
    pairs = _pairs(binding.tables, frames)
    bound = {frame.grid.sheet: place for place, frame in pairs.items()}
    drafts = [fitting.draft(grid, frame, bound.get(grid.sheet)) for grid, frame in found]
    sheets = {grid.sheet for grid, _ in found}
    missing = [fitting.missing(table, sheets) for place, table in enumerate(binding.tables) if place not in pairs]
    if fitting.problems:
        raise BudgetbookError(fitting.problems)
    return finish([*drafts, *missing])


def _pairs(tables: Sequence[Table], frames: Sequence[Frame]) -> dict[int, Frame]:
    """Which frame is which bound table: by title, the sheet's name deciding between equal ones; then by the sheet's name."""
    pairs: dict[int, Frame] = {}
    tests = (
        lambda table, frame: _title(table.title) == _title(frame.title) and table.sheet == frame.grid.sheet,
        lambda table, frame: _title(table.title) == _title(frame.title),
        lambda table, frame: table.sheet == frame.grid.sheet,
    )
    for same in tests:
        for place, table in enumerate(tables):
            taken = {frame.grid.sheet for frame in pairs.values()}
            free = [frame for frame in frames if frame.grid.sheet not in taken and same(table, frame)]
            if place not in pairs and free:
                pairs[place] = free[0]
    return pairs


def _title(title: str) -> str:
    return anchor(title.replace("/", ""))


@dataclass
class _Fitting:
    """Lays the binding's tables on frames; gathers what does not fit."""

    binding: Binding
    known: Known
    problems: list[Problem] = field(default_factory=list)

    def draft(self, grid: Grid, frame: Frame | Unsettled | None, place: int | None) -> Draft:
        if frame is None or isinstance(frame, Unsettled):
            return Draft(None, (frame,) if frame else ())
        if place is None:
            reason = f"绑定文件“{self.binding.file}”里没有这张表；请补上，或删去绑定文件让程序重新识别"
            return Draft(None, (Unsettled(grid.sheet, frame.title_at, frame.title, reason),))
        table = self.binding.tables[place]
        draft = self._lay(table, frame)
        confirmed = self.binding.confirmed.get(place)
        if confirmed is not None and draft.table and not draft.holds and digest(draft.table) != confirmed:
            self._wrong(
                frame,
                frame.title_at,
                "这张表确认以后，表头或行名改动过",
                f"核对后把绑定文件里的 digest 改成“{digest(draft.table)}”",
            )
        return draft

    def missing(self, table: Table, sheets: set[str]) -> Draft:
        """A bound table that is not there: its words have changed beyond finding, or its sheet is gone."""
        if table.sheet in sheets:
            message = f"绑定文件说这里有表“{table.title}”，现在认不出这张表（标题、金额单位或表头不见了）"
            self.problems.append(Problem(message, self.binding.file, table.sheet, cell_name(*table.title_at), _HINT))
        return Draft(None, (Unsettled(table.sheet, table.title_at, table.title, "工作簿里没有这张表，而绑定文件里有"),))

    def _lay(self, table: Table, frame: Frame) -> Draft:
        if _title(table.title) != _title(frame.title):
            self._wrong(frame, frame.title_at, f"标题在绑定文件里是“{table.title}”，现在是“{frame.title}”")
        if table.unit != frame.unit:
            says, now = unit_name(table.unit), unit_name(frame.unit)
            self._wrong(frame, frame.unit_at, f"金额单位在绑定文件里是“{says}”，现在是“{now}”")
        body = read_body(frame, self.known.vocabulary)
        panels = [self._panel(panel, side, frame, body) for panel, side in self._sides(table, frame)]
        return assemble(frame, body, table.slice, book_year(frame), panels, frame.stray)

    def _sides(self, table: Table, frame: Frame) -> list[tuple[Panel, Side]]:
        """Panels of the binding and of the sheet: those with the most headings in common belong together."""
        free = list(frame.sides)
        if len(free) != len(table.panels):
            self._wrong(frame, frame.title_at, f"绑定文件里这张表并排有{len(table.panels)}组行列，现在是{len(free)}组")
            return []
        pairs = []
        for panel in table.panels:
            names = {anchor(column.reads) for column in panel.columns}
            side = max(free, key=lambda side: len(names & {anchor(heading.reads) for heading in side.columns}))
            free.remove(side)
            pairs.append((panel, side))
        return sorted(pairs, key=lambda pair: pair[1].columns[0].at)

    def _panel(self, panel: Panel, side: Side, frame: Frame, body: Body) -> PanelDraft:
        columns, more = self._columns(panel, side, frame)
        keys = keys_of(side, panel.axis)
        if [key.means for key in keys] != [key.means for key in panel.keys]:
            first = side.keys[0].heading if side.keys else side.columns[0]
            self._wrong(frame, (first.row, first.at), f"说明各行是什么的栏目变了，现在这里是“{first.reads}”")
            return PanelDraft(panel.axis, panel.keys, columns, ())
        if panel.axis is not Axis.LABELS:
            return read_growing(panel.axis, keys, columns, frame, body, self.known, tuple(more))
        label_at = next(key.at for key in keys if key.means == "label")
        rows, unnamed = self._labels(panel, label_at, frame, body)
        return PanelDraft(panel.axis, keys, columns, rows, unsettled=(*more, *unnamed))

    def _columns(self, panel: Panel, side: Side, frame: Frame) -> tuple[tuple[Column, ...], list[Unsettled]]:
        bound = {anchor(column.reads): column for column in panel.columns}
        now = {heading.at: heading for heading in side.columns}
        there = {anchor(heading.reads) for heading in side.columns}
        for name, column in bound.items():
            if name not in there:
                here = f"，现在这一列是“{now[column.at].reads}”" if column.at in now else "，现在找不到"
                at = (now[column.at].row if column.at in now else frame.heading[1], column.at)
                self._wrong(frame, at, f"绑定文件里的列“{column.reads}”{here}")
        columns, more = [], []
        for heading in side.columns:
            known = bound.get(anchor(heading.reads))
            if known:
                columns.append(known._replace(at=heading.at, reads=heading.reads))
            else:
                at = (heading.row, heading.at)
                more.append(Unsettled(frame.grid.sheet, at, heading.reads, f"绑定文件“{self.binding.file}”里没有这一列"))
        return tuple(columns), more

    def _labels(self, panel: Panel, label_at: int, frame: Frame, body: Body) -> tuple[tuple[Row, ...], list[Unsettled]]:
        entries = nest({row: texts[label_at] for row, texts in body.rows.items() if label_at in texts}, self.known)
        bound = {anchor(row.reads): row for row in panel.rows}
        now = {entry.at: entry.written for entry in entries}
        for name in bound.keys() - {anchor(entry.reads) for entry in entries}:
            row = bound[name]
            here = f"，现在这一行是“{now[row.at]}”" if row.at in now else "，现在找不到"
            self._wrong(frame, (row.at, label_at), f"绑定文件里的行“{row.reads}”{here}")
        rows, more = [], []
        for entry in entries:
            known = bound.get(anchor(entry.reads))
            if known:
                rows.append(known._replace(at=entry.at, reads=entry.reads))
            else:
                reason = f"绑定文件“{self.binding.file}”里没有这一行"
                more.append(Unsettled(frame.grid.sheet, (entry.at, label_at), entry.reads or entry.written, reason))
        return tuple(rows), more

    def _wrong(self, frame: Frame, at: tuple[int, int], message: str, hint: str = _HINT) -> None:
        self.problems.append(Problem(message, self.binding.file, frame.grid.sheet, cell_name(*at), hint))
