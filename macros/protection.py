"""The fields of a VBA project that say who may see it, [MS-OVBA] 2.4.3. This one is open to everybody and has no password."""

from __future__ import annotations

import struct

_VERSION = 2
_PADDING = b"\xfb"  # any byte will do; this is Excel's
_UNPROTECTED, _NO_PASSWORD, _VISIBLE = bytes(4), bytes(1), b"\xff"


def fields(project: str) -> list[str]:
    """The three lines of the PROJECT stream. `project` is the project's id in its braces: the key is the sum of its letters."""
    values = (("CMG", _UNPROTECTED, 0x0A), ("DPB", _NO_PASSWORD, 0x14), ("GC", _VISIBLE, 0x1E))
    return [f'{name}="{encrypted(data, project, seed).hex().upper()}"' for name, data, seed in values]


def encrypted(data: bytes, project: str, seed: int) -> bytes:
    """The data behind seed, version and key. Any byte will do for a seed: it hides nothing from anybody who reads the standard."""
    key = sum(project.encode()) & 0xFF
    written = [seed, seed ^ _VERSION, seed ^ key]
    before = key
    padding = _PADDING * ((seed & 6) // 2)
    for byte in padding + struct.pack("<I", len(data)) + data:
        written.append(byte ^ ((written[-2] + before) & 0xFF))
        before = byte
    return bytes(written)
