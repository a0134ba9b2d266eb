"""The code that a row's key columns say: whole, split over 类 款 项, before the name in one cell, or by the name alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from budgetbook.model.slices import Slice

from .known import CodeOf, no_code
from .layout import Axis, Row
from .wording import label, plain

_CODED = re.compile(r"(\d{2,9})(?:\.0+)?(?![\d.])[-_.:]*(.*)", re.DOTALL)
_FIRST_DIGIT = {Axis.FUNCTION: "2", Axis.ECONOMIC: "3", Axis.ECONOMIC_PAIR: "3", Axis.GOVERNMENT: "5", Axis.REVENUE: "1"}
CODED = {  # the dimension of which each axis gives the codes
    Axis.FUNCTION: "function",
    Axis.ECONOMIC: "economic",
    Axis.ECONOMIC_PAIR: "economic",
    Axis.GOVERNMENT: "government",
    Axis.REVENUE: "revenue",
}
_LENGTHS = {"function": (3, 5, 7), "economic": (3, 5), "government": (3, 5), "revenue": (3, 5, 7, 9)}


class Coded(NamedTuple):
    """A text taken apart into the code before it and the name."""

    code: str
    name: str


def coded(text: str) -> Coded:
    """201 一般公共服务支出 is 201 and the name; 2010306.0 is a code read from a number."""
    match = _CODED.fullmatch(plain(text))
    return Coded(match[1], match[2]) if match else Coded("", label(text).text)


def whole_code(names: Mapping[str, str]) -> str:
    """The code of a row in its code column, or put together from 类 205, 款 02, 项 05; "" where none is written."""
    if "code" in names:
        return coded(names["code"]).code
    code = ""
    for means in ("class_code", "section_code", "item_code"):
        part = plain(names.get(means, ""))
        part = part.removesuffix(".0")
        if not part.isdigit():
            break
        code = part if code and part.startswith(code) else code + (part if not code else part.zfill(2))
    return code


def written_row(axis: Axis, names: Mapping[str, str]) -> Row | None:
    """The row, at 0, whose codes are written out; None where a name must be looked up, or where something is wrong."""
    second = names.get("second_name", "")
    asks = second and not coded(names.get("second_code", "")).code and not coded(second).code
    if axis not in CODED or asks or not (whole_code(names) or coded(names.get("name", "")).code):
        return None
    row = CodeReader(axis, no_code).read(0, names)
    return row if isinstance(row, Row) else None


class CodeReader:
    """Reads the rows of one panel in turn: a name without a code is looked up below the codes that stand above it."""

    def __init__(self, axis: Axis, code_of: CodeOf):
        self.axis = axis
        self.dimension = CODED[axis]
        self.code_of = code_of
        self.above = ""  # what the row above reads: its code, and behind it perhaps its name

    def read(self, at: int, names: Mapping[str, str]) -> Row | str:
        """The row, or the reason why it cannot be read."""
        if (text := plain(names.get("code", ""))) and coded(text).name and names.get("name"):
            return f"“{text}”不是科目编码；请改正，名称写在自己的一栏里"
        written = whole_code(names)
        in_name = coded(names.get("name", ""))
        code = written or in_name.code or self._looked_up(in_name.name)
        if not code:
            text = next(iter(names.values()))
            return f"“{text}”在科目表中查不到编码；请写明科目编码，或改正名称"
        if wrong := self._wrong(code, self.dimension):
            return wrong
        self.above = code
        reads = f"{code} {in_name.name}".strip()
        part = label(names.get("name", "")).part
        if self.axis is Axis.ECONOMIC_PAIR:
            return self._pair(at, reads, code, names)
        slice_ = Slice(economic=(code,)) if self.dimension == "economic" else Slice(**{self.dimension: code})  # type: ignore[arg-type]
        return Row(at, reads, slice_, level=(len(code) - 1) // 2, part=part)

    def _pair(self, at: int, reads: str, code: str, names: Mapping[str, str]) -> Row | str:
        second = coded(names.get("second_name", ""))
        written = coded(names.get("second_code", "")).code or second.code
        if not written and not second.name:
            return Row(at, reads, Slice(economic=(code,)), level=(len(code) - 1) // 2)
        other = written or self.code_of("government", second.name, "")
        if not other:
            return f"“{second.name}”在政府预算经济分类中查不到编码；请写明科目编码，或改正名称"
        if len(code) != 5 or len(other) != 5:
            return f"“{reads}”和“{other}{second.name}”应都是款级科目（5位编码）"
        if wrong := self._wrong(other, "government"):
            return wrong
        return Row(at, f"{reads} / {other} {second.name}".strip(), Slice(economic=(f"{code}/{other}",)), level=2)

    def _looked_up(self, name: str) -> str:
        """The code of a name below the nearest code above it, then below the codes above that, then anywhere."""
        last = self.above.partition(" ")[0]
        above = [last[:length] for length in range(len(last), 2, -2)]
        found = (self.code_of(self.dimension, name, parent) for parent in (*above, "") if name)
        return next((code for code in found if code), "")

    def _wrong(self, code: str, dimension: str) -> str:
        first = "5" if dimension == "government" else _FIRST_DIGIT[self.axis]
        if len(code) not in _LENGTHS[dimension]:
            return f"编码“{code}”的位数不对，应为{'、'.join(map(str, _LENGTHS[dimension]))}位"
        return "" if code.startswith(first) else f"编码“{code}”不是这一栏的科目，应以{first}开头"
