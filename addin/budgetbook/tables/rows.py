"""Rows of a growing panel: codes, units, projects, totals and model rows, read from what stands in their key columns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from functools import lru_cache, partial
from typing import TypeAlias

from budgetbook.model.grid import Line, Value, shown
from budgetbook.model.slices import Slice

from .body import amounts_in
from .codes_of_rows import CODED, CodeReader, written_row
from .known import Known
from .layout import Axis, Column, Key, Row, Unsettled
from .vocabulary import Vocabulary
from .wording import label, plain
from .words import explain

_MODELS = {Axis.UNIT: "单位", Axis.PROJECT: "项目"}
_DEEPEST = {Axis.ECONOMIC: 2, Axis.ECONOMIC_PAIR: 2, Axis.GOVERNMENT: 2, Axis.FUNCTION: 3, Axis.PROJECT: 3, Axis.UNIT: 1}
_WORDS_OF_TEMPLATE = 6  # 部门名称, 单位合计 and a slip or two
_WORDS_OF_TOTAL = 12  # a longer text is a name, even if it holds 合计


class Reading:
    """Rows of one panel. `grown` are the rows that grow (model rows, actual rows, rows held), `totals` those that do not;
    `models` are (level, row); `asks` says that it took what is known to read them."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.grown: list[int] = []
        self.totals: list[int] = []
        self.models: list[tuple[int, int]] = []
        self.held: list[Unsettled] = []
        self.asks = False

    def examples(self) -> tuple[tuple[int, int], ...]:
        """A row for each level: the model row, else the first actual one."""
        found = dict(reversed(self.models)) or dict(
            reversed([(row.level, row.at) for row in self.rows if row.at not in self.totals])
        )
        return tuple(sorted(found.items()))


class _Open(Enum):
    """A row without a name, or whose names do not say by themselves what it is."""

    NAMELESS = "no name"
    ASK = "ask what is known"


Reader: TypeAlias = Callable[[int, Mapping[str, str]], "Row | str"]
Said: TypeAlias = "Row | int | str | _Open | None"


def read_rows(
    axis: Axis, keys: Sequence[Key], columns: Sequence[Column], body: Mapping[int, Line], sheet: str, known: Known
) -> Reading:
    """The rows of one growing panel, body rows by number. A row whose name cannot be turned into a slice is held, not guessed."""
    panel = _Panel(axis, tuple(key for key in keys if key.means != "ordinal"), sheet, known)
    amounts = [column.at for column in columns]
    for at, line in body.items():
        if not panel.read(at, line) and amounts_in(line, amounts):
            first = min(column for column in amounts if column in line)
            panel.hold(at, first, shown(line[first]), "这一行有数，但没有行名")
            panel.reading.grown.append(at)
    if axis is Axis.PROJECT:
        _hold_headless(panel.reading, keys[0].at, sheet)
    return panel.reading


class _Panel:
    """Reads the rows of one panel in turn. `keys` are those that name the rows."""

    def __init__(self, axis: Axis, keys: tuple[Key, ...], sheet: str, known: Known):
        self.sheet = sheet
        self.places = [key.at for key in keys]
        self.means = tuple(key.means for key in keys)
        self.by_themselves = partial(_by_themselves, axis, self.means, known.vocabulary)
        self.codes = CodeReader(axis, known.code_of) if axis in CODED else None
        self.ask = self.codes.read if self.codes else _reader(axis, known)
        self.reading = Reading()

    def read(self, at: int, line: Line) -> bool:
        """Whether the row has a name; then it is a row, a model of one, or held."""
        names = [line.get(place) for place in self.places]
        said = self.by_themselves(*names)
        if isinstance(said, Row):
            (self.reading.totals if said.total else self.reading.grown).append(at)
            self.reading.rows.append(Row(at, *said[1:]))
            if self.codes and not said.total:
                self.codes.above = said.reads
            return True
        if said is _Open.NAMELESS:
            return False
        self.reading.grown.append(at)
        if said is _Open.ASK:
            self.reading.asks = True
            said = self.ask(at, _spoken(self.means, _texts(names)))
        if isinstance(said, Row):
            self.reading.rows.append(said)
        elif isinstance(said, int):
            self.reading.models.append((said, at))
        elif isinstance(said, str):
            first = next(place for place in self.places if place in line)
            self.hold(at, first, shown(line[first]), said)
        return True

    def hold(self, at: int, column: int, reads: str, reason: str) -> None:
        """Keep the row out, and say why."""
        self.reading.held.append(Unsettled(self.sheet, (at, column), reads, reason))


@lru_cache(maxsize=8192, typed=True)  # TRUE and 1 are equal, but do not read alike
def _by_themselves(axis: Axis, means: tuple[str, ...], vocabulary: Vocabulary, *names: Value) -> Said:
    """What a row's names say, whatever stands above it and whoever's table it is: a row at 0, the level of a model row, why it
    is held, or None for an ellipsis."""
    texts = _texts(names)
    written = [name for name in texts if name]
    if not written:
        return _Open.NAMELESS
    if total := _total(written, axis, vocabulary):
        return total
    levels = _model_levels(written, axis, vocabulary)
    if len(levels) == 1 and max(levels) <= _DEEPEST.get(axis, 4):
        return max(levels)
    if levels:
        return "示例行各栏说的不是同一级"
    if all(plain(name) in vocabulary.ellipses for name in written):
        return None
    spoken = _spoken(means, texts)
    return _misspelt(spoken, axis, vocabulary) or written_row(axis, spoken) or _Open.ASK


def _texts(names: Iterable[Value]) -> list[str]:
    return [shown(name) for name in names]


def _spoken(means: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    return {key: name for key, name in zip(means, names, strict=True) if name}


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


def _misspelt(names: Mapping[str, str], axis: Axis, vocabulary: Vocabulary) -> str:
    """Where any name will do, one that is all but a word of the template is no name but a slip; it is held, not believed."""
    name = plain(names.get("name", ""))
    if axis not in _MODELS or not 1 < len(name) <= _WORDS_OF_TEMPLATE:
        return ""
    words = [*vocabulary.models[_MODELS[axis]], *vocabulary.totals]
    close = difflib.get_close_matches(name, words, 1, 0.7)
    return f"“{name}”很像“{close[0]}”，看不出是不是写错了；请改正" if close else ""


def _total(names: Sequence[str], axis: Axis, vocabulary: Vocabulary) -> Row | None:
    """A total row says so in any of its key columns and says nothing else but what it is the total of."""
    for name in names:
        if len(name) > _WORDS_OF_TOTAL or not any(word in plain(name) for word in vocabulary.totals):
            continue
        text, _, part = label(name)
        meaning = explain(text, Slice(), vocabulary)
        if meaning.total and not meaning.doubt and (axis is not Axis.PROJECT or not meaning.says_scope):
            return Row(0, plain(text), meaning.slice, True, 0, part)
    return None


def _model_levels(names: Sequence[str], axis: Axis, vocabulary: Vocabulary) -> set[int]:
    levels = vocabulary.models[_MODELS.get(axis, "科目")]
    return {levels[plain(name)] for name in names if plain(name) in levels}


def _reader(axis: Axis, known: Known) -> Reader:
    if axis is Axis.PROJECT:
        return _Projects(known).read
    return lambda at, names: _unit_row(at, names, known)


def _name(names: Mapping[str, str]) -> str:
    return "".join(names.get("name", "").split("\n")).strip()


def _unit_row(at: int, names: Mapping[str, str], known: Known) -> Row | str:
    name = _name(names)
    if not name:
        return "这一行没有写单位名称"
    if known.units and plain(name) not in known.units and plain(name) != plain(known.department):
        return f"“{name}”不是本部门的预算单位；请改正名称，或在基本信息中补上这个单位"
    return Row(at, name, Slice(unit=known.units.get(plain(name), name)), level=1)


class _Projects:
    """Department, units, projects as they follow one another; a project belongs to the unit above it."""

    def __init__(self, known: Known):
        self.department = plain(known.department)
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
