"""Every amount of the thirteen tables in several workbooks, cell by cell: by sheet, by what stands beside it, by column."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

TABLES = ("表一", "表二", "表三", "表四", "表五", "表六", "表七", "表八", "表九", "表十", "表十一", "表十二", "表十三")
Key = tuple[str, str, int, int]  # sheet, words left of the amount, how often they have stood there, column


def amounts(path: Path) -> dict[Key, float]:
    """The amounts that are not zero, as they are printed (万元)."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    found: dict[Key, float] = {}
    for name in TABLES:
        seen: Counter[tuple[str, int]] = Counter()
        for row in book[name].iter_rows(values_only=True):
            for column, value in enumerate(row, 1):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    label = _label(row[: column - 1])
                    seen[label, column] += 1
                    if value:
                        found[name, label, seen[label, column], column] = float(value)
    book.close()
    return found


def differences(one: dict[Key, float], other: dict[Key, float]) -> list[str]:
    """Where two workbooks do not print the same, in words."""
    return [
        f"{key[0]} {key[1]} 第{key[3]}列：{one.get(key)} ≠ {other.get(key)}"
        for key in sorted(one.keys() | other.keys())
        if one.get(key) != other.get(key)
    ]


def _label(cells: Sequence[object]) -> str:
    """The words nearest to the left, with those directly beside them."""
    words: list[str] = []
    for value in reversed(cells):
        if isinstance(value, str):
            words.append(value)
        elif words:
            break
    return " ".join(reversed(words))


def main(paths: Sequence[str]) -> int:
    """Hold every workbook against the first; gives how many differ."""
    first = amounts(Path(paths[0]))
    wrong = 0
    print(f"{len(first)} amounts")
    for path in paths[1:]:
        found = differences(first, amounts(Path(path)))
        wrong += bool(found)
        for line in found[:20]:
            print(f"{Path(path).name}: {line}")
        if len(found) > 20:
            print(f"{Path(path).name}: {len(found)} differences in all")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
