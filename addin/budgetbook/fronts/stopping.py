"""Being told to end: by Ctrl+C, or as a scheduler and the system do it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stopped_in_order() -> Iterator[Callable[[], None]]:
    """Both raise KeyboardInterrupt. So does, from then on, what this gives, to be called now and again: Python drops an interrupt
    that comes just when something is being taken away."""
    asked: list[int] = []

    def interrupt(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        raise KeyboardInterrupt

    def go_on() -> None:
        if asked:
            raise KeyboardInterrupt

    heard = [number for number in _SIGNALS if signal.getsignal(number) is not signal.SIG_IGN]  # as in the background of a shell
    before = [signal.signal(number, interrupt) for number in heard]
    try:
        yield go_on
    finally:
        for number, handler in zip(heard, before, strict=True):
            signal.signal(number, handler)
