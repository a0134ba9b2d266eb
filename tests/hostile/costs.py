"""What each task of a batch costs in a worker of its own: seconds of processor time, megabytes of memory. Used as a program:
python -m tests.hostile.costs IN OUT [TEMPLATE], and with --templates every workbook of IN is what one sound list is filled into."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from budgetbook.stories.batch.doing import do
from budgetbook.stories.batch.sources.finding import find_tasks
from budgetbook.stories.batch.task import FAILED, FILL, Task
from tests.hostile import disclosure
from tests.stories.batch.many import keep, request


class Cost(NamedTuple):
    task: str
    state: str
    problems: Sequence[str]
    seconds: float
    megabytes: float


def costs(tasks: Sequence[Task]) -> Iterator[Cost]:
    """Each task in a process forked for it, as the workers of a batch are: all that the program needs is loaded by then."""
    for task in tasks:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            result = do(task, keep)
            os.write(writing, json.dumps([result.state, [problem[:300] for problem in result.problems[:20]]]).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        _, status, used = os.wait4(child, 0)
        state, problems = json.loads(said) if said else (FAILED, [f"ended with {status}"])
        yield Cost(task.name, state, problems, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def as_templates(tasks: Sequence[Task], items: str) -> list[Task]:
    """Every workbook as the template that a sound list is filled into."""
    return [task._replace(source=items, template=task.source, jobs=(FILL,)) for task in tasks]


def main(source: str, out: str, how: str = "") -> None:
    template = Path(how) if how.endswith(".xlsx") else None
    asked = request(source, Path(out), *([FILL] if template else []), template=template)
    tasks = list(find_tasks(asked).tasks)
    if how.startswith("--templates="):
        tasks = as_templates(tasks, how.partition("=")[2])
    warm = disclosure.write(Path(out).with_name("热身.xlsx"))
    do(Task("热身", str(warm), "热身.xlsx", out, ("check",)), keep)
    for cost in costs(tasks):
        print(json.dumps(cost._asdict()), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
