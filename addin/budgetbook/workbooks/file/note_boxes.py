"""The old drawing language (VML) in which the boxes of notes stand, beside form buttons and pictures.

It is handled as text, byte for byte: what Excel writes there is not always XML, and what is not ours must stay as it is."""

from __future__ import annotations

import re

from budgetbook.model.grid import LAST_COLUMN, Cell

_SHAPE = re.compile(rb"<(?:\w+:)?shape\b(?:[^>]*[^/>])?>.*?</(?:\w+:)?shape>", re.DOTALL)
_BLOCKS = re.compile(rb"""<o:idmap\b[^>]*?\bdata=["']([\d, ]+)["']""")
_IDS = re.compile(rb"""\bid=["']_x0000_s(\d+)["']""")
_ROW, _COLUMN = (re.compile(rb"<(?:\w+:)?%s>\s*(\d+)\s*<" % tag) for tag in (b"Row", b"Column"))
_NOTE = re.compile(rb"""ObjectType=["']Note["']""")
_BLOCK = 1024  # shape ids in one block; a block belongs to one part of the workbook

_EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/>'
    b"</o:shapelayout></xml>"
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;width:{width}pt;height:{height}pt;z-index:1;'
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" '
    'obscured="t"/><v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
    '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_CHARACTERS, _LEAST, _MOST = 16, 4, 16  # full-width characters in a line; lines of a box
_COLUMNS_WIDE, _LINE = 3, 15  # the box in columns, and a line in points


def empty(block: int) -> bytes:
    """A part without shapes, whose ids will come from this block."""
    return _EMPTY % block


def blocks(data: bytes) -> set[int]:
    """The id blocks that a part claims."""
    return {int(number) for found in _BLOCKS.findall(data) for number in re.findall(rb"\d+", found)}


def add_box(data: bytes, place: Cell, text: str, free_block: int) -> bytes:
    """The part with a hidden note box for the cell, large enough for the text."""
    data, id = _free_id(data, free_block)
    shape = _box(id, place, text).encode()
    if b'id="_x0000_t202"' not in data:
        shape = _TYPE + shape
    end = data.rindex(b"</")
    return data[:end] + shape + data[end:]


def remove_box(data: bytes, place: Cell) -> bytes:
    """The part without the note box of the cell."""
    for match in _SHAPE.finditer(data):
        if _is_box(match[0], place):
            data = data[: match.start()] + data[match.end() :]
            break
    if data.count(b"_x0000_t202") == 1:  # our shape type, which nothing uses any more
        data = data.replace(_TYPE, b"", 1)
    return data


def has_shapes(data: bytes) -> bool:
    return _SHAPE.search(data) is not None


def _is_box(shape: bytes, place: Cell) -> bool:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not (row and column and _NOTE.search(shape)):
        return False
    return (int(row[1]) + 1, int(column[1]) + 1) == place


def _free_id(data: bytes, free_block: int) -> tuple[bytes, int]:
    """An id from the part's own blocks; when they are full, the part claims another block."""
    used = {int(number) for number in _IDS.findall(data)}
    for block in sorted(blocks(data)):
        top = max((id for id in used if id // _BLOCK == block), default=_BLOCK * block)
        if top + 1 < _BLOCK * (block + 1):
            return data, top + 1
    found = _BLOCKS.search(data)
    if found:
        data = data[: found.end(1)] + b",%d" % free_block + data[found.end(1) :]
    return data, _BLOCK * free_block + 1


def _box(id: int, place: Cell, text: str) -> str:
    row, column = place[0] - 1, place[1] - 1
    lines = sum(max(1, -(-len(line) // _CHARACTERS)) for line in text.split("\n"))
    lines = min(max(lines + 1, _LEAST), _MOST)
    left = min(column + 1, LAST_COLUMN - _COLUMNS_WIDE - 1)
    top = max(row - 1, 0)
    anchor = f"{left}, 15, {top}, 10, {left + _COLUMNS_WIDE}, 15, {top + lines}, 4"
    return _BOX.format(id=id, width=64 * _COLUMNS_WIDE, height=_LINE * lines, anchor=anchor, row=row, column=column)
