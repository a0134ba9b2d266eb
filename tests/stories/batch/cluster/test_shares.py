"""Shares: every task once and in order, within bounds, small where the end is near."""

from hypothesis import given
from hypothesis import strategies as st

from budgetbook.stories.batch.cluster.shares import LEAST, MOST, Shares
from budgetbook.stories.batch.task import DONE, Result, Task


def tasks(*sizes: int) -> list[Task]:
    return [Task(str(at), "", "", "", (), size=size) for at, size in enumerate(sizes)]


def shared(sizes: list[int], hands: int, seconds: float) -> list[int]:
    """How many tasks each share has, where each takes so many seconds."""
    shares, given, all_of_them = Shares(tasks(*sizes)), [], []
    while shares:
        share = shares.next(hands)
        all_of_them += share
        given.append(len(share))
        shares.learn([Result(task.name, DONE, seconds=seconds) for task in share])
    assert all_of_them == tasks(*sizes)
    return given


@given(st.lists(st.integers(0, 10**6), max_size=300), st.integers(1, 40), st.floats(0, 100))
def test_every_task_comes_once_and_in_order(sizes: list[int], hands: int, seconds: float) -> None:
    assert all(1 <= count <= MOST for count in shared(sizes, hands, seconds))


def test_many_and_few() -> None:
    quick, slow = shared([1] * 5000, 2, 0.03), shared([1] * 5000, 2, 5.0)
    assert quick[0] == LEAST and quick[1] == MOST and quick[-1] == 1 and len(quick) < 120
    assert max(slow) == LEAST
    assert shared([1] * 8, 4, 1.0)[:2] == [2, 1] and shared([1] * 3, 8, 1.0) == [1, 1, 1]


def test_what_is_large_goes_alone() -> None:
    assert shared([10**6] * 4 + [1] * 1000, 4, 0.03)[:4] == [1, 1, 1, 1]
