"""The published reference case, end to end: what was published comes out, and only what is wrong in it is red."""

import csv
from pathlib import Path

import openpyxl
import pytest

from budgetbook.stories.check import check
from budgetbook.stories.fill import fill
from tests.reference import REFERENCE, REPOSITORY, needs_reference

pytestmark = needs_reference
TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
SHEETS = ["表一", "表二", "表三", "表四", "表五", "表六", "表七", "表八", "表九", "表十", "表十一", "表十二", "表十三"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("reference") / "2024.xlsx"
    files = {
        name: REFERENCE / f"{stem}.csv"
        for name, stem in (("items", "line_items"), ("projects", "projects"), ("indicators", "indicators"))
    }
    fill(TEMPLATE, output, **files)
    return output


def published(number: int) -> list[list[str]]:
    with open(REFERENCE / "published" / f"table_{number:02d}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def printed(sheet: openpyxl.worksheet.worksheet.Worksheet, first: int) -> list[list[str]]:
    rows = []
    for row in sheet.iter_rows(min_row=first, values_only=True):
        rows.append(["" if value is None else f"{value:.2f}" if isinstance(value, (int, float)) else str(value) for value in row])
    return rows


def test_every_published_cell_comes_out(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    first = {1: 6, 2: 6, 3: 6, 4: 7, 5: 6, 10: 6, 12: 7}  # the row below the headings of the template
    for number, row in first.items():
        ours = printed(book[SHEETS[number - 1]], row)
        for place, line in enumerate(published(number)):
            if number == 2:  # the template has 单位资金 besides, before 上年结转
                line = [*line[:7], "", line[7]]
            assert ours[place][: len(line)] == line, (number, place)


def test_what_was_published_empty_is_empty_but_for_two_tables(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    for name in ("表七", "表八", "表九", "表十三"):
        cells = [value for row in book[name].iter_rows(min_row=5, values_only=True) for value in row]
        assert "注：本表无数据" in cells
        assert not any(isinstance(value, float) for value in cells)
    for name, column in (("表六", "C"), ("表十一", "B")):
        assert book[name][f"{column}6"].value == 18.37
        assert all(cell.value != "注：本表无数据" for row in book[name].iter_rows() for cell in row)


def test_public_use_is_listed_by_economic_pair(filled: Path) -> None:
    sheet = openpyxl.load_workbook(filled)["表六"]
    rows = [[cell.value for cell in row[:5]] for row in sheet.iter_rows(min_row=7, max_row=17)]
    assert rows[0] == ["302 商品和服务支出", None, 18.37, None, 18.37]
    assert rows[1][:3] == ["30201 办公费", "50201 办公经费", 3.0]
    assert len([row for row in rows if row[0]]) == 11
    assert sum(row[2] for row in rows[1:]) == pytest.approx(18.374, abs=0.02)


def red_cells(path: Path) -> set[tuple[str, str]]:
    found = set()
    for sheet in openpyxl.load_workbook(path):
        if sheet.title not in ("校验结果", "_budgetbook", "填表说明"):
            for row in sheet.iter_rows():
                found |= {(sheet.title, cell.coordinate) for cell in row if cell.fill.fgColor.rgb == "FFFF7C81"}
    return found


def test_the_two_wrong_forms_are_red_and_nothing_else(filled: Path) -> None:
    assert red_cells(filled) == {("安全等级保护费", "H6"), ("政府服务费", "H6")}


def as_published(filled: Path, path: Path) -> Path:
    """The filled workbook with 表六 and 表十一 emptied as the bureau printed them, and no marks."""
    from budgetbook.stories.clear import clear

    clear(filled, path)
    book = openpyxl.load_workbook(path)
    for row in book["表六"].iter_rows(min_row=6, max_row=17):
        for cell in row[2:] if row[0].row == 6 else row:
            cell.value = None
    for row in book["表十一"].iter_rows(min_row=6, max_row=7):
        for cell in row[1:] if row[0].row == 6 else row:
            cell.value = None
    book.save(path)
    return path


def test_the_document_as_published_shows_its_amount_errors_and_no_other(filled: Path, tmp_path: Path) -> None:
    path = as_published(filled, tmp_path / "published.xlsx")
    outcome = check(path, output=tmp_path / "checked.xlsx")
    assert red_cells(tmp_path / "checked.xlsx") == {("表六", "C6"), ("安全等级保护费", "H6"), ("政府服务费", "H6")}
    tails = [finding for finding in outcome.report.findings if finding.verdict.value == "尾差"]
    assert {finding.place.sheet for finding in tails if finding.place} == {"表三", "表五", "表十二"}


def test_with_the_line_items_the_empty_table_of_operating_costs_is_found_too(filled: Path, tmp_path: Path) -> None:
    path = as_published(filled, tmp_path / "published.xlsx")
    check(path, items=REFERENCE / "line_items.csv", output=tmp_path / "checked.xlsx")
    red = red_cells(tmp_path / "checked.xlsx")
    assert {("表六", "C6"), ("表六", "E6"), ("表十一", "B6"), ("表十一", "C6")} <= red
    assert {sheet for sheet, _ in red} == {"表六", "表十一", "安全等级保护费", "政府服务费"}
