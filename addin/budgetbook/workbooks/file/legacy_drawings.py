"""Legacy drawings (VML) that follow their rows, or that are copied: the boxes of notes and the faces of form controls.

Patched as text: much of what Excel writes there is not sound XML."""

from __future__ import annotations

import re

from budgetbook.workbooks.file import references, xml
from budgetbook.workbooks.file.anchors import moved
from budgetbook.workbooks.file.rules import Change

_SHAPE = re.compile(r"<v:shape\s.*?</v:shape>", re.DOTALL)
_ROW = re.compile(r"(<x:Row>\s*)(\d+)(\s*</x:Row>)")
_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_FORMULA = re.compile(r"(<x:Fmla(?:Link|Range|Group|Txbx|Pict)>)([^<]*)(</x:Fmla)")
_BLOCK = re.compile(r"(<o:idmap\b[^>]*?\bdata=[\"'])([0-9, ]*)([\"'])")
_SHAPE_ID = re.compile(r"(_x0000_[si])(\d+)\b")  # _x0000_t202 is a type of shape and lies in no block
_NUMBER = re.compile(r"-?\d+")
_BLOCK_SIZE = 1024  # shape numbers in one block


def shift(vml: str, change: Change) -> str:
    """Boxes and controls follow their rows, boxes go with the cells of their notes; so do the cells that controls are bound to,
    on whatever sheet they are."""
    if change.host == change.sheet:
        vml = _SHAPE.sub(lambda match: _shifted_shape(match[0], change), vml)
    return _FORMULA.sub(lambda match: match[1] + _shifted_formula(match[2], change) + match[3], vml)


def _shifted_formula(text: str, change: Change) -> str:
    formula = xml.unescaped(text)
    shifted = references.shift_formula(formula, change.shift, change.sheet, change.host)
    return text if shifted == formula else xml.escaped(shifted)


def _shifted_shape(shape: str, change: Change) -> str:
    row = _ROW.search(shape)
    if not row or not re.search(r"ObjectType=[\"']Note[\"']", shape):
        # These marks say what the shape does not do.
        moves, sizes = (f"<x:{mark}WithCells" not in shape for mark in ("Move", "Size"))
        return _ANCHOR.sub(lambda match: match[1] + _shifted_anchor(match[2], change, moves, sizes) + match[3], shape)
    old = int(row[2])
    new = change.shift.row(old + 1)
    if new is None:
        return ""
    by = new - 1 - old
    if by == 0:
        return shape
    shape = _ANCHOR.sub(lambda match: match[1] + _lowered_anchor(match[2], by) + match[3], shape)
    return _ROW.sub(rf"\g<1>{new - 1}\g<3>", shape)


def _lowered_anchor(text: str, by: int) -> str:
    """The anchor of a note goes with its cell. Left, top, right, bottom: column or row, then pixels within it."""
    numbers = _numbers(text)
    if len(numbers) != 8:
        return text
    by = max(by, -numbers[2])
    numbers[2], numbers[6] = numbers[2] + by, numbers[6] + by
    return ", ".join(map(str, numbers))


def _shifted_anchor(text: str, change: Change, moves: bool, sizes: bool) -> str:
    numbers = _numbers(text)
    if len(numbers) != 8:
        return text
    rows = moved(numbers[2], numbers[6], change.shift, on_edge=numbers[7] == 0, moves=moves, sizes=sizes)
    if rows == (numbers[2], numbers[6]):
        return text
    numbers[2], numbers[6] = rows
    return ", ".join(map(str, numbers))


def _numbers(text: str) -> list[int]:
    return [int(number) for number in _NUMBER.findall(text)]


def used_blocks(vml: str) -> set[int]:
    """The blocks of shape numbers that a drawing claims for itself, or uses without claiming them. No two may share one."""
    claimed = {number for match in _BLOCK.finditer(vml) for number in _numbers(match[2])}
    return claimed | {int(match[2]) // _BLOCK_SIZE for match in _SHAPE_ID.finditer(vml)}


def renumber(vml: str, new_blocks: dict[int, int]) -> str:
    """The drawing with other blocks, and the numbers of its shapes moved into them."""
    vml = _BLOCK.sub(lambda match: match[1] + ",".join(str(new_blocks[number]) for number in _numbers(match[2])) + match[3], vml)
    return _SHAPE_ID.sub(lambda match: match[1] + str(renumbered(int(match[2]), new_blocks)), vml)


def renumbered(shape: int, new_blocks: dict[int, int]) -> int:
    """The number of a shape after the blocks were changed."""
    block, rest = divmod(shape, _BLOCK_SIZE)
    return new_blocks.get(block, block) * _BLOCK_SIZE + rest


def rename_sheet(vml: str, old: str, new: str) -> str:
    """The drawing with controls that are bound to cells of sheet `old` bound to those of sheet `new`."""

    def renamed(text: str) -> str:
        return xml.escaped(references.rename_sheet(xml.unescaped(text), old, new))

    return _FORMULA.sub(lambda match: match[1] + renamed(match[2]) + match[3], vml)
