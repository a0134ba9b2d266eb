"""The blank template: what finance bureaus hand out, held to its design script, to the published tables and to print."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from budgetbook.outputs.mark_plan import STRENGTH
from tests.reference import REFERENCE, REPOSITORY, needs_reference
from workbook_templates.build_template import build

TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
TITLES = {
    "表一": "2024年预算收支总表",
    "表二": "2024年预算收入总表",
    "表三": "2024年预算支出总表",
    "表四": "2024年财政拨款收支总表",
    "表五": "2024年一般公共预算支出预算表（不含上年结转）",
    "表六": "2024年一般公共预算安排基本支出分经济科目表（不含上年结转）",
    "表七": "2024年政府性基金预算收入表（不含上年结转）",
    "表八": "2024年政府性基金预算支出表（不含上年结转）",
    "表九": "2024年国有资本经营预算收支预算表（不含上年结转）",
    "表十": "2024年财政拨款安排“三公”经费支出预算表",
    "表十一": "2024年财政拨款安排机关运行经费预算表",
    "表十二": "2024年项目支出预算表（本年预算）",
    "表十三": "2024年项目支出预算表（上年结转）",
}
HEADING_MERGES = {
    "表一": "A4:B4 C4:F4",
    "表二": "A4:B4 C4:H4 I4:I5",
    "表三": "A4:B4 C4:E4",
    "表四": "A4:B4 C4:G4 A5:A6 B5:B6 C5:C6 D5:G5",
    "表五": "A4:B4 C4:E4",
    "表六": "A4:A5 B4:B5 C4:E4",
    "表七": "A4:B4 C4:C5",
    "表八": "",
    "表九": "A4:C4 D4:H4 A5:B5 C5:C6 D5:D6 E5:E6 F5:F6 G5:G6 H5:H6",
    "表十": "A4:A5 B4:E4",
    "表十一": "A4:A5 B4:E4",
    "表十二": "A4:A5 B4:B5 C4:E4 F4:F5 G4:G5",
    "表十三": "A4:A5 B4:B5 C4:E4",
}
FIRST_ROWS = dict(zip(TITLES, (6, 6, 6, 7, 6, 6, 6, 5, 7, 6, 6, 7, 7), strict=True))
FIXED = ("表一", "表四", "表十")


@pytest.fixture(scope="module")
def book():
    return load_workbook(TEMPLATE)


@pytest.fixture(scope="module", params=list(TITLES))
def table(request, book) -> Worksheet:
    return book[request.param]


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def last_row(sheet: Worksheet) -> int:
    """Of the rows with lines round them; the note below a growing table has none."""
    return sheet.max_row - (sheet.title not in FIXED)


def test_the_committed_file_is_what_the_script_writes():
    committed, built = parts(TEMPLATE.read_bytes()), parts(build())
    assert list(committed) == list(built)
    assert [name for name in built if committed[name] != built[name]] == []


def test_building_twice_gives_the_same_bytes():
    assert build() == build()


def test_sheets_stand_in_order(book):
    assert book.sheetnames == ["填表说明", "基本信息", *TITLES, "明细", "项目", "绩效指标", "绩效目标申报表"]


def test_the_top_of_every_table(table):
    number = list(TITLES).index(table.title) + 1
    assert table["A1"].value == f"预算公开表{number}"
    assert table["A2"].value == TITLES[table.title]
    assert table["A3"].value == "部门名称："
    assert table.cell(3, table.max_column).value == "单位：万元"
    assert table["A2"].font.bold and 16 <= table["A2"].font.size <= 18
    assert table["A2"].alignment.horizontal == "center"


def test_merges_are_those_of_top_headings_and_note(table):
    end = table.cell(1, table.max_column).column_letter
    before = table.cell(1, table.max_column - 1).column_letter
    expected = {f"A2:{end}2", f"A3:{before}3", *HEADING_MERGES[table.title].split()}
    if table.title not in FIXED:
        expected.add(f"A{table.max_row}:{end}{table.max_row}")
    assert {str(area) for area in table.merged_cells.ranges} == expected


def test_amounts_have_two_decimals_and_stand_right(table):
    row = last_row(table)
    amounts = [cell for cell in table[row] if cell.number_format == "#,##0.00"]
    assert amounts and all(cell.alignment.horizontal == "right" and cell.value is None for cell in amounts)
    assert all(cell.number_format == "@" and cell.alignment.wrap_text for cell in table[row] if cell not in amounts)


def test_every_cell_of_the_table_has_thin_lines(table):
    merged = {cell for area in table.merged_cells.ranges for row in area.rows for cell in row}
    for row in table.iter_rows(4, last_row(table)):
        for cell in row:
            if (cell.row, cell.column) in merged:
                continue
            lines = (cell.border.left, cell.border.right, cell.border.top, cell.border.bottom)
            assert all(line.style == "thin" for line in lines), cell.coordinate


def test_print_setup(table):
    assert (table.page_setup.orientation, int(table.page_setup.paperSize)) == ("landscape", 9)
    assert table.sheet_properties.pageSetUpPr.fitToPage
    assert (table.page_setup.fitToWidth, table.page_setup.fitToHeight) == (1, 0)
    assert table.print_options.horizontalCentered
    assert table.oddFooter.center.text == "第 &P 页 共 &N 页"
    first = FIRST_ROWS[table.title]
    assert table.freeze_panes == f"A{first}"
    assert table.print_title_rows.replace("$", "") == f"1:{first - 1}"
    end = f"{table.cell(1, table.max_column).column_letter}{table.max_row}"
    assert table.print_area.replace("$", "").endswith(f"!A1:{end}")


def test_growing_tables_bear_the_note_of_an_empty_table(table):
    has_note = table.cell(table.max_row, 1).value == "注：本表无数据"
    assert has_note == (table.title not in FIXED)


@pytest.mark.parametrize("sheet", ["表二", "表三", "表五", "表七", "表八"])
def test_function_tables_show_one_row_of_each_level(book, sheet):
    first = FIRST_ROWS[sheet]
    rows = [[book[sheet].cell(row, column) for column in (1, 2)] for row in range(first, first + 4)]
    assert [[cell.value for cell in row] for row in rows] == [
        ["合计", None],
        ["类编码", "类名称"],
        ["款编码", "款名称"],
        ["项编码", "项名称"],
    ]
    assert [row[1].font.bold for row in rows] == [True, True, False, False]
    indents = [row[1].alignment.indent for row in rows[1:]]
    assert indents == sorted(indents) and indents[2] > indents[0]


def test_the_other_growing_tables_show_their_rows(book):
    def texts(sheet: str, columns: str) -> list[list[str | None]]:
        rows = range(FIRST_ROWS[sheet], last_row(book[sheet]) + 1)
        return [[book[sheet][f"{column}{row}"].value for column in columns] for row in rows]

    assert texts("表六", "AB") == [["合计", None], ["类名称", None], ["款名称", "款名称"]]
    assert texts("表九", "ABDE") == [
        ["合计", None, "合计", None],
        ["类编码", "类名称", "类编码", "类名称"],
        ["款编码", "款名称", "款编码", "款名称"],
        ["项编码", "项名称", "项编码", "项名称"],
    ]
    assert texts("表十一", "A") == [["部门合计"], ["单位名称"]]
    assert texts("表十二", "A") == texts("表十三", "A") == [["部门名称"], ["单位名称"], ["项目名称"]]


def published(number: int) -> list[list[str]]:
    path = REFERENCE / "published" / f"table_{number:02}.csv"
    return list(csv.reader(path.open(encoding="utf-8-sig", newline="")))


@needs_reference
@pytest.mark.parametrize("number", [1, 4, 10])
def test_fixed_rows_are_those_of_the_published_tables(book, number):
    sheet = book[list(TITLES)[number - 1]]
    keys = (0,) if number == 10 else (0, 2)
    expected = [[row[at] for at in keys] for row in published(number)[1:]]
    rows = sheet.iter_rows(FIRST_ROWS[sheet.title], sheet.max_row, values_only=True)
    assert [[row[at] or "" for at in keys] for row in rows] == expected


@needs_reference
def test_titles_and_headings_are_words_of_the_published_document(table):
    document = (REFERENCE / "disclosure-2024.txt").read_text(encoding="utf-8").split("## 第二部分 2024年部门预算报表")[1]
    start = document.index(TITLES[table.title])
    printed = document[start : start + 500].replace(" ", "")
    headings = [cell.value for row in table.iter_rows(4, FIRST_ROWS[table.title] - 1) for cell in row if cell.value]
    added = {"表二": {"单位资金"}}.get(table.title, set())
    assert {text for text in headings if text not in printed} == added
    assert len(headings) >= 4


@needs_reference
@pytest.mark.parametrize("sheet, file", [("明细", "line_items"), ("项目", "projects"), ("绩效指标", "indicators")])
def test_lists_have_the_headings_of_the_reference(book, sheet, file):
    expected = next(csv.reader((REFERENCE / f"{file}.csv").open(encoding="utf-8-sig", newline="")))
    assert [cell.value for cell in book[sheet][1]] == expected
    assert book[sheet].max_row == 1
    assert book[sheet].freeze_panes == "A2"


def test_lists_offer_choices_and_keep_codes_as_text(book):
    sheet = book["明细"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    choices = {str(rule.sqref).split(":")[0][:-1]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    offered = {heading: choices.get(letter) for heading, letter in letters.items() if letter in choices}
    assert set(offered) == {"单位性质", "收支类型", "资金性质", "资金来源", "项目类别", "政府采购类型"}
    assert offered["单位性质"] == '"行政,参公,事业"'
    assert offered["政府采购类型"] == '"货物,工程,服务"'
    for heading, letter in letters.items():
        expected = "#,##0.00" if heading == "金额(元)" else "@"
        assert sheet.column_dimensions[letter].number_format == expected, heading
    assert all(len(formula) <= 257 for formula in choices.values())  # Excel's limit of 255, and the quotes


def test_particulars_are_blank(book):
    sheet = book["基本信息"]
    assert [sheet[f"A{row}"].value for row in (3, 4, 5)] == ["预算年度", "部门编码", "部门名称"]
    assert [cell.value for cell in sheet[7]] == ["单位编码", "单位名称", "单位性质"]
    blank = [cell for row in sheet.iter_rows(8, 19) for cell in row]
    assert len(blank) == 36 and all(cell.value is None and cell.number_format == "@" for cell in blank)


def test_the_form_has_every_label(book):
    sheet = book["绩效目标申报表"]
    assert (sheet["A1"].value, sheet["A2"].value) == ("项目支出绩效目标申报表", "（2024年度）")
    texts = [cell.value for row in sheet.iter_rows(3) for cell in row if cell.value]
    once = "项目名称 主管部门及代码 实施单位 项目属性 项目期 项目资金（元） 实施期资金总额： 年度资金总额： 项目概况 立项依据 "
    once += "项目设立必要性 保证项目实施的制度、措施 项目实施计划 总体目标 实施期目标 年度目标 绩效指标 一级指标 产出指标 效益指标 "
    once += "满意度指标 负责人： 经办人： 联系电话： 填报日期："
    twice = (
        "其中：中央财政资金 省级财政资金 市县（区）财政资金 单位自筹 其他资金 二级指标 三级指标 指标值 数量指标 质量指标 时效指标 "
    )
    twice += "成本指标 经济效益指标 社会效益指标 生态效益指标 可持续影响指标 服务对象满意度指标"
    assert sorted(texts) == sorted(once.split() + twice.split() * 2)


def test_the_form_is_laid_out_for_one_upright_page(book):
    sheet = book["绩效目标申报表"]
    areas = {sheet[str(area).split(":")[0]].value: str(area) for area in sheet.merged_cells.ranges}
    heading = next(cell.row for cell in sheet["B"] if cell.value == "一级指标")
    assert areas["产出指标"] == f"B{heading + 1}:B{heading + 4}"
    assert areas["效益指标"] == f"B{heading + 5}:B{heading + 8}"
    assert areas["绩效指标"] == f"A{heading}:A{heading + 9}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == ("portrait", 1, 0)
    amounts = [cell for row in sheet.iter_rows() for cell in row if cell.number_format == "#,##0.00"]
    assert len(amounts) == 12


def test_the_instructions_name_every_colour_and_sheet(book):
    sheet = book["填表说明"]
    text = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)
    for word in ("红色", "浅红色", "浅黄色", "灰色", "基本信息", "明细", "项目", "绩效指标", "填报", "检查", "清除"):
        assert word in text
    samples = {cell.fill.fgColor.rgb[-6:] for cell in sheet["A"] if cell.fill.fill_type == "solid"}
    assert samples == set(STRENGTH)  # every colour that checking uses


def test_no_trace_of_a_person_a_machine_or_the_published_department():
    content = b"\n".join(parts(TEMPLATE.read_bytes()).values()).decode()
    assert not re.search(r"晋中|山西|经办人[甲-癸]|/work/|/home/|[\w.]+@[\w.]+\.\w+|\b1[3-9]\d{9}\b", content)
    core = parts(TEMPLATE.read_bytes())["docProps/core.xml"].decode()
    assert "<dc:creator" in core and ">budgetbook<" in core and "lastModifiedBy" not in core
