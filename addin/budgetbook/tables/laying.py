"""A bound table laid on a frame: which heading and label is which, by their words.

What rests on the words of a template alone is worked out once for each binding and frame, and for each column of labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from budgetbook.model.grid import Cell, cell_name
from budgetbook.model.problem import Problem

from .axes import keys_of
from .binding_file import Binding, unit_name
from .headings import Frame, Side
from .labels import nest
from .layout import Column, Key, Panel, Row, Unsettled
from .vocabulary import Vocabulary
from .wording import anchor

HINT = "请把模板改回原来的文字；确实要改的，改绑定文件里对应的一行，或删去绑定文件让程序重新识别"


@dataclass(frozen=True, eq=False)
class LaidPanel:
    """A bound panel in its place. `keys` are None where the key columns are not the binding's; `problems` are all that does
    not fit, `unsettled` what the binding does not name."""

    file: str
    panel: Panel
    frame: Frame
    keys: tuple[Key, ...] | None
    columns: tuple[Column, ...]
    unsettled: tuple[Unsettled, ...]
    problems: tuple[Problem, ...]


class LaidTable(NamedTuple):
    """The panels of a bound table, from the left; `problems` are those of the table itself."""

    panels: tuple[LaidPanel, ...]
    problems: tuple[Problem, ...]


class LaidLabels(NamedTuple):
    """The rows of a panel of labels, those that the binding does not name, and those of the binding that are gone."""

    rows: tuple[Row, ...]
    unsettled: tuple[Unsettled, ...]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=256)
def lay_table(binding: Binding, place: int, frame: Frame) -> LaidTable:
    """The table at this place of the binding laid on the frame."""
    table, problems = binding.tables[place], []
    if title_anchor(table.title) != title_anchor(frame.title):
        says = f"标题在绑定文件里是“{table.title}”，现在是“{frame.title}”"
        problems.append(wrong(binding.file, frame, frame.title_at, says))
    if table.unit != frame.unit:
        says = f"金额单位在绑定文件里是“{unit_name(table.unit)}”，现在是“{unit_name(frame.unit)}”"
        problems.append(wrong(binding.file, frame, frame.unit_at, says))
    if len(frame.sides) != len(table.panels):
        says = f"绑定文件里这张表并排有{len(table.panels)}组行列，现在是{len(frame.sides)}组"
        problems.append(wrong(binding.file, frame, frame.title_at, says))
        return LaidTable((), tuple(problems))
    pairs = _pairs(table.panels, frame.sides)
    return LaidTable(tuple(_lay_panel(binding.file, panel, side, frame) for panel, side in pairs), tuple(problems))


@lru_cache(maxsize=256)
def lay_labels(laid: LaidPanel, label_at: int, names: tuple[tuple[int, str], ...], vocabulary: Vocabulary) -> LaidLabels:
    """The labels of a panel, as (row, text), laid on the rows that the binding names."""
    entries = nest(dict(names), vocabulary)
    bound = {anchor(row.reads): row for row in laid.panel.rows}
    now = {entry.at: entry.written for entry in entries}
    problems = []
    there = {anchor(entry.reads) for entry in entries}
    for row in [row for name, row in bound.items() if name not in there]:
        here = f"，现在这一行是“{now[row.at]}”" if row.at in now else "，现在找不到"
        problems.append(wrong(laid.file, laid.frame, (row.at, label_at), f"绑定文件里的行“{row.reads}”{here}"))
    rows, more = [], []
    for entry in entries:
        known = bound.get(anchor(entry.reads))
        if known:
            rows.append(known._replace(at=entry.at, reads=entry.reads))
        else:
            reason = f"绑定文件“{laid.file}”里没有这一行"
            more.append(Unsettled(laid.frame.sheet, (entry.at, label_at), entry.reads or entry.written, reason))
    return LaidLabels(tuple(rows), tuple(more), tuple(problems))


def title_anchor(title: str) -> str:
    """How a table is found again."""
    return anchor(title.replace("/", ""))


def wrong(file: str, frame: Frame, at: Cell, message: str, hint: str = HINT) -> Problem:
    """Something that the binding file says and the sheet does not."""
    return Problem(message, file, frame.sheet, cell_name(*at), hint)


def _pairs(panels: tuple[Panel, ...], sides: tuple[Side, ...]) -> list[tuple[Panel, Side]]:
    """Panels of the binding and of the sheet: those with the most headings in common belong together."""
    free = list(sides)
    pairs = []
    for panel in panels:
        names = {anchor(column.reads) for column in panel.columns}
        side = max(free, key=lambda side: len(names & {anchor(heading.reads) for heading in side.columns}))
        free.remove(side)
        pairs.append((panel, side))
    return sorted(pairs, key=lambda pair: pair[1].columns[0].at)


def _lay_panel(file: str, panel: Panel, side: Side, frame: Frame) -> LaidPanel:
    columns, more = _columns(file, panel, side, frame)
    problems = _gone(file, panel, side, frame)
    keys = keys_of(side, panel.axis)
    if [key.means for key in keys] != [key.means for key in panel.keys]:
        first = side.keys[0].heading if side.keys else side.columns[0]
        says = f"说明各行是什么的栏目变了，现在这里是“{first.reads}”"
        problems.append(wrong(file, frame, (first.row, first.at), says))
        return LaidPanel(file, panel, frame, None, columns, (), tuple(problems))
    return LaidPanel(file, panel, frame, keys, columns, more, tuple(problems))


def _gone(file: str, panel: Panel, side: Side, frame: Frame) -> list[Problem]:
    """Columns of the binding whose words no longer stand over any column."""
    bound = {anchor(column.reads): column for column in panel.columns}
    now = {heading.at: heading for heading in side.columns}
    there = {anchor(heading.reads) for heading in side.columns}
    problems = []
    for column in [column for name, column in bound.items() if name not in there]:
        here = f"，现在这一列是“{now[column.at].reads}”" if column.at in now else "，现在找不到"
        at = (now[column.at].row if column.at in now else frame.heading[1], column.at)
        problems.append(wrong(file, frame, at, f"绑定文件里的列“{column.reads}”{here}"))
    return problems


def _columns(file: str, panel: Panel, side: Side, frame: Frame) -> tuple[tuple[Column, ...], tuple[Unsettled, ...]]:
    bound = {anchor(column.reads): column for column in panel.columns}
    columns, more = [], []
    for heading in side.columns:
        known = bound.get(anchor(heading.reads))
        if known:
            columns.append(known._replace(at=heading.at, reads=heading.reads))
        else:
            more.append(Unsettled(frame.sheet, (heading.row, heading.at), heading.reads, f"绑定文件“{file}”里没有这一列"))
    return tuple(columns), tuple(more)
