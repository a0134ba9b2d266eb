"""Workbook files taken apart and put together by hand, for tests; nothing here uses the code under test."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET1 = "xl/worksheets/sheet1.xml"

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{REL}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


def simple(path: Path, rows: str = "", around: str = "{}", parts: dict[str, str | bytes] | None = None) -> Path:
    """A workbook with one sheet 表 that holds these <row> elements; `around` is the worksheet's content with {} for sheetData."""
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{around.replace("{}", f"<sheetData>{rows}</sheetData>")}</worksheet>'
    return write(path, {**_PARTS, SHEET1: sheet, **(parts or {})})


def write(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def read(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def altered(source: Path, target: Path, changes: dict[str, tuple[str, str]]) -> Path:
    """A copy in which a text within a part is replaced; the text must be there."""
    parts: dict[str, str | bytes] = dict(read(source))
    for name, (old, new) in changes.items():
        text = parts[name]
        assert isinstance(text, bytes) and old.encode() in text
        parts[name] = text.replace(old.encode(), new.encode(), 1)
    return write(target, parts)


def packed(path: Path) -> dict[str, bytes]:
    """The compressed bytes of every entry, as they lie in the file."""
    data, found = path.read_bytes(), {}
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            start = (
                info.header_offset
                + 30
                + sum(data[info.header_offset + 26 + 2 * k] + 256 * data[info.header_offset + 27 + 2 * k] for k in (0, 1))
            )
            found[info.filename] = data[start : start + info.compress_size]
    return found


def changed(before: Path, after: Path) -> set[str]:
    """Parts whose compressed bytes differ, or that are in one file only."""
    one, other = packed(before), packed(after)
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def canonical(path: Path, part: str, without: Iterable[str] = ()) -> bytes:
    """The part as canonical XML, without the content and attributes of the named cells."""
    root = etree.fromstring(read(path)[part])
    for cell in root.iter(f"{{{MAIN}}}c"):
        if cell.get("r") in set(without):
            cell.clear()
    return etree.tostring(root, method="c14n")
