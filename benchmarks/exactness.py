"""Sums are exact to the fen, and the order of the items does not matter: held against Python's own whole numbers.

Run by itself: python -m benchmarks.exactness items.csv ..., or through python -m benchmarks."""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from budgetbook.items.line_items import read_items
from budgetbook.model.dimensions import NODES
from budgetbook.model.slices import Slice
from budgetbook.stories.fill import fill

from .files import Files, files_of

FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金", "单位资金")


def wrong_sums(path: Path) -> list[str]:
    """Totals by function, by fund and in all that are not what whole numbers add up to."""
    expected: Counter[tuple[str, str]] = Counter()
    with open(path, encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["收支类型"] == "支出":
                fen = int(row["金额(元)"].replace(".", ""))  # the file has two decimals throughout
                for key in (("all", ""), ("function", row["支出功能分类科目编码"]), ("fund", row["资金性质"])):
                    expected[key] += fen
    items = read_items(path)
    slices = {key: _slice(*key) for key in expected}
    return [f"{key}: {items.total(slices[key])} ≠ {fen}" for key, fen in expected.items() if items.total(slices[key]) != fen]


def _slice(dimension: str, name: str) -> Slice:
    if dimension == "function":
        return Slice(function=name)
    return Slice().narrowed(NODES[name].mask) if dimension == "fund" else Slice()


def depends_on_order(files: Files) -> bool:
    """Whether shuffled items give other bytes."""
    with tempfile.TemporaryDirectory() as place:
        shuffled, outputs = Path(place) / files.items_csv.name, [Path(place) / f"{name}.xlsx" for name in "ab"]
        lines = files.items_csv.read_text(encoding="utf-8-sig").splitlines()
        mixed = random.Random(1).sample(lines[1:], len(lines) - 1)
        shuffled.write_text("\n".join([lines[0], *mixed]) + "\n", encoding="utf-8-sig")
        for items, output in zip((files.items_csv, shuffled), outputs, strict=True):
            fill(files.template, output, items=items, projects=files.projects, indicators=files.indicators)
        return outputs[0].read_bytes() != outputs[1].read_bytes()


def main(folders: Sequence[str]) -> int:
    """Check the departments in these folders; the first one is also shuffled. Gives how much is wrong."""
    found = [f"{folder}: {line}" for folder in folders for line in wrong_sums(files_of(Path(folder)).items_csv)]
    if depends_on_order(files_of(Path(folders[0]))):
        found.append("shuffled items give other bytes")
    print("\n".join(found) or "exact")
    return len(found)


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
