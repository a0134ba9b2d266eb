"""Arguments: blank ends are cut at once, one cell is one cell, errors keep their names."""

import time

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.functions.arguments import Unusable, only_cell, rows_of, spread, word_of

COLUMN = 1_048_576


def test_whole_columns_are_cut_at_once() -> None:
    rows = [[None] * 14 for _ in range(COLUMN)]
    rows[0][0], rows[9_999][13] = "预算年度", 1.0
    start = time.perf_counter()
    assert len(rows_of(rows)) == 10_000
    assert time.perf_counter() - start < 0.5  # 25 ms on a machine with nothing else to do


@pytest.mark.parametrize("length", [1, 2, 4_095, 4_096, 4_097, 10_000])
@pytest.mark.parametrize("last", [0, 1, 4_095, 4_096, 9_999])
def test_only_blank_rows_at_the_end_are_cut(length: int, last: int) -> None:
    if last >= length:
        return
    rows: list[list[object]] = [[None, None] for _ in range(length)]
    rows[last] = [None, 0.0]
    assert len(rows_of(rows)) == last + 1
    assert rows_of([[None, ""] for _ in range(length)]) == []


def test_one_value_is_a_range_of_one_cell() -> None:
    assert rows_of(5.0) == [[5.0]] and rows_of([[5.0]]) == [[5.0]] and rows_of(None) == []
    assert only_cell([["表三"], [None]], "表名") == "表三" and only_cell([[None]], "表名") is None
    with pytest.raises(BudgetbookError, match="“表名”只能选一个单元格，现在选了 1 行、2 列"):
        only_cell([[1.0, 2.0]], "表名")


def test_a_range_that_could_not_be_read_says_why() -> None:
    with pytest.raises(BudgetbookError, match="出错了"):
        rows_of([[Unusable("出错了")]])


def test_a_word_is_asked_of_a_blank_and_an_error() -> None:
    assert word_of(2010306.0, "功能科目") == "2010306" and word_of("　基本支出 ", "支出类别") == "基本支出"
    with pytest.raises(BudgetbookError, match="“功能科目”的单元格是空的"):
        word_of(None, "功能科目")
    with pytest.raises(BudgetbookError, match="“功能科目”的单元格是错误值 #REF!"):
        word_of("#REF!", "功能科目")
    with pytest.raises(BudgetbookError, match="“功能科目”的单元格是错误值 #CALC!"):
        word_of(-2146826238, "功能科目")


def pair(one: object, two: object) -> object:
    return one, two


def test_a_column_and_a_row_make_a_table() -> None:
    assert spread(pair, 1, 2) == (1, 2)
    assert spread(pair, [[1], [2]], [[10, 20]]) == [[(1, 10), (1, 20)], [(2, 10), (2, 20)]]
    assert spread(pair, [[1, 2]], 5) == [[(1, 5), (2, 5)]]
    assert spread(pair, [[1], [2]], [[5]]) == [[(1, 5)], [(2, 5)]]


def test_blanks_at_the_end_of_one_column_do_not_move_the_other() -> None:
    assert spread(pair, [[1], [2], [3]], [[4], [None], [None]]) == [[(1, 4)], [(2, None)], [(3, None)]]
    assert spread(pair, [[1], [None], [None]], [[4], [5], [None]]) == [[(1, 4)], [(None, 5)]]
    assert spread(pair, [[None], [None]], 5) == [[(None, 5)]]


def test_ranges_that_are_not_of_one_size_are_refused() -> None:
    for other in ([[1], [2]], [[1], [2], [3], [4]]):
        with pytest.raises(BudgetbookError, match=f"大小对不上：3 行 1 列、{len(other)} 行 1 列"):
            spread(pair, [[1], [2], [3]], other)
    with pytest.raises(BudgetbookError, match="大小对不上：1 行 3 列、1 行 2 列"):
        spread(pair, [[1, 2, 3]], [[1, 2]])


def test_a_problem_of_one_cell_is_said_in_its_place() -> None:
    def refuse_two(value: object) -> object:
        if value == 2:
            raise BudgetbookError("不要二")
        return value

    assert spread(refuse_two, [[1], [2], [3]]) == [[1], ["不要二"], [3]]
    with pytest.raises(BudgetbookError, match="不要二"):
        spread(refuse_two, 2)
