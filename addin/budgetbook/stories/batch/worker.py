"""A worker: a process that does one task after another, and ends when it is told to, or when the run that it works for has died."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection, wait

from .doing import Do, Keep
from .limits import limit_memory
from .task import Result

READY = None  # what a worker says before its first task


def work(connection: Connection, memory: int, do: Do, keep: Keep) -> None:
    """Results for tasks, until the connection ends. Never returns from a task that kills the process: that is seen outside."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the run, which then ends its workers
    threading.Thread(target=_die_with_the_run, daemon=True).start()
    try:
        limit_memory(memory)
        connection.send(READY)
        while not _next(connection, do, keep).exhausted:  # what is left of its memory then is in pieces
            pass
    except EOFError:
        pass
    except BaseException as error:
        keep(error, ["batch"])  # the log has it, and nothing of it is printed into the progress of the run
        os._exit(1)


def _next(connection: Connection, do: Do, keep: Keep) -> Result:
    result = do(connection.recv(), keep)
    connection.send(result)
    return result


def _die_with_the_run() -> None:
    """A run that was killed leaves no worker behind that goes on writing."""
    run = multiprocessing.parent_process()
    if run is not None:
        wait([run.sentinel])
        os._exit(1)
