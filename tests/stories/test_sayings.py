"""What is said to somebody whose workbook lacks something: no false alarm, and what to do next."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from budgetbook.model.finding import Finding
from budgetbook.stories.check import check
from budgetbook.stories.fill import fill
from budgetbook.stories.outcome import Outcome
from tests.reference import REPOSITORY

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
EXAMPLES = REPOSITORY / "examples"
ITEMS = EXAMPLES / "line_items.csv"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("said") / "公开.xlsx"
    fill(TEMPLATE, output, items=ITEMS, projects=EXAMPLES / "projects.csv", indicators=EXAMPLES / "indicators.csv")
    return output


def checked_without(filled: Path, sheet: str, folder: Path) -> Outcome:
    book = openpyxl.load_workbook(filled)
    del book[sheet]
    book.save(folder / "缺.xlsx")
    return check(folder / "缺.xlsx")


def of(outcome: Outcome, code: str) -> list[Finding]:
    return [finding for finding in outcome.report.findings if finding.code == code]


def test_without_the_table_of_projects_no_form_is_called_superfluous(filled: Path, tmp_path: Path) -> None:
    """表十三 lists projects too, but only what was carried over."""
    outcome = checked_without(filled, "表十二", tmp_path)
    assert of(outcome, "P01") == []
    (said,) = [each.reason for each in outcome.report.checks if each.code == "P01"]
    assert said == "没有检查：工作簿里没有认得的、按项目列本年支出的表"


def test_a_sheet_that_the_binding_has_and_the_workbook_not_is_to_be_put_back(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    del book["表六"]
    book.save(tmp_path / "模板.xlsx")
    shutil.copyfile(TEMPLATE.with_suffix(".toml"), tmp_path / "模板.toml")
    (finding,) = of(fill(tmp_path / "模板.xlsx", tmp_path / "out.xlsx", items=ITEMS), "F01")
    assert "工作簿里没有这张表，而绑定文件里有" in finding.message
    assert finding.hint == "请把这张表放回工作簿；确实没有这张表的，从绑定文件里删去它"


def test_a_misspelt_heading_has_one_suggestion_not_two(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    book["表三"]["D5"] = "基本指出"
    book.save(tmp_path / "模板.xlsx")
    (finding,) = of(fill(tmp_path / "模板.xlsx", tmp_path / "out.xlsx", items=ITEMS), "F01")
    assert "最接近的说法是“基本支出”" in finding.message
    assert finding.hint == "请改正这里的文字，或在模板旁边的绑定文件里写明它的意思"


def test_a_formula_without_a_result_is_said_to_be_one(filled: Path, tmp_path: Path) -> None:
    """As programs leave it that write formulas and do not compute."""
    book = openpyxl.load_workbook(filled)
    book["表三"]["C6"] = "=SUM(C7:C9)"
    book.save(tmp_path / "公式.xlsx")
    (finding,) = [each for each in check(tmp_path / "公式.xlsx").report.findings if str(each.place) == "表三!C6"][:1]
    assert "表三!C6 合计 / 合计 空白（公式没有结果，请用 Excel 打开、保存后再校验）" in finding.message


def test_a_formula_that_is_filled_with_nothing_is_no_trouble(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    book["表一"]["D37"] = "=B37-B37"
    book.save(tmp_path / "模板.xlsx")
    outcome = fill(tmp_path / "模板.xlsx", tmp_path / "out.xlsx", items=ITEMS)
    assert not outcome.report.disagreements and "公式没有结果" not in str(outcome.report.findings)


def test_hidden_rows_with_amounts_are_named(filled: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled)
    for row in (7, 8):
        book["表三"].row_dimensions[row].hidden = True
    book["填表说明"].row_dimensions[3].hidden = True
    book.save(tmp_path / "隐藏.xlsx")
    said = [problem for problem in check(tmp_path / "隐藏.xlsx").warnings if "隐藏" in problem.message]
    assert [(each.file, each.sheet, each.place, each.message) for each in said] == [
        ("隐藏.xlsx", "表三", "第 7、8 行", "隐藏的行里有金额")
    ]
    assert not any("隐藏" in problem.message for problem in check(filled).warnings)
