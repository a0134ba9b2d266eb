"""A small sound disclosure of two tables, made part by part, so that each test can spoil one thing in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tests.workbooks import packages

MAIN, REL = packages.MAIN, packages.REL
FILE = "预算公开.xlsx"
SHEETS = {"表二": "xl/worksheets/sheet1.xml", "表三": "xl/worksheets/sheet2.xml"}
STRINGS, STYLES, BOOK = "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"
BOOK_RELS, TYPES, ROOT_RELS = "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "_rels/.rels"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Parts = dict[str, str | bytes]
Cells = dict[str, object]  # by name (D6): a number, a text, or a whole <c> element as Raw


class Raw(str):
    """An element written by hand, in place of a cell."""


def spending() -> Cells:
    """表三: what is spent, by function and kind, in 万元. Nothing disagrees."""
    head = {"A1": "2024年部门支出总表", "A2": "部门名称：某局", "E2": "单位：万元"}
    names = dict(zip(("A3", "B3", "C3", "D3", "E3"), ("科目编码", "科目名称", "合计", "基本支出", "项目支出"), strict=True))
    rows = [
        ("合计", "", 206, 18.37, 187.63),
        ("201", "一般公共服务支出", 166.6, 18.37, 148.23),
        ("20103", "政府办公厅（室）及相关机构事务", 166.6, 18.37, 148.23),
        ("2010306", "政务公开审批", 166.6, 18.37, 148.23),
        ("203", "国防支出", 39.4, "", 39.4),
        ("20306", "国防动员", 39.4, "", 39.4),
        ("2030603", "人民防空", 39.4, "", 39.4),
    ]
    return head | names | _body(rows, 4)


def income() -> Cells:
    """表二: where the money comes from. Nothing disagrees."""
    head = {"A1": "2024年部门收入总表", "A2": "部门名称：某局", "E2": "单位：万元"}
    names = dict(zip(("A3", "B3", "C3", "D3", "E3"), ("科目编码", "科目名称", "合计", "一般公共预算", "单位资金"), strict=True))
    rows = [
        ("合计", "", 206, 206, ""),
        ("201", "一般公共服务支出", 166.6, 166.6, ""),
        ("20103", "政府办公厅（室）及相关机构事务", 166.6, 166.6, ""),
        ("2010306", "政务公开审批", 166.6, 166.6, ""),
        ("203", "国防支出", 39.4, 39.4, ""),
        ("20306", "国防动员", 39.4, 39.4, ""),
        ("2030603", "人民防空", 39.4, 39.4, ""),
    ]
    return head | names | _body(rows, 4)


def _body(rows: Sequence[Sequence[object]], first: int) -> Cells:
    return {f"{letter}{row}": value for row, cells in enumerate(rows, first) for letter, value in zip("ABCDE", cells, strict=True)}


def write(path: Path, parts: Mapping[str, str | bytes] | None = None, **cells: Mapping[str, object]) -> Path:
    """The workbook, with other parts in place of its own and other cells (by sheet: 表三={"D6": 1}) in place of its own."""
    return packages.write(path, {**workbook_parts(**cells), **(parts or {})})


def workbook_parts(**cells: Mapping[str, object]) -> Parts:
    """All parts of the workbook by name."""
    sheets = {"表二": income() | dict(cells.get("表二", {})), "表三": spending() | dict(cells.get("表三", {}))}
    texts: list[str] = []
    parts: Parts = {
        TYPES: types(),
        ROOT_RELS: packages._PARTS[ROOT_RELS],
        BOOK: book(),
        BOOK_RELS: relationships(
            worksheet="worksheets/sheet1.xml",
            worksheet2="worksheets/sheet2.xml",
            styles="styles.xml",
            sharedStrings="sharedStrings.xml",
        ),
        STYLES: packages._PARTS[STYLES],
    }
    for name, part in SHEETS.items():
        parts[part] = worksheet(rows_of(sheets[name], texts))
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    parts[STRINGS] = f'<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'
    return parts


def types(extra: str = "") -> str:
    kinds = {
        BOOK: "sheet.main",
        SHEETS["表二"]: "worksheet",
        SHEETS["表三"]: "worksheet",
        STYLES: "styles",
        STRINGS: "sharedStrings",
    }
    overrides = "".join(f'<Override PartName="/{part}" ContentType="{_CONTENT}.{kind}+xml"/>' for part, kind in kinds.items())
    return packages._PARTS[TYPES].split("<Override", 1)[0] + overrides + extra + "</Types>"


def book(more: str = "", names: Sequence[str] = tuple(SHEETS)) -> str:
    tabs = "".join(f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(names, 1))
    return f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{tabs}</sheets>{more}</workbook>'


def relationships(**targets: str) -> str:
    entries = "".join(
        f'<Relationship Id="rId{at}" Type="{REL}/{kind.rstrip("0123456789")}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def worksheet(rows: str, behind: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheetData>{rows}</sheetData>{behind}</worksheet>'


def rows_of(cells: Mapping[str, object], texts: list[str]) -> str:
    """<row> elements; texts go to the list of shared strings."""
    by_row: dict[int, dict[str, object]] = {}
    for name, value in cells.items():
        by_row.setdefault(int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), {})[name] = value
    return "".join(
        f'<row r="{row}">{"".join(_cell(name, value, texts) for name, value in sorted(by_row[row].items()))}</row>'
        for row in sorted(by_row)
    )


def _cell(name: str, value: object, texts: list[str]) -> str:
    if isinstance(value, Raw) or value == "":
        return value if isinstance(value, Raw) else ""
    if isinstance(value, str):
        if value not in texts:
            texts.append(value)
        return f'<c r="{name}" t="s"><v>{texts.index(value)}</v></c>'
    return f'<c r="{name}"><v>{value!r}</v></c>'
