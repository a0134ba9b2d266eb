"""A worksheet that is taken apart and written again says what it said, however it was written; rows are shared, never changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from budgetbook.workbooks.file import cells, xml
from budgetbook.workbooks.file.areas import Shift
from budgetbook.workbooks.file.formula_cells import formulas_of, put_back
from budgetbook.workbooks.file.odd_rows import OrderError
from budgetbook.workbooks.file.row_store import Row, Rows
from budgetbook.workbooks.file.sheet_part import SheetPart, take_apart
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import packages
from tests.workbooks.packages import MAIN

_X14AC = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"
_CELLS = (
    '<c r="A1" s="3"/><c r="B1" t="s"><v>0</v></c>'
    '<c r="C1" s="2" t="inlineStr"><is><t xml:space="preserve"> a &lt; b&#10;</t></is></c>'
    '<c r="D1" s="1" t="str" cm="1"><f t="shared" ref="D1:D2" si="0">A1&amp;"x"</f><v>x</v></c><c r="AA1"><v>1.5</v></c>'
)
PLAIN = (
    f'<worksheet xmlns="{MAIN}" xmlns:x14ac="{_X14AC}"><dimension ref="A1:AA3"/><sheetData><row r="1" spans="1:27" '
    f'x14ac:dyDescent="0.2">{_CELLS}</row><row r="3" ht="20" customHeight="1"/></sheetData><pageMargins left="1"/></worksheet>'
)
ODD = {
    "prefixes": PLAIN.replace("<", "<m:").replace("<m:/", "</m:").replace("xmlns=", "xmlns:m="),
    "quotes": PLAIN.replace('r="B1"', "r='B1'"),
    "order": PLAIN.replace('r="A1" s="3"', 's="3" r="A1"'),
    "blanks": PLAIN.replace("<row", "\n <row").replace("<c ", "\n  <c ").replace("</row>", "\n</row>"),
    "comments": PLAIN.replace("<row r=", "<!-- <c r= --><row r=", 1),
    "sections": PLAIN.replace("<v>1.5</v>", "<v><![CDATA[1.5]]></v>"),
    "addresses": PLAIN.replace('<c r="B1"', "<c").replace('<row r="1"', "<row"),
    "entities": PLAIN.replace("<v>1.5</v>", "<v>&#49;.5</v>"),
    "own prefix": PLAIN.replace(f' xmlns:x14ac="{_X14AC}"', "").replace(
        "x14ac:dyDescent", f'xmlns:x14ac="{_X14AC}" x14ac:dyDescent'
    ),
}


def taken(text: str) -> SheetPart:
    return take_apart(text.encode(), etree.fromstring(text.encode()))


def reckoned(text: str) -> bytes:
    """What a document says, without comments and the blanks between elements, whatever its prefixes."""
    root = etree.fromstring(text.encode(), etree.XMLParser(remove_comments=True, strip_cdata=True))
    said = []
    for element in root.iter():
        inner = (element.text or "") if element.tag in (f"{{{MAIN}}}{tag}" for tag in "vft") else ""
        attributes = sorted(element.attrib.items())
        said.append((element.tag, [each for each in attributes if each[0] != "r"], inner))
    return repr(said).encode()


def test_a_plain_sheet_is_written_to_the_letter() -> None:
    assert taken(PLAIN).written().decode().endswith(PLAIN.partition("?>")[2] or PLAIN)


@pytest.mark.parametrize("how", ODD)
def test_an_odd_sheet_says_the_same(how: str) -> None:
    part = taken(ODD[how])
    assert reckoned(part.written().decode().partition("?>")[2]) == reckoned(PLAIN)
    assert next(iter(part.rows.items()))[1].cells.keys() == {1, 2, 3, 4, 27}
    assert taken(part.written().decode()).rows == part.rows


def test_what_stands_behind_the_cells_of_a_row_stays() -> None:
    more = '<extLst><ext uri="{1}" xmlns:y="urn:y"><y:own/></ext></extLst>'
    text = PLAIN.replace("</row>", f"{more}</row>", 1)
    part = taken(text)
    part.rows.put(1, {1: ("4", cells.EMPTY)})
    assert more in part.written().decode()


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ('<row r="2"/><row r="1"/>', "第 1 行"),
        ('<row r="1"><c r="A1"/><c r="A1"/></row>', "A1"),
        ('<row r="1"><c r="A2"/></row>', "A2"),
        ('<row r="1"><c r="XFE1"/></row>', "XFE1"),
        ('<row r="1048577"/>', "第 1048577 行"),
    ],
)
def test_disorder_is_named(rows: str, place: str) -> None:
    with pytest.raises(OrderError) as caught:
        taken(f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')
    assert caught.value.place == place


def test_copies_share_rows_and_never_change_each_other() -> None:
    one = taken(PLAIN)
    two = one.copy()
    assert two.rows.row(1) is one.rows.row(1)
    two.rows.put(1, {2: ("9", "><v>7</v></c>")})
    two.edit_frame().find(f"{{{MAIN}}}dimension").set("ref", "A1")  # type: ignore[union-attr]
    assert one.written().decode().endswith(PLAIN)
    assert not one.says_the_same(two)


def test_formulas_come_home_where_they_were() -> None:
    part = taken(PLAIN)
    tree = formulas_of(part)
    assert tree is not None
    formula = next(tree.iter(f"{{{MAIN}}}f"))
    formula.text = 'B1&"<"'
    put_back(part, tree)
    assert PLAIN.replace('A1&amp;"x"', 'B1&amp;"&lt;"') in part.written().decode()


def test_a_formula_within_a_value_is_none(tmp_path: Path) -> None:
    path = packages.simple(tmp_path / "a.xlsx", '<row r="1"><c r="A1" t="str"><v><f>B1</f>0</v></c><c r="B1"><v>2</v></c></row>')
    grid = FileWorkbook.open(str(path)).grid("表")
    assert (grid.values, grid.formulas) == ({(1, 2): 2.0}, {})


_ROW_NUMBERS = st.lists(st.integers(1, 60), unique=True)


@given(_ROW_NUMBERS, st.integers(1, 60), st.integers(-20, 20).filter(bool))
def test_moved_rows_are_where_the_shift_says(numbers: list[int], first: int, by: int) -> None:
    shift, rows = Shift(first, by), Rows({})
    for number in numbers:
        rows.put_row(number, Row(f' ht="{number}"', {}))
    rows.move(shift)
    expected = {new: f' ht="{number}"' for number in sorted(numbers) if (new := shift.row(number)) is not None}
    assert {number: row.attributes for number, row in rows.items()} == expected
    assert rows.numbers() == sorted(expected)


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\r\t<>&'\""), max_size=8)


@given(_TEXT)
def test_text_is_escaped_as_a_parser_reads_it(text: str) -> None:
    element = etree.fromstring(f"<t a={xml.quoted(text)}>{xml.escaped(text)}</t>")
    assert ((element.text or ""), element.get("a")) == (text, text)
    assert xml.unescaped(xml.escaped(text)) == text
