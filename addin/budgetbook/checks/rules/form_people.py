"""Rules on who filled a form in, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from budgetbook.checks.quantities import dates
from budgetbook.model.book import Book, Form
from budgetbook.model.finding import Severity
from budgetbook.model.text import name_key

from .form_parts import field, title
from .rule import FORMS, Breach, rule

_FIRST_MONTH = 6  # budgets of a year are drawn up from the middle of the year before


@rule(
    "P12",
    "经办人、联系电话和填报日期应填写，同一经办人电话应一致，日期应在编制这个年度预算的期间",
    severity=Severity.WARNING,
    looks_at=FORMS,
)
def somebody_signs(book: Book) -> Iterator[Breach]:
    """常见于漏签，照抄往年的日期，或者同一个人在不同的表里留了不同的电话。"""
    for form in book.forms:
        yield from _missing(form)
        yield from _date(form, book.year)
    yield from _phones(book)


def _missing(form: Form) -> Iterator[Breach]:
    blank = [heading for heading in ("经办人", "联系电话", "填报日期") if (text := field(form, heading)) and not text.text]
    if blank:
        yield Breach(form.places[blank[0]], f"{title(form)}没有填写{'、'.join(blank)}", "请补填")


def _date(form: Form, year: int | None) -> Iterator[Breach]:
    text = field(form, "填报日期")
    if text is None or not text.text or year is None:
        return
    found = dates(text.text)
    if not found or found[0].year is None:
        yield Breach(text.place, f"{title(form)}的填报日期“{text.text}”看不出是哪一天", f"请写成 {year}-01-19 的样子")
        return
    said = found[0]
    first, last = date(year - 1, _FIRST_MONTH, 1), date(year, 12, 31)
    if said.year and not first <= date(said.year, said.month or 12, 1) <= last:
        says = f"{title(form)}的填报日期“{text.text}”不在编制 {year} 年预算的期间（{first:%Y年%m月} 至 {last:%Y年%m月}）"
        yield Breach(text.place, says, "请改为实际填报的日期")


def _phones(book: Book) -> Iterator[Breach]:
    """A handler with several phones, at the form whose phone is the odd one."""
    phones: dict[str, dict[str, list[Form]]] = {}
    for form in book.forms:
        if form.project.handler and form.project.phone and "联系电话" in form.places:
            key = name_key(form.project.phone)
            phones.setdefault(name_key(form.project.handler), {}).setdefault(key, []).append(form)
    for numbers in phones.values():
        if len(numbers) > 1:
            usual = Counter({phone: len(forms) for phone, forms in numbers.items()}).most_common(1)[0][0]
            odd = [form for phone, forms in numbers.items() if phone != usual for form in forms]
            shown = "、".join(f"{forms[0].project.phone}（{'、'.join(map(title, forms))}）" for forms in numbers.values())
            others = tuple(form.places["联系电话"] for form in (*odd[1:], *numbers[usual]))
            says = f"经办人“{odd[0].project.handler}”的电话不一致：{shown}"
            yield Breach(odd[0].places["联系电话"], says, "请核对是哪一个", None, others)
