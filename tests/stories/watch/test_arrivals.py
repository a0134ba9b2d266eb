"""Waiting for what is dropped: with a clock that stands still until the test moves it."""

import math
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from budgetbook.stories.watch.arrivals import Arrivals, Hindrance

A, B = Path("甲.xlsx"), Path("乙.xlsx")
OPEN, PARTIAL = Hindrance("张三正打开着", passing=False), Hindrance("没有写完", passing=True)


class Folder:
    """Arrivals with a clock of its own, and with what hinders each file."""

    def __init__(self, settle: float = 5) -> None:
        self.now, self.hindered, self.looked = 100.0, dict[Path, Hindrance](), list[Path]()
        self.arrivals = Arrivals(settle, self._look, lambda: self.now)

    def _look(self, path: Path) -> Hindrance | None:
        self.looked.append(path)
        return self.hindered.get(path)

    def after(self, seconds: float, **stamps: int) -> tuple[list[str], list[str], list[tuple[str, str]]]:
        self.now += seconds
        ready, gone, held = self.arrivals.update({Path(f"{name}.xlsx"): stamp for name, stamp in stamps.items()})
        return [path.stem for path in ready], [path.stem for path in gone], [(path.stem, said) for path, said in held]


def test_a_file_is_given_once_when_it_has_not_changed_for_long_enough() -> None:
    folder = Folder()
    assert folder.after(0, 甲=1) == ([], [], []) and folder.arrivals.patience() == 5
    assert folder.after(4.9, 甲=1) == ([], [], []) and not folder.looked
    assert folder.after(0.1, 甲=1) == (["甲"], [], [])
    assert folder.after(100, 甲=1) == ([], [], []) and folder.arrivals.patience() == math.inf


def test_every_change_begins_the_waiting_anew() -> None:
    folder = Folder()
    for stamp in range(10):
        assert folder.after(4, 甲=stamp) == ([], [], [])
    assert folder.after(5, 甲=9) == (["甲"], [], [])
    assert folder.after(1, 甲=10) == ([], [], []) and folder.after(5, 甲=10) == (["甲"], [], [])


def test_while_somebody_has_it_open_it_waits_however_long() -> None:
    folder = Folder()
    folder.hindered[A] = OPEN
    folder.after(0, 甲=1)
    assert folder.after(5, 甲=1) == ([], [], [("甲", OPEN.said)])
    assert folder.after(86_400, 甲=1) == ([], [], []) and folder.arrivals.patience() == math.inf
    folder.after(1, 甲=2)
    assert folder.after(5, 甲=2) == ([], [], [])  # said once, though he has saved meanwhile
    del folder.hindered[A]
    assert folder.after(1, 甲=2) == (["甲"], [], [])


def test_what_stays_half_written_is_given_in_the_end_so_that_it_is_said_to_be_broken() -> None:
    folder = Folder()
    folder.hindered[A] = PARTIAL
    folder.after(0, 甲=1)
    assert folder.after(5, 甲=1) == ([], [], [("甲", PARTIAL.said)]) and folder.arrivals.patience() == 5
    assert folder.after(54.9, 甲=1) == ([], [], [])
    assert folder.after(0.1, 甲=1) == (["甲"], [], [])
    folder.after(1, 甲=2)  # the rest of it comes after all
    del folder.hindered[A]
    assert folder.after(5, 甲=2) == (["甲"], [], [])


def test_what_goes_is_told_and_what_comes_back_is_new() -> None:
    folder = Folder()
    folder.after(0, 甲=1, 乙=1)
    assert folder.after(5, 甲=1, 乙=1)[0] == ["甲", "乙"]
    assert folder.after(0, 乙=1) == ([], ["甲"], [])
    assert folder.after(0, 甲=1, 乙=1) == ([], [], []) and folder.after(5, 甲=1, 乙=1) == (["甲"], [], [])


def test_patience_ends_with_the_first_that_may_be_ready() -> None:
    folder = Folder()
    assert folder.arrivals.patience() == math.inf
    folder.after(0, 甲=1)
    folder.after(3, 甲=1, 乙=1)
    assert folder.arrivals.patience() == 2
    folder.now += 10
    assert folder.arrivals.patience() == 0


@given(st.lists(st.tuples(st.floats(0, 7), st.integers(0, 2)), max_size=30))
def test_whatever_happens_what_is_given_had_not_changed_for_so_long(steps: list[tuple[float, int]]) -> None:
    folder, since, last, given_at = Folder(), 0.0, None, None
    for seconds, stamp in steps:
        ready, _, _ = folder.after(seconds, 甲=stamp)
        if stamp != last:
            since, last, given_at = folder.now, stamp, None
        assert ready == (["甲"] if folder.now - since >= 5 and given_at is None else [])
        given_at = folder.now if ready else given_at
