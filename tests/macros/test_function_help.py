"""The help of the functions in cells, as VBA says it to Excel: whole, in ASCII, in lines that VBA takes."""

from __future__ import annotations

import re

from budgetbook.fronts.udfs.help_texts import CATEGORY, help_texts
from macros import function_help, sources

TEXT = function_help.module_text()
_FUNCTION = re.compile(r"Private Function (Text\d+)\(\) As String\n(.*?)End Function", re.DOTALL)
_CODES = re.compile(r'FromCodes\("([0-9A-F ]+)"\)')


def spelt(vba: str) -> str:
    return "".join(chr(int(code, 16)) for codes in _CODES.findall(vba) for code in codes.split())


def test_every_text_is_said_as_it_is() -> None:
    texts = {name: spelt(body) for name, body in _FUNCTION.findall(TEXT)}
    calls = re.findall(r'Describe "(\w+)", (\w+), Array\(([^)]*)\)', TEXT)
    said = {name: (texts[does], [texts[each] for each in arguments.split(", ")]) for name, does, arguments in calls}
    assert said == {name: (each.does, list(each.arguments.values())) for name, each in help_texts().items()}
    assert spelt(TEXT.partition("Category:=")[2].partition(",")[0]) == CATEGORY


def test_vba_can_hold_it() -> None:
    assert TEXT.isascii() and max(map(len, TEXT.splitlines())) < 1023
    assert len({name for name, _ in _FUNCTION.findall(TEXT)}) == len(_FUNCTION.findall(TEXT))


def test_only_the_add_in_says_it() -> None:
    with_help = [{module.name for module in modules} for modules in (sources.addin_modules(), sources.template_modules(["Sheet1"]))]
    assert ["FunctionHelp" in names for names in with_help] == [True, False]
    workbook = next(module for module in sources.addin_modules() if module.name == "ThisWorkbook")
    assert "DescribeFunctions" in workbook.text
