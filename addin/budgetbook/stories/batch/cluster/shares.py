"""How tasks are put together for machines far away: enough at a time that handing them over costs nothing, few enough that all
are busy to the end and something is seen to come."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from ..task import Result, Task

LEAST, MOST = 10, 50
_SECONDS = 3.0  # of work in one share


class Shares:
    """Tasks that are handed out in the order in which they stand."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self._waiting = deque(tasks)
        self._weight = sum(map(_weight, tasks))
        self._done, self._seconds = 0, 0.0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def next(self, hands: int) -> tuple[Task, ...]:
        """What one of so many hands should get: about so many seconds of work, from LEAST to MOST tasks, but no more than its
        part of all that is left, which is how the shares become small at the end; one task at the least."""
        most, fair = self._most(), self._weight / hands
        share = [self._waiting.popleft()]
        weight = _weight(share[0])
        while self._waiting and len(share) < most and weight + _weight(self._waiting[0]) <= fair:
            share.append(self._waiting.popleft())
            weight += _weight(share[-1])
        self._weight -= weight
        return tuple(share)

    def learn(self, results: Sequence[Result]) -> None:
        """How long tasks take."""
        self._done += len(results)
        self._seconds += sum(result.seconds for result in results)

    def _most(self) -> int:
        if not self._seconds:
            return LEAST
        return min(MOST, max(LEAST, int(_SECONDS * self._done / self._seconds)))


def _weight(task: Task) -> int:
    return max(1, task.size)
