"""Rules on rows that stand for official codes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from budgetbook.codes import Classifications, classifications
from budgetbook.model.book import Book, CodedRow, PrintedTable
from budgetbook.model.finding import Severity
from budgetbook.model.text import name_key

from .rule import TABLES, Breach, no_year, rule

_DIMENSIONS = {"function": "功能科目", "economic": "部门经济科目", "government": "政府经济科目", "revenue": "收入科目"}
_CONFIRMED = ("published", "table")
_OFFICES, _INSTITUTIONS, _ALL_TYPES = "机关(行政/参公)", "事业单位", "全部"


@rule(
    "F04",
    "科目编码应在当年的科目表中并与名称相符，项应列在它的款和类之下，不应重复，应由小到大排列",
    severity=Severity.WARNING,
    looks_at=TABLES,
)
def codes_are_official(book: Book) -> Iterator[Breach]:
    """常见于沿用旧年度的科目、抄错编码、漏列上级科目。科目表里没有证实的编码和名称，以及没有当年科目表时，只提示，不算错。"""
    if book.year is None:
        yield no_year()
        return
    codes = classifications(book.year)
    for table in book.tables:
        for dimension in dict.fromkeys(row.dimension for row in table.rows):
            rows = [row for row in table.rows if row.dimension == dimension]
            odd = [row for row in rows if not _is_official(book.year, dimension, row.code, row.name)]
            yield from _unknown(table, odd, codes)
            yield from _misnamed(odd, codes)
            yield from _without_parent(table, rows)
            yield from _repeated(table, rows)
            yield from _out_of_order(table, rows)


@rule("F07", "部门经济科目与政府经济科目应按单位性质对应", severity=Severity.WARNING, looks_at=TABLES)
def economic_pairs_are_allowed(book: Book) -> Iterator[Breach]:
    """常见于行政单位用了事业单位的对应关系（或者相反），或者照抄别的单位的政府经济科目。"""
    if book.year is None:
        yield no_year()
        return
    codes = classifications(book.year)
    allowed = _allowed(codes, _types(book))
    for table in book.tables:
        for row in table.rows:
            economic, slash, government = row.code.partition("/")
            known = allowed.get(economic, {})
            if slash and known and government not in known:
                sure = all(evidence in _CONFIRMED for evidence in known.values()) and not codes.is_of_another_year
                says = f"{table.sheet}的 {economic} 对应了 {government}（{row.name}），科目对应表里是 {'、'.join(known)}"
                yield Breach(row.place, says, "请核对单位性质和政府经济科目", None if sure else Severity.INFORMATION)


@lru_cache(maxsize=8192)
def _is_official(year: int, dimension: str, code: str, name: str) -> bool:
    """Whether that year's list has the code with just this name, or the row bears none."""
    official = [classifications(year).name(each, part) for part, each in _parts(dimension, code)]
    return all(official) and _names(code, name) in ([""], official)


def _unknown(table: PrintedTable, rows: list[CodedRow], codes: Classifications) -> Iterator[Breach]:
    for row in rows:
        missing = [code for code, dimension in _parts(row.dimension, row.code) if not codes.name(dimension, code)]
        if missing:
            says = f"{table.sheet}的“{'、'.join(missing)}”不在 {codes.data_year} 年的{_DIMENSIONS[row.dimension]}表里"
            severity = Severity.INFORMATION if codes.is_of_another_year else None
            yield Breach(row.place, says, "请核对编码；新设的科目可以不管这条提示", severity)


def _misnamed(rows: list[CodedRow], codes: Classifications) -> Iterator[Breach]:
    for row in rows:
        for (code, dimension), name in zip(_parts(row.dimension, row.code), _names(row.code, row.name), strict=False):
            official = codes.name(dimension, code)
            if name and official and name_key(name) != name_key(official):
                sure = codes.evidence(dimension, code) in _CONFIRMED and not codes.is_of_another_year
                severity = None if sure else Severity.INFORMATION
                says = f"{row.place.sheet}把 {code} 写作“{name}”，{codes.data_year} 年的科目表里是“{official}”"
                yield Breach(row.place, says, "请核对编码和名称哪一个错了", severity)


def _without_parent(table: PrintedTable, rows: list[CodedRow]) -> Iterator[Breach]:
    """A listing that prints the upper levels anywhere prints them everywhere."""
    printed = {row.code for row in rows}
    codes = [row.code.partition("/")[0] for row in rows]
    lengths = sorted({len(code) for code in printed if "/" not in code})
    if all(printed.issuperset([code[:length] for code in codes if length < len(code)]) for length in lengths):
        return
    for row, code in zip(rows, codes, strict=True):
        missing = [code[:length] for length in lengths if length < len(code) and code[:length] not in printed]
        if missing:
            says = f"{table.sheet}列了 {row.code}，没有列它的上级 {'、'.join(missing)}"
            yield Breach(row.place, says, "请补上上级科目的行，或改正编码", Severity.ERROR)


def _repeated(table: PrintedTable, rows: list[CodedRow]) -> Iterator[Breach]:
    first: dict[str, CodedRow] = {}
    for row in rows:
        before = first.setdefault(row.code, row)
        if before is not row:
            says = f"{table.sheet}的 {row.code} 列了两次"
            yield Breach(row.place, says, "请把两行合并", Severity.ERROR, (before.place,))


def _out_of_order(table: PrintedTable, rows: list[CodedRow]) -> Iterator[Breach]:
    for before, row in pairwise(rows):
        if row.code < before.code:
            says = f"{table.sheet}的 {row.code} 排在 {before.code} 之后"
            yield Breach(row.place, says, "请按编码由小到大排列")
            return


def _parts(dimension: str, code: str) -> list[tuple[str, str]]:
    """A code with its dimension: two of an economic pair."""
    first, slash, government = code.partition("/")
    return [(first, dimension), (government, "government")] if slash else [(first, dimension)]


def _names(code: str, name: str) -> list[str]:
    """One name a code; a name with a slash of its own belongs to a single code."""
    return name.split("/", 1) if "/" in code else [name]


def _types(book: Book) -> set[str]:
    """The types of unit that the book names; every type where it names none."""
    said = {
        _INSTITUTIONS if "事业" in kind and "参公" not in kind and "参照" not in kind else _OFFICES
        for kind in book.units.values()
        if kind
    }
    return said or {_OFFICES, _INSTITUTIONS}


def _allowed(codes: Classifications, types: set[str]) -> dict[str, dict[str, str]]:
    """Department economic code → government codes that may go with it, each with its evidence."""
    allowed: dict[str, dict[str, str]] = {}
    for pair in codes.pairs:
        if pair.unit_type in types or pair.unit_type == _ALL_TYPES:
            allowed.setdefault(pair.economic, {})[pair.government] = pair.evidence
    return allowed
