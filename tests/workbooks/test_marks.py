"""Colours, notes, links and a hidden sheet come and go, and the workbook is as it was."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from budgetbook.model.grid import Area
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.port import Look
from tests.workbooks import judges, packages, rich
from tests.workbooks.packages import MAIN, SHEET1

PAINTED = [(4, 1), (4, 2), (6, 2), (8, 5), (11, 2), (40, 30), (3, 20), (2, 2)]
NOTES = {(4, 2): "原有备注\n不符：差 1.00 万元", (6, 2): "合计不符", (40, 30): "很长" * 200, (2, 1): "甲\r乙"}


def reopened(workbook: FileWorkbook, path: Path) -> FileWorkbook:
    workbook.save(str(path))
    judges.assert_sound(path)
    return FileWorkbook.open(str(path))


def unchanged(workbook: FileWorkbook, original: Path) -> bool:
    """Whether the file that would be saved now has no part that differs from the original's."""
    target = original.with_name("result.xlsx")
    workbook.save(str(target))
    judges.assert_sound(target)
    return packages.changed(original, target) == set()


def assert_same(original: Path, other: Path) -> None:
    """All XML says the same, and all else is the same; the bytes of XML may differ after the file was saved in between."""
    one, two = packages.read(original), packages.read(other)
    assert one.keys() == two.keys()
    for name in one:
        if name.endswith((".xml", ".rels")):
            assert packages.canonical(original, name) == packages.canonical(other, name), name
        else:
            assert one[name] == two[name], name


def mark(workbook: FileWorkbook) -> tuple[dict[tuple[int, int], str], dict[tuple[int, int], str]]:
    before, notes = workbook.fills(rich.TABLE, PAINTED), workbook.notes(rich.TABLE)
    workbook.paint(rich.TABLE, dict.fromkeys(PAINTED[::2], "FFC7CE") | dict.fromkeys(PAINTED[1::2], "ffeb9c"))
    workbook.note(rich.TABLE, NOTES)
    workbook.add_sheet("检查结果", hidden=True)
    workbook.write("检查结果", {(1, 1): "记录"})
    workbook.format("检查结果", [(Area(1, 1, 1, 1), Look(bold=True, number_format="0.000", border=True))])
    return before, notes


def clear(workbook: FileWorkbook, before: dict[tuple[int, int], str], notes: dict[tuple[int, int], str]) -> None:
    workbook.paint(rich.TABLE, before)
    workbook.note(rich.TABLE, {cell: notes.get(cell) for cell in NOTES})
    workbook.remove_sheet("检查结果")


def test_marked_and_cleared_in_one_go(rich_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    before, notes = mark(workbook)
    assert not unchanged(workbook, rich_path)
    clear(workbook, before, notes)
    assert unchanged(workbook, rich_path)


def test_marked_saved_opened_and_cleared(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    before, notes = mark(workbook)
    workbook = reopened(workbook, tmp_path / "marked.xlsx")
    clear(workbook, before, notes)
    reopened(workbook, tmp_path / "cleared.xlsx")
    assert_same(rich_path, tmp_path / "cleared.xlsx")


def test_marking_changes_only_what_it_must(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.paint(rich.TABLE, {(4, 2): "FFC7CE", (6, 2): "FFC7CE"})
    workbook.note(rich.TABLE, {(6, 2): "合计不符"})
    reopened(workbook, tmp_path / "marked.xlsx")
    changed = packages.changed(rich_path, tmp_path / "marked.xlsx")
    assert changed == {SHEET1, "xl/styles.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"}
    names = ["B4", "B6"]
    assert packages.canonical(rich_path, SHEET1, names) == packages.canonical(tmp_path / "marked.xlsx", SHEET1, names)
    sheet = openpyxl.load_workbook(tmp_path / "marked.xlsx")[rich.TABLE]
    assert sheet["B4"].fill.fgColor.rgb == sheet["B6"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["B4"].number_format == "#,##0.00" and sheet["B4"].border.left.style == "thin"
    assert sheet["B6"].comment.text == "合计不符" and sheet["B4"].comment.text == "原有备注"
    assert sheet["B6"].value == "=SUM(B4:B5)"


def test_boxes_and_buttons_that_were_there_stay_as_they_were(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.note(rich.TABLE, NOTES)
    reopened(workbook, tmp_path / "a.xlsx")
    part = "xl/drawings/vmlDrawing1.vml"
    old, new = packages.read(rich_path)[part], packages.read(tmp_path / "a.xlsx")[part]
    body = old[: old.rindex(b"</xml>")].rstrip()
    assert new.startswith(body) and b'ObjectType="Button"' in body
    assert new.count(b'ObjectType="Note"') == old.count(b'ObjectType="Note"') + 3
    etree.fromstring(new)


def test_words_survive_a_renumbering(rich_path: Path, tmp_path: Path) -> None:
    """Excel writes formats anew, in another order: the word still gives the fill back, and nothing else is touched."""
    workbook = FileWorkbook.open(str(rich_path))
    cells = [(4, 1), (4, 2), (8, 5)]
    before = workbook.fills(rich.TABLE, cells)
    workbook.paint(rich.TABLE, dict.fromkeys(cells, "FFC7CE"))
    workbook.save(str(tmp_path / "marked.xlsx"))
    renumbered = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    renumbered["说明"]["A1"].font = openpyxl.styles.Font(italic=True)
    renumbered[rich.TABLE]["A1"].font = openpyxl.styles.Font(size=20)
    renumbered.save(tmp_path / "renumbered.xlsx")
    workbook = FileWorkbook.open(str(tmp_path / "renumbered.xlsx"))
    workbook.paint(rich.TABLE, before)
    reopened(workbook, tmp_path / "cleared.xlsx")
    wanted, got = (openpyxl.load_workbook(path)[rich.TABLE] for path in (rich_path, tmp_path / "cleared.xlsx"))
    for row, column in cells:
        one, other = wanted.cell(row, column), got.cell(row, column)
        assert one.fill.fill_type == other.fill.fill_type and one.fill.fgColor.rgb == other.fill.fgColor.rgb
        assert one.number_format == other.number_format and one.border.left.style == other.border.left.style


def test_what_the_user_changed_meanwhile_is_kept(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    before = workbook.fills(rich.TABLE, [(4, 2), (40, 30)])
    workbook.paint(rich.TABLE, {(4, 2): "FFC7CE", (40, 30): "FFC7CE"})
    workbook.format(rich.TABLE, [(Area(4, 2, 4, 2), Look(bold=True))])
    workbook.write(rich.TABLE, {(40, 30): "用户写的"})
    workbook.paint(rich.TABLE, before)
    reopened(workbook, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[rich.TABLE]
    assert sheet["B4"].font.bold and sheet["B4"].fill.fgColor.rgb == "FFDDEBF7"
    assert sheet.cell(40, 30).value == "用户写的" and sheet.cell(40, 30).fill.fill_type is None


@pytest.mark.parametrize(
    "word", ["红色", "", "[1,2]", '["1","<font/>",true,true,null,[1,1,1,1,1]]', '["1","<!DOCTYPE a>",true,true,null,[]]']
)
def test_what_is_neither_colour_nor_word_is_refused(word: str, rich_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    with pytest.raises(BudgetbookError, match=r"A4：.*不是颜色"):
        workbook.paint(rich.TABLE, {(4, 1): word, (4, 2): "FF0000"})
    assert unchanged(workbook, rich_path)


def test_notes_on_a_sheet_without_any(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.note(rich.OTHER, {(1, 1): "甲", (3, 2): "乙"})
    workbook = reopened(workbook, tmp_path / "a.xlsx")
    assert workbook.notes(rich.OTHER) == {(1, 1): "甲", (3, 2): "乙"}
    added = packages.read(tmp_path / "a.xlsx").keys() - packages.read(rich_path).keys()
    assert added == {"xl/comments2.xml", "xl/drawings/vmlDrawing3.vml"}
    workbook.note(rich.OTHER, {(1, 1): None})
    assert workbook.notes(rich.OTHER) == {(3, 2): "乙"}
    workbook.note(rich.OTHER, {(3, 2): None, (9, 9): None})
    reopened(workbook, tmp_path / "b.xlsx")
    assert_same(rich_path, tmp_path / "b.xlsx")


def test_threaded_comments_are_no_notes_and_stay(rich_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    assert rich.THREADED not in workbook.notes(rich.TABLE)
    with pytest.raises(BudgetbookError, match="A9：单元格上有带会话的批注"):
        workbook.note(rich.TABLE, {(6, 2): "合计不符", rich.THREADED: "备注"})
    assert unchanged(workbook, rich_path)


def test_formatting_of_a_note_outlives_words_added_to_it(tmp_path: Path, rich_path: Path) -> None:
    old = '<r><t>原有</t></r><r><rPr><b/><sz val="9"/></rPr><t>备注</t></r>'
    part = "xl/comments1.xml"
    xml = packages.read(rich_path)[part].decode()
    start = xml.index("<r>", xml.index('ref="B4"'))
    path = packages.altered(rich_path, tmp_path / "b.xlsx", {part: (xml[start : xml.index("</text>", start)], old)})
    workbook = FileWorkbook.open(str(path))
    workbook.note(rich.TABLE, {rich.NOTED: "原有备注；不符"})
    workbook = reopened(workbook, tmp_path / "c.xlsx")
    assert workbook.notes(rich.TABLE)[rich.NOTED] == "原有备注；不符"
    workbook.note(rich.TABLE, {rich.NOTED: "原有备注"})
    reopened(workbook, tmp_path / "d.xlsx")
    assert packages.canonical(path, part) == packages.canonical(tmp_path / "d.xlsx", part)


def test_more_notes_than_one_block_of_ids_holds(tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(packages.simple(tmp_path / "a.xlsx")))
    workbook.note("表", {(row, 1): f"第{row}条" for row in range(1, 1101)})
    workbook = reopened(workbook, tmp_path / "b.xlsx")
    assert len(workbook.notes("表")) == 1100
    workbook.note("表", {(row, 1): None for row in range(1, 1101)})
    reopened(workbook, tmp_path / "c.xlsx")
    assert_same(tmp_path / "a.xlsx", tmp_path / "c.xlsx")


def test_links_to_cells_come_and_go(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.link(rich.TABLE, {(4, 1): (rich.OTHER, (3, 2)), (5, 1): (rich.TABLE, (1, 1))})
    workbook = reopened(workbook, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[rich.TABLE]
    assert sheet["A4"].hyperlink.location == "说明!B3" and sheet["A5"].hyperlink.location == "'表三 支出'!A1"
    workbook.link(rich.TABLE, {(4, 1): (rich.OTHER, (1, 1))})
    workbook.link(rich.TABLE, {(4, 1): None, (5, 1): None, (6, 1): None})
    reopened(workbook, tmp_path / "b.xlsx")
    assert_same(rich_path, tmp_path / "b.xlsx")
    with pytest.raises(BudgetbookError, match="没有工作表"):
        workbook.link(rich.TABLE, {(4, 1): ("没有", (1, 1))})


def test_a_link_to_outside_goes_with_its_relationship(rich_path: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(rich_path))
    workbook.link(rich.OTHER, {(2, 4): None})
    reopened(workbook, tmp_path / "a.xlsx")
    assert b"example.org" not in packages.read(tmp_path / "a.xlsx")["xl/worksheets/_rels/sheet2.xml.rels"]
    root = etree.fromstring(packages.read(tmp_path / "a.xlsx")["xl/worksheets/sheet2.xml"])
    assert [link.get("ref") for link in root.iter(f"{{{MAIN}}}hyperlink")] == ["D1"]


def test_styles_written_with_a_prefix_are_given_back_too(tmp_path: Path) -> None:
    styles = (
        packages._PARTS["xl/styles.xml"]
        .replace("</", "</x:")
        .replace("<", "<x:")
        .replace("<x:/x:", "</x:")
        .replace("xmlns=", "xmlns:x=")
    )
    styles = styles.replace(
        '<x:patternFill patternType="gray125"/>', '<x:patternFill patternType="solid"><x:fgColor rgb="FFFFFF00"/></x:patternFill>'
    )
    styles = styles.replace('numFmtId="14" fontId="0" fillId="0"', 'numFmtId="14" fontId="0" fillId="1"')
    rows = '<row r="1"><c r="A1" s="1"><v>1</v></c></row>'
    path = packages.simple(tmp_path / "a.xlsx", rows, parts={"xl/styles.xml": styles})
    workbook = FileWorkbook.open(str(path))
    words = workbook.fills("表", [(1, 1), (2, 2)])
    workbook.paint("表", {(1, 1): "FF0000", (2, 2): "FF0000"})
    workbook = reopened(workbook, tmp_path / "b.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx")["表"]
    assert sheet["A1"].fill.fgColor.rgb == sheet["B2"].fill.fgColor.rgb == "FFFF0000"
    workbook.paint("表", words)
    reopened(workbook, tmp_path / "c.xlsx")
    assert_same(path, tmp_path / "c.xlsx")
