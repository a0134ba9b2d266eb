"""Reading a workbook: what its sheets mean, what they print."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from budgetbook.codes import Classifications, classifications
from budgetbook.items.line_items import LineItems
from budgetbook.model.book import Book
from budgetbook.model.grid import Grid, cell_name
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.listing import OWN
from budgetbook.tables.basics import SHEET as BASICS_SHEET
from budgetbook.tables.basics import Basics, read_basics
from budgetbook.tables.binding import Binding, fit, read_binding
from budgetbook.tables.forms import FoundForm, find_form, form_figures
from budgetbook.tables.layout import Layout
from budgetbook.tables.printed import held_places, printed_tables, words_of
from budgetbook.tables.read import listings, read_tables
from budgetbook.tables.recognise import recognise
from budgetbook.workbooks.port import Workbook, is_parked

LISTS = ("填表说明", "明细", "项目", "绩效指标", "校验结果", "_budgetbook", *OWN)  # sheets that hold no table of the disclosure


@dataclass(frozen=True)
class Reading:
    """A workbook understood: its sheets as they stand, what they mean, and the codes of its year."""

    grids: dict[str, Grid]
    layout: Layout
    basics: Basics
    codes: Classifications

    @cached_property
    def forms(self) -> dict[str, FoundForm]:
        """The sheets that are performance forms of a project."""
        tables = {table.sheet for table in self.layout.tables}
        found = {name: find_form(grid) for name, grid in self.grids.items() if name not in tables}
        return {name: form for name, form in found.items() if form and form.is_written}


def read_workbook(workbook: Workbook, path: Path, items: LineItems | None = None) -> Reading:
    """Understand every sheet: by the binding beside the file where there is one, else by the sheets' own words.

    Raises BudgetbookError where a binding no longer fits, or where there is neither a table nor a form."""
    grids = {name: workbook.grid(name) for name in workbook.sheets() if name not in LISTS and not is_parked(name)}
    basics = read_basics(grids[BASICS_SHEET]) if BASICS_SHEET in grids else Basics()
    codes = classifications(items.year if items else basics.year or _year_in(grids.values()))
    layout = _without_held(_layout(path, grids, basics, codes, items))
    reading = Reading(grids, layout, basics, codes)
    if not layout.tables and not layout.unsettled and not reading.forms:
        raise BudgetbookError(
            Problem(
                "没有认出任何一张预算公开表",
                workbook.name,
                hint="请确认打开的是部门预算公开的工作簿，各表有标题、“单位：万元”和表头",
            )
        )
    return reading


def read_book(reading: Reading) -> Book:
    """All figures and forms that the workbook prints."""
    figures = list(read_tables(reading.layout, reading.grids))
    for name, found in reading.forms.items():
        figures += form_figures(found, reading.grids[name])
    years = Counter(table.year for table in reading.layout.tables if table.year)
    years = years or Counter(found.form.year for found in reading.forms.values() if found.form.year)
    year = max(years, key=lambda year: (years[year], year)) if years else None
    return Book(
        tuple(figures),
        tuple(found.form for found in reading.forms.values()),
        reading.basics.year or year,
        reading.basics.department,
        listings(reading.layout),
        printed_tables(reading.layout, reading.grids),
        held_places(reading.layout.unsettled),
        words_of(reading.grids.values()),
        {name: kind for _, name, kind in reading.basics.units},
    )


def not_a_table(reading: Reading, sheet: str, file: str) -> Problem:
    """Why nothing can be done with a sheet that is none of the tables, or whose table is not settled."""
    for place in reading.layout.unsettled:
        if place.sheet == sheet:
            said = f"这张表有待确认的地方：{cell_name(*place.at)}“{place.reads}”：{place.reason}"
            return Problem(said, file, sheet, hint="请先用“识别模板”确认，再来做")
    known = "、".join(table.sheet for table in reading.layout.tables)
    return Problem("这张表不是认得的公开表", file, sheet, hint=f"请先选中一张公开表；认得的有：{known}")


def _layout(path: Path, grids: dict[str, Grid], basics: Basics, codes: Classifications, items: LineItems | None) -> Layout:
    units = frozenset(name for _, name, _ in basics.units) | frozenset(unit.name for unit in (items.units if items else ()))
    department = items.department if items else basics.department
    beside = path.with_suffix(".toml")
    if beside.is_file():
        binding = _binding(_text(beside), beside.name)
        return fit(binding, grids.values(), classes=codes.class_codes, units=units, department=department, code_of=codes.code_of)
    return recognise(grids.values(), classes=codes.class_codes, units=units, department=department, code_of=codes.code_of)


def recognised(workbook: Workbook) -> Layout:
    """What the sheets' own words say, whatever the binding beside the file does; tables with unsettled places are `held`."""
    grids = {name: workbook.grid(name) for name in workbook.sheets() if name not in LISTS and not is_parked(name)}
    basics = read_basics(grids[BASICS_SHEET]) if BASICS_SHEET in grids else Basics()
    codes = classifications(basics.year or _year_in(grids.values()))
    units = frozenset(name for _, name, _ in basics.units)
    return recognise(grids.values(), classes=codes.class_codes, units=units, department=basics.department, code_of=codes.code_of)


def _text(binding: Path) -> str:
    try:
        return binding.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise BudgetbookError(Problem("绑定文件读不出来", binding.name, hint="请存为 UTF-8 编码，或移走这个文件")) from None


@lru_cache(maxsize=16)
def _binding(text: str, file: str) -> Binding:
    """The binding that this text is: read once, however many workbooks it lies beside."""
    return read_binding(text, file)


def _without_held(layout: Layout) -> Layout:
    """One place that is not settled holds its whole table: it is neither filled nor checked."""
    held = {place.sheet for place in layout.unsettled}
    return layout._replace(tables=tuple(table for table in layout.tables if table.sheet not in held))


def _year_in(grids: Iterable[Grid]) -> int:
    """The year that most titles name, before anything else is understood; this year where none does."""
    found: Counter[int] = Counter()
    for grid in grids:
        for (row, _), value in grid.values.items():
            if row <= 3 and isinstance(value, str) and (match := re.search(r"(?<!\d)20\d\d(?=年)", value)):
                found[int(match[0])] += 1
    return found.most_common(1)[0][0] if found else datetime.date.today().year
