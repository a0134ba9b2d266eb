"""Handles: they depend on the content only, stand for the items, and a list that is gone is said to be."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.functions import kept, lists
from budgetbook.stories.functions.kept import Bounded, KeptList
from tests.items.lists import HEADINGS, line


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    held: Bounded[str, KeptList] = Bounded(8)
    for module in (kept, lists):
        monkeypatch.setattr(module, "LISTS", held)
    yield


def rows(*amounts: float) -> list[list[object]]:
    return [list(HEADINGS), *(line(amount=amount) for amount in amounts)]


def test_a_handle_is_the_same_in_every_process() -> None:
    code = (
        "from budgetbook.stories.functions.lists import load; from tests.items.lists import HEADINGS, line\n"
        "import sys; sys.stdout.buffer.write(load([list(HEADINGS), line(amount=1.5), line(amount=2.5)]).encode())"
    )
    said = {subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode() for _ in range(2)}
    assert said == {lists.load(rows(1.5, 2.5))}


def test_a_handle_stands_for_the_items_and_follows_them() -> None:
    handle = lists.load(rows(1.5, 2.5))
    assert lists.total(handle) == lists.total([[handle]]) == lists.total(rows(1.5, 2.5)) == 4.0
    other = lists.load(rows(1.5, 2.6))
    assert other != handle and lists.total(other) == 4.1 and lists.total(handle) == 4.0
    assert lists.load([*rows(1.5, 2.5), [None] * len(HEADINGS)]) == handle


def test_a_handle_counts_warnings() -> None:
    assert "（2笔，2024年）" in lists.load(rows(15_000, 25_000))
    assert "（2笔，2024年，1处提示）" in lists.load(rows(15_000, 15_000))  # the same line twice


def test_the_same_list_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    once = lists.read_block
    monkeypatch.setattr(lists, "read_block", lambda block: read.append(len(block.rows)) or once(block))
    handle = lists.load(rows(1.5))
    assert lists.load(rows(1.5)) == handle and lists.total(rows(1.5)) == 1.5 and lists.total(handle) == 1.5
    assert read == [2]


def test_a_list_with_mistakes_is_not_kept() -> None:
    for _ in range(2):
        with pytest.raises(BudgetbookError, match="所选区域 第 3 行“金额"):
            lists.load(rows(1.5, "一百"))


def test_lists_that_have_not_been_asked_for_lately_are_forgotten_and_that_is_said() -> None:
    first = lists.load(rows(1.0))
    for amount in range(2, 6):
        lists.load(rows(float(amount)))
        if amount == 3:
            assert lists.total(first) == 1.0
    with pytest.raises(BudgetbookError, match=r"已不在内存里.*Ctrl\+Alt\+F9"):
        for amount in range(6, 12):
            lists.load(rows(float(amount)))
        lists.total(first)
    assert lists.load(rows(1.0)) == first and lists.total(first) == 1.0


def test_what_is_bounded_forgets_what_was_asked_for_longest_ago() -> None:
    held: Bounded[str, int] = Bounded(2)
    held.keep("a", 1)
    held.keep("b", 2)
    assert held.find("a") == 1
    held.keep("c", 3)
    assert [held.find(key) for key in "abc"] == [1, None, 3]
    assert held.ask("a", lambda: 9) == 1 and held.ask("d", lambda: 4) == 4 and held.find("c") is None


def test_many_small_lists_are_kept_but_few_large_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    held: Bounded[str, str] = Bounded(30, len)
    for word in ("a" * 10, "b" * 10, "c" * 10):
        held.keep(word[0], word)
    assert all(held.find(key) for key in "abc")
    held.keep("d", "d" * 15)
    assert [bool(held.find(key)) for key in "abcd"] == [False, False, True, True]
    held.keep("e", "e" * 99)
    assert [bool(held.find(key)) for key in "abcde"] == [False, False, False, False, True]
    small = [lists.KeptList(lists.read_block(lists.RowsBlock(rows(1.0))), "0" * 12) for _ in range(2)]
    assert kept.weight(small[0]) > 1_000 and 2 * kept.weight(small[0]) * 50 < kept._LINES * 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "选的区域是空的"),
        ([[None, None], [None, None]], "选的区域是空的"),
        ("表三", "“表三”不是预算明细（请引用 BUDGET_LOAD 的单元格"),
        (5.0, "“5”不是预算明细"),
        ("#N/A", "“明细”的单元格是错误值 #N/A"),
        ("明细#0123456789AB（1笔，2024年）", "已不在内存里"),
        ([["预算年度", "单位名称"], [2024.0, "某局"]], "没有找到预算明细的表头"),
        ([list(HEADINGS)], "只有表头，没有预算明细"),
        ([list(HEADINGS)[:-1], line()[:-1]], "缺少“金额(元)”列"),
    ],
)
def test_what_is_no_list_is_said(given: object, said: str) -> None:
    with pytest.raises(BudgetbookError) as caught:
        lists.load(given)
    assert said in str(caught.value)
