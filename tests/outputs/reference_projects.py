"""The projects of the published reference case, read by the csv module alone."""

import csv

from budgetbook.model.project import FUND_SOURCES, TEXT_COLUMNS, WHOLE, YEAR, Funds, Indicator, Project
from tests.reference import REFERENCE


def reference_projects() -> list[Project]:
    indicators: dict[str, list[Indicator]] = {}
    for row in _rows("indicators.csv"):
        name, *rest = row.values()
        indicators.setdefault(name, []).append(Indicator(*rest))
    return [_project(row, tuple(indicators.get(row["项目名称"], ()))) for row in _rows("projects.csv")]


def _project(row: dict[str, str], indicators: tuple[Indicator, ...]) -> Project:
    texts = {field: row[heading] for heading, field in TEXT_COLUMNS.items()}
    return Project(**texts, whole=_funds(row, WHOLE), year=_funds(row, YEAR), indicators=indicators)


def _funds(row: dict[str, str], half: str) -> Funds:
    total, *sources = (int(row[f"{half}_{name}"]) * 100 if row[f"{half}_{name}"] else None for name in ("资金总额", *FUND_SOURCES))
    return Funds(total, tuple(sources))


def _rows(name: str) -> list[dict[str, str]]:
    with open(REFERENCE / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
