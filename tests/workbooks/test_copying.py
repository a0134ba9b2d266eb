"""A copied sheet has everything of its own: nothing points back to the sheet it was copied from, and no id is there twice."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.workbooks import judges, packages, rich

NEW = "项目 1"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTROL_TYPE = "application/vnd.ms-excel.controlproperties+xml"
_UNIQUE = re.compile(rb'(?:\buid|<x14:cfRule\b[^>]*\bid|<threadedComment\b[^>]*\bid)="(\{[0-9A-Fa-f-]{36}\})"')


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with everything in it, and on its first sheet a button as a form control."""
    path = rich.make(tmp_path_factory.mktemp("rich") / "rich.xlsx")
    content = parts(path)
    sheet, relations = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
    control = b'<controls><control shapeId="1025" r:id="rId95" name="Button 1"/></controls>'
    last = content[sheet].rindex(b"<extLst>")
    content[sheet] = content[sheet][:last] + control + content[sheet][last:]
    related = f'<Relationship Id="rId95" Type="{_REL}/ctrlProp" Target="../ctrlProps/ctrlProp1.xml"/></Relationships>'
    content[relations] = content[relations].replace(b"</Relationships>", related.encode())
    typed = (
        '<Override PartName="/xl/ctrlProps/ctrlProp1.xml" ContentType="application/vnd.ms-excel.controlproperties+xml"/></Types>'
    )
    content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(b"</Types>", typed.encode())
    content["xl/ctrlProps/ctrlProp1.xml"] = (
        '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="Button" '
        f"fmlaLink=\"'{rich.TABLE}'!$A$1\"/>"
    ).encode()
    content[sheet] = content[sheet].replace(b"<dimension", b'<sheetPr codeName="Sheet1"/><dimension', 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


@pytest.fixture(scope="module")
def copied(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("copied") / "copied.xlsx"
    copy_twice(full, path)
    return path


def copy_twice(full: Path, path: Path) -> None:
    workbook = FileWorkbook.open(str(full))
    workbook.copy_sheets(rich.TABLE, [NEW])
    workbook.copy_sheets(rich.OTHER, ["项目2"])
    workbook.copy_sheets(NEW, ["项目3"])
    workbook.save(str(path))


def test_the_copy_is_sound(copied: Path) -> None:
    judges.assert_sound(copied)


@pytest.mark.validator
def test_the_schema_is_kept(copied: Path) -> None:
    assert judges.schema_errors(copied) == []


def test_nothing_else_changes(full: Path, copied: Path) -> None:
    before, after = parts(full), parts(copied)
    assert {name for name in before if before[name] != after[name]} == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
    }
    assert not any(name.startswith("xl/media/") for name in after.keys() - before.keys())


def test_copies_stand_last_and_show_the_same(copied: Path) -> None:
    book = openpyxl.load_workbook(copied)
    assert book.sheetnames == [rich.TABLE, rich.OTHER, NEW, "项目2", "项目3"]
    old, new = book[rich.TABLE], book[NEW]
    assert [[cell.value for cell in row if cell.data_type != "f"] for row in new] == [
        [cell.value for cell in row if cell.data_type != "f"] for row in old
    ]
    assert new["B4"].style_id == old["B4"].style_id and new["B4"].comment.text == "原有备注"
    assert [area.coord for area in new.merged_cells.ranges] == ["A1:D1"]
    assert len(new._images) == 1 and len(new._charts) == 1
    assert not new.sheet_view.tabSelected and old.sheet_properties.codeName and not new.sheet_properties.codeName


def test_the_copy_has_its_own_names(copied: Path) -> None:
    book = openpyxl.load_workbook(copied)
    assert book[NEW].print_area == "'项目 1'!$A$1:$D$8" and book[NEW].print_title_rows == "$3:$3"
    assert book["项目2"].defined_names["本表"].attr_text == "项目2!$A$1:$B$3"
    assert book.defined_names["总额"].attr_text == f"'{rich.TABLE}'!$B$6"


def test_nothing_of_the_copy_points_to_the_source(copied: Path) -> None:
    content = parts(copied)
    for name in reachable(content, "xl/worksheets/sheet3.xml"):
        assert f"{rich.TABLE}'!".encode() not in content[name], name
    assert b"'\xe9\xa1\xb9\xe7\x9b\xae 1'!$B$4:$B$5" in content["xl/charts/chart2.xml"]
    assert f"'{NEW}'!$A$1".encode() in content["xl/ctrlProps/ctrlProp2.xml"]
    assert f"'{rich.TABLE}'!B6".encode() in content["xl/worksheets/sheet4.xml"]  # another sheet stays what it was


def reachable(content: dict[str, bytes], part: str) -> Iterator[str]:
    """The part and those it leads to."""
    folder, _, base = part.rpartition("/")
    yield part
    relations = f"{folder}/_rels/{base}.rels"
    for relation in etree.fromstring(content[relations]) if relations in content else ():
        if relation.get("TargetMode") != "External":
            target = f"{folder}/{relation.get('Target')}"
            while "/../" in target:
                target = re.sub(r"[^/]+/\.\./", "", target, count=1)
            yield from reachable(content, target)


def test_sheets_share_nothing_but_pictures(copied: Path) -> None:
    content = parts(copied)
    owners = Counter(name for number in range(1, 6) for name in set(reachable(content, f"xl/worksheets/sheet{number}.xml")))
    assert {name.split("/")[1] for name, count in owners.items() if count > 1} == {"media"}


def test_no_id_is_there_twice(copied: Path) -> None:
    content = parts(copied)
    unique = Counter(id for data in content.values() for id in _UNIQUE.findall(data))
    assert len(unique) >= 6 and set(unique.values()) == {1}
    tables = [etree.fromstring(data) for name, data in content.items() if name.startswith("xl/tables/")]
    assert len({table.get("id") for table in tables}) == len({table.get("displayName") for table in tables}) == 2
    sheets = [sheet.get("sheetId") for sheet in etree.fromstring(content["xl/workbook.xml"]).iter("{*}sheet")]
    assert len(sheets) == len(set(sheets)) == 5


def test_what_belongs_together_still_does(copied: Path) -> None:
    content = parts(copied)
    sheet = content["xl/worksheets/sheet3.xml"].decode()
    format_id = re.search(r"<x14:id>(\{.+?\})</x14:id>", sheet)
    assert format_id and f'id="{format_id[1]}"' in sheet
    thread = re.search(r'<threadedComment [^>]*\bid="(\{.+?\})"', content["xl/threadedComments/threadedComment2.xml"].decode())
    assert thread and f"tc={thread[1]}" in content["xl/comments2.xml"].decode()
    control = re.search(r'<control shapeId="(\d+)"', sheet)
    assert control and control[1] != "1025" and f'id="_x0000_s{control[1]}"'.encode() in content["xl/drawings/vmlDrawing3.vml"]


def test_the_same_copy_gives_the_same_bytes(full: Path, copied: Path, tmp_path: Path) -> None:
    copy_twice(full, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == copied.read_bytes()


def test_tables_of_the_copy_are_named_in_its_formulas(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("表")
    sheet.add_table("A1:B3", {"name": "明细", "columns": [{"header": "项"}, {"header": "数"}]})
    sheet.write_formula("D1", "=SUM(明细[数])")
    book.add_worksheet("别处").write_formula("A1", "=SUM(明细[数])")
    book.close()
    workbook = FileWorkbook.open(str(path))
    workbook.copy_sheets("表", ["表2"])
    workbook.copy_sheets("表2", ["表3"])
    assert workbook.grid("表2").formulas[1, 4] == "SUM(明细_2[数])"
    assert workbook.grid("表3").formulas[1, 4] == "SUM(明细_2_2[数])"
    assert workbook.grid("别处").formulas[1, 1] == "SUM(明细[数])"


def test_the_order_of_calculation_is_forgotten(full: Path, tmp_path: Path) -> None:
    path, content = tmp_path / "ordered.xlsx", parts(full)
    related = f'<Relationship Id="rId99" Type="{_REL}/calcChain" Target="calcChain.xml"/></Relationships>'.encode()
    content["xl/_rels/workbook.xml.rels"] = content["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", related)
    content["xl/calcChain.xml"] = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    copy_twice(path, tmp_path / "copied.xlsx")
    after = parts(tmp_path / "copied.xlsx")
    assert "xl/calcChain.xml" not in after and b"calcChain" not in after["xl/_rels/workbook.xml.rels"]


def test_names_of_the_workbook_that_the_sheet_uses_mean_the_copy_there(tmp_path: Path) -> None:
    path = tmp_path / "names.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet, other = book.add_worksheet("申报表"), book.add_worksheet("参数")
    sheet.write_formula("A3", "=数量*单价+税率", None, 0)
    book.define_name("数量", "=申报表!$A$1")
    book.define_name("单价", "=申报表!$A$2")
    book.define_name("不用", "=申报表!$A$9")
    book.define_name("税率", "=参数!$A$1")
    other.write("A1", 0.5)
    book.close()
    workbook = FileWorkbook.open(str(path))
    workbook.copy_sheets("申报表", ["项目"])
    workbook.save(str(tmp_path / "copied.xlsx"))
    written = openpyxl.load_workbook(tmp_path / "copied.xlsx")
    assert {name: found.attr_text for name, found in written["项目"].defined_names.items()} == {
        "数量": "项目!$A$1",
        "单价": "项目!$A$2",
    }
    assert written.defined_names["数量"].attr_text == "申报表!$A$1"


@pytest.mark.libreoffice
def test_each_copy_computes_with_its_own_cells(tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("申报表")
    sheet.write("A1", 1)
    sheet.write_formula("A2", "=申报表!A1*2", None, "")
    sheet.write_formula("A3", "=SUM($A$1:A2)+一倍", None, "")
    book.define_name("一倍", "=申报表!$A$1")
    book.close()
    workbook = FileWorkbook.open(str(path))
    for number in (10, 100):
        workbook.copy_sheets("申报表", [f"项目{number}"])
        workbook.write(f"项目{number}", {(1, 1): float(number)})
    workbook.save(str(tmp_path / "forms.xlsx"))
    assert judges.libreoffice_values(tmp_path / "forms.xlsx", "项目100") == [["100"], ["200"], ["400"]]


@pytest.mark.parametrize("name", ["说明", "a/b", "", "长" * 32])
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(full: Path, tmp_path: Path, name: str) -> None:
    workbook = FileWorkbook.open(str(full))
    with pytest.raises(BudgetbookError):
        workbook.copy_sheets(rich.TABLE, [name])
    workbook.save(str(tmp_path / "same.xlsx"))
    assert parts(tmp_path / "same.xlsx") == parts(full)


def test_many_copies(full: Path, tmp_path: Path) -> None:
    workbook = FileWorkbook.open(str(full))
    for number in range(30):
        workbook.copy_sheets(rich.TABLE, [f"项目{number}"])
    workbook.save(str(tmp_path / "many.xlsx"))
    judges.assert_sound(tmp_path / "many.xlsx")
    assert len(openpyxl.load_workbook(tmp_path / "many.xlsx", read_only=True).sheetnames) == 32


def test_copies_made_together_are_those_made_one_by_one(tmp_path: Path) -> None:
    """A sheet that has nothing of its own but its cells is written out once for all its copies."""
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>项目</t></is></c><c r="B1"><v>1</v></c></row>'
    path = packages.simple(tmp_path / "a.xlsx", rows, '<sheetPr codeName="S1"/>{}')
    together, singly = FileWorkbook.open(str(path)), FileWorkbook.open(str(path))
    names = [f"项目{number}" for number in range(5)]
    together.copy_sheets("表", names)
    for name in names:
        singly.copy_sheets("表", [name])
    for book in (together, singly):
        book.write("项目3", {(1, 2): 7})
    together.save(str(tmp_path / "together.xlsx"))
    singly.save(str(tmp_path / "singly.xlsx"))
    assert (tmp_path / "together.xlsx").read_bytes() == (tmp_path / "singly.xlsx").read_bytes()
    opened = openpyxl.load_workbook(tmp_path / "together.xlsx")
    assert [opened[name]["B1"].value for name in ("表", *names)] == [1, 1, 1, 1, 7, 1]
