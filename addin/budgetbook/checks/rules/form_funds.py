"""Rules on the money of a form: totals, sources, and the cost indicators that repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetbook.model.book import Book, Form
from budgetbook.model.finding import Severity
from budgetbook.model.project import FUND_SOURCES, WHOLE, YEAR, Funds

from .form_parts import Entry, Money, entries, is_cost, money, pairs, title, yuan
from .rule import FORMS, Breach, rule

_YEARS = re.compile(r"([1-9]\d?)\s*(?:个)?年|([一二三四五六七八九十])\s*年")
_DIGITS = "一二三四五六七八九十"
_FOR_ONE = re.compile(r"每|人均|户均|均价|单价|标准|平均|[/／]")


@rule("P02", "资金总额应等于各项资金来源之和", severity=Severity.ERROR, looks_at=FORMS)
def sources_make_the_total(book: Book) -> Iterator[Breach]:
    """常见于调整了资金总额而没有同步修改资金来源，或者把同一笔钱填进了两栏。"""
    for form in book.forms:
        for half, funds in _halves(form):
            if funds.total is None or not _has_sources(form, half):
                continue
            total = sum(amount or 0 for amount in funds.sources)
            if total != funds.total:
                parts = "＋".join(yuan(amount) for amount in funds.sources if amount) or "0"
                says = f"{title(form)}{half}资金总额 {yuan(funds.total)} 元，各项来源合计 {parts}＝{yuan(total)} 元"
                yield _between(form, half, says, funds.total, total, "请核对资金总额和各项来源")


@rule("P03", "实施期资金应与项目期和年度资金相称", severity=Severity.WARNING, looks_at=FORMS)
def whole_goes_with_year(book: Book) -> Iterator[Breach]:
    """常见于只填了年度、实施期照抄，或者项目期改了年数而实施期资金没有改；一次性项目写了几年，延续性项目写了 1 年。"""
    for form in book.forms:
        yield from _whole_not_less(form)
        yield from _whole_times_years(form)
        yield from _period_of_attribute(form)


@rule("P04", "年度成本指标应等于年度资金总额", severity=Severity.ERROR, looks_at=FORMS)
def cost_indicator_equals_funds(book: Book) -> Iterator[Breach]:
    """常见于资金调整后没有同步修改成本指标，或者把元写成了万元。"""
    for form in book.forms:
        total = form.project.year.total
        if total is None:
            continue
        costs = [(entry, amount) for entry in entries(form, YEAR) if _is_total_cost(entry) for amount in money(entry.value)]
        for entry, amount in costs:
            more, only = amount.least > total, len(costs) == 1
            if not amount.may_be(total) and (more or only):
                written = f"{title(form)}{entry.named}的指标值“{entry.value}”{_reading(amount)}"
                says = f"{written}，年度资金总额是 {yuan(total)} 元"
                yield _with_funds(form, YEAR, entry, says, f"请改为 {yuan(total)} 元，或核对年度资金总额", amount, total)


@rule("P05", "成本指标应是带单位的金额，用“＝”或“≤”表示，实施期的应等于实施期资金总额", severity=Severity.WARNING, looks_at=FORMS)
def cost_indicator_is_money(book: Book) -> Iterator[Breach]:
    """常见于成本指标照抄文件名称或只写一个数，用“≥”表示成本（成本应是上限），实施期照抄年度的金额。"""
    for form in book.forms:
        for pair in pairs(form):
            if is_cost(pair.entries[0]):
                for value in dict.fromkeys(entry.value for entry in pair.entries):
                    yield from _not_money(form, [entry for entry in pair.entries if entry.value == value])
        for entry in entries(form, WHOLE):
            yield from _whole_cost(form, entry)


def _halves(form: Form) -> tuple[tuple[str, Funds], ...]:
    return (WHOLE, form.project.whole), (YEAR, form.project.year)


def _has_sources(form: Form, half: str) -> bool:
    return any(f"{half}_{source}" in form.places for source in FUND_SOURCES)


def _between(form: Form, half: str, says: str, left: int, right: int, hint: str, severity: Severity | None = None) -> Breach:
    """A breach at the total of one half."""
    related = tuple(form.places[f"{half}_{source}"] for source in FUND_SOURCES if f"{half}_{source}" in form.places)
    place = form.places[f"{half}_资金总额"]
    return Breach(place, says, hint, severity, related, yuan(left), yuan(right), yuan(left - right))


def _whole_not_less(form: Form) -> Iterator[Breach]:
    whole, year = form.project.whole.total, form.project.year.total
    if whole is not None and year is not None and whole < year:
        says = f"{title(form)}实施期资金总额 {yuan(whole)} 元小于年度资金总额 {yuan(year)} 元"
        yield _between(form, WHOLE, says, whole, year, "实施期包括这个年度，请核对两个总额", Severity.ERROR)


def _whole_times_years(form: Form) -> Iterator[Breach]:
    """Over several years the yearly amounts differ: half a year's money either way is taken for that."""
    whole, year, years = form.project.whole.total, form.project.year.total, _years(form.project.period)
    if not whole or not year or not years or whole < year:
        return
    if abs(whole - years * year) * 2 > (year if years > 1 else 0):
        says = f"{title(form)}项目期“{form.project.period}”，年度资金总额 {yuan(year)} 元，实施期资金总额却是 {yuan(whole)} 元"
        hint = f"各年大致相等时实施期约为 {yuan(years * year)} 元，请核对"
        yield _between(form, WHOLE, says, whole, years * year, hint)


def _period_of_attribute(form: Form) -> Iterator[Breach]:
    attribute, period, years = form.project.attribute, form.project.period, _years(form.project.period)
    if not years or "项目期" not in form.places:
        return
    once = attribute.startswith("一次性")
    if (once and years > 1) or (attribute.startswith(("延续性", "经常性")) and years == 1):
        says = f"{title(form)}项目属性“{attribute}”，项目期却是“{period}”"
        hint = "一次性项目的项目期是 1 年" if once else "延续性、经常性项目的项目期应多于 1 年"
        yield Breach(form.places["项目期"], says, hint + "，请核对属性和项目期")


def _years(period: str) -> int:
    """3年 is 3, 0 where no number of years is written."""
    match = _YEARS.fullmatch(period.strip())
    if not match:
        return 0
    return int(match[1]) if match[1] else _DIGITS.index(match[2]) + 1


def _is_total_cost(entry: Entry) -> bool:
    """Whether the amount is that of the whole project and not of one piece or person."""
    return is_cost(entry) and not _FOR_ONE.search(entry.value + entry.indicator.third)


def _reading(amount: Money) -> str:
    """What an amount in 万元 or without a unit is in yuan; nothing where it says so itself."""
    if not amount.has_unit:
        return "（没有写单位，按元、按万元都对不上）"
    return (
        "" if amount.quantity.unit == "元" and "万" not in amount.quantity.written else f"即 {yuan(int(amount.quantity.value))} 元"
    )


def _with_funds(form: Form, half: str, entry: Entry, says: str, hint: str, amount: Money, total: int) -> Breach:
    value = int(amount.quantity.value) if amount.has_unit else int(amount.quantity.value) * 100
    related = tuple(place for key in (f"{half}_资金总额",) if (place := form.places.get(key)))
    return Breach(entry.place, says, hint, None, related, yuan(value), yuan(total), yuan(value - total))


def _not_money(form: Form, same: list[Entry]) -> Iterator[Breach]:
    """One value, in one half or in both."""
    entry, amounts = same[0], money(same[0].value)
    written = f"{title(form)}{entry.named}的指标值“{entry.value}”"
    others = tuple(other.place for other in same[1:])
    if not amounts:
        yield Breach(entry.place, f"{written}里没有金额", "请写成带单位的金额，例如“≤23万元”", None, others)
    elif any(not amount.has_unit for amount in amounts):
        yield Breach(entry.place, f"{written}没有写单位", "请写明元或万元", None, others)
    if any(amount.quantity.sign in ("≥", "＞") for amount in amounts):
        yield Breach(entry.place, f"{written}用了“{amounts[0].quantity.sign}”", "成本应是上限，请改用“≤”或“＝”", None, others)


def _whole_cost(form: Form, entry: Entry) -> Iterator[Breach]:
    total = form.project.whole.total
    if total is None or not _is_total_cost(entry):
        return
    amounts = money(entry.value)
    if len(amounts) != 1 or amounts[0].may_be(total):
        return
    says = f"{title(form)}实施期{entry.named}的指标值“{entry.value}”{_reading(amounts[0])}，实施期资金总额是 {yuan(total)} 元"
    yield _with_funds(form, WHOLE, entry, says, f"请改为 {yuan(total)} 元，或核对实施期资金总额", amounts[0], total)
