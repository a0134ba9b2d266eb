"""The two laws, through files: a filled book breaks no equation and prints what a careful clerk would; a change is noticed."""

import csv
import random
from pathlib import Path

import openpyxl
import pytest

from budgetbook.items.line_items import read_items
from budgetbook.model.figure import State
from budgetbook.model.finding import Verdict
from budgetbook.stories.check import check
from budgetbook.stories.fill import fill
from budgetbook.stories.inputs import open_workbook
from budgetbook.stories.reading import read_book, read_workbook
from tests.checks.department import Department, make_department
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
HEADINGS = [
    "预算年度", "部门编码", "部门名称", "单位编码", "单位名称", "单位性质", "收支类型", "支出功能分类科目编码",
    "部门预算支出经济分类科目编码", "政府预算支出经济分类科目编码", "资金性质", "资金来源", "项目类别", "项目名称", "金额(元)",
]  # fmt: skip
SEEDS = range(100, 108)


def write_lines(department: Department, path: Path) -> Path:
    """The department's money as an export gives it: what is spent and what is left over, no lines of income."""
    units = {name: str(place) for place, name in enumerate(dict.fromkeys(item.unit for item in department.items), 101)}
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for item in department.items:
            economic, _, government = item.economic.partition("/")
            kind = "" if item.kind == "未分类型的资金" else item.kind
            yuan = f"{item.fen // 100}.{item.fen % 100:02d}"
            who = (2024, "1", department.name, units[item.unit], item.unit, item.unit_type)
            what = (item.use, item.function, economic, government, item.fund, item.source, kind, item.project)
            writer.writerow([*who, *what, yuan])
    return path


@pytest.fixture(scope="module", params=SEEDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Department, Path, Path]:
    folder = tmp_path_factory.mktemp(f"law{request.param}")
    department = make_department(request.param)
    items = write_lines(department, folder / "明细.csv")
    outcome = fill(TEMPLATE, folder / "公开.xlsx", items=items)
    assert outcome.report.equations[Verdict.DISAGREE] == 0, outcome.report.findings[:3]
    assert outcome.report.equations[Verdict.UNCHECKED] == 0
    return department, items, folder / "公开.xlsx"


def test_every_slice_prints_what_the_clerk_prints(filled: tuple[Department, Path, Path]) -> None:
    department, items, path = filled
    book = read_book(read_workbook(open_workbook(path), path, read_items(items)))
    ours = {figure.slice: figure.value for figure in book.figures}
    clerk = {figure.slice: figure.value for figure in department.book().figures if not figure.slice.revenue}
    shared = ours.keys() & clerk.keys()
    assert len(shared) > 150
    assert {slice_: (ours[slice_], clerk[slice_]) for slice_ in shared if ours[slice_] != clerk[slice_]} == {}
    assert sum(clerk[slice_] != 0 for slice_ in shared) > 40


def test_a_changed_cell_is_noticed_and_named_first(filled: tuple[Department, Path, Path], tmp_path: Path) -> None:
    _, items, path = filled
    book = read_book(read_workbook(open_workbook(path), path, read_items(items)))
    printed = [figure for figure in book.figures if figure.state is State.READ]
    figure = random.Random(path.parent.name).choice(printed)
    workbook = openpyxl.load_workbook(path)
    cell = workbook[figure.place.sheet][figure.place.cell]
    cell.value = round(cell.value + 0.5, 2)
    workbook.save(tmp_path / "changed.xlsx")
    outcome = check(tmp_path / "changed.xlsx", items=items)
    first = outcome.report.findings[0]
    assert (first.verdict, first.place) == (Verdict.DISAGREE, figure.place)
