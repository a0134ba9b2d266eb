"""Marking and clearing: what is shown, and that nothing stays behind."""

import zipfile
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from budgetbook.model.figure import Place
from budgetbook.model.finding import Finding, Severity, Verdict
from budgetbook.outputs.journal import Entry, read_journal, write_journal
from budgetbook.outputs.marks import clear, mark
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Workbook
from tests.outputs.conftest import TEMPLATE
from tests.outputs.memory_workbook import MemoryWorkbook
from tests.outputs.reports import REPORT, finding, report

RED, PALE, YELLOW, GREY = "FF7C81", "FCE3E2", "FFF3C9", "D5D7DA"


def two_sheets() -> MemoryWorkbook:
    book = MemoryWorkbook(sheets=["表三", "表五"])
    for sheet in ("表三", "表五"):
        book.write(sheet, {(row, column): float(row * column) for row in range(1, 12) for column in range(1, 6)})
    return book


def test_colours_by_verdict_and_the_strongest_wins() -> None:
    book = two_sheets()
    mark(book, REPORT)
    assert book.held["表三"].fills == {(6, 3): RED, (6, 4): YELLOW, (7, 4): YELLOW}
    assert book.held["表五"].fills == {(6, 3): PALE, (8, 4): GREY, (7, 3): PALE}


def test_a_note_says_what_disagrees_and_where_else_to_look() -> None:
    book = two_sheets()
    mark(book, REPORT)
    assert book.notes("表三")[6, 3] == (
        "【预算公开校验】\n✗ 不符（SUM）：合计不等于各项之和\n左边 166.60，右边 166.61，差额 -0.01\n"
        "相关单元格：表三!D6、表五!C6\n怎么办：请先看这一格"
    )
    assert book.notes("表五") == {(8, 4): "【预算公开校验】\n? 未检（F02）：没有读出"}


def test_several_findings_of_a_cell_stand_in_one_note() -> None:
    book = two_sheets()
    mark(book, report(*[finding(Verdict.DISAGREE, "表三!C6", message=f"第{number}条") for number in range(1, 8)]))
    note = book.notes("表三")[6, 3]
    assert all(f"第{number}条" in note for number in range(1, 6)) and "第6条" not in note
    assert note.endswith("还有 2 条，见“校验结果”表")


def test_a_note_of_the_users_own_is_kept(template: Workbook) -> None:
    template.note("表三", {(6, 3): "局里的说明\n第二行"})
    mark(template, REPORT)
    assert template.notes("表三")[6, 3].startswith("局里的说明\n第二行\n【预算公开校验】\n✗ 不符")
    clear(template)
    assert template.notes("表三") == {(6, 3): "局里的说明\n第二行"}


def test_a_threaded_comment_leaves_the_colour_and_the_other_notes() -> None:
    book = two_sheets()
    book.held["表三"].threaded = {(6, 3)}
    mark(book, REPORT)
    assert book.held["表三"].fills[6, 3] == RED
    assert list(book.notes("表三")) == [(6, 4), (7, 4)]
    assert clear(book) and book.state() == two_sheets_with_thread().state()


def two_sheets_with_thread() -> MemoryWorkbook:
    book = two_sheets()
    book.held["表三"].threaded = {(6, 3)}
    return book


def test_what_the_user_added_to_our_note_stays() -> None:
    book = two_sheets()
    book.note("表五", {(8, 4): "原有"})
    mark(book, REPORT)
    book.note("表三", {(6, 3): book.notes("表三")[6, 3] + "\n已问过财务科"})
    book.note("表五", {(8, 4): book.notes("表五")[8, 4] + "\n待查"})
    clear(book)
    assert book.notes("表三") == {(6, 3): "已问过财务科"}
    assert book.notes("表五") == {(8, 4): "原有\n待查"}


def test_a_colour_that_the_user_gave_since_stays() -> None:
    book = two_sheets()
    book.paint("表三", {(6, 3): "00FF00"})
    mark(book, REPORT)
    book.paint("表三", {(6, 4): "0000FF"})
    clear(book)
    assert book.held["表三"].fills == {(6, 3): "00FF00", (6, 4): "0000FF"}


@pytest.mark.parametrize("before", [1, 6, 7, 8])
@pytest.mark.parametrize("count", [1, 3])
def test_rows_put_in_by_the_user_are_no_matter(before: int, count: int) -> None:
    book = two_sheets()
    book.paint("表三", {(6, 3): "00FF00", (7, 4): "0000FF"})
    mark(book, REPORT)
    expected = two_sheets()
    expected.paint("表三", {(6, 3): "00FF00", (7, 4): "0000FF"})
    for each in (book, expected):
        each.insert_rows("表三", before, [before] * count)
    clear(book)
    assert book.state() == expected.state()


def test_a_row_that_the_user_copied_colour_and_all_loses_our_colour() -> None:
    book = two_sheets()
    book.paint("表三", {(6, 3): "00FF00"})
    mark(book, REPORT)
    book.insert_rows("表三", 6, [6])
    book.paint("表三", {(6, 3): RED, (6, 4): YELLOW})
    clear(book)
    assert book.held["表三"].fills == {(6, 3): "00FF00", (7, 3): "00FF00"}


def test_a_renamed_sheet_is_found() -> None:
    book = two_sheets()
    mark(book, REPORT)
    book.held = {"支出总表" if name == "表三" else name: sheet for name, sheet in book.held.items()}
    clear(book)
    assert book.held["支出总表"].fills == {} and book.notes("支出总表") == {}


def test_a_deleted_sheet_is_no_matter() -> None:
    book = two_sheets()
    mark(book, REPORT)
    book.remove_sheet("表三")
    assert clear(book) and book.sheets() == ["表五"] and book.held["表五"].fills == {}


def test_clearing_tells_whether_there_was_anything(template: Workbook) -> None:
    sheets = template.sheets()
    assert clear(template) is False
    mark(template, REPORT)
    assert template.sheets() == [*sheets, "校验结果", "_budgetbook"]
    assert clear(template) is True
    assert (clear(template), template.sheets()) == (False, sheets)


def test_other_entries_of_the_journal_stay() -> None:
    book = two_sheets()
    accepted = Entry("已认可", "表三", (6, 3), "SUM", "上级口径不同")
    write_journal(book, ("已认可",), [accepted])
    mark(book, REPORT)
    assert accepted in read_journal(book)
    clear(book)
    assert read_journal(book) == [accepted] and clear(book) is False


def test_the_journal_is_plain_text_on_a_hidden_sheet() -> None:
    book = two_sheets()
    mark(book, REPORT)
    held = book.held["_budgetbook"]
    assert held.hidden and all(isinstance(value, str) for value in held.values.values())
    assert [book.grid("_budgetbook").text(1, column) for column in range(1, 6)] == ["类别", "工作表", "单元格", "原来", "现在"]
    assert [book.grid("_budgetbook").text(2, column) for column in (1, 2, 3, 5)] == ["底色", "表三", "C6", RED]


addresses = st.builds(Place, st.sampled_from(["表三", "表五", "没有这张"]), st.integers(1, 9), st.integers(1, 4))
findings = st.builds(
    Finding,
    st.just("SUM"),
    st.sampled_from(list(Verdict)),
    st.sampled_from(list(Severity)),
    st.text("合计不等于=+-@\n", max_size=12),
    st.one_of(st.none(), addresses),
    related=st.lists(addresses, max_size=4).map(tuple),
    reason=st.just(""),  # a reason is a person's, and stays
)
cells = st.tuples(st.integers(1, 9), st.integers(1, 4))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(findings, max_size=8),
    st.lists(findings, max_size=8),
    st.dictionaries(cells, st.sampled_from(["00FF00", "123456"]), max_size=5),
    st.dictionaries(cells, st.text("说明\n，", max_size=8), max_size=5),
    st.sets(cells, max_size=2),
)
def test_clear_undoes_mark_and_marking_twice_is_marking_once(
    one: list, other: list, fills: dict, notes: dict, threaded: set
) -> None:
    book = two_sheets()
    book.paint("表三", fills)
    book.note("表三", notes)
    book.held["表三"].threaded = threaded
    before = book.state()
    mark(book, report(*other))
    mark(book, report(*one))
    once = book.state()
    mark(book, report(*one))
    assert book.state() == once
    clear(book)
    assert book.state() == before


def parts(path: Path) -> dict[str, str]:
    """The parts of a package, XML in its canonical form."""
    with zipfile.ZipFile(path) as package:
        held = {name: package.read(name) for name in package.namelist()}
    held = {name: canonicalize(data) if name.endswith((".xml", ".rels", ".vml")) else str(data) for name, data in held.items()}
    return {name: text.replace('<numFmts count="0"></numFmts>', "") for name, text in held.items()}  # says nothing


def test_a_file_is_as_before(tmp_path: Path) -> None:
    plain, marked, again, cleared = (tmp_path / f"{name}.xlsx" for name in ("plain", "marked", "again", "cleared"))
    FileWorkbook.open(str(TEMPLATE)).save(str(plain))
    book = FileWorkbook.open(str(plain))
    mark(book, REPORT)
    book.save(str(marked))
    book = FileWorkbook.open(str(marked))
    mark(book, REPORT)
    book.save(str(again))
    book = FileWorkbook.open(str(again))
    assert clear(book)
    book.save(str(cleared))
    assert again.read_bytes() == marked.read_bytes()
    assert parts(cleared) == parts(plain)


def test_a_file_shows_the_marks_to_other_programs(tmp_path: Path) -> None:
    book = FileWorkbook.open(str(TEMPLATE))
    mark(book, REPORT)
    book.save(str(tmp_path / "marked.xlsx"))
    seen = load_workbook(tmp_path / "marked.xlsx")
    cell = seen["表三"]["C6"]
    assert cell.fill.fgColor.rgb == f"FF{RED}" and "166.61" in cell.comment.text
    assert seen["表五"]["D8"].fill.fgColor.rgb == f"FF{GREY}"
    assert seen["_budgetbook"].sheet_state == "veryHidden"
    assert seen["校验结果"]["E5"].hyperlink is None or "表" in seen["校验结果"]["E5"].hyperlink.location
