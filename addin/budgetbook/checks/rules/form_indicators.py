"""Rules on the indicators of a form: the two halves against each other, and which kinds there are."""

from __future__ import annotations

from collections.abc import Iterator

from budgetbook.checks.quantities import Kind, Quantity, quantities
from budgetbook.model.book import Book, Form
from budgetbook.model.finding import Severity
from budgetbook.model.project import WHOLE, YEAR

from .form_parts import Pair, entries, is_satisfaction, pairs, same_name, title
from .rule import FORMS, Breach, rule

_NEEDED = (("数量指标", "数量"), ("质量指标", "质量"), ("时效指标", "时效"))


@rule("P06", "同一指标在实施期和年度应用同一种比较符号，实施期的数量应不少于年度", severity=Severity.ERROR, looks_at=FORMS)
def halves_compare_alike(book: Book) -> Iterator[Breach]:
    """常见于两边分别填写，一边“≥”一边“≤”，或者年度数量改大了而实施期没有改。"""
    for form in book.forms:
        for pair in pairs(form):
            whole, year = _only(pair.whole.value if pair.whole else ""), _only(pair.year.value if pair.year else "")
            if whole and year and pair.whole and pair.year:
                written = f"{title(form)}{pair.year.named}实施期写“{pair.whole.value}”，年度写“{pair.year.value}”"
                if (whole.sign or "=") != (year.sign or "="):
                    yield Breach(pair.year.place, f"{written}，符号不一致", "请把两边的符号统一", None, (pair.whole.place,))
                elif _fewer(whole, year):
                    yield Breach(pair.whole.place, f"{written}，实施期反而少", "请核对两边的数量", None, (pair.year.place,))


@rule("P07", "实施期和年度应填同样的指标", severity=Severity.WARNING, looks_at=FORMS)
def halves_have_the_same_indicators(book: Book) -> Iterator[Breach]:
    """常见于只在一边增删了指标，或者两边的指标名称写得不一样。"""
    for form in book.forms:
        if not (entries(form, WHOLE) and entries(form, YEAR)):
            yield from _empty_half(form)
            continue
        found = pairs(form)
        yield from _only_in(form, found, YEAR, WHOLE)
        yield from _only_in(form, found, WHOLE, YEAR)
        yield from _renamed(form, found)


@rule(
    "P10", "每张申报表应有数量、质量、时效、成本指标，至少一个效益指标和一个满意度指标", severity=Severity.WARNING, looks_at=FORMS
)
def every_kind_of_indicator(book: Book) -> Iterator[Breach]:
    """常见于照抄往年的指标，少填了一类。"""
    for form in book.forms:
        half = YEAR if entries(form, YEAR) else WHOLE
        mine = entries(form, half)
        kinds = {entry.indicator.second for entry in mine} | {entry.indicator.first for entry in mine}
        missing = [name for kind, name in _NEEDED if kind not in kinds]
        missing += ["成本"] if not any("成本指标" in kind for kind in kinds) else []
        missing += ["效益"] if "效益指标" not in kinds else []
        missing += ["满意度"] if not any(map(is_satisfaction, mine)) else []
        if missing:
            says = f"{title(form)}的{half}没有{'、'.join(missing)}指标"
            yield Breach(form.places["项目名称"], says, "请补上缺少的指标")


def _only(value: str) -> Quantity | None:
    """The one quantity that a value gives."""
    found = quantities(value)
    return found[0] if len(found) == 1 else None


def _fewer(whole: Quantity, year: Quantity) -> bool:
    return whole.kind is year.kind is Kind.COUNT and whole.unit == year.unit and whole.value < year.value


def _empty_half(form: Form) -> Iterator[Breach]:
    for empty, filled in ((WHOLE, YEAR), (YEAR, WHOLE)):
        if not entries(form, empty) and entries(form, filled) and _has_half(form, empty):
            says = f"{title(form)}填了{filled}的指标，{empty}的指标是空的"
            yield Breach(entries(form, filled)[0].place, says, f"请补上{empty}的指标")


def _has_half(form: Form, half: str) -> bool:
    """Whether the form has columns for the half at all."""
    return f"{half}总体目标" in form.places or f"{half}_资金总额" in form.places


def _only_in(form: Form, found: list[Pair], half: str, other: str) -> Iterator[Breach]:
    alone = [pair.entries[0] for pair in found if len(pair.entries) == 1 and pair.entries[0].indicator.half == half]
    if alone:
        says = f"{title(form)}的{half}有、{other}没有：{'、'.join(entry.named for entry in alone)}"
        yield Breach(alone[0].place, says, "请在两边填同样的指标", None, tuple(entry.place for entry in alone[1:]))


def _renamed(form: Form, found: list[Pair]) -> Iterator[Breach]:
    differing = [(pair.whole, pair.year) for pair in found if pair.whole and pair.year and not same_name(pair.whole, pair.year)]
    if differing:
        listed = "；".join(f"{year.named}，实施期是“{whole.indicator.third}”" for whole, year in differing)
        places = [place for whole, year in differing for place in (year.name_place, whole.name_place)]
        yield Breach(places[0], f"{title(form)}两边的指标名称不同：{listed}", "请把两边的名称统一", None, tuple(places[1:]))
