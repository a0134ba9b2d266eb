"""Sheets, names, notes, links, rows and looks through xlwings' objects."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlwings

from budgetbook.model.problem import BudgetbookError
from tests.workbooks import judges, packages, rich


def test_renamed_sheet_is_followed(opened: xlwings.Book, tmp_path: Path) -> None:
    table = opened.sheets[rich.TABLE]
    table.name = "支出'表"
    assert table["B4"].value == 18.76 and opened.sheets["支出'表"].index == 1
    assert opened.sheets[rich.OTHER]["B8"].formula == "='支出''表'!B6"
    assert opened.names["总额"].refers_to == "='支出''表'!$B$6" and opened.names["总额"].refers_to_range == table["B6"]
    opened.save(tmp_path / "a.xlsx")
    judges.assert_sound(tmp_path / "a.xlsx")
    assert not [
        name for name, data in packages.read(tmp_path / "a.xlsx").items() if rich.TABLE.encode() in data and b"drawing" in data
    ]


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a:b", "说明", "'a", "History"])
def test_sheet_names_are_limited(name: str, opened: xlwings.Book) -> None:
    with pytest.raises((ValueError, BudgetbookError)):
        opened.sheets[0].name = name
    assert opened.sheets[0].name == rich.TABLE


def test_last_sheet_stays(book: xlwings.Book) -> None:
    with pytest.raises(BudgetbookError, match="至少要有一张"):
        book.sheets[0].delete()
    hidden = book.sheets.add("甲")
    hidden.visible = False
    with pytest.raises(BudgetbookError, match="至少要有一张"):
        book.sheets["Sheet1"].delete()
    with pytest.raises(BudgetbookError, match="至少要有一张"):
        book.sheets["Sheet1"].visible = False
    with pytest.raises(BudgetbookError, match="隐藏着"):
        hidden.activate()


def test_sheet_that_formulas_need_stays(opened: xlwings.Book) -> None:
    with pytest.raises(BudgetbookError, match="有公式引用它"):
        opened.sheets[rich.TABLE].delete()


def test_deleted_sheet_says_so(book: xlwings.Book) -> None:
    sheet = book.sheets.add("甲")
    sheet.delete()
    with pytest.raises(BudgetbookError, match="已经删除"):
        _ = sheet["A1"].value


def test_sheets_that_move_take_their_names_along(opened: xlwings.Book) -> None:
    table, other = opened.sheets
    other.move(before=table)
    assert opened.sheet_names == [rich.OTHER, rich.TABLE]
    assert [name.name for name in other.names] == ["说明!_FilterDatabase", "说明!本表"]
    assert table.page_setup.print_area == "$A$1:$D$8" and opened.sheets.active == table


def test_copies_count(opened: xlwings.Book) -> None:
    table = opened.sheets[rich.TABLE]
    assert table.copy().name == "表三 支出 (2)" and table.copy(before=table).name == "表三 支出 (3)"
    assert opened.sheet_names == ["表三 支出 (3)", rich.TABLE, rich.OTHER, "表三 支出 (2)"]
    assert opened.sheets[0]["B4"].value == 18.76 and opened.sheets[0]["B6"].formula == "=SUM(B4:B5)"


def test_rows_put_in_look_like_the_row_above_and_hold_nothing(opened: xlwings.Book) -> None:
    table = opened.sheets[rich.TABLE]
    table["6:7"].insert("down")
    assert table["A6:D7"].value == [[None] * 4] * 2 and table["A6:D7"].formula == (("",) * 4,) * 2
    assert table["B7"].number_format == "#,##0.00" and table["B7"].color == (221, 235, 247)
    assert table["A11"].value == "会话" and table["B8"].formula == "=SUM(B4:B5)"
    table["6:7"].delete()
    assert table["A9"].value == "会话" and table["B6"].formula == "=SUM(B4:B5)"


def test_row_put_in_at_the_top_is_plain(opened: xlwings.Book) -> None:
    table = opened.sheets[rich.TABLE]
    table["1:1"].insert("down")
    assert table["A1"].value is None and table["A1"].font.size == 11 and not table["A1"].merge_cells
    assert table["A2"].merge_area.address == "$A$2:$D$2" and table["B7"].formula == "=SUM(B5:B6)"


@pytest.mark.parametrize("address", ["A1", "A:A", "B2:C3"])
def test_cells_do_not_shift(address: str, sheet: xlwings.Sheet) -> None:
    for change in (lambda: sheet[address].insert("down"), lambda: sheet[address].delete("up")):
        with pytest.raises(NotImplementedError, match="整行"):
            change()


def test_columns_keep_their_looks(sheet: xlwings.Sheet, tmp_path: Path) -> None:
    sheet["2:3"].color = "#FF0000"
    sheet["B:C"].number_format = "@"
    sheet["B2"].value = "007"
    assert sheet["B2"].value == "007" and sheet["B2"].color == (255, 0, 0)
    assert sheet["C3"].color == (255, 0, 0) and sheet["C3"].number_format == "@" and sheet["D3"].number_format == "General"
    assert sheet["C9"].number_format == "@" and sheet["C9"].color is None and sheet["A2"].color == (255, 0, 0)
    with pytest.raises(ValueError, match="底色不同"):
        _ = sheet["A1:A2"].color
    sheet.book.save(tmp_path / "a.xlsx")
    judges.assert_sound(tmp_path / "a.xlsx")
    shown = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert shown["B2"].number_format == "@" and shown["B2"].fill.fgColor.rgb == "FFFF0000"


def test_what_looks_plain_already_stays(opened: xlwings.Book, rich_path: Path, tmp_path: Path) -> None:
    sheet = opened.sheets.add("空", after=opened.sheets[-1])
    sheet.clear()
    sheet["A:C"].columns.hidden = False
    sheet["1:9"].clear_formats()
    opened.sheets[rich.TABLE].activate()
    opened.save(tmp_path / "a.xlsx")
    assert b"<cols>" not in packages.read(tmp_path / "a.xlsx")["xl/worksheets/sheet3.xml"]
    assert "xl/worksheets/sheet1.xml" not in packages.changed(rich_path, tmp_path / "a.xlsx")


def test_colours_of_the_theme_are_resolved(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active["A1"].fill = openpyxl.styles.PatternFill("solid", openpyxl.styles.Color(theme=4, tint=0.5))
    made.active["A2"].font = openpyxl.styles.Font(color=openpyxl.styles.Color(indexed=10))
    made.save(tmp_path / "a.xlsx")
    sheet = xlwings.Book(tmp_path / "a.xlsx").sheets[0]
    assert sheet["A1"].color == (167, 192, 222)  # 4F81BD, half way to white
    assert sheet["A2"].font.color == (255, 0, 0)


def test_notes_and_links(opened: xlwings.Book) -> None:
    table, other = opened.sheets
    assert table["B4"].note.text == "原有备注" and table["B4"].note.author == "张三"
    assert table["A9"].note is None  # what is there is a thread
    with pytest.raises(NotImplementedError, match="会话"):
        _ = table["A9"].comment
    assert (other["D1"].hyperlink, other["D2"].hyperlink) == ("", "https://example.org/")
    with pytest.raises(ValueError, match="没有超链接"):
        _ = other["A1"].hyperlink
    other["D2"].add_hyperlink("https://example.org/b", "乙")
    assert other["D2"].hyperlink == "https://example.org/b" and other["D2"].value == "乙"


def test_names(opened: xlwings.Book) -> None:
    table = opened.sheets[rich.TABLE]
    opened.names.add("范围", "=$A$1:$B$2")  # of the sheet in front
    assert opened.names["范围"].refers_to == "='表三 支出'!$A$1:$B$2" and table["范围"].address == "$A$1:$B$2"
    opened.names["范围"].name = "新范围"
    assert "范围" not in opened.names and table["A1:B2"].name.name == "新范围"
    for name in ("A1", "有 空格", "1月", "R1C1"):
        with pytest.raises(BudgetbookError, match="名称"):
            opened.names.add(name, "=1")
    with pytest.raises(NotImplementedError, match="相对引用"):
        opened.names.add("相对", "=A1")
    del opened.names["新范围"]
    with pytest.raises(KeyError):
        _ = opened.names["新范围"]


def test_what_lies_over_cells_is_not_left_behind(opened: xlwings.Book) -> None:
    table, other = opened.sheets
    for work in (
        lambda: table["B4"].clear(),  # conditional formats
        lambda: table["A8"].clear(),  # validation
        lambda: table["A9"].clear(),  # a thread
        lambda: table["B4"].copy(table["Q1"]),
        lambda: other["D1"].copy(other["Q1"]),  # a link
        lambda: table["D6"].copy(table["Q1"]),  # an array formula
        lambda: other["A2"].table,
    ):
        with pytest.raises(NotImplementedError):
            work()


def test_copies_of_cells(opened: xlwings.Book) -> None:
    table = opened.sheets[rich.TABLE]
    table["A3:D3"].copy(table["A20"])
    assert table["A20:D20"].value == ["科目", "金额", "日期", "说明"] and table["A20"].font.bold
    table["B6"].copy_from(table["B6"], "values")
    assert table["B6"].formula == "224.76"
    table["A1:D1"].copy(table["A25"])
    assert table["A25"].merge_area.address == "$A$25:$D$25"
    table["K1"].formula = "=$A1+A1"
    table["K1"].copy(table["L3"])
    assert table["L3"].formula == "=$A3+B3"
    table["E8"].copy()
    table["Q5"].paste("formats")
    assert table["Q5"].value is None and table["Q5"].color == (221, 235, 247)
    with pytest.raises(NotImplementedError, match="转置"):
        table["Q5"].paste(transpose=True)


def test_alerts_need_a_rule() -> None:
    from budgetbook.workbooks import engine

    app = xlwings.Book().app
    assert app.alert("完成") == "ok"
    with pytest.raises(BudgetbookError, match="程序问“继续？”"):
        app.alert("继续？", buttons="yes_no")
    with engine.activated(lambda alert: "yes" if "继续" in alert.prompt else "no"):
        app = xlwings.Book().app
        assert app.alert("继续？", buttons="yes_no") == "yes" and app.alert("删除？", buttons="yes_no_cancel") == "no"
        with pytest.raises(ValueError, match="不能回答"):
            app.alert("好", buttons="ok_cancel")


def test_books_are_saved_whole_or_not_at_all(opened: xlwings.Book, rich_path: Path, tmp_path: Path) -> None:
    opened.save()
    before = packages.read(rich_path)
    opened.sheets[0]["A4"].value = "改"
    assert packages.read(rich_path) == before
    with pytest.raises(BudgetbookError, match="扩展名"):
        opened.save(tmp_path / "b.xlsm")
    opened.save(tmp_path / "b.xlsx")
    assert (opened.name, opened.fullname) == ("b.xlsx", str(tmp_path / "b.xlsx")) and packages.read(rich_path) == before
    opened.close()
    with pytest.raises(BudgetbookError, match="已经关闭"):
        _ = opened.sheets[0]["A1"].value


def test_read_only_book_is_not_saved_in_place(rich_path: Path) -> None:
    book = xlwings.App(visible=False, add_book=False).books.open(rich_path, read_only=True)
    with pytest.raises(BudgetbookError, match="只读"):
        book.save()
    with pytest.raises(NotImplementedError, match="password"):
        book.app.books.open(rich_path.rename(rich_path.with_name("c.xlsx")), password="x")


@pytest.mark.parametrize(
    "what",
    [
        "borders",
        "data_validation",
        "autofilter",
        "conditional_formats",
        "characters",
        "sort",
        "autofill",
        "to_png",
        "group",
        "move",
    ],
)
def test_what_is_not_done_says_so(what: str, sheet: xlwings.Sheet) -> None:
    with pytest.raises(NotImplementedError, match="without Excel"):
        getattr(sheet["A1:B2"].impl, what) if what in ("borders", "data_validation") else _called(sheet["A1:B2"], what)


def _called(cells: xlwings.Range, what: str) -> None:
    arguments = {"sort": ([1], [True], False), "autofill": (cells,), "to_png": ("a.png",), "move": (cells,), "group": ("rows",)}
    member = getattr(cells.impl, what)
    member(*arguments.get(what, ()))


def test_nothing_changes_by_importing() -> None:
    import subprocess
    import sys

    code = "import xlwings, budgetbook.workbooks.engine; assert 'budgetbook' not in [e.name for e in xlwings.engines]"
    subprocess.run([sys.executable, "-c", code], check=True)
