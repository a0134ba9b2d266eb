"""What rarely stands in a workbook follows its rows too; and drawings and controls as they are set to."""

from __future__ import annotations

import pytest
from lxml import etree

from budgetbook.workbooks.file import following, legacy_drawings
from budgetbook.workbooks.file.areas import Shift
from budgetbook.workbooks.file.names import MAIN
from budgetbook.workbooks.file.rules import Change

_NAMES = (
    f'xmlns="{MAIN}" xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
)


def _anchor(flags: str, top: int, bottom: int, offset: int = 5) -> str:
    corner = "<xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{}</xdr:row><xdr:rowOff>{}</xdr:rowOff>"
    return f"<anchor {flags}><from>{corner.format(top, 0)}</from><to>{corner.format(bottom, offset)}</to></anchor>"


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("worksheet", '<protectedRanges><protectedRange sqref="A1:A9 B5"/></protectedRanges>', "A1:A11 B7"),
        ("worksheet", '<scenarios sqref="B5"><scenario count="1"><inputCells r="B5"/></scenario></scenarios>', "B7|B7"),
        ("worksheet", '<cellWatches><cellWatch r="$A$5"/></cellWatches>', "A7"),
        ("worksheet", '<ignoredErrors><ignoredError sqref="A5:A6"/></ignoredErrors>', "A7:A8"),
        ("worksheet", '<colBreaks><brk id="5" man="1"/></colBreaks>', "5"),
        ("worksheet", '<rowBreaks><brk id="3"/><brk id="4"/><brk id="5"/></rowBreaks>', "3|6|7"),
        ("worksheet", '<dataRefs><dataRef ref="A5:B6" sheet="S"/><dataRef ref="A5:B6" sheet="T"/></dataRefs>', "A7:B8|A5:B6"),
        ("worksheet", '<controlPr linkedCell="$B$5" listFillRange="T!$B$5:$B$6"/>', "$B$7|T!$B$5:$B$6"),
        ("worksheet", _anchor('moveWithCells="1"', 5, 8), "7|10"),
        ("worksheet", _anchor('moveWithCells="1"', 3, 8), "3|8"),
        ("worksheet", _anchor('moveWithCells="1" sizeWithCells="1"', 3, 8), "3|10"),
        ("worksheet", _anchor('moveWithCells="1" sizeWithCells="1"', 3, 4, 0), "3|4"),
        ("worksheet", _anchor("", 5, 8), "5|8"),
        ("worksheet", "<x14:sparkline><xm:f>S!B5:B6</xm:f><xm:sqref>C5</xm:sqref></x14:sparkline>", "S!B7:B8|C7"),
        ("worksheet", '<c r="A9"><f t="dataTable" ref="B5:B9" r1="A5"/></c>', "B7:B11|A7"),
        ("pivotTable", '<location ref="A5:C9"/>', "A7:C11"),
        (
            "pivotCacheDefinition",
            '<worksheetSource ref="A1:C9" sheet="S"/><worksheetSource ref="A1:C9" sheet="T"/>',
            "A1:C11|A1:C9",
        ),
        ("ctrlProp", '<x14:formControlPr fmlaLink="$B$5" fmlaRange="S!$A$1:$A$9"/>', "$B$7|S!$A$1:$A$11"),
        ("drawing", '<xdr:sp textlink="S!$A$5"/>', "S!$A$7"),
        ("workbook", '<definedName name="相对">S!A5</definedName>', "S!A5"),
        ("workbook", "<definedName name=\"_xlnm.Print_Area\">S!$A$5:$B$6,'T,S'!$A$5</definedName>", "S!$A$7:$B$8,'T,S'!$A$5"),
    ],
)
def test_rare_places_follow_too(kind: str, before: str, after: str) -> None:
    root = etree.fromstring(f"<root {_NAMES}>{before}</root>")
    change = Change(Shift(5, 2), "S", "S")
    following.carry_out(following.plan(root, kind, change))
    attributes = ("ref", "sqref", "r", "r1", "id", "textlink", "linkedCell", "listFillRange", "fmlaLink", "fmlaRange")
    found: list[str] = []
    for element in root.iter():
        if etree.QName(element).localname in ("col", "colOff", "rowOff"):
            continue
        found += [str(element.get(name)) for name in attributes if element.get(name) and element.tag != f"{{{MAIN}}}c"]
        found += [element.text] if element.text and not element.text.isspace() else []
    assert "|".join(found) == after


def test_the_face_of_a_control_follows_as_it_says() -> None:
    def shape(marks: str) -> str:
        anchor = "<x:Anchor>1, 0, 5, 0, 2, 0, 8, 3</x:Anchor>"
        return f'<v:shape id="a"><x:ClientData ObjectType="Button">{marks}{anchor}</x:ClientData></v:shape>'

    change = Change(Shift(8, 2), "S", "S")
    assert "1, 0, 5, 0, 2, 0, 10, 3" in legacy_drawings.shift(shape(""), change)
    assert "1, 0, 5, 0, 2, 0, 8, 3" in legacy_drawings.shift(shape("<x:SizeWithCells/>"), change)
    higher = change._replace(shift=Shift(2, 2))
    assert "1, 0, 7, 0, 2, 0, 10, 3" in legacy_drawings.shift(shape("<x:SizeWithCells/>"), higher)
    assert "1, 0, 5, 0, 2, 0, 8, 3" in legacy_drawings.shift(shape("<x:MoveWithCells/><x:SizeWithCells/>"), higher)


def test_the_cell_of_a_control_follows_on_any_sheet() -> None:
    vml = "<x:FmlaLink>'S &amp; T'!$A$5</x:FmlaLink><x:FmlaRange>$A$5</x:FmlaRange>"
    moved = legacy_drawings.shift(vml, Change(Shift(5, 2), "S & T", "别处"))
    assert moved == "<x:FmlaLink>'S &amp; T'!$A$7</x:FmlaLink><x:FmlaRange>$A$5</x:FmlaRange>"


def test_a_link_of_a_shape_follows() -> None:
    relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
    target = "#'S%20T'!A5"
    root = etree.fromstring(f'<Relationships xmlns="{relationships}"><Relationship Id="rId1" Target="{target}"/></Relationships>')
    following.carry_out(following.plan(root, "relationships", Change(Shift(5, 2), "S T", "别处")))
    assert root[0].get("Target") == "#'S%20T'!A7"
