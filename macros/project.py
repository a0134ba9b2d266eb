"""vbaProject.bin from modules, [MS-OVBA] 2.3.

Why not pyOpenVBA, which can do this too: it is kept up (42 versions, MIT), but it is an interpreter of VBA, a formula engine and a
writer of Access files as well, starts from files that Office has saved, and had come to its sixth major version. What is needed is
four kinds of streams. Of the project's cache nothing is written: its version says FFFF, so that the host compiles the modules from
their source when it opens them, as it does with projects that EPPlus has made."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterable, Sequence

from . import compound_file, protection
from .compression import compress
from .modules import Kind, Module

CODE_PAGE = 936  # simplified Chinese; the modules are ASCII, which every code page shares
_NAME = "VBAProject"
_ID = "{" + str(uuid.uuid5(uuid.NAMESPACE_DNS, "budgetbook")).upper() + "}"
_NO_CACHE = bytes.fromhex("CC61FFFF000000")
_WIN64, _ENGLISH = 3, 0x0409
_HOST = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
_KEYWORDS = {Kind.MODULE: "Module={}", Kind.CLASS: "Class={}"}
_REFERENCES = {  # found by their ids; the paths are where a usual installation has them
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    r"C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library",
}


def write(modules: Sequence[Module]) -> bytes:
    """The project of these modules. Raises ValueError where two of them have one name."""
    names = [module.name.lower() for module in modules]
    if len(set(names)) < len(names):
        raise ValueError(f"two modules of one name: {names}")
    streams: dict[str, bytes] = {module.name: compress(module.text.encode("ascii")) for module in modules}
    streams |= {"dir": compress(_directory(modules)), "_VBA_PROJECT": _NO_CACHE}
    return compound_file.write({"VBA": streams, "PROJECT": _properties(modules), "PROJECTwm": _wide_names(modules)})


def _properties(modules: Iterable[Module]) -> bytes:
    """The PROJECT stream: what the editor shows of the project."""
    lines = [
        f'ID="{_ID}"',
        *(_KEYWORDS.get(module.kind, "Document={}/&H00000000").format(module.name) for module in modules),
        f'Name="{_NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        *protection.fields(_ID),
        "",
        "[Host Extender Info]",
        _HOST,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _wide_names(modules: Iterable[Module]) -> bytes:
    """The PROJECTwm stream: each name in the code page and in UTF-16."""
    return b"".join(_narrow(module.name) + b"\0" + _wide(module.name) + b"\0\0" for module in modules) + b"\0\0"


def _directory(modules: Sequence[Module]) -> bytes:
    """The dir stream, before compression."""
    ends = _record(0x10, b"")
    return _information() + b"".join(map(_reference, _REFERENCES)) + _counts(modules) + b"".join(map(_entry, modules)) + ends


def _information() -> bytes:
    version = struct.pack("<HIIH", 0x09, 4, 1, 1)  # the one record whose size does not count its last two bytes
    return b"".join(
        [
            _record(0x01, struct.pack("<I", _WIN64)),
            _record(0x02, struct.pack("<I", _ENGLISH)),
            _record(0x14, struct.pack("<I", _ENGLISH)),
            _record(0x03, struct.pack("<H", CODE_PAGE)),
            _record(0x04, _narrow(_NAME)),
            _record(0x05, b"") + _record(0x40, b""),  # description
            _record(0x06, b"") + _record(0x3D, b""),  # help file
            _record(0x07, bytes(4)),  # help context
            _record(0x08, bytes(4)),  # library flags
            version,
            _record(0x0C, b"") + _record(0x3C, b""),  # constants
        ]
    )


def _reference(name: str) -> bytes:
    library = _narrow(_REFERENCES[name])
    registered = struct.pack("<I", len(library)) + library + bytes(6)
    return _record(0x16, _narrow(name)) + _record(0x3E, _wide(name)) + _record(0x0D, registered)


def _counts(modules: Sequence[Module]) -> bytes:
    return _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")


def _entry(module: Module) -> bytes:
    """What the directory says of a module. Its text begins with the stream, for there is no cache before it."""
    narrow, wide = _narrow(module.name), _wide(module.name)
    return b"".join(
        [
            _record(0x19, narrow) + _record(0x47, wide),
            _record(0x1A, narrow) + _record(0x32, wide),  # the name of its stream
            _record(0x1C, b"") + _record(0x48, b""),  # description
            _record(0x31, bytes(4)),  # where its text begins
            _record(0x1E, bytes(4)),  # help context
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if module.kind is Kind.MODULE else 0x22, b""),
            _record(0x2B, b""),
        ]
    )


def _record(id: int, data: bytes) -> bytes:
    return struct.pack("<HI", id, len(data)) + data


def _narrow(text: str) -> bytes:
    return text.encode("ascii")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
