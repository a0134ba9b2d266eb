"""Buttons on the template's front sheet: form controls in a legacy drawing (VML), beside the text and outside the printed area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from budgetbook.fronts.ribbon.commands import COMMANDS
from budgetbook.workbooks.file import names, order
from budgetbook.workbooks.file.package import Package

_SHEET, _DRAWING = "xl/worksheets/sheet1.xml", "xl/drawings/vmlDrawing1.vml"
_FIRST_SHAPE = 1025  # in the first block of shape numbers, which the drawing claims for itself
_COLUMN, _WIDTH = 3, 2  # from column D, two columns and a half wide; columns and rows of anchors count from 0
_HALF_COLUMN = 32  # pixels
_TOP, _BOTTOM = 8, 45  # pixels within a row of 40 points
_LEFT_POINTS, _ROW_POINTS, _HIGH, _WIDE = 549, 40, 28, 120  # where readers that know no anchors draw them


class Button(NamedTuple):
    macro: str  # a Sub in the module Buttons
    command: str  # the id of what it does
    row: int  # counted from 0; the first four rows of text under the first heading


BUTTONS = (
    Button("ImportItems", "import_items", 2),
    Button("FillAll", "fill_all", 3),
    Button("CheckAll", "check_all", 4),
    Button("UndoFill", "undo_fill", 5),
)

_VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"\
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>
<v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" path="m,l,21600r21600,l21600,xe">
<v:stroke joinstyle="miter"/><v:path shadowok="f" o:extrusionok="f" strokeok="f" fillok="f" o:connecttype="rect"/>
<o:lock v:ext="edit" shapetype="t"/></v:shapetype>
{shapes}</xml>
"""
_SHAPE = """<v:shape id="_x0000_s{number}" type="#_x0000_t201" style="{style}" o:button="t" fillcolor="buttonFace [67]"\
 strokecolor="windowText [64]" o:insetmode="auto">
<v:fill color2="buttonFace [67]" o:detectmouseclick="t"/><o:lock v:ext="edit" rotation="t"/>
<v:textbox style="mso-direction-alt:auto" o:singleclick="f"><div style="text-align:center">\
<font face="宋体" size="220" color="#000000">{label}</font></div></v:textbox>
<x:ClientData ObjectType="Button"><x:Anchor>{anchor}</x:Anchor><x:PrintObject>False</x:PrintObject>\
<x:AutoFill>False</x:AutoFill><x:FmlaMacro>[0]!{macro}</x:FmlaMacro><x:TextHAlign>Center</x:TextHAlign>\
<x:TextVAlign>Center</x:TextVAlign></x:ClientData></v:shape>
"""


def add(package: Package, buttons: Sequence[Button]) -> None:
    """Draws the buttons on the front sheet. Raises ValueError where it has a legacy drawing already."""
    root = package.edit(_SHEET)
    if root.find(names.main("legacyDrawing")) is not None:
        raise ValueError("the front sheet has a drawing of its own")
    package.default_type("vml", names.VML_TYPE)
    package.put(_DRAWING, vml(buttons).encode())
    link = package.relate(_SHEET, names.VML_DRAWING, _DRAWING)
    order.insert(root, etree.Element(names.main("legacyDrawing"), {names.REL_ID: link}), order.WORKSHEET)


def vml(buttons: Sequence[Button]) -> str:
    """The drawing; each button bears the label of its command."""
    return _VML.format(shapes="".join(_shape(number, button) for number, button in enumerate(buttons, _FIRST_SHAPE)))


def _shape(number: int, button: Button) -> str:
    label = next(command.label for command in COMMANDS if command.id == button.command)
    anchor = f"{_COLUMN}, 0, {button.row}, {_TOP}, {_COLUMN + _WIDTH}, {_HALF_COLUMN}, {button.row}, {_BOTTOM}"
    top = (button.row - 1) * _ROW_POINTS + 34  # below a title of 40 points and a heading of 28
    style = f"position:absolute;margin-left:{_LEFT_POINTS}pt;margin-top:{top}pt;width:{_WIDE}pt;height:{_HIGH}pt;z-index:1"
    return _SHAPE.format(number=number, style=style, label=label, anchor=anchor, macro=button.macro)
