"""Which modules the add-in and the template have, and where their text comes from: this folder and the installed xlwings.

xlwings' Dictionary.cls is not among them: it stands in on a Mac for what Windows has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from . import function_help, words
from .modules import Kind, Module, document, module

XLWINGS = "0.37.8"  # its text is welded to the name of its DLL and to the places that are changed below
TEXT = Path(__file__).with_name("text")
_CUT = ("GetConfig", "GetConfigFromSheet", "ShowError")  # the first and the last have our own in their place
_CHANGES = (
    (r'(?<=Const PROJECT_NAME As String = ")\w+(?=")', "budgetbook", 1),
    (r'Right\$\(sht\.Name, 3\) = "\.py"', "False", 2),  # program text in sheets, which needs a licence, is not looked for
)


def addin_modules() -> list[Module]:
    """The add-in's: its workbook, its one sheet, the callback of the ribbon, and the functions in cells with their help."""
    own = [_own("ribbon.bas"), _own("functions.bas"), module(Kind.MODULE, function_help.module_text())]
    return [*_documents("addin_workbook.cls", ["Sheet1"]), *_shared("xlwings_custom_addin.bas"), *own]


def template_modules(sheets: Sequence[str]) -> list[Module]:
    """The template's: its workbook, its sheets by their codeNames, and what its buttons call."""
    return [*_documents("workbook.cls", sheets), *_shared("xlwings.bas"), _own("buttons.bas")]


def _documents(workbook_file: str, sheets: Sequence[str]) -> list[Module]:
    workbook = module(Kind.WORKBOOK, (TEXT / workbook_file).read_text("ascii"))
    return [workbook, *(document(name, Kind.SHEET) for name in sheets)]


def _shared(xlwings: str) -> list[Module]:
    return [
        _own("start.bas"),
        _own("settings.bas"),
        module(Kind.MODULE, words.module_text()),
        module(Kind.MODULE, adapted(xlwings_text(xlwings))),
    ]


def _own(name: str) -> Module:
    return module(Kind.MODULE, (TEXT / name).read_text("ascii"))


def xlwings_text(name: str) -> str:
    """A file of VBA as the installed xlwings has it. Raises ValueError for another version than the one this was written for."""
    if (found := version("xlwings")) != XLWINGS:
        raise ValueError(f"xlwings {XLWINGS} is needed, {found} is installed")
    return files("xlwings").joinpath(name).read_bytes().decode("ascii").replace("\r\n", "\n")


def adapted(text: str) -> str:
    """xlwings' module without the procedures that we replace. Raises ValueError where it is not as expected."""
    for name in _CUT:
        procedure = rf"^(Function|Sub) {name}\(.*?^End \1\n"
        text = _changed(text, procedure, f"' {name}: see Settings and Start\n", 1)
    for pattern, replacement, count in _CHANGES:
        text = _changed(text, pattern, replacement, count)
    return text


def _changed(text: str, pattern: str, replacement: str, count: int) -> str:
    changed, found = re.subn(pattern, replacement, text, flags=re.MULTILINE | re.DOTALL)
    if found != count:
        raise ValueError(f"xlwings' VBA has {found} places like {pattern!r}, not {count}")
    return changed
