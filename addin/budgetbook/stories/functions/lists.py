"""读明细、求和、列明细: a list of line items in a range, the total of a slice of it, and the lines behind that."""

from __future__ import annotations

import re

from budgetbook.items.blocks import RowsBlock
from budgetbook.items.line_items import read_block
from budgetbook.model.amount import UNIT_NAMES, WANYUAN, YUAN, Scale
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.slices import Slice
from budgetbook.model.text import name_key
from budgetbook.stories.explain import HEADINGS, said

from .arguments import ALL, AREA, only_cell, rows_of, spread, word_of
from .kept import LISTS, KeptList, remember
from .words import LABELS, slice_of

_HANDLE = re.compile(r"明细#[0-9A-F]{12}（.*）")
_UNITS = {name: unit for unit, name in UNIT_NAMES.items()}
_SCALES = {YUAN: Scale(YUAN, 2), WANYUAN: Scale(WANYUAN, 2)}


def load(items: object) -> str:
    """Read the list and give its handle. Raises BudgetbookError with all that is wrong in it."""
    return kept_list(items).handle


def total(
    handle_or_items: object,
    function: object = ALL,
    fund: object = ALL,
    kind: object = ALL,
    source: object = ALL,
    economic: object = ALL,
    unit: object = ALL,
    project: object = ALL,
    money: object = "元",
) -> object:
    """What is spent in a slice: in yuan exact to the fen, in 万元 rounded half up to two decimals as tables print it."""
    kept = kept_list(handle_or_items)
    return spread(lambda *words: _total(kept, *words), function, fund, kind, source, economic, unit, project, money)


def lines(
    handle_or_items: object,
    function: object = ALL,
    fund: object = ALL,
    kind: object = ALL,
    source: object = ALL,
    economic: object = ALL,
    unit: object = ALL,
    project: object = ALL,
) -> object:
    """The lines of spending in a slice below their headings, amounts in yuan; 行 counts from the first row of the range."""
    kept = kept_list(handle_or_items)
    given = zip(LABELS, (function, fund, kind, source, economic, unit, project), strict=True)
    words = tuple(only_cell(argument, label) for label, argument in given)
    return kept.tables.ask(words, lambda: _lines(kept, slice_of(kept.items, *words)))


def kept_list(handle_or_items: object) -> KeptList:
    """The list that a handle names or that stands in a range. Raises BudgetbookError for a handle that is no longer known, and
    with all that is wrong in a list."""
    rows = rows_of(handle_or_items)
    if not rows:
        raise BudgetbookError(Problem("选的区域是空的", hint="请选预算明细的区域，连表头一起"))
    if len(rows) == 1 and len(rows[0]) == 1:
        return _named(word_of(rows[0][0], "明细"))
    block = RowsBlock(rows, sheet=AREA)
    print_ = block.fingerprint()
    return remember(LISTS.find(print_) or KeptList(read_block(block), print_), print_)


def unit_of(value: object) -> int:
    """Fen in the unit of money that is named."""
    word = word_of(value, "金额单位")
    unit = _UNITS.get(name_key(word))
    if unit is None:
        raise BudgetbookError(Problem(f"“{word[:30]}”不是金额单位", hint=f"可填：{'、'.join(_UNITS)}"))
    return unit


def _named(text: str) -> KeptList:
    found = LISTS.find(text)
    if found is not None:
        return found
    if _HANDLE.fullmatch(text):
        said = "这份明细已不在内存里（Excel 重新打开过，或后来又读了很多份）"
        raise BudgetbookError(Problem(said, hint="请按 Ctrl+Alt+F9 全部重新计算，只按 F9 不够"))
    hint = "请引用 BUDGET_LOAD 的单元格，或直接选明细区域，连表头一起"
    raise BudgetbookError(Problem(f"“{text[:60]}”不是预算明细", hint=hint))


def _total(kept: KeptList, *words: object) -> float:
    return kept.totals.ask(words, lambda: _sum(kept, *words))


def _sum(kept: KeptList, *words: object) -> float:
    *slice_words, money = words
    scale = _SCALES[unit_of(money)]
    return scale.number(kept.items.total(slice_of(kept.items, *slice_words)))


def _lines(kept: KeptList, slice_: Slice) -> list[list[object]]:
    found = kept.items.rows(slice_)
    if not found:
        raise BudgetbookError(Problem("这个口径没有明细", hint="请核对各参数"))
    amounts = (Scale(YUAN, 2).number(item.amount) for item in found)
    rows = ([float(item.row), *said(item)[1:-1], amount] for item, amount in zip(found, amounts, strict=True))
    return [list(HEADINGS), *rows]
