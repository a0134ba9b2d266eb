"""What the fuzz tests spoil, and how: bytes, tokens of XML, cells of lists, words of a binding."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from functools import lru_cache

from hypothesis import strategies as st

from budgetbook.codes import classifications
from budgetbook.tables.binding_file import write_binding
from budgetbook.tables.recognise import recognise
from budgetbook.workbooks.file.opening import open_package
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.hostile import disclosure
from tests.items import lists
from tests.reference import REPOSITORY

PROJECTS = (REPOSITORY / "examples" / "projects.csv").read_text(encoding="utf-8-sig")
INDICATORS = (REPOSITORY / "examples" / "indicators.csv").read_text(encoding="utf-8-sig")
_RICH = (
    '<cols><col min="1" max="5" width="12" style="1"/></cols>',
    '<mergeCells count="2"><mergeCell ref="A1:E1"/><mergeCell ref="A2:D2"/></mergeCells>'
    '<conditionalFormatting sqref="C4:E10"><cfRule type="cellIs" priority="1" operator="lessThan"><formula>0</formula></cfRule>'
    '</conditionalFormatting><dataValidations count="1"><dataValidation type="decimal" sqref="C4:E10"><formula1>0</formula1>'
    '</dataValidation></dataValidations><hyperlinks><hyperlink ref="A1" location="表二!A1"/></hyperlinks>',
)
NUMBERS = (
    *("0", "-1", "1", "2", "3", "7", "99", "65536", "1048576", "1048577", "16385", "2147483648", "4294967295"),
    *("99999999999999999999", "1e400", "-1e400", "NaN", "inf", "1.5", "0x10", "１２", "", " ", "abc", "1,000", "true", "1_000"),
)
REFS = (
    "A1",
    "XFD1048576",
    "XFE1",
    "A0",
    "A1048577",
    "A1:XFD1048576",
    "B2:A1",
    "A:A",
    "1:1",
    "#REF!",
    "",
    "A",
    "$A$1",
    "ZZZZ9",
    "表二!A1",
)
TEXTS = (
    "",
    " ",
    "_xD800_",
    "_x0000_",
    "[1]A!A1",
    "cmd|a!A0",
    "合计",
    "—",
    "－",
    "无",
    "１２３",
    "1,234.5",
    "(5)",
    "1e3",
    "#REF!",
    "\u200b",
    "\u00a0",
    "😀",
    "=1+1",
    "2024-01-03",
)
ODD = (
    "\x00",
    "\ufeff",
    "\ud800",
    "\uffff",
    "_x0000_",
    "&#0;",
    "&x;",
    "<!--",
    "]]>",
    "\r",
    '"',
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "[",
    "]",
    "{",
    "}",
)
TOML = (
    *NUMBERS,
    *REFS,
    "支出",
    "功能201",
    "= []",
    "= {}",
    "= 1",
    "= true",
    "[[table]]",
    "[table]",
    "[[table.panel]]",
    '"""',
    "1979-05-27",
)
SETTINGS = 'P08 = "提示"\nP12 = "不查"\nF01 = "不符"\nd02 = "提示"  # 说明\n'
_TOKEN = re.compile(r"<[^<>]*>|[^<>]+")
_ATTRIBUTE = re.compile(r'\s[\w:.-]+="[^"]*"')


@lru_cache(maxsize=1)
def parts() -> dict[str, str]:
    """The disclosure with more in its sheets: widths, merges, conditional formats, validation, links, formulas."""
    raw = disclosure.Raw
    cells = {
        "C5": raw('<c r="C5" s="0"><f>SUM(D5:E5)</f><v>166.6</v></c>'),
        "C6": raw('<c r="C6"><f t="shared" ref="C6:C7" si="0">D6+E6</f><v>166.6</v></c>'),
        "C7": raw('<c r="C7"><f t="shared" si="0"/><v>166.6</v></c>'),
        "A13": raw('<c r="A13" t="inlineStr"><is><r><t>注：</t></r><r><t>某</t></r></is></c>'),
        "B13": raw('<c r="B13" s="1"><v>45000</v></c>'),
        "C13": raw('<c r="C13" t="b"><v>1</v></c>'),
        "D13": raw('<c r="D13" t="e"><v>#N/A</v></c>'),
        "E13": raw('<c r="E13" t="str"><f>"a"</f><v>a</v></c>'),
    }
    made = {name: text for name, text in disclosure.workbook_parts(表三=cells).items() if isinstance(text, str)}
    before, behind = _RICH
    for part in disclosure.SHEETS.values():
        made[part] = made[part].replace("<sheetData>", before + "<sheetData>").replace("</sheetData>", "</sheetData>" + behind)
    area = '<definedName name="_xlnm.Print_Area" localSheetId="1">表三!$A$1:$E$13</definedName>'
    made[disclosure.BOOK] = disclosure.book(f'<definedNames>{area}</definedNames><calcPr calcId="1"/>')
    return made


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return target.getvalue()


@lru_cache(maxsize=1)
def package_bytes() -> bytes:
    return packed(parts())


@lru_cache(maxsize=1)
def vocabulary() -> str:
    """The program's own, as somebody might begin a local one."""
    return (REPOSITORY / "addin" / "budgetbook" / "tables" / "vocabulary.toml").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def binding() -> str:
    """The binding of the disclosure, as the program writes it."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        workbook = FileWorkbook(open_package(str(disclosure.write(Path(folder, disclosure.FILE)))))
        grids = [workbook.grid(name) for name in workbook.sheets()]
        codes = classifications(2024)
        layout = recognise(grids, classes=codes.class_codes, units=frozenset(), department="某局", code_of=codes.code_of)
    return write_binding(layout, disclosure.FILE)


@st.composite
def mutated_bytes(draw: st.DrawFn, data: bytes) -> bytes:
    """A few of: bytes flipped, a run cut out, a run put in again elsewhere, the end cut off, random bytes put in."""
    changed = bytearray(data)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(changed) - 1)))
        length = draw(st.sampled_from([1, 2, 4, 30, 200]))
        kind = draw(st.sampled_from(["flip", "set", "cut", "repeat", "end", "insert"]))
        if kind == "flip" and changed:
            changed[at] ^= 1 << draw(st.integers(0, 7))
        elif kind == "set":
            changed[at : at + length] = draw(st.sampled_from([b"\0", b"\xff"])) * length
        elif kind == "cut":
            del changed[at : at + length]
        elif kind == "repeat":
            to = draw(st.integers(0, len(changed)))
            changed[to:to] = changed[at : at + length]
        elif kind == "end":
            del changed[at:]
        else:
            changed[at:at] = draw(st.binary(max_size=20))
    return bytes(changed)


@st.composite
def mutated_parts(draw: st.DrawFn, parts: Mapping[str, str]) -> dict[str, str]:
    """One or two parts with tokens of their XML spoilt, or a part gone."""
    changed = dict(parts)
    for _ in range(draw(st.integers(1, 2))):
        name = draw(st.sampled_from(sorted(changed)))
        if draw(st.integers(0, 19)) == 0 and len(changed) > 1:
            del changed[name]
        else:
            changed[name] = draw(mutated_xml(changed[name]))
    return changed


@st.composite
def mutated_xml(draw: st.DrawFn, text: str) -> str:
    """A few tokens changed: an element gone, doubled, renamed or moved; an attribute gone or with another value; another text."""
    tokens = _TOKEN.findall(text)
    for _ in range(draw(st.integers(1, 4))):
        if not tokens:
            return ""
        at = draw(st.integers(0, len(tokens) - 1))
        token = tokens[at]
        kind = draw(
            st.sampled_from(["gone", "twice", "value", "value", "attribute", "rename", "text", "odd", "new", "move", "element"])
        )
        attributes = list(_ATTRIBUTE.finditer(token))
        if kind == "gone":
            del tokens[at]
        elif kind == "element":
            end = _end(tokens, at)
            kept = tokens[at:end]
            tokens[at:end] = kept * 2 if draw(st.booleans()) else []
        elif kind == "twice":
            tokens.insert(at, token)
        elif kind in ("value", "attribute") and attributes:
            match = draw(st.sampled_from(attributes))
            value = draw(st.sampled_from([*NUMBERS, *REFS, *TEXTS])).replace('"', "").replace("<", "").replace("&", "")
            name = match[0].split("=")[0]
            tokens[at] = token[: match.start()] + (f'{name}="{value}"' if kind == "value" else "") + token[match.end() :]
        elif kind == "rename":
            tokens[at] = re.sub(r"<(/?)\w+", r"<\1unknown", token)
        elif kind == "text":
            tokens[at] = draw(st.sampled_from([*NUMBERS, *REFS, *TEXTS]))
        elif kind == "odd":
            tokens[at] = token + draw(st.sampled_from(ODD))
        elif kind == "new":
            tokens.insert(
                at, draw(st.sampled_from(["<x/>", "<c/>", "<row/>", "<v>1</v>", "<f>A1</f>", "<is/>", "<!-- x -->", "<?x y?>"]))
            )
        else:
            tokens.insert(draw(st.integers(0, len(tokens) - 1)), tokens.pop(at))
    return "".join(tokens)


def _end(tokens: Sequence[str], at: int) -> int:
    """Behind the element that begins at a token."""
    depth = 0
    for place in range(at, len(tokens)):
        token = tokens[place]
        if token.startswith("</"):
            depth -= 1
        elif token.startswith("<") and not token.endswith("/>") and not token.startswith(("<!", "<?")):
            depth += 1
        if depth <= 0:
            return place + 1
    return at + 1


@st.composite
def mutated_text(draw: st.DrawFn, text: str, words: Sequence[str] = (*NUMBERS, *TEXTS)) -> str:
    """Words and lines of a text changed, doubled or gone."""
    tokens = re.findall(r"\w+|\n|[^\w\n]", text)
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(tokens) - 1))
        kind = draw(st.sampled_from(["gone", "twice", "word", "odd", "run", "swap"]))
        if kind == "gone":
            del tokens[at : at + draw(st.sampled_from([1, 1, 2, 20]))]
        elif kind == "twice":
            tokens[at:at] = tokens[at : at + draw(st.sampled_from([1, 2, 30]))]
        elif kind == "word":
            tokens[at] = draw(st.sampled_from(words))
        elif kind == "odd":
            tokens[at] += draw(st.sampled_from(ODD))
        elif kind == "run":
            tokens[at] = draw(st.text(max_size=10))
        else:
            to = draw(st.integers(0, len(tokens) - 1))
            tokens[at], tokens[to] = tokens[to], tokens[at]
        tokens = tokens or ["x"]
    return "".join(tokens).encode("utf-8", "ignore").decode("utf-8")


@st.composite
def mutated_rows(draw: st.DrawFn) -> list[list[object]]:
    """A list of line items with some cells changed."""
    rows: list[list[object]] = [
        list(lists.HEADINGS),
        lists.line(),
        lists.line(项目类别="特定目标类", 项目名称="甲"),
        lists.line(amount=5.5),
    ]
    for _ in range(draw(st.integers(0, 4))):
        row = draw(st.sampled_from(rows))
        values = st.one_of(
            st.sampled_from([*NUMBERS, *TEXTS, *ODD]), st.text(max_size=8), st.floats(), st.integers(), st.booleans()
        )
        row[draw(st.integers(0, len(row) - 1))] = draw(values)
    return rows


@st.composite
def mutated_list(draw: st.DrawFn) -> str:
    """Such a list as text with commas, semicolons or tabs, quoted or not, and its text changed again."""
    import csv

    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=draw(st.sampled_from(",;\t")), lineterminator=draw(st.sampled_from(["\n", "\r\n"])))
    writer.writerows([[str(value) for value in row] for row in draw(mutated_rows())])
    text = target.getvalue()
    return draw(mutated_text(text)) if draw(st.booleans()) else text


def list_parts(rows: Sequence[Sequence[object]]) -> dict[str, str]:
    """A workbook with the rows on its sheet 明细."""
    cells: dict[str, object] = {}
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            cells[f"{chr(65 + column)}{at}"] = _plain(value)
    texts: list[str] = []
    made = {name: text for name, text in disclosure.workbook_parts().items() if isinstance(text, str)}
    made[disclosure.SHEETS["表二"]] = disclosure.worksheet(disclosure.rows_of(cells, texts))
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    made[disclosure.STRINGS] = f'<sst xmlns="{disclosure.MAIN}">{items}</sst>'
    made[disclosure.BOOK] = disclosure.book(names=("明细", "表三"))
    return made


def _plain(value: object) -> object:
    """What a cell can hold: numbers, and texts without what XML forbids."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(value)
    return re.sub("[^\u0009\u000a\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[<&]", "", str(value))
