"""Watching a run of many workbooks: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from .tally import Tally, duration

_LINES = 50  # at most, about


@contextmanager
def watched(tally: Tally) -> Iterator[Callable[[], None]]:
    """Call what this gives after each result. All of it goes to the standard error."""
    if sys.stderr.isatty():
        from .drawn import bar

        with bar("批量", tally.total) as draw:
            yield lambda: draw(tally.done, f"{_pace(tally)}　{tally.counts()}")
        return
    every = _every(tally.total)
    click.echo("\t".join(("时间", "已做", "共", "每秒", "还要", "结论")), err=True)
    yield lambda: _line(tally) if tally.done % every == 0 or tally.done == tally.total else None


def _every(total: int) -> int:
    """After how many a line is due: 1, 2, 5, 10, 20, 50 …"""
    steps = (step * int(10**power) for power in range(9) for step in (1, 2, 5))
    return next(step for step in steps if total <= step * _LINES)


def _line(tally: Tally) -> None:
    left = "" if tally.left is None else duration(tally.left)
    said = (time.strftime("%H:%M:%S"), str(tally.done), str(tally.total), f"{tally.rate:.1f}", left, tally.counts())
    click.echo("\t".join(said), err=True)


def _pace(tally: Tally) -> str:
    left = "" if tally.left is None else f"，还要 {duration(tally.left)}"
    return f"每秒 {tally.rate:.1f} 个{left}"
