"""The official classifications of one year, read from the package's own lists when they are first asked for."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.text import name_key

_DATA = Path(__file__).parent / "data"
_LISTS = {
    "function": "functional",
    "economic": "department_economic",
    "government": "government_economic",
    "revenue": "revenue",
}
_CODED = ("code", "name", "parent", "level", "evidence")
_COLUMNS = {"classes": ("ordinal", "code", "label"), "economic_pairs": ("economic", "unit_type", "government", "evidence")}
_LENGTHS = (3, 5, 7, 9)  # 类, 款, 项, 目


class Class(NamedTuple):
    """One 类 of the functional classification as 收支总表 lists it: 一, 201, 一般公共服务支出."""

    ordinal: str
    code: str
    label: str


class Pair(NamedTuple):
    """A department economic code and the government economic code that goes with it for units of one type."""

    economic: str
    unit_type: str  # 机关(行政/参公), 事业单位, 全部
    government: str
    evidence: str


class _Entry(NamedTuple):
    name: str
    evidence: str


@dataclass(frozen=True)
class Classifications:
    """Codes and names for one year. `data_year` is the year that the lists were made for.

    Evidence of an entry: published (seen in published tables), table (seen in a published list), unconfirmed. Whatever the
    evidence, a code that is missing here may still be right."""

    year: int
    data_year: int

    @property
    def note(self) -> str:
        """Says so when the lists are those of another year; "" when they are the year's own."""
        return f"没有 {self.year} 年的科目表，用的是 {self.data_year} 年的" if self.is_of_another_year else ""

    @property
    def is_of_another_year(self) -> bool:
        """Whether the lists were made for another year, so that what differs from them may be right; no where no year is known."""
        return self.year not in (0, self.data_year)

    def name(self, dimension: str, code: str) -> str:
        """The name that goes with a code of function, economic, government or revenue; "" where it is not known, and for
        units and projects, which are their own names.

        An economic pair (30201/50201) gets both names, 办公费/办公经费, or one where they are the same."""
        if dimension not in _LISTS:
            return ""
        department, _, government = code.partition("/")
        if dimension == "economic" and government:
            names = [self.name("economic", department), self.name("government", government)]
            return "/".join(dict.fromkeys(name for name in names if name))
        entry = self._list(dimension).get(code)
        return entry.name if entry else ""

    def evidence(self, dimension: str, code: str) -> str:
        """How sure the entry is: published, table or unconfirmed; "" where the code is not known."""
        entry = self._list(dimension).get(code)
        return entry.evidence if entry else ""

    def parents(self, code: str) -> tuple[str, ...]:
        """The codes above a code, from the top: 2010306 gives 201, 20103; a pair gives those of its first code."""
        department = code.partition("/")[0]
        return tuple(department[:length] for length in _LENGTHS if length < len(department))

    def class_code(self, name: str) -> str:
        """The code of the functional 类 with just this name, "" where there is none. Blanks and widths do not count."""
        return self.class_codes.get(name_key(name), "")

    def code_of(self, dimension: str, name: str, parent: str) -> str:
        """The code below `parent` that bears just this name; "" where there is none, or more than one."""
        found = self._codes(dimension).get(name_key(name), ())
        below = [code for code in found if code.startswith(parent)]
        return below[0] if len(below) == 1 else ""

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        """The 类 that 收支总表 lists, in its order."""
        return tuple(Class(*row) for row in _rows(self.data_year, "classes"))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of economic codes that are allowed."""
        return tuple(Pair(*row) for row in _rows(self.data_year, "economic_pairs"))

    @cached_property
    def class_codes(self) -> dict[str, str]:
        """Name key of each functional 类 → its code."""
        names = {name_key(entry.name): code for code, entry in self._list("function").items() if len(code) == 3}
        return names | {name_key(each.label): each.code for each in self.classes}

    def _codes(self, dimension: str) -> dict[str, list[str]]:
        return _codes_by_name(self.data_year, _LISTS[dimension])

    def _list(self, dimension: str) -> dict[str, _Entry]:
        return _entries(self.data_year, _LISTS[dimension])


def classifications(year: int) -> Classifications:
    """The classifications of a year; those of the nearest earlier year, else of the nearest, where it has no lists."""
    return _of_year(year)


@lru_cache(maxsize=32)
def _of_year(year: int) -> Classifications:
    return Classifications(year, nearest_year(year, _years()))


def nearest_year(year: int, years: tuple[int, ...]) -> int:
    """Which of the years to take: the latest that is not later, else the first. `years` ascend."""
    earlier = [each for each in years if each <= year]
    return earlier[-1] if earlier else years[0]


def lists_mark() -> str:
    """Changes when any of the lists does, or one is added; as long as this process lives it says what it said first."""
    return _mark(_DATA)


@lru_cache(maxsize=4)
def _mark(data: Path) -> str:
    mark = hashlib.sha256()
    for path in sorted(data.glob("*/*.csv")):
        mark.update(f"{path.parent.name}/{path.name}".encode() + hashlib.sha256(path.read_bytes()).digest())
    return mark.hexdigest()[:12]


def _years() -> tuple[int, ...]:
    return tuple(sorted(int(folder.name) for folder in _DATA.iterdir() if folder.name.isdigit()))


@lru_cache(maxsize=64)
def _entries(year: int, name: str) -> dict[str, _Entry]:
    return {code: _Entry(label, evidence) for code, label, _, _, evidence in _rows(year, name)}


@lru_cache(maxsize=64)
def _codes_by_name(year: int, name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, entry in _entries(year, name).items():
        found.setdefault(name_key(entry.name), []).append(code)
    return found


def _rows(year: int, name: str) -> list[list[str]]:
    """The lines of a list, below its heading. Raises BudgetbookError for a list that somebody has added and that is none."""
    path = _file(year, name)
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            _, *rows = (row for row in csv.reader(file) if any(row))
    except (UnicodeDecodeError, ValueError, csv.Error):
        raise _refused(path, "不是 UTF-8 编码的 CSV 文件，或者是空的") from None
    if odd := next((at for at, row in enumerate(rows, 2) if len(row) != len(_columns(name))), None):
        raise _refused(path, f"第 {odd} 行不是 {len(_columns(name))} 列")
    return rows


def _file(year: int, name: str) -> Path:
    """Where a list of the year lies; a year that has not all of them takes the others from the year before it."""
    places = [_DATA / str(each) / f"{name}.csv" for each in _years() if each <= year]
    return next(place for place in reversed(places) if place.is_file())


def _columns(name: str) -> tuple[str, ...]:
    return _COLUMNS.get(name, _CODED)


def _refused(path: Path, says: str) -> BudgetbookError:
    hint = f"应有表头和这些列：{','.join(_columns(path.stem))}；可以照着 {_years()[0]} 年的做"
    return BudgetbookError(Problem(f"科目表{says}", f"{path.parent.name}/{path.name}", hint=hint))
