"""Being told to end: by Ctrl+C, or as a scheduler and the system do it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_in_order() -> Iterator[Callable[[], None]]:
    """Both raise KeyboardInterrupt. So does, from then on, what this gives, to be called now and again: Python drops an interrupt
    that comes just when something is being taken away, and would print that it does."""
    asked: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    def go_on() -> None:
        if asked:
            raise KeyboardInterrupt

    heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]  # as in the background of a shell
    before = [signal.signal(number, interrupt) for number in heard]
    told = sys.unraisablehook
    sys.unraisablehook = lambda dropped: None if dropped.exc_type is KeyboardInterrupt else told(dropped)
    try:
        yield go_on
    finally:
        sys.unraisablehook = told
        for number, handler in zip(heard, before, strict=True):
            signal.signal(number, handler)
