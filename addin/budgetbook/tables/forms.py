"""Performance forms read back: a sheet's cells → what a person wrote, and the figure that the tables must agree with."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from budgetbook.model.amount import AmountError, Scale, decimals_of, parse_amount
from budgetbook.model.book import Form
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.grid import Area, Cell, Grid, Value, shown, text_of
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.project import TEXT_COLUMNS, WHOLE, YEAR, Funds, Indicator, Project
from budgetbook.model.slices import parse_slice
from budgetbook.model.text import name_key

from .form_places import YEAR_WORDS, FormPlaces, find_places, title_kind
from .form_words import MONEY_KEYS, TOTAL, fund_keys

_SPENT_ON_PROJECT = parse_slice("支出 项目支出 本年")
_CAPTION = re.compile(r"^[^:：]*[:：]\s*")


class FoundForm(NamedTuple):
    """A form on a sheet: where everything stands, and what it says."""

    places: FormPlaces
    form: Form

    @property
    def is_written(self) -> bool:
        """Whether something is written in it; the blank sample is no form of a project."""
        return self.form.project != Project("", form=self.form.project.form)


def find_form(grid: Grid) -> FoundForm | None:
    """The form that the sheet is, None when it is none. Of the form, `places` holds every field (项目名称, 年度_资金总额 …), 表类型
    (the title), 年度 (the cell that names the year), and of the n-th indicator of the project, from 1, 指标n (its value) and
    指标n_三级指标 (its name)."""
    places = find_places(grid)
    return FoundForm(places, _read(grid, places)) if places else None


def is_form(grid: Grid) -> bool:
    """Whether the sheet is a performance form in which something is written."""
    found = find_form(grid)
    return found is not None and found.is_written


def read_form(grid: Grid) -> Form:
    """What the form says, as find_form. Raises BudgetbookError when the sheet is no form."""
    found = find_form(grid)
    if found is None:
        raise BudgetbookError(Problem("不是项目支出绩效目标申报表", sheet=grid.sheet))
    return found.form


def form_figures(found: FoundForm, grid: Grid, *, unit: str = "") -> list[Figure]:
    """The year's total as a figure; nothing where the form names no project.

    `unit` is the unit whose project it is, where the tables tell units apart."""
    places, form = found
    key = f"{YEAR}_{TOTAL}"
    if not form.project.name:
        return []
    slice = _SPENT_ON_PROJECT._replace(project=form.project.name, unit=unit)
    printed, text = _printed(grid, places, key)
    place = Place(grid.sheet, *_anchor(places.values[key]))
    blank = Figure(slice, 0, 0, place, grid.sheet, "年度资金总额", State.BLANK, text)
    if not text:
        return [blank]
    try:
        value = parse_amount(printed, places.unit)
    except AmountError as error:
        return [blank._replace(state=State.UNREAD, reason=str(error))]
    return [blank._replace(state=State.READ, value=value, half=Scale(places.unit, _decimals(grid, found)).half)]


class _Places(Mapping[str, Place]):
    """Where the fields of a form stand: cells by field, made into places when they are asked for."""

    def __init__(self, sheet: str, cells: dict[str, Cell]):
        self._sheet, self._cells = sheet, cells

    def __getitem__(self, field: str) -> Place:
        return Place(self._sheet, *self._cells[field])

    def __contains__(self, field: object) -> bool:
        return field in self._cells

    def __iter__(self) -> Iterator[str]:
        return iter(self._cells)

    def __len__(self) -> int:
        return len(self._cells)


def _read(grid: Grid, places: FormPlaces) -> Form:
    texts = {field: _printed(grid, places, heading)[1] for heading, field in TEXT_COLUMNS.items() if heading in places.values}
    cells = {key: _anchor(area) for key, area in places.values.items()}
    indicators, spots = _indicators(grid, places)
    year = None
    if places.title:
        cells["表类型"] = places.title
        if kind := title_kind(grid.text(*places.title)):
            texts["form"] = kind
    if places.year:
        cells["年度"] = places.year
        said = YEAR_WORDS.search(grid.text(*places.year))
        year = int(said[0]) if said and said[0].isdigit() else None
    halves = {"whole": _funds(grid, places, WHOLE), "year": _funds(grid, places, YEAR)}
    project = Project(indicators=indicators, **halves, **texts)  # type: ignore[arg-type]
    return Form(grid.sheet, project, _Places(grid.sheet, cells | spots), year)


def _anchor(area: Area) -> tuple[int, int]:
    return area.top, area.left


def _printed(grid: Grid, places: FormPlaces, key: str) -> tuple[Value, str]:
    """The value of a field as it is in its cell and as text."""
    area = places.values[key]
    value = grid.values.get((area.top, area.left))
    if key in places.inline:
        text = _CAPTION.sub("", text_of(value)).strip()
        return text, text
    if isinstance(value, datetime.datetime):
        value = value.date()
    return value, shown(value)


def _funds(grid: Grid, places: FormPlaces, half: str) -> Funds:
    total, *sources = (_amount(grid, places, key) for key in fund_keys(half))
    return Funds(total, tuple(sources))


def _amount(grid: Grid, places: FormPlaces, key: str) -> int | None:
    """Fen; None where nothing is written, or what is written is no amount (form_figures says so)."""
    if key not in places.values:
        return None
    printed, text = _printed(grid, places, key)
    try:
        return parse_amount(printed, places.unit) if text else None
    except AmountError:
        return None


def _decimals(grid: Grid, found: FoundForm) -> int:
    """The most decimals among the form's amounts, of what matters in fen: trailing zeros get stripped in single cells."""
    places, project, most = found.places, found.form.project, 0
    amounts = (project.whole.total, *project.whole.sources, project.year.total, *project.year.sources)
    for key, fen in zip(MONEY_KEYS, amounts, strict=True):
        if fen is not None:
            printed, text = _printed(grid, places, key)
            written = name_key(text).partition(".")[2].rstrip(")") if isinstance(printed, str) else ""
            most = max(most, decimals_of(fen, places.unit), len(written))
    return min(most, len(str(places.unit)) - 1)


def _indicators(grid: Grid, places: FormPlaces) -> tuple[tuple[Indicator, ...], dict[str, Cell]]:
    """Row by row, 实施期 before 年度, with the cell of each."""
    indicators: list[Indicator] = []
    spots: dict[str, Cell] = {}
    halves = [(half.name, half.third.left, half.value.left) for half in places.block.halves]
    for row, first, second in places.block.rows:
        line = grid.lines.get(row, {})
        for half, third_at, value_at in halves:
            third, value = line.get(third_at), line.get(value_at)
            if third is not None or value is not None:
                indicators.append(Indicator(half, first, second, shown(third), shown(value)))
                key = f"指标{len(indicators)}"
                spots[key] = (row, value_at)
                spots[f"{key}_三级指标"] = (row, third_at)
    return tuple(indicators), spots
