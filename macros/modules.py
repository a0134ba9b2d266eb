"""Modules of a VBA project, made from exported text (.bas, .cls) or from nothing, as the project stores them."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

_NAME = re.compile(r'\AAttribute VB_Name = "([A-Za-z]\w{0,30})"\n')
_CLASS_HEAD = re.compile(r"\AVERSION [^\n]*\nBEGIN\n.*?^END\n", re.DOTALL | re.MULTILINE)  # only exported files have it
_ATTRIBUTE = re.compile(r"Attribute VB_\w+ = [^\n]*\n")
_BASES = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}


class Kind(Enum):
    MODULE = "module"
    CLASS = "class"
    WORKBOOK = "workbook"  # the two kinds that stand for a part of the document and bear its codeName
    SHEET = "sheet"


class Module(NamedTuple):
    name: str
    kind: Kind
    text: str  # with its attributes, lines ending in CR LF

    @property
    def is_document(self) -> bool:
        return self.kind in (Kind.WORKBOOK, Kind.SHEET)


def module(kind: Kind, exported: str) -> Module:
    """A module from its text as the editor exports it. Raises ValueError for text without a name or beyond ASCII: which code
    page a machine reads VBA with is its own affair, and only ASCII is the same in all of them."""
    text = _CLASS_HEAD.sub("", exported.replace("\r\n", "\n"))
    named = _NAME.match(text)
    if not named or not text.isascii():
        raise ValueError(f"no VBA module in ASCII with a name: {text[:60]!r}")
    body = text[named.end() :]
    while attribute := _ATTRIBUTE.match(body):
        body = body[attribute.end() :]
    lines = _head(named[1], kind) + body.rstrip("\n").split("\n")
    return Module(named[1], kind, "".join(f"{line}\r\n" for line in lines))


def document(name: str, kind: Kind, body: str = "") -> Module:
    """The module of the workbook or of a sheet with this codeName."""
    return module(kind, f'Attribute VB_Name = "{name}"\n{body}')


def _head(name: str, kind: Kind) -> list[str]:
    """The attributes that a module of this kind begins with."""
    lines = [f'Attribute VB_Name = "{name}"']
    if kind is Kind.MODULE:
        return lines
    is_document = kind is not Kind.CLASS
    attributes = {
        "Base": f'"{_BASES[kind.value]}"',
        "GlobalNameSpace": False,
        "Creatable": False,
        "PredeclaredId": is_document,
        "Exposed": is_document,
        "TemplateDerived": False,
        "Customizable": is_document,
    }
    return lines + [f"Attribute VB_{attribute} = {value}" for attribute, value in attributes.items()]
