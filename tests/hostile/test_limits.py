"""The page of limits says what the constants are, all of them and nothing else."""

from __future__ import annotations

import re

from budgetbook.model import limits
from tests.reference import REPOSITORY

_LINE = re.compile(r"^\| `([A-Z_]+)` \| ([\d,]+) \| (\S+) \|", re.MULTILINE)


def test_the_page_names_every_limit_with_its_number() -> None:
    page = (REPOSITORY / "docs" / "limits.md").read_text(encoding="utf-8")
    said = {name: int(number.replace(",", "")) * (2**20 if unit == "MB" else 1) for name, number, unit in _LINE.findall(page)}
    constants = {name: value for name, value in vars(limits).items() if name.isupper() and name != "MEBIBYTE"}
    assert said == constants
