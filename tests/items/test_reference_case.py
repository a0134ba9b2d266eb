"""The published case: the line items give its tables."""

import csv
from decimal import Decimal

import pytest

from budgetbook.items.line_items import read_items
from budgetbook.items.projects import read_projects
from budgetbook.model.amount import Scale
from budgetbook.model.slices import Slice, parse_slice
from tests.reference import REFERENCE, needs_reference

pytestmark = needs_reference


@pytest.fixture(scope="module")
def items():
    return read_items(REFERENCE / "line_items.csv")


def table(number):
    with open(REFERENCE / "published" / f"table_{number:02}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def shown(text):
    return Decimal(text or 0)


def test_who_and_when(items):
    assert (items.year, items.department_code, len(items), items.warnings) == (2024, "604", 22, ())
    assert [(unit.code, unit.type) for unit in items.units] == [("604001", "行政单位")]
    assert items.total(Slice()) == 205_997_200


@pytest.mark.parametrize("number", [3, 5])
def test_functions_by_kind(items, number):
    columns = [parse_slice(words) for words in ("支出", "支出 基本支出", "支出 项目支出")]
    rows = table(number)
    totals = items.matrix([Slice(function="" if row[0] == "合计" else row[0]) for row in rows], columns)
    printed = [[Decimal(Scale().text(fen)) for fen in line] for line in totals.tolist()]
    assert printed == [[shown(text) for text in row[2:]] for row in rows]
    assert items.nodes("function", Slice()) == tuple(row[0] for row in rows if len(row[0]) == 7)


def test_projects_of_the_published_table(items):
    rows = [row for row in table(12) if row[0] in items.nodes("project", parse_slice("项目支出"))]
    assert [row[0] for row in rows] == list(items.nodes("project", parse_slice("项目支出")))
    assert [Scale().text(items.total(Slice(project=row[0]))) for row in rows] == [row[1] for row in rows]


def test_cars_and_economic_codes(items):
    assert items.total(parse_slice("经济30231")) == 30_000_00
    assert items.total(parse_slice("基本支出 公用经费 机关单位")) == 183_740_00
    assert items.total(parse_slice("政府采购")) == 65_000_00
    basic = items.nodes("economic", parse_slice("基本支出"))
    assert len(basic) == 10
    assert basic[0] == "30201/50201"
    assert sum(items.total(Slice(economic=(pair,))) for pair in items.nodes("economic", Slice())) == items.total(Slice())


def test_lines_behind_a_figure(items):
    rows = items.rows(parse_slice("项目“安全等级保护费” 政府采购服务"))
    assert [(item.row, item.economic, item.government, item.amount) for item in rows] == [(18, "30227", "50205", 6_000_000)]


def test_the_forms():
    projects = read_projects(REFERENCE / "projects.csv", REFERENCE / "indicators.csv")
    assert len(projects) == 11
    assert sum(len(project.indicators) for project in projects) == 167
    assert projects[0].name == "政府服务费"
    assert projects[0].year.total == 500_000_000
    assert projects[0].whole.sources == (0, 0, 500_000_000, 0, None)
    assert projects[1].indicators[0] == ("实施期", "产出指标", "数量指标", "招标单位", "1")
