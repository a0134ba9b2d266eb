"""Names of projects that no sheet or file could have: each gets its form under a name that Excel takes."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from budgetbook.items.projects import read_projects
from budgetbook.outputs.forms import write_forms
from budgetbook.outputs.sheet_names import sheet_names
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.hostile import running
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
EXAMPLES = REPOSITORY / "examples"
NAMES = (
    *("甲/乙", "甲\\乙", "甲?", "甲*", "[甲]", "甲:乙", "戊：乙", "'甲'", "..", ".", "CON", "nul.txt", "History", "😀" * 20),
    *(
        "ＡＢＣ",
        "甲.",
        "丙 ",
        " 丁",
        "费" * 40,
        "费" * 39 + "一",
        "费" * 39 + "二",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@甲",
        "#REF!",
    ),
    *("甲\t乙", "表三", "明细", "合计费", "A1", "R1C1", "TRUE", "2024", "１２３", "\u200b乙", "<b>&amp;", "%s{0}"),
)


def lists_of(folder: Path, names: Sequence[str]) -> list[object]:
    """A list of projects with these names, and one of indicators."""
    with open(EXAMPLES / "projects.csv", encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    goals = {"期间": "年度", "一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "数", "指标值": "1个"}
    for file, template in (("项目.csv", row), ("指标.csv", {"项目名称": "", **goals})):
        with open(folder / file, "w", encoding="utf-8", newline="") as target:
            writer = csv.DictWriter(target, list(template))
            writer.writeheader()
            writer.writerows(template | {"项目名称": name} for name in names)
    items = EXAMPLES / "line_items.csv"
    return ["--items", items, "--projects", folder / "项目.csv", "--indicators", folder / "指标.csv"]


def acceptable(name: str) -> bool:
    """Whether Excel takes the name."""
    units = len(name.encode("utf-16-le")) // 2
    return 0 < units <= 31 and not set(name) & set("\\/?*[]:") and not name.startswith("'") and not name.endswith("'")


def test_every_project_gets_a_form_under_a_name_that_excel_takes(tmp_path: Path) -> None:
    output = tmp_path / "结果.xlsx"
    assert running.run("fill", TEMPLATE, *lists_of(tmp_path, NAMES), "-o", output).status == 1  # the forms' goals disagree
    book = openpyxl.load_workbook(output)
    assert all(map(acceptable, book.sheetnames))
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    named = {cell.value for sheet in book for row in sheet.iter_rows(max_row=8) for cell in row if isinstance(cell.value, str)}
    texts = {name.strip("\u200b \t") for name in NAMES}
    assert texts <= {value.strip("\u200b \t") for value in named}
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell.coordinate for cell in cells if cell.data_type == "f" and "cmd" in cell.value]
    assert formulas == []


@pytest.mark.parametrize("blank", ["", "   ", "\u3000", "\u200b"])
def test_a_project_without_a_name_is_refused(blank: str, tmp_path: Path) -> None:
    arguments = lists_of(tmp_path, ["甲", blank])
    said = running.refused(tmp_path / "项目.csv", "fill", TEMPLATE, *arguments, "-o", tmp_path / "a.xlsx")
    assert "项目.csv 第 3 行“项目名称”：没有项目名称" in said and "请填写" in said


@pytest.mark.parametrize("twin", ["甲 ", "　甲", "\u200b甲"])
def test_two_projects_of_one_name_are_refused(twin: str, tmp_path: Path) -> None:
    said = running.refused(tmp_path / "项目.csv", "fill", TEMPLATE, *lists_of(tmp_path, ["甲", twin]), "-o", tmp_path / "a.xlsx")
    assert "项目“甲”有 2 行" in said and "请合并，或把项目名称改得不同" in said


def test_a_thousand_projects_that_are_equal_after_cutting_get_a_thousand_names() -> None:
    taken = sheet_names(["费" * 40 + str(number) for number in range(1_000)], ["项目"])
    assert len({name.casefold() for name in taken}) == 1_000 and all(map(acceptable, taken))


def test_a_thousand_projects_get_a_thousand_forms(tmp_path: Path) -> None:
    output = tmp_path / "结果.xlsx"
    lists_of(tmp_path, [f"{number}{'很长的项目名称' * 5}" for number in range(1_000)])
    projects = read_projects(tmp_path / "项目.csv", tmp_path / "指标.csv")
    workbook = FileWorkbook.open(str(TEMPLATE))
    write_forms(workbook, projects, year=2024)
    workbook.save(str(output))
    assert all(map(acceptable, workbook.sheets()))
    with zipfile.ZipFile(output) as package:
        assert sum(name.startswith("xl/worksheets/sheet") for name in package.namelist()) >= 1_000
