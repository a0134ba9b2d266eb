"""The build: one command, the same bytes every time, and of the template nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from budgetbook.workbooks.file.workbook import FileWorkbook
from macros import addin_parts, build, packages, sources
from macros.modules import Kind, Module, document
from tests.workbooks import judges

FRONT = "填表说明"
ROOT = Path(__file__).resolve().parents[2]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_command_builds_the_same_bytes(built: Path, tmp_path: Path, seed: str) -> None:
    command = [sys.executable, str(ROOT / "macros" / "build.py"), "--output", str(tmp_path)]
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env=environment, timeout=120)
    names = ["budgetbook.xlam", "department_budget.xlsm", "department_budget.toml"]
    assert done.stdout.splitlines() == [str(tmp_path / name) for name in names]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    for name in names:
        assert (tmp_path / name).read_bytes() == (built / name).read_bytes(), name


@pytest.mark.parametrize("script", ["macros/build.py", "installer/build.py"])
def test_a_python_without_what_it_needs_is_told_in_chinese(script: str, tmp_path: Path) -> None:
    """-I -S: a Python with nothing but its own modules."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(ROOT / script), "--output", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120)
    said = done.stderr
    assert done.returncode == 1 and not done.stdout
    assert said.startswith("没有安装 budgetbook，生成不了。请在项目文件夹") and "-m pip install" in said and "Traceback" not in said


def test_of_the_template_only_what_macros_need_is_changed(template: Path) -> None:
    before, after = parts(build.TEMPLATE), parts(template)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"}
    new = {"xl/vbaProject.bin", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels"}
    assert set(after) - set(before) == new
    front = etree.fromstring(after["xl/worksheets/sheet1.xml"])
    (added,) = [child for child in front if child.tag.endswith("}legacyDrawing")]
    front.remove(added)
    assert etree.tostring(front, method="c14n") == etree.tostring(
        etree.fromstring(before["xl/worksheets/sheet1.xml"]), method="c14n"
    )


def test_an_add_in_is_told_by_its_content_type(addin: Path, template: Path) -> None:
    for path, type in ((addin, "addin.macroEnabled.main"), (template, "sheet.macroEnabled.main")):
        types = etree.fromstring(parts(path)["[Content_Types].xml"])
        (main,) = [override for override in types if override.get("PartName") == "/xl/workbook.xml"]
        assert main.get("ContentType") == f"application/vnd.ms-excel.{type}+xml"


def test_what_the_validator_does_not_see_is_sound(addin: Path) -> None:
    judges.assert_sound(addin)


def test_the_template_is_as_sound_as_it_was(template: Path) -> None:
    def faults(path: Path) -> str:
        with pytest.raises(AssertionError) as found:
            judges.assert_sound(path)
            raise AssertionError("none")
        return str(found.value)

    assert faults(template) == faults(build.TEMPLATE)


def test_modules_of_documents_are_the_sheets_of_the_package_one_to_one(addin: Path, template: Path) -> None:
    for path, modules in ((addin, sources.addin_modules()), (template, sources.template_modules(code_names(template)))):
        documents = [module.name for module in modules if module.is_document]
        assert documents == ["ThisWorkbook", *code_names(path)], path.name
        workbook = etree.fromstring(parts(path)["xl/workbook.xml"])
        assert workbook.find("{*}workbookPr").get("codeName") == "ThisWorkbook"  # type: ignore[union-attr]


def code_names(path: Path) -> list[str]:
    """Of all worksheet parts, in the order of their numbers, which is that of the tabs in what we build."""
    content = parts(path)
    sheets = sorted((name for name in content if name.startswith("xl/worksheets/sheet")), key=lambda name: int(name[19:-4]))
    return [str(etree.fromstring(content[name]).find("{*}sheetPr").get("codeName")) for name in sheets]  # type: ignore[union-attr]


def test_a_project_that_does_not_fit_its_sheets_is_refused() -> None:
    modules: list[Module] = [document("ThisWorkbook", Kind.WORKBOOK), document("Sheet2", Kind.SHEET)]
    with pytest.raises(ValueError, match="Sheet2"):
        packages.addin(modules)


def test_a_sheet_without_a_code_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given = addin_parts.parts
    sheet = "xl/worksheets/sheet1.xml"
    monkeypatch.setattr(addin_parts, "parts", lambda type: given(type) | {sheet: given(type)[sheet].replace("codeName", "syncRef")})
    with pytest.raises(ValueError, match="codeName"):
        packages.addin()


def test_another_xlwings_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "version", lambda name: "0.38.0")
    with pytest.raises(ValueError, match=r"0\.37\.8 is needed, 0\.38\.0"):
        sources.addin_modules()


def test_the_program_keeps_macros_and_buttons(template: Path, tmp_path: Path) -> None:
    book = FileWorkbook.open(str(template))
    book.note(FRONT, {(5, 2): "一条批注"})
    saved = tmp_path / "saved.xlsm"
    book.save(str(saved))
    after = parts(saved)
    assert after["xl/vbaProject.bin"] == parts(template)["xl/vbaProject.bin"]
    vml = b"".join(content for name, content in after.items() if name.endswith(".vml")).decode()
    assert all(f"[0]!{macro}" in vml for macro in ("ImportItems", "FillAll", "CheckAll", "UndoFill"))
    assert book.notes(FRONT)[5, 2] == "一条批注"
