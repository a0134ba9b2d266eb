"""Slices in the words of accountants: 一般公共预算, 基本支出, 2010306, 某中心."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from functools import reduce
from operator import or_

from budgetbook.codes import Classifications, classifications
from budgetbook.items import values
from budgetbook.items.line_items import LineItems
from budgetbook.items.written import code_text
from budgetbook.model.dimensions import NODES, SPENT
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.slices import Slice
from budgetbook.model.text import name_key

from .arguments import ALL, word_of

LABELS = ("功能科目", "资金性质", "支出类别", "资金来源", "经济科目", "单位", "项目")  # the arguments of slice_of

_AND = re.compile(r"[+＋、]")
_LEVELS = {"function": (3, 5, 7), "economic": (3, 5), "government": (3, 5)}
_DIGITS = {"function": "3、5 或 7", "economic": "3 或 5", "government": "3 或 5"}
_PAIR = re.compile(r"(\d{5})/(\d{5})")
_CHOICES = 12  # names listed in a message


def slice_of(
    items: LineItems,
    function: object = ALL,
    fund: object = ALL,
    kind: object = ALL,
    source: object = ALL,
    economic: object = ALL,
    unit: object = ALL,
    project: object = ALL,
) -> Slice:
    """What is spent, as far as the words say; ALL is no limit. Raises BudgetbookError naming a word that is not known."""
    mask = SPENT | _part("fund", "资金性质", fund) | _part("kind", "支出类别", kind) | _part("source", "资金来源", source)
    codes = classifications(items.year)
    economics, government = _economic(items, codes, economic)
    return Slice(
        Slice().narrowed(mask).box,
        _function(items, codes, function),
        economics,
        government,
        unit=_unit(items, unit),
        project=_project(items, project),
    )


def _part(dimension: str, label: str, value: object) -> int:
    """The atoms of a small dimension; 0 for all."""
    word = word_of(value, label)
    return 0 if word == ALL else reduce(or_, (_mask(dimension, label, part) for part in _AND.split(word)))


def _mask(dimension: str, label: str, word: str) -> int:
    """A node by its own name comes first: 单位资金 is all of them here, not those of which a list says no more."""
    key = name_key(word)
    names = {name_key(node.name): node for node in NODES.values() if node.dimension == dimension}
    node = names.get(key) or (names.get(values.meaning(dimension, word) or "") if key else None)
    if node is None:
        choices = "、".join(name for name in names if not name.startswith("未分"))
        raise BudgetbookError(Problem(f"“{word[:30]}”认不出是什么{label}", hint=f"可填：{choices}，或用 + 连起来"))
    return node.mask


def _function(items: LineItems, codes: Classifications, value: object) -> str:
    word = word_of(value, "功能科目")
    return "" if word == ALL else _code(items, codes, "function", "功能科目", word)


def _economic(items: LineItems, codes: Classifications, value: object) -> tuple[tuple[str, ...], str]:
    """Department codes (3…), pairs of both (30201/50201), or a government code (5…)."""
    word = word_of(value, "经济科目")
    if word == ALL:
        return (), ""
    parts = _AND.split(word)
    if len(parts) == 1 and code_text(word).startswith("5"):
        return (), _code(items, codes, "government", "政府经济科目", word)
    return tuple(sorted(_economic_code(items, codes, part) for part in parts)), ""


def _economic_code(items: LineItems, codes: Classifications, word: str) -> str:
    if not (match := _PAIR.fullmatch(name_key(word))):
        return _code(items, codes, "economic", "经济科目", word)
    department = _code(items, codes, "economic", "经济科目", match[1])
    return f"{department}/{_code(items, codes, 'government', '政府经济科目', match[2])}"


def _code(items: LineItems, codes: Classifications, dimension: str, label: str, word: str) -> str:
    """A code of a level, or of the one name that is written; on the year's list, or at least in the line items."""
    text = code_text(word)
    if not (text.isascii() and text.isdigit()):
        text = codes.code_of(dimension, word, "")
        if not text:
            raise BudgetbookError(Problem(f"“{word[:30]}”认不出是什么{label}", hint=f"请写 {_DIGITS[dimension]} 位编码"))
    if len(text) not in _LEVELS[dimension]:
        raise BudgetbookError(Problem(f"“{text[:30]}”有 {len(text)} 位，不是{label}编码", hint=f"应为 {_DIGITS[dimension]} 位"))
    if not codes.name(dimension, text) and not any(node.startswith(text) for node in items.nodes(dimension, Slice())):
        raise BudgetbookError(Problem(f"{label}里没有“{text}”", hint=f"明细里也没有，请核对编码。{codes.note}".rstrip("。")))
    return text


def _unit(items: LineItems, value: object) -> str:
    word = word_of(value, "单位")
    if word == ALL:
        return ""
    by_code = {unit.code: unit.name for unit in items.units if unit.code}
    return by_code.get(code_text(word)) or _name("单位", word, [unit.name for unit in items.units])


def _project(items: LineItems, value: object) -> str:
    word = word_of(value, "项目")
    return "" if word == ALL else _name("项目", word, items.nodes("project", Slice()))


def _name(label: str, word: str, names: Collection[str]) -> str:
    """The name as the line items have it. Raises BudgetbookError with those that are near, else with the first of all."""
    known = {name_key(name): name for name in names if name}
    if found := known.get(name_key(word)):
        return found
    near = difflib.get_close_matches(name_key(word), known, 3, 0.5)
    listed = [known[key] for key in near] or list(known.values())[:_CHOICES]
    more = "……" if not near and len(known) > _CHOICES else ""
    hint = f"{'最接近的是' if near else '明细里有'}：{'、'.join(listed)}{more}" if listed else f"明细里没有{label}"
    raise BudgetbookError(Problem(f"明细里没有{label}“{word[:30]}”", hint=hint))
