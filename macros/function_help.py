"""The help of the functions in cells as a module in ASCII, said to Excel when the add-in opens, without starting Python for it.

xlwings says it only when it writes the VBA too, which needs access to the VBA project and is nothing for accountants."""

from __future__ import annotations

from budgetbook.fronts.udfs.help_texts import CATEGORY, FunctionHelp, help_texts

from .words import codes

_HEAD = """Attribute VB_Name = "FunctionHelp"
Option Explicit

' Excel takes no help for what stands in a hidden workbook, as an add-in is; so it is shown for the moment.
Public Sub DescribeFunctions()
    On Error Resume Next ' without its help a function works all the same
    ThisWorkbook.IsAddin = False
{calls}
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
End Sub

Private Sub Describe(ByVal name As String, ByVal description As String, arguments As Variant)
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & name, Description:=description, _
        Category:=FromCodes("{category}"), ArgumentDescriptions:=arguments
End Sub
"""
_TEXT = """
Private Function {name}() As String
{lines}
End Function
"""
_PIECE = 150  # letters in a line: VBA takes lines of 1023 characters


def module_text() -> str:
    """The module FunctionHelp: a function for each text, and a Sub that says them all."""
    names = {text: f"Text{number}" for number, text in enumerate(_texts(), 1)}
    calls = "\n".join(_call(function, said, names) for function, said in help_texts().items())
    head = _HEAD.format(calls=calls, category=codes(CATEGORY))
    return head + "".join(_TEXT.format(name=name, lines=_lines(name, text)) for text, name in names.items())


def _texts() -> list[str]:
    """Each different text once, in order: arguments are called alike in several functions."""
    said = help_texts().values()
    return list(dict.fromkeys(text for each in said for text in (each.does, *each.arguments.values())))


def _call(function: str, said: FunctionHelp, names: dict[str, str]) -> str:
    arguments = ", ".join(names[text] for text in said.arguments.values())
    return f'    Describe "{function}", {names[said.does]}, Array({arguments})'


def _lines(name: str, text: str) -> str:
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    return "\n".join(f'    {name} = {name} & FromCodes("{codes(piece)}")' for piece in pieces)
