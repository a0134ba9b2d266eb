"""What stands in the cells of a project's form, and the height that its rows need to show all of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from budgetbook.model.amount import exact_text
from budgetbook.model.grid import Area, Cell, Grid, Value
from budgetbook.model.project import TEXT_COLUMNS, WHOLE, YEAR, Project
from budgetbook.tables.form_places import YEAR_WORDS, FormPlaces, retitled
from budgetbook.tables.form_words import fund_keys

from . import measure
from .form_rows import Line
from .form_shape import name_cells

_SIZE = 12.0  # points: the largest type of such forms (小四); with smaller type the rows have some air


class Room(NamedTuple):
    """A text and the cells that it must fit into."""

    area: Area
    text: str

    def lines(self, widths: Sequence[float]) -> int:
        return measure.lines(self.text, sum(widths[self.area.left - 1 : self.area.right]), _SIZE)


def project_values(project: Project) -> dict[str, str | int | None]:
    """Every field of the form by its name: texts as written, money in fen."""
    values: dict[str, str | int | None] = {name: getattr(project, field) for name, field in TEXT_COLUMNS.items() if field != "form"}
    for half, funds in ((WHOLE, project.whole), (YEAR, project.year)):
        values |= dict(zip(fund_keys(half), (funds.total, *funds.sources), strict=True))
    return values


def form_cells(sample: Grid, places: FormPlaces, project: Project, lines: Sequence[Line], year: int) -> dict[Cell, Value]:
    """All cells of the form that are not as in the sample; what the project does not say is emptied."""
    cells: dict[Cell, Value] = dict(_heading(sample, places, project.form, year))
    for name, value in project_values(project).items():
        if name in places.values:
            area = moved_area(places, places.values[name], lines)
            cells[area.top, area.left] = _printed(sample, places, name, value)
    cells |= name_cells(places.block, lines)
    for row, line in enumerate(lines, places.block.heading + 1):
        for half in places.block.halves:
            indicator = line.pair.get(half.name)
            cells[row, half.third.left] = (indicator.third if indicator else "") or None
            cells[row, half.value.left] = (indicator.value if indicator else "") or None
    return cells


def moved_area(places: FormPlaces, area: Area, lines: Sequence[Line]) -> Area:
    """Where an area of the sample stands once the indicator table has its rows."""
    moved = len(lines) - len(places.block.rows)
    if not moved or area.top <= places.block.last:
        return area
    return area._replace(top=area.top + moved, bottom=area.bottom + moved)


def sample_labels(sample: Grid, places: FormPlaces) -> list[Room]:
    """The sample's own words in cells of one row, but for the names of indicators."""
    merged = {(area.top, area.left): area for area in sample.merges}
    block = places.block
    found = [Room(merged.get(cell, Area(*cell, *cell)), str(value)) for cell, value in sample.values.items()]
    return [room for room in found if room.area.top == room.area.bottom and not block.heading < room.area.top <= block.last]


def rooms(places: FormPlaces, lines: Sequence[Line], cells: Mapping[Cell, Value]) -> list[Room]:
    """Every text that is written, with its area."""
    areas = [moved_area(places, area, lines) for name, area in places.values.items() if name not in places.inline]
    rows = range(places.block.heading + 1, places.block.heading + 1 + len(lines))
    columns = [column for half in places.block.halves for column in (half.third, half.value)]
    areas += [Area(row, column.left, row, column.right) for row in rows for column in columns]
    return [Room(area, text) for area in areas if isinstance(text := cells.get((area.top, area.left)), str)]


def heights(
    labels: Iterable[Room],
    places: FormPlaces,
    lines: Sequence[Line],
    written: Iterable[Room],
    widths: Sequence[float],
    least: Mapping[int, float],
) -> dict[int, float]:
    """Points for each row with a text of several lines, where its labels fit too, but not less than `least`, by row of the sample;
    other rows stay as in the sample."""
    needs: dict[int, int] = {}
    for room in written:
        count = -(-room.lines(widths) // (room.area.bottom - room.area.top + 1))
        if count > 1:
            for row in range(room.area.top, room.area.bottom + 1):
                needs[row] = max(needs.get(row, 0), count)
    for row, room in _labels(labels, places, lines, needs):
        needs[row] = max(needs[row], room.lines(widths))
    return {row: max(measure.height(count, _SIZE), least[_sample_row(places, row, lines)]) for row, count in needs.items()}


def _sample_row(places: FormPlaces, row: int, lines: Sequence[Line]) -> int:
    """The row of the sample that a row of the form is, or is like."""
    place = row - places.block.heading - 1
    if place < 0:
        return row
    return lines[place].model if place < len(lines) else row - len(lines) + len(places.block.rows)


def _labels(
    labels: Iterable[Room], places: FormPlaces, lines: Sequence[Line], wanted: Collection[int]
) -> Iterator[tuple[int, Room]]:
    """The sample's labels and the names of indicators that come to stand in these rows, each with its row."""
    for room in labels:
        row = moved_area(places, room.area, lines).top
        if row in wanted:
            yield row, room
    for row, line in enumerate(lines, places.block.heading + 1):
        if row in wanted:
            for half in places.block.halves:
                yield row, Room(Area(row, half.second.left, row, half.second.right), line.second)


def _heading(sample: Grid, places: FormPlaces, kind: str, year: int) -> Iterator[tuple[Cell, Value]]:
    """The title with the kind of form, and the year, which may stand in the same cell."""
    for cell in {places.title, places.year} - {None}:
        assert cell is not None  # taken out above
        text = sample.text(*cell)
        text = retitled(text, kind) if cell == places.title else text
        yield cell, YEAR_WORDS.sub(str(year), text, count=1) if cell == places.year else text


def _printed(sample: Grid, places: FormPlaces, name: str, value: str | int | None) -> Value:
    shown: Value = float(exact_text(value, places.unit)) if isinstance(value, int) else value or None
    if name not in places.inline:
        return shown
    area = places.values[name]
    caption = sample.text(area.top, area.left).replace(":", "：").partition("：")[0]
    return f"{caption}：{value if isinstance(value, str) else shown if shown is not None else ''}"
