"""Plain workbooks are read straight into columns, and give what the general reader gives; what is not plain is left to it."""

import io
import re
import zipfile

import fastexcel
import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.items import same_texts
from budgetbook.items.excel_files import ExcelBlock
from budgetbook.items.plain_books import PlainBook
from budgetbook.items.sheet_rows import NotPlainError
from budgetbook.items.written import without_noise

SHEET = "xl/worksheets/sheet1.xml"
PHONETIC = '<phoneticPr fontId="1" type="noConversion"/>'
TEXTS = st.text(st.sampled_from("甲乙丙0129.-+eE&<>\"' \nabc，　é"), max_size=30).filter(lambda text: "_x" not in text)
NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.integers(-(10**15), 10**15).map(lambda fen: fen / 100),
    st.integers(1, 10**10).map(lambda fen: fen / 100 - 1e-10),
    st.floats(allow_nan=False, allow_infinity=False),
)
CELLS = st.one_of(st.none(), TEXTS, NUMBERS, st.sampled_from(["一般公共预算", "2010306", 2024]))
ROWS = st.lists(st.lists(CELLS, max_size=30), min_size=1, max_size=14)


def by_xlsxwriter(rows):
    """With shared texts, as Excel writes them."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, look = book.add_worksheet("明细"), book.add_format({"num_format": "#,##0.00_ ;[Red]-0.00"})
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(at, column, value)
            elif value is not None:
                sheet.write_number(at, column, value, look)
            elif column % 2:
                sheet.write_blank(at, column, None, look)
    book.close()
    return target.getvalue()


def by_openpyxl(rows):
    """With the texts in the cells."""
    book = openpyxl.Workbook()
    book.active.title = "明细"
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = book.active.cell(at, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_parts(data, change, part=SHEET):
    """The package with one part changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            text = old.read(each)
            new.writestr(each.filename, change(text.decode()) if each.filename == part else text)
    return target.getvalue()


def seen(block, heading=0):
    """Head and columns, without what stands left of the first column that holds anything."""
    columns = block.below(heading)
    head = [[without_noise(text) for text in row] for row in block.head()]
    while columns and not any(columns[0].values) and not any(row[0] for row in head):
        columns, head = columns[1:], [row[1:] for row in head]
    return head, [(column.codes.tolist(), column.values) for column in columns]


def general(data):
    return ExcelBlock(fastexcel.read_excel(data), "a.xlsx", "明细", may_have_errors=False)


@given(ROWS)
def test_the_general_reader_sees_the_same(rows):
    for write in (by_xlsxwriter, by_openpyxl):
        data = write(rows)
        try:
            block = PlainBook(data, "a.xlsx").block("明细")
        except NotPlainError:
            assert not any(value not in (None, "") for row in rows for value in row)
            continue
        assert seen(block) == seen(general(data))


FEW = [["预算年度", "单位名称", "金额"], [2024, "甲&乙", 74128.32999999999], [2024, "甲&乙", 1], [None, " 丙 ", 0.5]]
SHARED = "xl/sharedStrings.xml"


def changed(pattern, replacement, part=SHEET):
    return with_parts(by_xlsxwriter(FEW), lambda xml: re.sub(pattern, replacement, xml), part)


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r'<row r="(\d+)"', r'<row r="\1" ht="15" x14ac:dyDescent="0.2"'),
        (r'(<c r="[A-Z]+\d+") t="s"', r'\1 t="s" s="1"'),
        (r'(<c r="[A-Z]+\d+") t="s"', r'\1 s="1" t="s"'),
        (r'(<c r="[A-Z]+\d+")>', r'\1 t="n">'),
        (r'<c r="B3" t="s"><v>\d+</v>', '<c r="B3" t="str"><v> 丁&amp;戊 1.10000000</v>'),
        (r'(<row r="2"[^<>]*>.*?)</row>', r'\1<c r="Z2" s="1"/><c r="AB2" s="1"></c></row>'),
        (r'(<row r="2"[^<>]*>.*?)</row>', r'\1<c r="AZ2"><v>7</v></c></row>'),
        ("</sheetData>", '<row r="900" ht="20"/><row r="901"></row></sheetData>'),
        (r'"([A-C]?)4"', r'"\g<1>4000"'),
    ],
)
def test_rows_and_cells_may_say_more(pattern, replacement):
    data = changed(pattern, replacement)
    assert seen(PlainBook(data, "a.xlsx").block("明细")) == seen(general(data))


def test_the_shared_texts_of_excel_have_readings():
    data = changed("</t></si>", f"</t>{PHONETIC}</si>", SHARED)
    assert seen(PlainBook(data, "a.xlsx").block("明细")) == seen(general(data))


@pytest.mark.parametrize("rows", [300, 20_000])
def test_long_lists_are_read_in_pieces(rows):
    data = by_xlsxwriter([FEW[0], *([2024, f"单位{at % 700}", at / 100] for at in range(rows))])
    assert seen(PlainBook(data, "a.xlsx").block("明细")) == seen(general(data))


@pytest.mark.parametrize(
    ("pattern", "replacement", "part"),
    [
        (r"<v>1</v></c>", "<f>1</f><v>1</v></c>", SHEET),
        (r'<c r="C3"', '<c r="C3" t="b"', SHEET),
        (r'<c r="C3"', '<c r="C3" t="e"', SHEET),
        (r'<c r="C3"', '<c r="C3" cm="1"', SHEET),
        (r'<c r="C3"', "<c r='C3'", SHEET),
        (r'<c r="C3"', '<c r="C4"', SHEET),
        (r'<c r="C3"', '<c r="B3"', SHEET),
        (r'<c r="C3"', "<c", SHEET),
        (r'<c r="C3"', '<c r="ABC3"', SHEET),
        (r'<c r="C3"', '<c r="C03"', SHEET),
        (r'<row r="3"', '<row r="1"', SHEET),
        (r'<row r="3"', "<row", SHEET),
        (r"</row><row", "</row><!-- --><row", SHEET),
        (r"</row><row", "</row> <row", SHEET),
        (r"</row>", "</rox>", SHEET),
        (r"</c>", "</c>1", SHEET),
        (r"<(/?)c", r"<\1x:c", SHEET),
        (r"<v>1</v></c></row>", "<v>1</v></row>", SHEET),
        (r"<v>1</v></c></row>", "<v>1,0</v></c></row>", SHEET),
        (r"<v>1</v></c></row>", "<v>1</v><v>1</v></c></row>", SHEET),
        (r"<v>1</v></c></row>", "<is><t>1</t></is></c></row>", SHEET),
        (r"(?s)</sheetData>.*", "", SHEET),
        (r"(?s)<sheetData>.*</sheetData>", "<sheetData></sheetData>", SHEET),
        (r"<worksheet", "<!DOCTYPE worksheet><worksheet", SHEET),
        (r'encoding="UTF-8"', 'encoding="GBK"', SHEET),
        (r"<si><t>金额</t>", "<si><r><t>金</t></r><r><t>额</t></r>", SHARED),
        (r"金额", "金额_x000D_", SHARED),
        (r"金额", "金额&nbsp;", SHARED),
        (r"金额", "金额&amp", SHARED),
        (r"金额", "金额&#1;", SHARED),
        (r"<si><t>金额</t></si>", "", SHARED),
        (r'<c r="B3" t="s"><v>', '<c r="B3" t="s"><v>-', SHEET),
        (r"</sst>", "", SHARED),
        (r"<sst", "<!DOCTYPE sst><sst", SHARED),
        (r"<Properties", "<!DOCTYPE a><Properties", "docProps/app.xml"),
        (r"/worksheet\"", '/chartsheet"', "xl/_rels/workbook.xml.rels"),
        (r"r:id", "x:id", "xl/workbook.xml"),
    ],
)
def test_what_is_not_plain_is_left_to_the_general_reader(pattern, replacement, part):
    data = changed(pattern, replacement, part)
    assert data != by_xlsxwriter(FEW)
    with pytest.raises(NotPlainError):
        PlainBook(data, "a.xlsx").block("明细")


@pytest.mark.parametrize("look", ["yyyy-mm-dd", "m/d", "h:mm", "[h]:mm", '[$-804]yyyy"年"m"月";@'])
def test_dates_are_left_to_the_general_reader(look):
    book = openpyxl.Workbook()
    book.active.title = "明细"
    book.active.append([45000])
    book.active["A1"].number_format = look
    target = io.BytesIO()
    book.save(target)
    with pytest.raises(NotPlainError):
        PlainBook(target.getvalue(), "a.xlsx").block("明细")


def test_texts_made_to_be_taken_for_each_other_are_left_to_the_general_reader(monkeypatch):
    monkeypatch.setattr(same_texts, "_MIX", np.uint64(0))
    with pytest.raises(NotPlainError):
        PlainBook(by_openpyxl([["甲甲甲甲甲甲", "乙乙乙甲甲甲"]]), "a.xlsx").block("明细")
