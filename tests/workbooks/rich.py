"""A workbook with everything a department may have put into its own: what a library would lose, and what this program must not.

XlsxWriter makes what it can; the parts that it does not know are put into the package by hand."""

from __future__ import annotations

import datetime
import re
import struct
import zipfile
import zlib
from pathlib import Path

import xlsxwriter

TABLE, OTHER = "表三 支出", "说明"
FORMULA, ARRAY, SPILL = (6, 2), (6, 4), (7, 4)  # a sum; a dynamic array and the cell it spills into
NOTED, THREADED = (4, 2), (9, 1)

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PERSON_REL = "http://schemas.microsoft.com/office/2017/10/relationships"
_THREADED_NS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_GUID = "{6C1F8D3A-0B7E-4C55-9D52-2A1B3C4D5E6F}"
_PERSON = "{11111111-2222-4333-8444-555555555555}"


def png() -> bytes:
    """A picture of two by two red points."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = b"".join(b"\0" + b"\xc0\x20\x20" * 2 for _ in range(2))
    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def make(path: Path) -> Path:
    """Writes the workbook (.xlsx) and returns its path."""
    plain = path.with_suffix(".plain.xlsx")
    picture = path.with_suffix(".png")
    picture.write_bytes(png())
    book = xlsxwriter.Workbook(plain, {"use_future_functions": True})
    _table(book, book.add_worksheet(TABLE), str(picture))
    _other(book, book.add_worksheet(OTHER), str(picture))
    book.define_name("总额", f"='{TABLE}'!$B$6")
    book.define_name(f"'{OTHER}'!本表", f"='{OTHER}'!$A$1:$B$3")
    book.close()
    _add_parts(plain, path)
    plain.unlink()
    picture.unlink()
    return path


def _table(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, picture: str) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    money = book.add_format({"num_format": "#,##0.00", "border": 1, "bg_color": "#DDEBF7"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range("A1:D1", "2024年部门支出预算表", book.add_format({"bold": True, "align": "center", "font_size": 16}))
    sheet.write_row("A3", ["科目", "金额", "日期", "说明"], bold)
    sheet.write("A4", "2010301")
    sheet.write("B4", 18.76, money)
    sheet.write_datetime("C4", datetime.datetime(2024, 3, 1), date)
    sheet.write_rich_string("D4", "其中：", bold, "基本", red, "支出")
    sheet.write("A5", "2010306")
    sheet.write("B5", 206, money)
    sheet.write_boolean("C5", True)
    sheet.write_formula("C6", "=1/0", None, "#DIV/0!")
    sheet.write_formula("B6", "=SUM(B4:B5)", money, 224.76)
    sheet.write_dynamic_array_formula("D6:D7", "=UNIQUE(A4:A5)", None, "2010301")
    sheet.write_blank("E8", None, money)
    sheet.write("A9", "会话")
    sheet.write("A10", "  前后空格  ")
    sheet.set_row(10, None, None, {"hidden": True})
    sheet.set_column("B:B", 16)
    sheet.write_comment("B4", "原有备注", {"author": "张三", "x_scale": 2.5, "visible": False})
    sheet.write_comment("A9", "[批注会话] 旧版占位", {"author": f"tc={_GUID}"})
    sheet.insert_button("F2", {"caption": "填报", "macro": "Fill", "width": 90, "height": 30})
    sheet.insert_textbox("F5", "填报说明", {"width": 160, "height": 60})
    sheet.insert_image("F9", picture)
    sheet.data_validation("D8", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("B4:B5", {"type": "cell", "criteria": ">", "value": 100, "format": red})
    sheet.conditional_format("B4:B5", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("E4", {"range": f"'{TABLE}'!B4:B5"})
    sheet.set_header("&C&G", {"image_center": picture})
    sheet.print_area("A1:D8")
    sheet.repeat_rows(2)
    sheet.set_landscape()
    sheet.set_h_pagebreaks([8])
    sheet.freeze_panes(3, 1)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{TABLE}'!$B$4:$B$5"})
    sheet.insert_chart("F12", chart)


def _other(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, picture: str) -> None:
    sheet.write_row("A1", ["名称", "数"])
    sheet.write_column("A2", ["甲", "乙"])
    sheet.write_column("B2", [1, 2])
    sheet.add_table("A1:B3", {"columns": [{"header": "名称"}, {"header": "数"}]})
    sheet.write_url("D1", f"internal:'{TABLE}'!A1", string="回到表三")
    sheet.write_url("D2", "https://example.org/", string="网站")
    sheet.write_row("F1", ["筛选", "列"])
    sheet.write_row("F2", ["一", 1])
    sheet.autofilter("F1:G2")
    sheet.insert_image("D5", picture)
    sheet.write_formula("B8", f"='{TABLE}'!B6", None, 224.76)


def _add_parts(plain: Path, path: Path) -> None:
    with zipfile.ZipFile(plain) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    _insert(
        parts,
        "_rels/.rels",
        b"</Relationships>",
        _relationship(
            "rId91", "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "customUI/customUI14.xml"
        ),
    )
    _insert(
        parts,
        "xl/_rels/workbook.xml.rels",
        b"</Relationships>",
        _relationship("rId91", f"{_PERSON_REL}/person", "persons/person.xml")
        + _relationship("rId92", f"{_REL}/customXml", "../customXml/item1.xml"),
    )
    _insert(
        parts,
        "xl/worksheets/_rels/sheet1.xml.rels",
        b"</Relationships>",
        _relationship("rId91", f"{_PERSON_REL}/threadedComment", "../threadedComments/threadedComment1.xml")
        + _relationship("rId92", f"{_REL}/printerSettings", "../printerSettings/printerSettings1.bin"),
    )
    _insert(
        parts,
        "[Content_Types].xml",
        b"</Types>",
        '<Override PartName="/xl/persons/person.xml" ContentType="application/vnd.ms-excel.person+xml"/>'
        '<Override PartName="/xl/threadedComments/threadedComment1.xml" '
        'ContentType="application/vnd.ms-excel.threadedcomments+xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>',
    )
    _x14_validation(parts)
    parts |= {
        "customUI/customUI14.xml": (
            b'<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs><tab id="budget" label="Budget">'
            b'<group id="fill" label="Fill"><button id="go" label="Go" imageMso="HappyFace" onAction="Go"/></group></tab></tabs>'
            b"</ribbon></customUI>"
        ),
        "customXml/item1.xml": b"<memo>kept</memo>",
        "xl/persons/person.xml": (
            f'<personList xmlns="{_THREADED_NS}">'
            f'<person displayName="李四" id="{_PERSON}" userId="li" providerId="None"/></personList>'
        ).encode(),
        "xl/threadedComments/threadedComment1.xml": (
            f'<ThreadedComments xmlns="{_THREADED_NS}"><threadedComment ref="A9" dT="2024-01-01T00:00:00.00" personId="{_PERSON}" '
            f'id="{_GUID}"><text>请核对</text></threadedComment></ThreadedComments>'
        ).encode(),
        "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 2, 3, 4, 6)), data, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("xl/media/", (2024, 1, 2, 3, 4, 6)), b"")


def _relationship(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{kind}" Target="{target}"/>'


def _insert(parts: dict[str, bytes], part: str, before: bytes, text: str) -> None:
    parts[part] = parts[part].replace(before, text.encode() + before)


def _x14_validation(parts: dict[str, bytes]) -> None:
    """A validation whose list stands on another sheet, and a rule of that kind, as Excel writes them: in the extension list."""
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    names = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
    validation = (
        f'<ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" {names}><x14:dataValidations count="1">'
        '<x14:dataValidation type="list" '
        f"allowBlank=\"1\"><x14:formula1><xm:f>'{OTHER}'!$A$2:$A$3</xm:f></x14:formula1><xm:sqref>A8</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext>"
    )
    sheet = re.sub(r"</extLst></worksheet>$", lambda _: f"{validation}</extLst></worksheet>", sheet.strip())
    assert validation in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
