"""Packages that hurt a reader, made from the sound disclosure: each function writes one to a path."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

from budgetbook.model import limits
from tests.hostile import disclosure
from tests.hostile.disclosure import BOOK, SHEETS, STRINGS, STYLES, Parts

Make = Callable[[Path], object]
SHEET = SHEETS["表三"]
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def packed(parts: Parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def raw(data: bytes) -> Make:
    return lambda path: path.write_bytes(data)


def with_parts(**parts: str | bytes) -> Make:
    """Other content for BOOK, SHEET, STRINGS or STYLES."""
    names = {"book": BOOK, "sheet": SHEET, "strings": STRINGS, "styles": STYLES}
    return lambda path: disclosure.write(path, {names[name]: content for name, content in parts.items()})


def truncated(share: float) -> Make:
    def make(path: Path) -> None:
        data = packed(disclosure.workbook_parts())
        path.write_bytes(data[: int(len(data) * share)])

    return make


def with_entries(*entries: tuple[str, bytes]) -> Make:
    """More entries behind the sound ones, under whatever names."""

    def make(path: Path) -> None:
        disclosure.write(path)
        with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
            warnings.simplefilter("ignore")  # duplicate names are the point
            for name, data in entries:
                archive.writestr(name, data)

    return make


def announcing(size: int, name: str = SHEET) -> Make:
    """A part that announces this size when inflated."""

    def make(path: Path) -> None:
        data = bytearray(packed(disclosure.workbook_parts()))
        entry = data.index(name.encode(), data.index(b"PK\x01\x02"))
        data[entry - 46 + 24 : entry - 46 + 28] = struct.pack("<L", size)
        path.write_bytes(data)

    return make


def many_parts(count: int) -> Make:
    """So many empty parts; the entries are written by hand, for the library takes its time."""

    def make(path: Path) -> None:
        local = b"".join(struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, *[0] * 7, 8, 0) + b"%08d" % n for n in range(count))
        central = b"".join(
            struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, *[0] * 7, 8, *[0] * 5, n * 38) + b"%08d" % n for n in range(count)
        )
        end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count % 65536, count % 65536, len(central), len(local), 0)
        path.write_bytes(local + central + end)

    return make


def ratio_bomb(path: Path) -> None:
    """20 KB that inflate to 20 MB."""
    disclosure.write(path, {SHEET: disclosure.worksheet(" " * 20_000_000)})


def spread_bomb(path: Path) -> None:
    """40 parts, each of them small enough."""
    disclosure.write(path, {f"xl/{number}.xml": " " * 1_000_000 for number in range(40)})


def crowd(element: str) -> Make:
    """A sheet of 8 MB of small elements, which would take hundreds of MB in memory."""
    return with_parts(sheet=disclosure.worksheet(f'<row r="1">{element * (8_000_000 // len(element))}</row>'))


def entities(part: str, kind: str) -> Make:
    """Entity expansion (billion laughs) or an external entity in a part."""

    def make(path: Path) -> None:
        content = disclosure.workbook_parts()[part]
        assert isinstance(content, str)
        secret = path.with_name("秘密.txt")
        secret.write_text("机密内容", encoding="utf-8")
        doctype = f'<!DOCTYPE x [<!ENTITY i SYSTEM "{secret.as_uri()}">]>' if kind == "external" else ENTITIES + "]>"
        spoilt = doctype + content.replace("</", "&i;</", 1)
        disclosure.write(path, {part: spoilt.encode("utf-16") if kind == "utf-16" else spoilt})

    return make


def linked(path: Path) -> None:
    """Links to another file and to a program, with formulas that use them."""
    raw = disclosure.Raw
    cells = {
        "D5": raw('<c r="D5"><f>[1]表三!D5</f><v>18.37</v></c>'),
        "D6": raw('<c r="D6"><f>[1]表三!D6+0</f><v>18.37</v></c>'),
        "D7": raw('<c r="D7"><f>[2]!A0</f><v>18.37</v></c>'),
        "E8": raw("<c r=\"E8\"><f>cmd|' /C calc'!A0</f><v>39.4</v></c>"),
    }
    types = "".join(
        f'<Override PartName="/xl/externalLinks/externalLink{at}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>'
        for at in (1, 2)
    )
    kinds = {"worksheet": "worksheets/sheet1.xml", "worksheet2": "worksheets/sheet2.xml", "styles": "styles.xml"}
    kinds |= {"sharedStrings": "sharedStrings.xml"}
    kinds |= {f"externalLink{at}": f"externalLinks/externalLink{at}.xml" for at in (1, 2)}
    namespace = f'xmlns="{disclosure.MAIN}" xmlns:r="{disclosure.REL}"'
    target = "file:///C:/%E9%A2%84%E7%AE%97/%E4%B8%8A%E5%B9%B4.xlsx"  # C:/预算/上年.xlsx
    disclosure.write(
        path,
        {
            disclosure.TYPES: disclosure.types(types),
            disclosure.BOOK_RELS: disclosure.relationships(**kinds),
            BOOK: disclosure.book(
                '<externalReferences><externalReference r:id="rId5"/><externalReference r:id="rId6"/></externalReferences>'
            ),
            LINKS[0]: f'<externalLink {namespace}><externalBook r:id="rId1"/></externalLink>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": disclosure.relationships(externalLinkPath=target).replace(
                "/>", ' TargetMode="External"/>'
            ),
            LINKS[1]: f'<externalLink {namespace}><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>',
        },
        表三=cells,
    )


LINKS = ("xl/externalLinks/externalLink1.xml", "xl/externalLinks/externalLink2.xml")

REFUSED: dict[str, tuple[Make, str]] = {
    "0 字节": (raw(b""), "0 字节"),
    "纯文本": (raw("科目,金额".encode()), "不是 Excel 工作簿"),
    "只有开头": (raw(b"PK\x03\x04"), "不完整"),
    **{f"截断到 {share:.0%}": (truncated(share), "不完整") for share in (0.02, 0.3, 0.6, 0.9, 0.97, 0.999)},
    "指向文件之外": (with_entries(("../evil.xml", b"x")), "指向文件之外"),
    "绝对路径": (with_entries(("/etc/evil.xml", b"x")), "指向文件之外"),
    "中途退出": (with_entries(("xl/../../evil.xml", b"x")), "指向文件之外"),
    "反斜杠": (with_entries(("xl\\..\\evil.xml", b"x")), "指向文件之外"),
    "重复部件": (with_entries((SHEET, b"<worksheet/>")), "重复出现"),
    "大小写不同的重复部件": (with_entries((SHEET.upper(), b"<worksheet/>")), "重复出现"),
    **{
        f"{kind} {part}": (entities(part, kind), "XML" if kind == "utf-16" else "DOCTYPE")
        for kind in ("laughs", "external", "utf-16")
        for part in (BOOK, SHEET, STRINGS, STYLES)
    },
    "工作簿部件截断": (with_parts(book=disclosure.book()[:-30]), "不是完好的 XML"),
    "工作表截断": (with_parts(sheet=disclosure.worksheet("")[:-30]), "不是完好的 XML"),
    "重名的工作表": (with_parts(book=disclosure.book(names=("表三", "表三"))), "表三：工作表重名"),
    "没有名称的工作表": (with_parts(book=disclosure.book(names=("表二", ""))), "第 2 张工作表没有名称"),
    "两张表一个部件": (with_parts(book=disclosure.book().replace("rId2", "rId1")), "表三：和另一张工作表是同一个部件"),
    "工作表编号不是数": (with_parts(book=disclosure.book().replace('sheetId="2"', 'sheetId="二"')), "sheetId=“二”不是编号"),
    "没有样式": (with_parts(styles=f'<styleSheet xmlns="{disclosure.MAIN}"/>'), "样式部件 xl/styles.xml 缺少"),
}

COSTLY: dict[str, tuple[Make, str]] = {
    "部件大小": (announcing(limits.PART_SIZE + 1), "压缩炸弹"),
    "压缩比": (ratio_bomb, "压缩炸弹"),
    "加起来的压缩比": (spread_bomb, "压缩炸弹"),
    "部件个数": (many_parts(limits.PARTS + 1), f"超过上限 {limits.PARTS} 个"),
    "大量空单元格": (crowd("<c/>"), "与文件的大小不相称"),
    "大量属性": (crowd('<c a="" b="" d="" e="" f=""/>'), "与文件的大小不相称"),
    "实体展开": (entities(SHEET, "laughs"), "DOCTYPE"),
    "长字符串": (with_parts(strings=f'<sst xmlns="{disclosure.MAIN}"><si><t>{"长" * 7_000_000}</t></si></sst>'), "压缩炸弹"),
}
