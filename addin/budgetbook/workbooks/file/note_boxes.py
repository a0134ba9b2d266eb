"""The old drawing language (VML) in which the boxes of notes stand, beside form buttons and pictures.

It is handled as text, byte for byte: what Excel writes there is not always XML, and what is not ours must stay as it is."""

from __future__ import annotations

import re
from collections.abc import Callable

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


class Boxes:
    """The note boxes of one part, by cell; whatever else stands in the part is carried along."""

    def __init__(self, data: bytes):
        end = data.rindex(b"</")
        self._pieces: list[bytes] = []
        self._places: dict[Cell, int] = {}
        self._used = {int(number) for number in _IDS.findall(data)}
        self._blocks = blocks(data)
        done = 0
        for match in _SHAPE.finditer(data, 0, end):
            place = _place(match[0])
            if place:
                self._pieces += [data[done : match.start()], match[0]]
                self._places[place] = len(self._pieces) - 1
                done = match.end()
        self._pieces.append(data[done:end])
        self._end = data[end:]

    def data(self) -> bytes:
        """The part."""
        data = b"".join([*self._pieces, self._end])
        if data.count(b"_x0000_t202") == 1:  # our shape type, which nothing uses any more
            data = data.replace(_TYPE, b"", 1)
        return data

    def add(self, place: Cell, text: str, free_block: Callable[[], int]) -> None:
        """A hidden box for the cell, large enough for the text."""
        if not self._places and not any(b'id="_x0000_t202"' in piece for piece in self._pieces):
            self._pieces.append(_TYPE)
        self._places[place] = len(self._pieces)
        self._pieces.append(_box(self._free_id(free_block), place, text).encode())

    def remove(self, place: Cell) -> None:
        """Takes the box of the cell away, if there is one."""
        position = self._places.pop(place, None)
        if position is not None:
            self._pieces[position] = b""

    def _free_id(self, free_block: Callable[[], int]) -> int:
        """An id from the part's own blocks; when they are full, the part claims another block."""
        for block in sorted(self._blocks):
            top = max((id for id in self._used if id // _BLOCK == block), default=_BLOCK * block)
            if top + 1 < _BLOCK * (block + 1):
                self._used.add(top + 1)
                return top + 1
        self._claim(free_block())
        return self._free_id(free_block)

    def _claim(self, block: int) -> None:
        self._blocks.add(block)
        for position, piece in enumerate(self._pieces):
            found = _BLOCKS.search(piece)
            if found:
                self._pieces[position] = piece[: found.end(1)] + b",%d" % block + piece[found.end(1) :]
                return


def has_shapes(data: bytes) -> bool:
    return _SHAPE.search(data) is not None


def _place(shape: bytes) -> Cell | None:
    """The cell whose note stands in the shape; None for shapes that are no notes."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not (row and column and _NOTE.search(shape)):
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _box(id: int, place: Cell, text: str) -> str:
    row, column = place[0] - 1, place[1] - 1
    lines = sum(max(1, -(-len(line) // _CHARACTERS)) for line in text.split("\n"))
    lines = min(max(lines + 1, _LEAST), _MOST)
    left = min(column + 1, LAST_COLUMN - _COLUMNS_WIDE - 1)
    top = max(row - 1, 0)
    anchor = f"{left}, 15, {top}, 10, {left + _COLUMNS_WIDE}, 15, {top + lines}, 4"
    return _BOX.format(id=id, width=64 * _COLUMNS_WIDE, height=_LINE * lines, anchor=anchor, row=row, column=column)
