"""Packages that hurt a reader are refused in Chinese before they can; links to outside are kept, never followed, and told."""

from __future__ import annotations

from pathlib import Path

import pytest

from budgetbook.workbooks.file.links import links_outside
from budgetbook.workbooks.file.opening import open_package
from budgetbook.workbooks.file.workbook import FileWorkbook
from budgetbook.workbooks.file.workbook_part import WorkbookPart
from tests.hostile import disclosure, packages, running
from tests.reference import REPOSITORY
from tests.workbooks import packages as parts_of

ITEMS = REPOSITORY / "examples" / "line_items.csv"


@pytest.mark.parametrize("case", packages.REFUSED)
def test_a_broken_or_dangerous_package_is_refused(case: str, tmp_path: Path) -> None:
    make, says = packages.REFUSED[case]
    make(path := tmp_path / disclosure.FILE)
    for arguments in (("check", path, "-o", tmp_path / "a.xlsx"), ("fill", path, "--items", ITEMS, "-o", tmp_path / "a.xlsx")):
        said = running.refused(path, *arguments)
        assert says in said and disclosure.FILE in said and "请" in said and "机密" not in said


@pytest.mark.parametrize("case", packages.REFUSED)
def test_a_broken_package_holds_no_list(case: str, tmp_path: Path) -> None:
    make, _ = packages.REFUSED[case]
    make(path := tmp_path / "明细.xlsx")
    sound = disclosure.write(tmp_path / disclosure.FILE)
    said = running.refused(path, "check", sound, "--items", path, "-o", tmp_path / "a.xlsx")
    assert "明细.xlsx" in said and ("请" in said or "表头至少要有" in said) and "机密" not in said


@pytest.mark.parametrize("case", packages.COSTLY)
def test_a_bomb_costs_little(case: str, tmp_path: Path) -> None:
    make, says = packages.COSTLY[case]
    make(path := tmp_path / disclosure.FILE)
    said = running.run_limited("check", path)
    assert said.status == 2 and says in said.text and disclosure.FILE in said.text


@pytest.mark.parametrize("case", packages.COSTLY)
def test_a_bomb_as_a_list_costs_little(case: str, tmp_path: Path) -> None:
    make, _ = packages.COSTLY[case]
    make(path := tmp_path / "明细.xlsx")
    said = running.run_limited("check", disclosure.write(tmp_path / disclosure.FILE), "--items", path)
    assert said.status == 2 and "明细.xlsx" in said.text


def test_links_to_outside_are_kept_byte_for_byte_and_never_followed(tmp_path: Path) -> None:
    packages.linked(path := tmp_path / disclosure.FILE)
    output = tmp_path / "标色.xlsx"
    assert running.run("check", path, "-o", output).status == 0
    assert not {*packages.LINKS, "xl/externalLinks/_rels/externalLink1.xml.rels"} & parts_of.changed(path, output)


def test_links_to_outside_are_told_with_their_cells(tmp_path: Path) -> None:
    packages.linked(path := tmp_path / disclosure.FILE)
    workbook = FileWorkbook.open(str(path))
    told = links_outside(WorkbookPart(open_package(str(path))), [workbook.grid(name) for name in workbook.sheets()])
    assert all(problem.warning and problem.file == disclosure.FILE and problem.hint for problem in told)
    assert [(problem.sheet, problem.place) for problem in told] == [("表三", "D5、D6"), ("表三", "D7"), ("表三", "E8")]
    assert "“上年.xlsx”" in told[0].message and "DDE" in told[1].message and "DDE" in told[2].message


def test_a_sound_workbook_has_no_links_to_outside(tmp_path: Path) -> None:
    path = disclosure.write(
        tmp_path / disclosure.FILE, 表三={"D5": disclosure.Raw('<c r="D5"><f>"a|b"&amp;D6</f><v>18.37</v></c>')}
    )
    workbook = FileWorkbook.open(str(path))
    assert links_outside(WorkbookPart(open_package(str(path))), [workbook.grid(name) for name in workbook.sheets()]) == []
