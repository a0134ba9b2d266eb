"""The packages around the VBA projects: the add-in, which is made from nothing, and the template, an .xlsx that gets macros."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from budgetbook.workbooks.file import archive, opening
from budgetbook.workbooks.file.package import Package

from . import addin_parts, buttons, project, sources
from .modules import Kind, Module

RIBBON = Path(__file__).with_name("customUI14.xml")
ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
MACRO_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

_MAIN = "xl/workbook.xml"
_PROJECT, _PROJECT_TYPE = "xl/vbaProject.bin", "application/vnd.ms-office.vbaProject"
_PROJECT_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def addin(modules: Sequence[Module] | None = None, main_type: str = ADDIN) -> Package:
    """The add-in with its ribbon. Tests ask for other modules, and for the type of a workbook, where no one opens add-ins."""
    parts = addin_parts.parts(main_type)
    package = Package("budgetbook.xlam", [archive.deflated(name, text.encode()) for name, text in parts.items()])
    package.put(_RIBBON_PART, RIBBON.read_bytes(), "application/xml")
    package.relate("", _RIBBON_RELATION, _RIBBON_PART)
    _add_project(package, modules or sources.addin_modules())
    return package


def template(path: Path, modules: Sequence[Module] = ()) -> Package:
    """The workbook at this path with macros and buttons. `modules` come on top, for tests."""
    package = opening.open_package(str(path))
    package.set_content_type(_MAIN, MACRO_WORKBOOK)
    buttons.add(package, buttons.BUTTONS)
    _add_project(package, [*sources.template_modules(code_names(package)), *modules])
    return package


def code_names(package: Package) -> list[str]:
    """The names under which macros find the sheets, in tab order. Raises ValueError for a sheet that has none."""
    targets = {relationship.id: relationship.target for relationship in package.relationships(_MAIN)}
    link = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    sheets = [targets[sheet.get(link) or ""] for sheet in package.tree(_MAIN).iter(f"{_SPREADSHEET}sheet")]
    names = [package.tree(part).find(f"{_SPREADSHEET}sheetPr") for part in sheets]
    found = [name.get("codeName") for name in names if name is not None]
    if len(found) < len(sheets) or not all(found):
        raise ValueError("a sheet without a codeName")
    return [name for name in found if name]


def _add_project(package: Package, modules: Sequence[Module]) -> None:
    """The project, whose document modules must be the package's workbook and sheets, or Excel calls the file damaged."""
    documents = [module.name for module in modules if module.is_document and module.kind is not Kind.WORKBOOK]
    if documents != code_names(package):
        raise ValueError(f"modules for {documents}, sheets are {code_names(package)}")
    package.put(_PROJECT, project.write(modules), _PROJECT_TYPE)
    package.relate(_MAIN, _PROJECT_RELATION, _PROJECT)
