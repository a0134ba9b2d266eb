"""The published tables put into the template: every row that was printed is read, by the words and by the binding."""

from __future__ import annotations

import csv
from functools import lru_cache

from budgetbook.model.grid import Grid
from budgetbook.model.slices import Slice, parse_slice
from budgetbook.tables.binding import fit, read_binding
from budgetbook.tables.layout import Layout
from budgetbook.tables.recognise import recognise
from tests.reference import REFERENCE, needs_reference

from .expected_layout import EXPECTED
from .grids import CLASSES, TEMPLATE, template

pytestmark = needs_reference
DEPARTMENT = "山西转型综合改革示范区晋中开发区行政审批局"
HEADING_ENDS = dict(zip(EXPECTED, (5, 5, 5, 6, 5, 5, 5, 4, 6, 5, 5, 6, 6), strict=True))


@lru_cache(maxsize=1)
def published() -> tuple[Grid, ...]:
    return tuple(_filled(number, sheet) for number, sheet in enumerate(EXPECTED, 1))


def _filled(number: int, sheet: str) -> Grid:
    lines = (REFERENCE / "published" / f"table_{number:02d}.csv").read_text(encoding="utf-8-sig").splitlines()
    source, end = template()[sheet], HEADING_ENDS[sheet]
    if len(lines) == 1:
        return source
    values = {cell: value for cell, value in source.values.items() if cell[0] <= end}
    for row, texts in enumerate(csv.reader(lines[1:]), end + 1):
        for column, text in enumerate(texts, 1):
            if text:  # the template has a column 单位资金 before 上年结转, which the published 表二 has not
                values[row, column + (number == 2 and column == 8)] = text
    return Grid(sheet, values, [area for area in source.merges if area.bottom <= end])


def read() -> Layout:
    return recognise(published(), classes=CLASSES, units=frozenset({DEPARTMENT}), department=DEPARTMENT)


def test_every_printed_row_is_read_and_nothing_is_unsettled() -> None:
    layout = read()
    assert layout.unsettled == ()
    rows = {table.sheet: sum(len(panel.rows) for panel in table.panels) for table in layout.tables}
    assert [rows[sheet] for sheet in ("表一", "表二", "表三", "表四", "表五", "表十", "表十二")] == [41, 10, 10, 42, 10, 6, 12]


def test_what_single_cells_count() -> None:
    tables = {table.sheet: table for table in read().tables}
    third = tables["表三"].panels[0]
    assert third.rows[3].slice.meet(third.columns[1].slice) == parse_slice("支出 基本支出 功能2010306")
    twelfth = tables["表十二"].panels[0]
    assert [row.level for row in twelfth.rows] == [1, 2, *[3] * 10]
    assert twelfth.rows[4].slice == Slice(unit=DEPARTMENT, project="党建及机关文化建设")
    assert tables["表十二"].body == (7, 18)


def test_the_binding_of_the_template_fits_the_published_tables() -> None:
    binding = read_binding(TEMPLATE.with_suffix(".toml").read_text(encoding="utf-8"), "department_budget.toml")
    fitted = fit(binding, published(), classes=CLASSES, units=frozenset({DEPARTMENT}), department=DEPARTMENT)
    assert fitted == read()
