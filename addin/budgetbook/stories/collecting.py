"""While a story is told nobody looks for garbage: nearly all that it makes lives to its end, and looking is a tenth of its time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def nothing_collected() -> Iterator[None]:
    """Cyclic garbage waits until the block, or the function that this decorates, is done."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
