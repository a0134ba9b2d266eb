"""Rules on what tables print: that they are there and understood, that amounts are numbers, what their heads and feet say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from budgetbook.model.book import Book, Held, PrintedTable
from budgetbook.model.dimensions import CARRIED_OVER, DIMENSIONS, LEFT_OVER
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.finding import Severity
from budgetbook.model.grid import ErrorValue
from budgetbook.model.slices import Slice, parse_slice
from budgetbook.model.text import name_key

from .rule import ANYTHING, TABLES, Breach, rule

_NOTHING_HERE = re.compile(r"本表无数据|无数据|本表为空|空表|没有.{0,20}(?:收入|支出|安排|预算)|无.{0,20}(?:收入|支出|安排|预算)")
_SHOWN = 5
_EVERYTHING = Slice()[1:]
_UNREAD = State.UNREAD


class _Expected(NamedTuple):
    """A table that every department publishes: what one of its figures counts, and the dimension that it lists."""

    name: str
    box: int
    listed: str


_EXPECTED = tuple(
    _Expected(name, parse_slice(words).box, listed)
    for name, words, listed in (
        ("部门收支总表", "支出", ""),
        ("部门支出总表", "支出", "function"),
        ("财政拨款收支总表", "支出 财政拨款", ""),
        ("一般公共预算支出表", "支出 一般公共预算", "function"),
        ("一般公共预算基本支出表", "支出 一般公共预算 基本支出", "economic"),
        ("政府性基金预算支出表", "支出 政府性基金预算", "function"),
    )
)


@rule("F01", "应有的工作表、表头和行都应在并且认得", severity=Severity.ERROR, looks_at=ANYTHING)
def everything_is_understood(book: Book) -> Iterator[Breach]:
    """常见于改了标题或表头的文字、插入了没有说明的行，或者另存时丢了工作表；不认得的表不填报也不核对，免得填错。"""
    for place in book.held:
        yield _held(place)
    totals = {(figure.slice.box, figure.table) for figure in book.figures if figure.slice[1:] == _EVERYTHING}
    printed = {(_of_any_year(box), book.listings.get(table, "")) for box, table in totals}
    missing = [name for name, box, listed in _EXPECTED if (_of_any_year(box), listed) not in printed]
    if missing and book.tables and not book.held:
        says = f"没有找到{'、'.join(missing)}"
        yield Breach(None, says, "公开的工作簿应有这些表；没有数的也应列出空表并注明", Severity.WARNING)


@rule("F02", "金额单元格应是数字，小数位数不应多于表上印出的位数", severity=Severity.ERROR, looks_at=TABLES)
def amounts_are_numbers(book: Book) -> Iterator[Breach]:
    """常见于从别处粘贴来的文本数字（全角、千分位、带空格）、公式出错，或者直接填了没有四舍五入的数。"""
    if not _some_untidy(book.figures):
        return
    usual = _usual_halves(book.figures)
    tables: dict[str, list[Figure]] = {}
    for figure in book.figures:
        if figure.stored is not None:
            tables.setdefault(figure.table, []).append(figure)
    for table, figures in tables.items():
        yield from (_unread(figure) for figure in figures if figure.state is State.UNREAD)
        written = [figure for figure in figures if isinstance(figure.stored, str) and figure.state is not State.UNREAD]
        written = [figure for figure in written if name_key(str(figure.stored))]
        yield from _once(table, written, "是文本，不是数字", "请改成数字格式后重新输入；没有数的留空")
        long = [figure for figure in figures if figure.value and figure.half < usual[table] and not isinstance(figure.stored, str)]
        yield from _once(table, long, "的小数位数多于这张表印出的", "请四舍五入到表上的位数，免得合计对不上")


@rule("F03", "每张表应写明年度、部门名称和金额单位", severity=Severity.ERROR, looks_at=TABLES)
def heads_say_year_department_and_unit(book: Book) -> Iterator[Breach]:
    """常见于用了别的表样，表头的年度或部门名称没有填。金额单位认不出的表不会填报，见 F01。"""
    for table in book.tables:
        if table.year is None:
            says = f"{table.sheet}的标题“{table.title.text}”没有写年度"
            yield Breach(table.title.place, says, f"请写成“{book.year or '××××'}年…表”")
        if table.department is None:
            yield Breach(table.title.place, f"{table.sheet}没有部门名称", "请在标题下方写“部门名称：…”")
        elif not re.split(r"[:：]", table.department.text, maxsplit=1)[-1].strip():
            yield Breach(table.department.place, f"{table.sheet}的部门名称没有填", "请填写部门全称")


@rule(
    "F05", "没有数据的表应注明本表无数据，有数据的表不应这样注", basis="财预〔2016〕143号", severity=Severity.ERROR, looks_at=TABLES
)
def empty_tables_say_so(book: Book) -> Iterator[Breach]:
    """常见于空表没有加注，或者填了数以后忘了删掉原来的注。"""
    printed = {figure.table for figure in book.figures}
    with_data = {figure.table for figure in book.figures if figure.value}
    unread = {figure.table for figure in book.figures if figure.state is _UNREAD}
    for table in book.tables:
        if table.sheet in printed - unread and table.note:
            yield from _note(table, table.sheet in with_data)


@rule("F06", "除结转和冲减外，金额不应是负数", severity=Severity.WARNING, looks_at=TABLES)
def amounts_are_not_negative(book: Book) -> Iterator[Breach]:
    """常见于录入时多了负号，或者把冲减的数单独列成一行。"""
    tables: dict[str, list[Figure]] = {}
    for figure in book.figures:
        if figure.value < 0 and not _may_be_negative(figure):
            tables.setdefault(figure.table, []).append(figure)
    for table, figures in tables.items():
        listed = "、".join(f"{figure.place.cell} {figure.label} {figure.text}" for figure in figures[:_SHOWN])
        yield Breach(figures[0].place, f"{table}有负数：{listed}", "请核对；确属冲减的，请在行名里写明", None, _places(figures[1:]))


def _held(place: Held) -> Breach:
    choices = f"可能是：{'；'.join(place.choices)}。" if len(place.choices) > 1 else ""
    says = f"“{place.reads}”待确认，这张表没有填报也没有核对：{place.reason}"
    hint = place.hint or f"{choices}请改正这里的文字，或在模板旁边的绑定文件里写明它的意思"
    return Breach(place.place, says, hint, unread=True)


def _of_any_year(box: int) -> int:
    """A table of this year's money serves as well as one of all the money."""
    return box | DIMENSIONS["source"].mask


def _unread(figure: Figure) -> Breach:
    kind = "是错误值" if isinstance(figure.stored, ErrorValue) else "不是金额"
    says = f"{figure.table}的“{figure.label}”写的是“{figure.text}”，{kind}"
    return Breach(figure.place, says, "请改成数字；没有数的留空")


def _once(table: str, figures: list[Figure], wrong: str, hint: str) -> Iterator[Breach]:
    """One breach a table for what is only untidy."""
    if figures:
        listed = "、".join(f"{figure.place.cell}“{_stored(figure)}”" for figure in figures[:_SHOWN])
        more = f"等 {len(figures)} 格" if len(figures) > _SHOWN else ""
        says = f"{table}的 {listed}{more}{wrong}"
        yield Breach(figures[0].place, says, hint, Severity.WARNING, _places(figures[1:]))


def _stored(figure: Figure) -> str:
    return figure.stored if isinstance(figure.stored, str) else figure.text


def _some_untidy(figures: Iterable[Figure]) -> bool:
    """Whether it is worth a closer look: a text, an unread cell, or a table whose amounts differ in their last places."""
    tables: dict[str, int] = {}
    return any(
        isinstance(figure.stored, str)
        or figure.state is _UNREAD
        or (figure.value and tables.setdefault(figure.table, figure.half) != figure.half)
        for figure in figures
    )


def _usual_halves(figures: Iterable[Figure]) -> dict[str, int]:
    """Half of the last place that most amounts of a table print."""
    counts: dict[str, Counter[int]] = {}
    for figure in figures:
        counts.setdefault(figure.table, Counter())[figure.half] += bool(figure.value)
    return {table: most.most_common(1)[0][0] for table, most in counts.items()}


def _note(table: PrintedTable, has_data: bool) -> Iterator[Breach]:
    said = table.note.text if table.note else ""
    says_nothing = _NOTHING_HERE.search(name_key(said)) is not None
    if table.note and has_data and says_nothing:
        yield Breach(table.note.place, f"{table.sheet}有数据，却注着“{said}”", "请删去这条注")
    elif table.note and not has_data and not says_nothing:
        yield Breach(table.note.place, f"{table.sheet}没有数据，也没有加注", "请在表下写“注：本表无数据”")


def _may_be_negative(figure: Figure) -> bool:
    source, use = figure.slice.box & DIMENSIONS["source"].mask, figure.slice.box & DIMENSIONS["use"].mask
    return source == CARRIED_OVER or use == LEFT_OVER or any(word in figure.label for word in ("冲减", "结转", "结余", "收回"))


def _places(figures: Iterable[Figure]) -> tuple[Place, ...]:
    return tuple(figure.place for figure in figures)
