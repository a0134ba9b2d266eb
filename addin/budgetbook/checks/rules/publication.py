"""Rules on the whole as it goes to the public: its year, and words that must not go out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from budgetbook.checks.quantities import dates
from budgetbook.checks.references import without_references
from budgetbook.model.book import Book, Form
from budgetbook.model.figure import Place
from budgetbook.model.finding import Severity
from budgetbook.model.project import YEAR

from .form_parts import Entry, entries, pairs, title
from .rule import WORDS, Breach, no_year, rule
from .years import stale_years

_DRAFT = "审核稿|送审稿|讨论稿|征求意见稿|初稿|草稿|未定稿"  # as a mark of its own; 完成方案初稿 is work to be done
_INTERNAL = rf"仅[供限]内部\w{{0,4}}|内部资料|(?:^|[（(【])(?:{_DRAFT})(?=$|[）)】])"
_PLACEHOLDER = r"(?<![A-Za-z])[XxＸｘ×]{2,}(?![A-Za-z])|[xX],[xX]{3}|待填写|待补充|待填报|此处填写|请在此|（请填|\(请填|□□"
_SYSTEM = "(?:因|由于|是)*系统原因"
# Pattern, pieces of which one stands wherever it matches (mostly none does), what it is, hint.
_WORDS = (
    (_INTERNAL, ("内部", "稿"), "内部审核用语", "公开前请删去"),
    (
        _PLACEHOLDER,
        ("x", "X", "ｘ", "Ｘ", "×", "待填", "待补", "此处", "在此", "请填", "□□"),
        "没有替换的占位文字",
        "请填写实际内容",
    ),
    (_SYSTEM, ("系统原因",), "以系统原因作为理由", "请写明增减的实际原因"),
)
_IN_MARGIN = "请在“页面布局－页面设置－页眉/页脚”里删去"
_SHOWN = 3


@rule("D01", "标题、各表、申报表和指标的时限都应是预算年度，文字不应把以前年度当作当年", severity=Severity.ERROR, looks_at=WORDS)
def years_are_the_budgets(book: Book) -> Iterator[Breach]:
    """常见于在上年的文件上改：标题改了年度，表里、申报表里、时效指标和项目说明里还留着旧年度。文号、规划、合同编号和书名号里的年份不算。"""
    if book.year is None:
        yield no_year()
        return
    yield from _tables(book, book.year)
    for form in book.forms:
        yield from _form(form, book.year)
        yield from _deadlines(form, book.year)
    yield from _stale(book, book.year)


@rule("D02", "公开的内容不应有内部审核用语、占位文字和“系统原因”", severity=Severity.ERROR, looks_at=WORDS)
def nothing_internal_goes_out(book: Book) -> Iterator[Breach]:
    """常见于直接公开了带审核标记的送审稿，照抄的模板里有没有填写的空，或者把系统取数的问题写成增减原因。"""
    different = _different(book)
    everything = "\n".join(different)
    for pattern, pieces, what, hint in _WORDS:
        if not any(piece in everything for piece in pieces):
            continue
        found = {text: match[0] for text in different if (match := _stated(pattern, text))}
        sheets: dict[tuple[str, str, str], list[Place]] = {}
        for text in book.texts if found else ():
            if text.text in found:
                sheets.setdefault((text.place.sheet, text.margin, found[text.text]), []).append(text.place)
        for (sheet, margin, words), places in sheets.items():
            where = f"{sheet}的{margin}" if margin else sheet
            times = f"（{len(places)} 处）" if len(places) > 1 else ""
            yield Breach(places[0], f"{where}有{what}“{words}”{times}", _IN_MARGIN if margin else hint, None, tuple(places[1:]))


def _different(book: Book) -> list[str]:
    """The texts of the book, each once: forms repeat the same words."""
    return list({text.text: None for text in book.texts})


def _stated(pattern: str, text: str) -> re.Match[str] | None:
    """Where a text says it, references aside."""
    return re.search(pattern, without_references(text)) if re.search(pattern, text) else None


def _tables(book: Book, year: int) -> Iterator[Breach]:
    for table in book.tables:
        if table.year is not None and table.year != year:
            says = f"{table.sheet}的标题“{table.title.text}”是 {table.year} 年的，预算年度是 {year} 年"
            yield Breach(table.title.place, says, f"请改为 {year} 年，并核对表里的数是不是当年的")


def _form(form: Form, year: int) -> Iterator[Breach]:
    if form.year is not None and form.year != year:
        says = f"{title(form)}的申报表写的是 {form.year} 年度，预算年度是 {year} 年"
        yield Breach(form.places["年度"], says, f"请改为 {year} 年度，并核对内容是不是当年的")


def _deadlines(form: Form, year: int) -> Iterator[Breach]:
    """The year's deadlines lie in the year; those of the whole period not before it. Both halves said once."""
    if not any(_years_of(entry.value) for entry in entries(form)):
        return
    for pair in pairs(form):
        wrong = [entry for entry in pair.entries if any(_is_missed(each, entry, year) for each in _years_of(entry.value))]
        if wrong:
            says = f"{title(form)}{wrong[0].named}的时限“{wrong[0].value}”不在 {year} 年"
            yield Breach(wrong[0].place, says, f"请改为 {year} 年的时限", None, tuple(entry.place for entry in wrong[1:]))


@lru_cache(maxsize=4096)
def _years_of(value: str) -> tuple[int, ...]:
    return tuple(date.year for date in dates(value) if date.year)


def _is_missed(said: int, entry: Entry, year: int) -> bool:
    return said < year or (said != year and entry.indicator.half == YEAR)


def _stale(book: Book, year: int) -> Iterator[Breach]:
    """One breach a sheet and year; what has been spoken of already is left out."""
    stale = {text: years[0] for text in _different(book) if "年" in text and (years := stale_years(text, year))}
    if not stale:
        return
    spoken_of = _spoken_of(book)
    found: dict[tuple[str, int], list[tuple[Place, str]]] = {}
    for text in book.texts:
        if text.text in stale and text.place not in spoken_of:
            old, clause = stale[text.text]
            found.setdefault((text.place.sheet, old), []).append((text.place, clause))
    for (sheet, old), clauses in found.items():
        listed = "；".join(dict.fromkeys(f"“{clause}”" for _, clause in clauses[:_SHOWN]))
        says = f"{sheet}有 {len(clauses)} 处把 {old} 年当作当年：{listed}"
        yield Breach(clauses[0][0], says, f"请按 {year} 年的情况改写", None, tuple(place for place, _ in clauses[1:]))


def _spoken_of(book: Book) -> set[Place]:
    """Places whose years are looked at by themselves: titles, and what is filled into a form beside its texts."""
    places = {table.title.place for table in book.tables}
    for form in book.forms:
        places |= {place for key, place in form.places.items() if key.startswith("指标") or key in ("年度", "表类型", "填报日期")}
    return places
