"""The example department as Excel shows it, and formulas worked out with it."""

from __future__ import annotations

import csv
import re

from tests.reference import REPOSITORY

_PIECE = re.compile(r'"[^"]*"|\{[^}]*\}|[^,]+|(?<=,)(?=,)|(?<=,)$')


def example_rows() -> list[list[object]]:
    """examples/line_items.csv opened in Excel: numbers are numbers, what is empty is blank."""
    with open(REPOSITORY / "examples" / "line_items.csv", encoding="utf-8-sig", newline="") as file:
        return [[_value(text) for text in row] for row in csv.reader(file)]


def work_out(functions: object, formula: str, a1: object) -> object:
    """What a formula of the help gives; `functions` is the module with the functions in cells."""
    match = re.fullmatch(r"=(\w+)\((.*)\)", formula)
    assert match, formula
    function = getattr(functions, match[1])
    names = function.__wrapped__.__code__.co_varnames
    pieces = _PIECE.findall(match[2])
    given = {name: _argument(piece, a1) for name, piece in zip(names, pieces, strict=False) if piece}
    return function(*(given.get(name, default) for name, default in _with_defaults(function, len(pieces))))


def shown(result: object) -> str:
    """A result as the help tells it."""
    if isinstance(result, list):
        return f"{len(result)} 行 {len(result[0])} 列的一片，左上角是 {shown(result[0][0])}"
    if isinstance(result, float):
        return str(int(result)) if result.is_integer() else str(result)
    return str(result)


def _with_defaults(function, count: int) -> list[tuple[str, object]]:
    code, defaults = function.__wrapped__.__code__, function.__wrapped__.__defaults__ or ()
    names = code.co_varnames[: code.co_argcount]
    padded = (None,) * (len(names) - len(defaults)) + defaults
    return list(zip(names, padded, strict=True))[: max(count, 1)]


def _argument(piece: str, a1: object) -> object:
    if piece == "A1":
        return a1
    if piece == "明细!A:R":
        return example_rows()
    if piece.startswith("{"):
        return [[_argument(each, a1) for each in row.split(",")] for row in piece[1:-1].split(";")]
    return piece[1:-1] if piece.startswith('"') else float(piece)


def _value(text: str) -> object:
    if not text:
        return None
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text
