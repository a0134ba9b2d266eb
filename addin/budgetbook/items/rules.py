"""What one text of a column must be: code, term, name, year. Each rule says what is wrong with a text, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from budgetbook.codes import Classifications

from . import values
from .complaints import Complaint
from .written import CELL_ERRORS

Rule: TypeAlias = Callable[[str], Complaint | None]

_LEVELS = {3: "类", 5: "款", 7: "项", 9: "目"}


class CodeKind(NamedTuple):
    """A column of codes: its field, its heading, the dimension in the classifications, the lengths that will do."""

    field: str
    heading: str
    dimension: str
    lengths: tuple[int, ...]


FUNCTION = CodeKind("function", "支出功能分类科目编码", "function", (7,))
ECONOMIC = CodeKind("economic", "部门预算支出经济分类科目编码", "economic", (5,))
GOVERNMENT = CodeKind("government", "政府预算支出经济分类科目编码", "government", (5,))
REVENUE = CodeKind("revenue", "收入分类科目编码", "revenue", (7, 9))


def code_rule(kind: CodeKind, codes: Classifications) -> Rule:
    """A code of the right level; blank will do. A code that is not on the lists is only worth a warning."""
    needed = kind.lengths[0]

    def rule(text: str) -> Complaint | None:
        if not text:
            return None
        if not (text.isascii() and text.isdigit()):
            return Complaint(f"“{text[:30]}”不是科目编码", _code_hint(text, needed))
        if len(text) in _LEVELS and len(text) < needed:
            wanted = f"{_LEVELS[needed]}级编码（{needed} 位）"
            return Complaint(f"“{text}”是{_LEVELS[len(text)]}级科目，这里要{wanted}", f"请改成它下面的{wanted}")
        if len(text) not in kind.lengths:
            return Complaint(f"“{text[:30]}”有 {len(text)} 位，不是科目编码", f"应为 {needed} 位数字")
        if not codes.name(kind.dimension, text):
            new = f"；{codes.year} 年新设的科目可以不管" if codes.is_of_another_year else ""
            return Complaint(f"“{text}”不在 {codes.data_year} 年的科目表里，照用", f"请核对编码，并填上名称{new}", True)
        return None

    return rule


def term_rule(kind: str, missing: Complaint | None = None) -> Rule:
    """A word that is known for what it means; a blank where blanks mean something, else `missing`."""

    def rule(text: str) -> Complaint | None:
        if values.meaning(kind, text) is not None:
            return None
        if not text:
            return missing
        return Complaint(f"“{text[:30]}”认不出是什么", values.nearest(kind, text))

    return rule


def name_rule(text: str) -> Complaint | None:
    """Any name but an error of a formula."""
    return Complaint(f"单元格是公式错误 {text}", "请改正公式，或直接填写") if text in CELL_ERRORS else None


def _code_hint(text: str, needed: int) -> str:
    if ("-" in text and ":" in text) or text.count("-") == 2:
        return f"单元格成了日期；请设为文本格式，重填 {needed} 位数字"
    return f"应为 {needed} 位数字"
