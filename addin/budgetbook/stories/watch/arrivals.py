"""Waiting until what is dropped into a folder is complete. Nothing here looks at a file or at a real clock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_PATIENCE = 12  # times the time to settle: how long something half written may stand still before it is taken for broken


class Hindrance(NamedTuple):
    """Why a file is not to be touched yet, as a sentence; whether that will only do for a while."""

    said: str
    passing: bool


class Arrived(NamedTuple):
    """What is ready to be done, what is no longer there, and what is newly waited for, with why."""

    ready: list[Path]
    gone: list[Path]
    held: list[tuple[Path, str]]


@dataclass
class _File:
    stamp: Hashable
    since: float  # when it was first seen like this
    due: float  # when to look again without being told of a change
    told: str = ""
    given: bool = False


class Arrivals:
    """Files from when they are first seen until they have been given out; each is given again after every change.

    A file is ready when its stamp has been the same for `settle` seconds and nothing hinders. What hinders and is passing does so
    for twelve times as long at most: what is wrong with the file will then come out when it is done."""

    def __init__(
        self, settle: float, hindrance: Callable[[Path], Hindrance | None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settle, self._hindrance, self._clock = settle, hindrance, clock
        self._files: dict[Path, _File] = {}

    def update(self, stamps: Mapping[Path, Hashable]) -> Arrived:
        """To be called with all files that there are now."""
        now, arrived = self._clock(), Arrived([], [], [])
        for path in self._files.keys() - stamps.keys():
            del self._files[path]
            arrived.gone.append(path)
        for path, stamp in stamps.items():
            file = self._seen(path, stamp, now)
            if not file.given and now - file.since >= self._settle:
                self._judge(path, file, now, arrived)
        return arrived

    def patience(self) -> float:
        """Seconds until `update` may have something new though nothing seems to change; infinite where it will not."""
        waiting = (file.due for file in self._files.values() if not file.given)
        return max(0.0, min(waiting, default=math.inf) - self._clock())

    def _seen(self, path: Path, stamp: Hashable, now: float) -> _File:
        file = self._files.get(path)
        if file is None or file.stamp != stamp:
            told = file.told if file and not file.given else ""
            file = self._files[path] = _File(stamp, now, now + self._settle, told)
        return file

    def _judge(self, path: Path, file: _File, now: float, arrived: Arrived) -> None:
        hindrance = self._hindrance(path)
        if hindrance is None or (hindrance.passing and now - file.since >= _PATIENCE * self._settle):
            file.given = True
            arrived.ready.append(path)
            return
        file.due = now + self._settle if hindrance.passing else math.inf
        if hindrance.said != file.told:
            file.told = hindrance.said
            arrived.held.append((path, hindrance.said))
