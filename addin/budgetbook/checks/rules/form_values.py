"""Rules on single indicator values: what is a value, and what level satisfaction can have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from budgetbook.checks.quantities import Kind, Quantity, dates, quantities
from budgetbook.model.book import Book, Form
from budgetbook.model.finding import Severity
from budgetbook.model.text import name_key

from .form_parts import Entry, Pair, entries, is_cost, is_satisfaction, pairs, title
from .rule import FORMS, Breach, rule

_NO_VALUES = frozenset(map(name_key, ("定性", "定量", "无", "略", "/", "-", "—", "——", "待定", "不适用", "见附件", "同上", "")))
_VAGUE = (
    r"(?:全面|稳步|持续|有所|不断|逐步|明显|显著|进一步|全年|长期|继续|积极|有效|高效)*"
    r"(?:提高|提升|增强|改善|加强|优化|推进|推动|促进|完善|继续|持续|进行|保持|有利于|按要求(?:完成)?|良好|较好|满意|显著|明显)+"
)
_ALL = 100  # percent


@rule("P08", "满意度应是大于 0、不超过 100% 的水平", severity=Severity.WARNING, looks_at=FORMS)
def satisfaction_is_a_level(book: Book) -> Iterator[Breach]:
    """常见于写成“≥100%”（满分之上没有更高），或者写成“提高100%”（那是变化，不是水平）。"""
    for form in book.forms:
        for pair in pairs(form):
            if is_satisfaction(pair.entries[0]):
                for value in dict.fromkeys(entry.value for entry in pair.entries):
                    if breach := _satisfaction(form, [entry for entry in pair.entries if entry.value == value]):
                        yield breach


@rule("P09", "指标值应是可以衡量的值", severity=Severity.ERROR, looks_at=FORMS)
def a_value_is_a_value(book: Book) -> Iterator[Breach]:
    """常见于把“定性”当作值填进去，符号、数字和单位拼错（“提高12月”），或者只写“继续”“全面提高”，到年底无法说完成了没有。"""
    for form in book.forms:
        if not any(_is_doubtful(entry.value) for entry in entries(form)):
            continue
        found = [pair for pair in pairs(form) if not is_satisfaction(pair.entries[0])]
        for wrong, says, hint, severity in (
            (_is_none, "不是指标值", "请写出到年底要达到的数或状态", Severity.ERROR),
            (_is_nonsense, "说不通：提高的不会是时间", "请写成时限（12月底前）或提高的幅度", Severity.WARNING),
            (_is_vague, "无法衡量", "能写数的请写数；确属定性的，请写清达到什么状态", Severity.INFORMATION),
        ):
            yield from _values(form, found, wrong, says, hint, severity)


def _satisfaction(form: Form, same: list[Entry]) -> Breach | None:
    entry = same[0]
    levels = [each for each in quantities(entry.value) if each.kind is Kind.PERCENT]
    written = f"{title(form)}{entry.named}的指标值“{entry.value}”"
    places = tuple(other.place for other in same[1:])
    for wrong, says, severity in (
        (not levels, "里没有百分比", None),
        (any(map(_impossible, levels)), "不可能达到", Severity.ERROR),
        (any(level.verb for level in levels), "是变化，不是水平", None),
        (any(level.sign == "≥" and level.value == _ALL for level in levels), "写了“≥”，但没有比 100% 更高的", None),
    ):
        if wrong:
            return Breach(entry.place, written + says, "请写成水平，例如“≥95%”", severity, places)
    return None


def _impossible(level: Quantity) -> bool:
    if level.verb:
        return False
    return level.value <= 0 or level.value > _ALL or (level.sign == "＞" and level.value == _ALL)


def _values(
    form: Form, found: list[Pair], wrong: Callable[[Entry], bool], says: str, hint: str, severity: Severity
) -> Iterator[Breach]:
    """One breach a form: the indicators with such a value, the same value of both halves said once."""
    pairs_ = [mine for pair in found if (mine := [entry for entry in pair.entries if wrong(entry)])]
    if pairs_:
        listed = "、".join(dict.fromkeys(_written(entry) for mine in pairs_ for entry in _unlike(mine)))
        places = [entry.place for mine in pairs_ for entry in mine]
        yield Breach(places[0], f"{title(form)}{listed}，{says}", hint, severity, tuple(places[1:]))


def _unlike(mine: list[Entry]) -> list[Entry]:
    """The entries of a pair, one where both halves say the same."""
    return mine if len({entry.value for entry in mine}) > 1 else mine[:1]


def _written(entry: Entry) -> str:
    return f"{entry.named}写“{entry.value}”"


@lru_cache(maxsize=4096)
def _is_doubtful(value: str) -> bool:
    """Whether a value deserves a closer look, whatever the indicator."""
    return name_key(value) in _NO_VALUES or _is_senseless(value) or _is_unmeasured(value)


def _is_none(entry: Entry) -> bool:
    return name_key(entry.value) in _NO_VALUES


def _is_nonsense(entry: Entry) -> bool:
    return _is_senseless(entry.value)


def _is_vague(entry: Entry) -> bool:
    """A cost in words is spoken of elsewhere."""
    return _is_unmeasured(entry.value) and not (is_cost(entry) and not quantities(entry.value))


def _is_senseless(value: str) -> bool:
    return any(each.verb in ("提高", "提升", "增长", "增加") and each.kind is Kind.DURATION for each in quantities(value))


def _is_unmeasured(value: str) -> bool:
    """Words without any measure, and a change by 100 % that has no base."""
    found = quantities(value)
    if found:
        return len(found) == 1 and found[0].verb in ("提高", "提升") and found[0].kind is Kind.PERCENT and found[0].value == _ALL
    return not dates(value) and re.fullmatch(_VAGUE, name_key(value)) is not None
