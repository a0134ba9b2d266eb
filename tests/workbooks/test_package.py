"""Parts that say nothing new are copied raw; what is added and taken away again leaves no trace."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from budgetbook.workbooks.file.opening import open_package
from budgetbook.workbooks.file.package import Package, Relationship
from tests.workbooks import judges, packages

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "xl/drawings/drawing1.xml"


def saved(package: Package, folder: Path) -> Path:
    target = folder / "saved.xlsx"
    package.save(str(target))
    return target


def test_untouched_package_keeps_every_entry_compressed_as_it_was(rich_path: Path, tmp_path: Path) -> None:
    target = saved(open_package(str(rich_path)), tmp_path)
    assert packages.changed(rich_path, target) == set()
    with zipfile.ZipFile(rich_path) as one, zipfile.ZipFile(target) as other:
        assert [(i.filename, i.date_time) for i in one.infolist()] == [(i.filename, i.date_time) for i in other.infolist()]
        assert "xl/media/" in other.namelist()


def test_looking_and_undoing_leave_parts_as_they_were(rich_path: Path, tmp_path: Path) -> None:
    package = open_package(str(rich_path))
    package.put("docProps/app.xml", package.read("docProps/app.xml"))
    for name in package.names():
        if name.endswith(".xml"):
            package.edit(name)
    root = package.edit(packages.SHEET1)
    root.set("new", "1")
    del root.attrib["new"]
    assert packages.changed(rich_path, saved(package, tmp_path)) == set()


def test_a_changed_part_is_the_only_one_that_changes(rich_path: Path, tmp_path: Path) -> None:
    package = open_package(str(rich_path))
    package.edit("customXml/item1.xml").text = "changed"
    target = saved(package, tmp_path)
    assert packages.changed(rich_path, target) == {"customXml/item1.xml"}
    assert packages.read(target)["customXml/item1.xml"].endswith(b"<memo>changed</memo>")


def test_the_same_content_gives_the_same_bytes(rich_path: Path, tmp_path: Path) -> None:
    files = []
    for name in ("one.xlsx", "two.xlsx"):
        package = open_package(str(rich_path))
        package.edit("customXml/item1.xml").text = "changed"
        package.put("xl/new.xml", etree.Element("new"), "application/xml")
        package.save(str(tmp_path / name))
        files.append((tmp_path / name).read_bytes())
    assert files[0] == files[1]


def test_relationships_are_absolute_and_spelt_as_the_file_spells_them(tmp_path: Path) -> None:
    rels = packages._PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "/xl/Worksheets/SHEET1.xml")
    package = open_package(str(packages.simple(tmp_path / "a.xlsx", parts={"xl/_rels/workbook.xml.rels": rels})))
    assert package.relationships("xl/workbook.xml")[0] == Relationship("rId1", f"{packages.REL}/worksheet", packages.SHEET1)
    assert package.relationships("xl/styles.xml") == []


def test_added_and_removed_part_leaves_no_trace(rich_path: Path, tmp_path: Path) -> None:
    package = open_package(str(rich_path))
    name = package.free_name("xl/drawings/drawing{}.xml")
    assert name == "xl/drawings/drawing3.xml"
    package.put(name, etree.Element("d"), _TYPE)
    id = package.relate(_DRAWING, f"{packages.REL}/image", name)
    inner = package.relate(name, f"{packages.REL}/hyperlink", "https://example.org/", external=True)
    package.default_type("vdx", "application/x")
    package.put("xl/odd.vdx", b"odd")
    assert package.relationships(name) == [Relationship(inner, f"{packages.REL}/hyperlink", "https://example.org/", True)]
    assert package.content_type(name) == _TYPE and package.content_type("xl/odd.vdx") == "application/x"
    package.unrelate(_DRAWING, id)
    package.remove(name)
    package.remove("xl/odd.vdx")
    assert packages.changed(rich_path, saved(package, tmp_path)) == set()


def test_relate_takes_the_lowest_free_id_and_writes_a_relative_target(rich_path: Path, tmp_path: Path) -> None:
    package = open_package(str(rich_path))
    package.put("xl/worksheets/new.xml", etree.Element("new"), "application/xml")
    first = package.relate("xl/worksheets/new.xml", f"{packages.REL}/image", "xl/media/image1.png")
    second = package.relate("xl/worksheets/new.xml", f"{packages.REL}/image", "xl/media/image1.png")
    package.unrelate("xl/worksheets/new.xml", first)
    package.retarget("xl/worksheets/new.xml", second, "xl/media/image2.png")
    assert package.relate("xl/worksheets/new.xml", f"{packages.REL}/image", "xl/media/image1.png") == first
    written = packages.read(saved(package, tmp_path))["xl/worksheets/_rels/new.xml.rels"]
    targets = [element.get("Target") for element in etree.fromstring(written)]
    assert (first, second, targets) == ("rId1", "rId2", ["../media/image2.png", "../media/image1.png"])
    judges.assert_sound(tmp_path / "saved.xlsx")
