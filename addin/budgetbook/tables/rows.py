"""Rows of a growing panel: codes, units, projects, totals and model rows, read from what stands in their key columns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from budgetbook.model.slices import Slice

from .body import Texts, amounts_in
from .codes_of_rows import CodeReader
from .known import Known
from .layout import Axis, Column, Key, Row, Unsettled
from .wording import label, plain
from .words import explain

_MODELS = {Axis.UNIT: "单位", Axis.PROJECT: "项目"}
_DEEPEST = {Axis.ECONOMIC: 2, Axis.ECONOMIC_PAIR: 2, Axis.GOVERNMENT: 2, Axis.FUNCTION: 3, Axis.PROJECT: 3, Axis.UNIT: 1}
_WORDS_OF_TEMPLATE = 6  # 部门名称, 单位合计 and a slip or two
_WORDS_OF_TOTAL = 12  # a longer text is a name, even if it holds 合计


@dataclass
class Reading:
    """Rows of one panel. `grown` are the rows that grow (model rows, actual rows, rows held), `totals` those that do not."""

    rows: list[Row] = field(default_factory=list)
    grown: list[int] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    models: list[tuple[int, int]] = field(default_factory=list)
    held: list[Unsettled] = field(default_factory=list)

    def examples(self) -> tuple[tuple[int, int], ...]:
        """A row for each level: the model row, else the first actual one."""
        found = dict(reversed(self.models)) or dict(
            reversed([(row.level, row.at) for row in self.rows if row.at not in self.totals])
        )
        return tuple(sorted(found.items()))


Reader: TypeAlias = Callable[[int, dict[str, str]], "Row | str"]


def read_rows(
    axis: Axis, keys: Sequence[Key], columns: Sequence[Column], body: Mapping[int, Texts], sheet: str, department: str, known: Known
) -> Reading:
    """The rows of one growing panel, body rows by number. A row whose name cannot be turned into a slice is held, not guessed."""
    reader = _reader(axis, keys, department, known)
    reading = Reading()
    amounts = [column.at for column in columns]
    for at, texts in body.items():
        names = {key.at: texts[key.at] for key in keys if key.at in texts and key.means != "ordinal"}
        if not names:
            if amounts_in(texts, amounts):
                first = min(column for column in amounts if column in texts)
                reading.held.append(Unsettled(sheet, (at, first), texts[first], "这一行有数，但没有行名"))
                reading.grown.append(at)
            continue
        _read_row(reading, at, names, axis, keys, reader, sheet, known)
    if axis is Axis.PROJECT:
        _hold_headless(reading, keys[0].at, sheet)
    return reading


def _hold_headless(reading: Reading, column: int, sheet: str) -> None:
    """A list of projects begins with its department or a total; a first row that is neither may be a misspelt department."""
    first = reading.rows[0] if reading.rows else None
    if first and first.level == 3:
        reading.rows.remove(first)
        reading.held.append(
            Unsettled(
                sheet, (first.at, column), first.reads, "第一行应是部门名称（或合计），这个名称却不是本部门；请改正，或补上部门一行"
            )
        )


def _read_row(
    reading: Reading, at: int, names: Mapping[int, str], axis: Axis, keys: Sequence[Key], reader: Reader, sheet: str, known: Known
) -> None:
    total = _total(names, axis, known)
    if total:
        reading.rows.append(total._replace(at=at))
        reading.totals.append(at)
        return
    reading.grown.append(at)
    first = min(names)
    levels = _model_levels(names, axis, known)
    if len(levels) == 1 and max(levels) <= _DEEPEST.get(axis, 4):
        reading.models.append((max(levels), at))
    elif levels:
        reading.held.append(Unsettled(sheet, (at, first), names[first], "示例行各栏说的不是同一级"))
    elif not all(plain(name) in known.vocabulary.ellipses for name in names.values()):
        spoken = {key.means: names[key.at] for key in keys if key.at in names}
        read = _misspelt(spoken, axis, known) or reader(at, spoken)
        if isinstance(read, Row):
            reading.rows.append(read)
        else:
            reading.held.append(Unsettled(sheet, (at, first), names[first], read))


def _misspelt(names: Mapping[str, str], axis: Axis, known: Known) -> str:
    """Where any name will do, one that is all but a word of the template is no name but a slip; it is held, not believed."""
    name = plain(names.get("name", ""))
    if axis not in _MODELS or not 1 < len(name) <= _WORDS_OF_TEMPLATE:
        return ""
    words = [*known.vocabulary.models[_MODELS[axis]], *known.vocabulary.totals]
    close = difflib.get_close_matches(name, words, 1, 0.7)
    return f"“{name}”很像“{close[0]}”，看不出是不是写错了；请改正" if close else ""


def _total(names: Mapping[int, str], axis: Axis, known: Known) -> Row | None:
    """A total row says so in any of its key columns and says nothing else but what it is the total of."""
    for name in names.values():
        if len(name) > _WORDS_OF_TOTAL or not any(word in plain(name) for word in known.vocabulary.totals):
            continue
        text, _, part = label(name)
        meaning = explain(text, Slice(), known.vocabulary)
        if meaning.total and not meaning.doubt and (axis is not Axis.PROJECT or not meaning.says_scope):
            return Row(0, plain(text), meaning.slice, True, 0, part)
    return None


def _model_levels(names: Mapping[int, str], axis: Axis, known: Known) -> set[int]:
    levels = known.vocabulary.models[_MODELS.get(axis, "科目")]
    return {levels[plain(name)] for name in names.values() if plain(name) in levels}


def _reader(axis: Axis, keys: Sequence[Key], department: str, known: Known) -> Reader:
    if axis is Axis.UNIT:
        return lambda at, names: _unit_row(at, names, department, known)
    if axis is Axis.PROJECT:
        return _Projects(department, known).read
    return CodeReader(axis, known).read


def _name(names: Mapping[str, str]) -> str:
    return "".join(names.get("name", "").split("\n")).strip()


def _unit_row(at: int, names: Mapping[str, str], department: str, known: Known) -> Row | str:
    name = _name(names)
    if not name:
        return "这一行没有写单位名称"
    if known.units and plain(name) not in known.units and plain(name) != plain(department):
        return f"“{name}”不是本部门的预算单位；请改正名称，或在基本信息中补上这个单位"
    return Row(at, name, Slice(unit=known.units.get(plain(name), name)), level=1)


class _Projects:
    """Department, units, projects as they follow one another; a project belongs to the unit above it."""

    def __init__(self, department: str, known: Known):
        self.department = plain(department)
        self.known = known
        self.unit = next(iter(known.units.values())) if len(known.units) == 1 else ""
        self.begun = False

    def read(self, at: int, names: Mapping[str, str]) -> Row | str:
        name = _name(names)
        if not name:
            return "这一行没有写项目名称"
        first, self.begun = not self.begun, True
        if first and (plain(name) == self.department or (not self.department and plain(name) not in self.known.units)):
            return Row(at, name, Slice(), True, 1)
        if plain(name) in self.known.units or plain(name) == self.department:
            self.unit = self.known.units.get(plain(name), name)
            return Row(at, name, Slice(unit=self.unit), level=2)
        return Row(at, name, Slice(unit=self.unit, project=name), level=3)
