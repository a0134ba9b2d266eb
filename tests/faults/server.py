"""Commands, each in a process of its own that is forked from this one, where all that they need is loaded already.

A line of JSON comes in for each: {"arguments": […], "fault": {…} or null, "folder": path, "output": path}; its exit status goes
out, negative for a signal. What the command says is in the file `output`."""

from __future__ import annotations

import json
import os
import sys

import budgetbook.fronts.show
import budgetbook.fronts.show_bureau
import budgetbook.stories.accept
import budgetbook.stories.bureau
import budgetbook.stories.check
import budgetbook.stories.clear
import budgetbook.stories.fill  # noqa: F401
from budgetbook.fronts.cli import main
from tests.faults.injecting import Fault, arm, environment


def serve() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            os.chdir(asked["folder"])
            _run(asked["arguments"], Fault(**asked["fault"]) if asked["fault"] else None, asked["output"])
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(arguments: list[str], fault: Fault | None, output: str) -> None:
    """A command as the only one of its session: it can be killed with all that belongs to it."""
    os.setsid()
    said = os.open(output, os.O_CREAT | os.O_WRONLY | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(said, stream)
    if fault:
        os.environ.update(environment(fault))
        arm(fault)
    status = main(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    serve()
