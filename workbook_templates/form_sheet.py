"""Draws the sample of the performance form (项目支出绩效目标申报表), one A4 page upright."""

from __future__ import annotations

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from .look import AMOUNT, OUTPUT_TAB, TEXT, aligned, font, put, set_page, set_widths

SHEET, TITLE, YEAR = "绩效目标申报表", "项目支出绩效目标申报表", "（2024年度）"
WIDTHS = (9.5, 9.5, 13.5, 15.0, 15.0, 13.5, 15.0, 15.0)
PAIRS = (("主管部门及代码", "实施单位"), ("项目属性", "项目期"))
SOURCES = ("中央财政资金", "省级财政资金", "市县（区）财政资金", "单位自筹", "其他资金")
TEXTS = ("项目概况", "立项依据", "项目设立必要性", "保证项目实施的制度、措施", "项目实施计划")
INDICATORS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
INDICATOR_HEADINGS = ("一级指标", *("二级指标", "三级指标", "指标值") * 2)
SIGNATURES = ("负责人：", "经办人：", "联系电话：", "填报日期：")
SIZE = 10.5  # points


def add_form(book: Workbook) -> None:
    sheet = book.create_sheet(SHEET)
    sheet.sheet_properties.tabColor = OUTPUT_TAB
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, WIDTHS)
    put(sheet, "A1:H1", TITLE, look=font(18, bold=True), boxed=False)
    put(sheet, "A2:H2", YEAR, look=font(11), boxed=False)
    at = _draw_texts(sheet, _draw_funds(sheet, _draw_particulars(sheet, 3)))
    at = _draw_indicators(sheet, _draw_goals(sheet, at))
    _draw_signatures(sheet, at)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 34, 20
    set_page(sheet, landscape=False, area=f"A1:H{at}")


def _label(sheet: Worksheet, area: str, text: str, horizontal: str = "center", indent: int = 0) -> None:
    put(sheet, area, text, look=font(SIZE), alignment=aligned(horizontal, indent=indent))


def _value(sheet: Worksheet, area: str, horizontal: str = "left", number_format: str = TEXT) -> None:
    put(sheet, area, look=font(SIZE), alignment=aligned(horizontal, indent=int(horizontal == "left")), number_format=number_format)


def _draw_particulars(sheet: Worksheet, at: int) -> int:
    """Name, department, unit, attribute and period; every part here gives the row that follows it."""
    _label(sheet, f"A{at}:B{at}", "项目名称")
    _value(sheet, f"C{at}:H{at}")
    for row, (left, right) in enumerate(PAIRS, at + 1):
        _label(sheet, f"A{row}:B{row}", left)
        _value(sheet, f"C{row}:E{row}")
        _label(sheet, f"F{row}", right)
        _value(sheet, f"G{row}:H{row}")
    for row, height in enumerate((24, 46, 24), at):
        sheet.row_dimensions[row].height = height
    return at + 1 + len(PAIRS)


def _draw_funds(sheet: Worksheet, at: int) -> int:
    """Money in yuan: the total and its sources, of the whole period on the left and of the year on the right."""
    end = at + len(SOURCES)
    _label(sheet, f"A{at}:B{end}", "项目资金（元）")
    for row, source in enumerate(("", *SOURCES), at):
        sheet.row_dimensions[row].height = 20
        for half, words, amount in (("实施期", f"C{row}:D{row}", f"E{row}"), ("年度", f"F{row}:G{row}", f"H{row}")):
            text = f"其中：{source}" if row == at + 1 else source or f"{half}资金总额："
            _label(sheet, words, text, "left", indent=4 if row > at + 1 else 1)
            _value(sheet, amount, "right", AMOUNT)
    return end + 1


def _draw_texts(sheet: Worksheet, at: int) -> int:
    for row, text in enumerate(TEXTS, at):
        _label(sheet, f"A{row}:B{row}", text)
        _value(sheet, f"C{row}:H{row}")
        sheet.row_dimensions[row].height = 46
    return at + len(TEXTS)


def _draw_goals(sheet: Worksheet, at: int) -> int:
    _label(sheet, f"A{at}:A{at + 1}", "总体目标")
    _label(sheet, f"B{at}:E{at}", "实施期目标")
    _label(sheet, f"F{at}:H{at}", "年度目标")
    _value(sheet, f"B{at + 1}:E{at + 1}")
    _value(sheet, f"F{at + 1}:H{at + 1}")
    sheet.row_dimensions[at].height, sheet.row_dimensions[at + 1].height = 22, 72
    return at + 2


def _draw_indicators(sheet: Worksheet, at: int) -> int:
    """The tree of indicators: one model row for each of the second level, in both halves."""
    for letter, text in zip("BCDEFGH", INDICATOR_HEADINGS, strict=True):
        _label(sheet, f"{letter}{at}", text)
    sheet.row_dimensions[at].height = 22
    row = at + 1
    for first, seconds in INDICATORS:
        _label(sheet, f"B{row}:B{row + len(seconds) - 1}", first)
        for second in seconds:
            _draw_indicator(sheet, row, second)
            row += 1
    _label(sheet, f"A{at}:A{row - 1}", "绩效指标")
    return row


def _draw_indicator(sheet: Worksheet, row: int, second: str) -> None:
    sheet.row_dimensions[row].height = 30
    for words in "CF":
        _label(sheet, f"{words}{row}", second)
    for third in "DG":
        _value(sheet, f"{third}{row}")
    for value in "EH":
        _value(sheet, f"{value}{row}", "center")


def _draw_signatures(sheet: Worksheet, at: int) -> None:
    for label, value, text in zip("ACEG", "BDFH", SIGNATURES, strict=True):
        put(sheet, f"{label}{at}", text, look=font(SIZE), alignment=aligned("right"), boxed=False)
        put(sheet, f"{value}{at}", look=font(SIZE), alignment=aligned("left"), number_format=TEXT, boxed=False)
    sheet.row_dimensions[at].height = 26
