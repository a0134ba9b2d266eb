"""Filling a template that is the department's own: formulas, rows, parts and places of its own stay and come out right."""

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.fill import fill
from tests.reference import REPOSITORY
from tests.workbooks import judges

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
EXAMPLES = REPOSITORY / "examples"
ITEMS = EXAMPLES / "line_items.csv"


def three_units(path: Path) -> Path:
    """The example's lines spread over three units by name."""
    with open(ITEMS, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for place, row in enumerate(rows):
        row["单位编码"], row["单位名称"] = f"60400{place % 3 + 1}", ("局机关", "服务中心", "信息中心")[place % 3]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def with_formulas(tmp_path: Path) -> Path:
    path = tmp_path / "模板.xlsx"
    book = openpyxl.load_workbook(TEMPLATE)
    book["表十一"]["B6"] = "=SUM(B7:B7)"
    book["表一"]["D36"] = "=SUM(D6:D35)"
    book["表一"]["D38"] = "=D36+D37"
    book.save(path)
    return path


def test_formulas_stay_with_the_right_cached_value(with_formulas: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    fill(with_formulas, output, items=three_units(tmp_path / "a.csv"))
    formulas, values = openpyxl.load_workbook(output), openpyxl.load_workbook(output, data_only=True)
    assert formulas["表一"]["D36"].value == "=SUM(D6:D35)" and values["表一"]["D36"].value == 206.0
    assert formulas["表十一"]["B6"].value == "=SUM(B7:B9)" and values["表十一"]["B6"].value == 18.37


@pytest.mark.libreoffice
def test_a_spreadsheet_program_computes_what_was_cached(with_formulas: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    fill(with_formulas, output, items=three_units(tmp_path / "a.csv"))
    computed = judges.libreoffice_values(output, "表一")
    assert float(computed[35][3]) == pytest.approx(206.0) and float(computed[37][3]) == pytest.approx(206.0)


def test_what_is_sent_out_is_sound(tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    forms = {name: EXAMPLES / f"{name}.csv" for name in ("projects", "indicators")}
    fill(TEMPLATE, output, items=ITEMS, **forms)
    judges.assert_sound(output)


@pytest.mark.validator
def test_the_open_xml_validator_finds_no_new_error(tmp_path: Path) -> None:
    output = tmp_path / "out.xlsx"
    forms = {name: EXAMPLES / f"{name}.csv" for name in ("projects", "indicators")}
    fill(TEMPLATE, output, items=ITEMS, **forms)
    assert judges.schema_errors(output) == judges.schema_errors(TEMPLATE)


def test_parts_that_fill_has_nothing_to_do_with_are_copied_raw(tmp_path: Path) -> None:
    source, output = tmp_path / "模板.xlsx", tmp_path / "out.xlsx"
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(source, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part), zipfile.ZIP_DEFLATED)
        new.writestr("customXml/own.bin", b"\x00department's own\xff" * 99)
    fill(source, output, items=ITEMS)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(output) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    sheets = {f"xl/worksheets/sheet{number}.xml" for number in range(2, 16)}  # 基本信息 and the thirteen tables
    assert changed <= sheets | {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def test_rows_and_columns_put_in_by_the_department_are_no_hindrance(tmp_path: Path) -> None:
    source, output = tmp_path / "模板.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.load_workbook(TEMPLATE)
    book["表一"].insert_rows(1, 2)
    book.move_sheet("表五", -3)
    book["表三"].title = "支出总表"
    for area in list(book["表一"].merged_cells.ranges):
        area.shift(0, 2)
    book.save(source)
    outcome = fill(source, output, items=ITEMS)
    assert (outcome.tables, outcome.report.disagreements) == (13, 0)
    filled = openpyxl.load_workbook(output)
    assert filled["表一"]["B8"].value == 206.0 and filled["支出总表"]["D6"].value == 18.37


def test_a_heading_misspelt_holds_its_table_and_no_other(tmp_path: Path) -> None:
    source, output = tmp_path / "模板.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.load_workbook(TEMPLATE)
    book["表三"]["D5"] = "基本支处"
    book.save(source)
    outcome = fill(source, output, items=ITEMS)
    (held,) = [finding for finding in outcome.report.findings if finding.verdict.value == "未检"]
    assert str(held.place) == "表三!D5" and "基本支处" in held.message and "基本支出" in held.message
    filled = openpyxl.load_workbook(output)
    assert filled["表三"]["C6"].value is None and filled["表五"]["C6"].value == 206.0


def test_a_row_that_is_not_understood_holds_its_table_and_stays(tmp_path: Path) -> None:
    source, output = tmp_path / "模板.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.load_workbook(TEMPLATE)
    book["表八"]["A5"] = "总 和"
    book.save(source)
    outcome = fill(source, output, items=ITEMS)
    assert [str(finding.place) for finding in outcome.report.findings if finding.verdict.value == "未检"] == ["表八!A5"]
    assert outcome.report.disagreements == 0
    assert openpyxl.load_workbook(output)["表八"]["A5"].value == "总 和"


def test_a_sheet_cut_off_is_refused_in_chinese(tmp_path: Path) -> None:
    source = tmp_path / "模板.xlsx"
    with zipfile.ZipFile(TEMPLATE) as old, zipfile.ZipFile(source, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, data[:900] if part.filename.endswith("sheet5.xml") else data)
    with pytest.raises(BudgetbookError) as refusal:
        fill(source, tmp_path / "out.xlsx", items=ITEMS)
    assert "不是完好的 XML（第 1 行" in str(refusal.value) and "expected" not in str(refusal.value)


def test_a_binding_that_no_longer_fits_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    source, output = tmp_path / "department_budget.xlsx", tmp_path / "out.xlsx"
    book = openpyxl.load_workbook(TEMPLATE)
    book["表三"]["D5"] = "人员经费"
    book.save(source)
    (tmp_path / "department_budget.toml").write_bytes(TEMPLATE.with_suffix(".toml").read_bytes())
    with pytest.raises(BudgetbookError) as refusal:
        fill(source, output, items=ITEMS)
    assert "表三" in str(refusal.value) and "D5" in str(refusal.value)
    assert not output.exists()


def test_the_year_and_the_department_stand_in_every_title(tmp_path: Path) -> None:
    items, output = tmp_path / "a.csv", tmp_path / "out.xlsx"
    items.write_text(ITEMS.read_text(encoding="utf-8-sig").replace("\n2024,", "\n2025,"), encoding="utf-8")
    fill(TEMPLATE, output, items=items)
    for sheet in openpyxl.load_workbook(output):
        if sheet.title.startswith("表"):
            said = "".join(str(cell.value or "") for row in sheet.iter_rows(max_row=5) for cell in row)
            assert "2025" in said and "2024" not in said and "部门名称：示范区行政审批局" in said
    basics = openpyxl.load_workbook(output)["基本信息"]
    assert [basics[cell].value for cell in ("B3", "B4", "B5")] == [2025, "604", "示范区行政审批局"]


def test_the_sheet_of_items_in_the_workbook_serves_as_well(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    fill(TEMPLATE, first, items=ITEMS, embed_items=True)
    fill(first, second)
    assert first.read_bytes() == second.read_bytes()
