"""How limits are written."""

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.limits import memory_of, seconds_of


@pytest.mark.parametrize(
    ("text", "count"), [("2GB", 2 * 2**30), ("500 mb", 500 * 2**20), ("1.5G", 3 * 2**29), ("0", 0), ("0MB", 0)]
)
def test_memory(text: str, count: int) -> None:
    assert memory_of(text) == count


@pytest.mark.parametrize(("text", "count"), [("120s", 120), ("90", 90), ("2min", 120), ("0.5 S", 0.5), ("1h", 3600), ("0", 0)])
def test_time(text: str, count: float) -> None:
    assert seconds_of(text) == count


@pytest.mark.parametrize("text", ["", "二", "-1s", "5 parsecs", "GB", "1e3", "nan"])
def test_what_is_no_measure_is_refused(text: str) -> None:
    with pytest.raises(BudgetbookError, match="--limit-time 写的是"):
        seconds_of(text)
    with pytest.raises(BudgetbookError, match="--limit-memory 写的是"):
        memory_of(text)


def test_memory_without_a_unit_is_not_guessed() -> None:
    with pytest.raises(BudgetbookError, match="2GB"):
        memory_of("2")
