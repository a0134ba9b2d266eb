"""The log of what nobody expected: the traceback goes here, the user gets a sentence and a number."""

from __future__ import annotations

import itertools
import os
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from budgetbook import __version__
from budgetbook.model.secrets import without_password

_ENTRIES = itertools.count()


def log_folder() -> Path:
    """Where logs are kept: %LOCALAPPDATA%\\budgetbook\\logs on Windows, the state folder of the user elsewhere."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "budgetbook" / "logs"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "budgetbook" / "logs"


def keep_traceback(error: BaseException, arguments: Sequence[str]) -> tuple[str, str]:
    """Write the traceback to the log; returns its number and the log's path (or why there is none)."""
    import platform

    again = next(_ENTRIES)  # a process that does many things may meet more than one surprise in a second
    number = f"{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid() % 10000:04d}" + (f"-{again}" if again else "")
    entry = (
        f"== {number} budgetbook {__version__} Python {platform.python_version()} {platform.platform()}\n"
        f"{' '.join(arguments)}\n{''.join(traceback.format_exception(error))}\n"
    )
    try:
        folder = log_folder()
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "budgetbook.log"
        with path.open("a", encoding="utf-8") as log:
            log.write(without_password(entry))
    except OSError as failure:
        return number, f"（日志写不进去，系统错误号 {failure.errno}）"
    return number, str(path)
