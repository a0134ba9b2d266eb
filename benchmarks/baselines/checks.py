"""Eighty sum checks, as they are written once for a template of thirteen tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

Cell = tuple[str, int, str]  # sheet, row, column letter


class SumCheck(NamedTuple):
    """The cell must be the sum of the parts."""

    total: Cell
    parts: list[Cell]


# Tables that grow: the row of 合计, the columns, the level of the rows that make up 合计.
GROWING = {
    "表二": (6, "CDEFGHI", 1), "表三": (6, "CDE", 1), "表五": (6, "CDE", 1), "表六": (6, "CDE", 1), "表七": (6, "C", 1),
    "表八": (5, "CDE", 1), "表九收入": (7, "C", 1), "表九支出": (7, "FGH", 1),
    "表十一": (6, "BCDE", 1), "表十二": (7, "BCDEFG", 2), "表十三": (7, "BCDE", 2),
}  # fmt: skip
ACROSS = [
    ("表二", 6, "C", "DEFGH"), ("表三", 6, "C", "DE"), ("表五", 6, "C", "DE"), ("表六", 6, "C", "DE"), ("表八", 5, "C", "DE"),
    ("表九", 7, "F", "GH"), ("表一", 36, "D", "EF"), ("表四", 37, "D", "EFG"), ("表十", 11, "B", "CDE"), ("表十一", 6, "B", "CDE"),
    ("表十二", 7, "B", "CDEFG"), ("表十三", 7, "B", "CDE"),
]  # fmt: skip
DOWN = [
    ("表一", "B", 36, range(6, 11)), ("表一", "B", 38, (36, 37)),
    *(("表一", column, 36, range(6, 36)) for column in "DEF"), *(("表一", column, 38, (36, 37)) for column in "DEF"),
    ("表四", "B", 37, range(7, 10)), ("表四", "B", 38, range(39, 42)), ("表四", "B", 42, (37, 38)),
    *(("表四", column, 37, range(7, 37)) for column in "DEFG"), *(("表四", column, 42, (37, 38)) for column in "DEFG"),
    *(("表十", column, 11, (6, 7, 8)) for column in "BCDE"), *(("表十", column, 8, (9, 10)) for column in "BCDE"),
]  # fmt: skip
SAME = [(("表一", 38, "B"), ("表一", 38, "D")), (("表四", 42, "B"), ("表四", 42, "D")), (("表三", 6, "C"), ("表一", 36, "D"))]


def eighty_checks(levels: Mapping[str, Sequence[tuple[int, int]]]) -> Iterator[SumCheck]:
    """The checks; `levels` gives (row, level) of the rows below 合计 of each table that grows."""
    for table, (total, columns, level) in GROWING.items():
        sheet, rows = table[:2] if table.startswith("表九") else table, [row for row, of in levels[table] if of == level]
        for column in columns:
            yield SumCheck((sheet, total, column), [(sheet, row, column) for row in rows])
    for sheet, row, column, parts in ACROSS:
        yield SumCheck((sheet, row, column), [(sheet, row, part) for part in parts])
    for sheet, column, row, parts_below in DOWN:
        yield SumCheck((sheet, row, column), [(sheet, each, column) for each in parts_below])
    for one, other in SAME:
        yield SumCheck(one, [other])


def failed(checks: Iterator[SumCheck], printed: Mapping[Cell, int]) -> list[Cell]:
    """The totals that rounding cannot explain; `printed` holds hundredths of 万元, a blank is not in it."""
    wrong = []
    for check in checks:
        difference = printed.get(check.total, 0) - sum(printed.get(part, 0) for part in check.parts)
        if 2 * abs(difference) > len(check.parts) + 1:
            wrong.append(check.total)
    return wrong
