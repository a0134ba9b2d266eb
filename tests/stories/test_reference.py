"""The published reference case, end to end: what was published comes out, and only what is wrong in it is red."""

import csv
from pathlib import Path

import openpyxl
import pytest

from budgetbook.model.finding import Severity
from budgetbook.stories.check import check
from budgetbook.stories.fill import fill
from tests.reference import REFERENCE, REPOSITORY, needs_reference

pytestmark = needs_reference
TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
ERROR, WARNING = Severity.ERROR, Severity.WARNING
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


AMOUNTS = {("安全等级保护费", "H6"), ("政府服务费", "H6")}
SAID = {  # what the named rules find, with the rule
    ("政府服务费", "C3"): "P01",
    ("互联网运维费", "H23"): "P04",
    ("普法经费", "H20"): "P06",
    ("互联网运维费", "H21"): "P09",
    ("法律顾问服务费", "H22"): "D01",
    ("政务大厅建设经费", "C12"): "D01",
}
ASKED = {  # what they ask to look at: warnings, with how many cells
    "P03": {"全代办项目服务费": 1},
    "P05": {
        **{"政府服务费": 1, "安全等级保护费": 2, "党建及机关文化建设": 1, "法律顾问服务费": 1, "互联网运维费": 1, "普法经费": 2},
        **{"人防工作运行费": 1, "政府服务事项免费制章等费用": 2, "政务大厅建设经费": 1, "政务云资源租赁费": 1},
    },
    "P07": {"党建及机关文化建设": 1, "法律顾问服务费": 1, "普法经费": 2, "人防工作运行费": 1, "政府服务事项免费制章等费用": 1},
    "P08": dict.fromkeys(
        ["党建及机关文化建设", "法律顾问服务费", "互联网运维费", "普法经费", "人防工作运行费", "政府服务事项免费制章等费用"], 1
    ),
    "P09": {"党建及机关文化建设": 1, "全代办项目服务费": 1},
    "P11": {"政府服务费": 1, "安全等级保护费": 1, "法律顾问服务费": 1, "人防工作运行费": 6},
    "P12": {"安全等级保护费": 1, "党建及机关文化建设": 1, "法律顾问服务费": 1, "普法经费": 2},
    "P13": {"政务大厅建设经费": 1},
}


def test_red_is_what_a_careful_auditor_found_and_nothing_else(filled: Path) -> None:
    assert red_cells(filled) == AMOUNTS | set(SAID)


def test_the_rules_find_in_the_forms_what_a_careful_auditor_found(filled: Path) -> None:
    findings = [finding for finding in check(filled).report.findings if finding.code[0] in "FPD"]
    errors = {
        (finding.place.sheet, finding.place.cell): finding.code
        for finding in findings
        if finding.severity is ERROR and finding.place
    }
    assert errors == SAID
    asked: dict[str, dict[str, int]] = {}
    for finding in findings:
        if finding.severity is WARNING and finding.place:
            counts = asked.setdefault(finding.code, {})
            counts[finding.place.sheet] = counts.get(finding.place.sheet, 0) + 1
    assert asked == ASKED
    information = [finding for finding in findings if finding.severity not in (ERROR, WARNING)]
    assert {finding.code for finding in information} == {"P09"} and len(information) == 11


@pytest.mark.parametrize(
    "words", ["【2021】51号", "【2018】27号", "2021-2025", "GF3190003", "《中华人民共和国网络安全法》", "【2016】148号"]
)
def test_references_are_no_stale_years(filled: Path, words: str) -> None:
    stale = [finding.message for finding in check(filled).report.findings if finding.code == "D01"]
    assert stale and not any(words in message for message in stale)


def as_published(filled: Path, path: Path) -> Path:
    """The filled workbook with 表六 and 表十一 empty and noted so, as the bureau printed them, and no marks."""
    from budgetbook.stories.clear import clear

    clear(filled, path)
    book = openpyxl.load_workbook(path)
    for row in book["表六"].iter_rows(min_row=6, max_row=17):
        for cell in row[2:] if row[0].row == 6 else row:
            cell.value = None
    for row in book["表十一"].iter_rows(min_row=6, max_row=7):
        for cell in row[1:] if row[0].row == 6 else row:
            cell.value = None
    for name in ("表六", "表十一"):
        book[name]["A7"] = "注：本表无数据"
    book.save(path)
    return path


def test_the_document_as_published_shows_its_amount_errors_and_no_other(filled: Path, tmp_path: Path) -> None:
    path = as_published(filled, tmp_path / "published.xlsx")
    outcome = check(path, output=tmp_path / "checked.xlsx")
    assert red_cells(tmp_path / "checked.xlsx") == {("表六", "C6"), *AMOUNTS, *SAID}
    tails = [finding for finding in outcome.report.findings if finding.verdict.value == "尾差"]
    assert {finding.place.sheet for finding in tails if finding.place} == {"表三", "表五", "表十二"}


def test_with_the_line_items_the_empty_table_of_operating_costs_is_found_too(filled: Path, tmp_path: Path) -> None:
    path = as_published(filled, tmp_path / "published.xlsx")
    check(path, items=REFERENCE / "line_items.csv", output=tmp_path / "checked.xlsx")
    red = red_cells(tmp_path / "checked.xlsx")
    assert {("表六", "C6"), ("表六", "E6"), ("表十一", "B6"), ("表十一", "C6")} <= red
    assert {sheet for sheet, _ in red} == {"表六", "表十一", *(sheet for sheet, _ in AMOUNTS | set(SAID))}
