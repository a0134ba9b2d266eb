"""Rules on what a form tells about its project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from budgetbook.model.book import Book
from budgetbook.model.finding import Severity
from budgetbook.model.text import name_key

from .form_parts import narrative, title
from .rule import FORMS, Breach, rule

_EMPTY = frozenset(map(name_key, ("", "无", "略", "/", "-", "—", "待填写", "同上")))
_CLOSING = tuple("。.！!？?；;…”’》】）)]")
_OPEN_END = tuple("，,、；;：:（(《“‘【")
_PAIRS = (("《", "》"), ("“", "”"), ("（", "）"), ("(", ")"), ("【", "】"))
_LONG = 100  # characters; a text so long without a full stop at its end was cut by the field's limit
_SAME = 8  # characters that two fields must share to show that one of them is a piece of the other
_BREAK = re.compile(r"[\s,.;:!?，。；：！？、…（）()《》]")


@rule("P11", "概况、依据、必要性、措施、计划和目标应填写完整，不应截断", severity=Severity.WARNING, looks_at=FORMS)
def texts_are_whole(book: Book) -> Iterator[Breach]:
    """常见于系统限制字数，粘贴时被截断；或者从另一栏复制时漏了开头几个字。"""
    for form in book.forms:
        texts = narrative(form)
        written = [text.text.strip() for text in texts.values()]
        for number, (heading, text) in enumerate(texts.items()):
            if wrong := _wrong(written[number], written[:number] + written[number + 1 :]):
                yield Breach(text.place, f"{title(form)}的“{heading}”{wrong[0]}", wrong[1])


def _wrong(written: str, others: list[str]) -> tuple[str, str] | None:
    if _is_empty(written):
        return (f"只写了“{written}”" if written else "没有填写"), "请填写实际内容"
    if _cut_at_end(written, others):
        return f"在句子中间断了：“…{written[-12:]}”", "请补上后面的内容"
    if before := _cut_at_start(written, others):
        return f"从句子中间开始：“{written[:12]}…”，别的栏里前面还有“{before}”", "请补上开头的内容"
    return None


def _is_empty(written: str) -> bool:
    """What is punctuated says something: only the rest needs a closer look."""
    return "，" not in written and "。" not in written and name_key(written) in _EMPTY


def _cut_at_end(written: str, others: list[str]) -> bool:
    """An end that opens something, a long text without a full stop, or another field that goes on in the same sentence."""
    if written.endswith(_OPEN_END):
        return True
    if any(opening in written and written.count(opening) > written.count(closing) for opening, closing in _PAIRS):
        return True
    if written.endswith(_CLOSING):
        return False
    if len(written) > _LONG:
        return True
    return any(not _BREAK.match(rest) for other in others for rest in _behind(written[-_SAME:], other))


def _behind(end: str, other: str) -> Iterator[str]:
    """What follows in another field on the same words, where something does."""
    at = other.find(end) if len(end) == _SAME else -1
    if at >= 0 and (rest := other[at + len(end) :]):
        yield rest[0]


def _cut_at_start(written: str, others: list[str]) -> str:
    """What stands before the same words in another field, when a sentence does not begin there. A title is a whole anywhere."""
    start = "" if written.startswith("《") else written[:_SAME]
    for other in others:
        at = other.find(start) if len(start) == _SAME else -1
        if at > 0 and not _BREAK.match(other[at - 1]):
            return other[max(0, at - 4) : at]
    return ""
