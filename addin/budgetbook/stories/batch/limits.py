"""How much memory and time one task may take, as a person writes it, and the limit on memory put on a process."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

from budgetbook.model.problem import BudgetbookError

_WRITTEN = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*")
_BYTES = {"KB": 2**10, "MB": 2**20, "GB": 2**30, "K": 2**10, "M": 2**20, "G": 2**30}
_SECONDS = {"": 1, "S": 1, "M": 60, "MIN": 60, "H": 3600}


class Limits(NamedTuple):
    """Of one task; 0 is none. Bytes of memory on top of what a worker takes for itself, and seconds."""

    memory: int = 0
    seconds: float = 0


def memory_of(text: str) -> int:
    """Bytes: 2GB, 500MB; 0 is no limit. Raises BudgetbookError."""
    return int(_measure(text, _BYTES | {"": 0}, "--limit-memory", "2GB 或 500MB，不限制就写 0"))


def seconds_of(text: str, option: str = "--limit-time", example: str = "120s 或 2min，不限制就写 0") -> float:
    """Seconds: 120s, 2min; 0 is no limit. Raises BudgetbookError, which names the option."""
    return _measure(text, _SECONDS, option, example)


def _measure(text: str, units: dict[str, int], option: str, example: str) -> float:
    match = _WRITTEN.fullmatch(text)
    unit = units.get(match[2].upper()) if match else None
    if match is None or unit is None or (not unit and float(match[1])):
        raise BudgetbookError(f"{option} 写的是“{text}”，应写成 {example}")
    return float(match[1]) * unit


def can_limit_memory() -> bool:
    """Whether the system lets a process limit itself."""
    return sys.platform != "win32"


def limit_memory(limit: int) -> None:
    """From now on this process gets so many bytes more and no more than that: what asks for more raises MemoryError."""
    if sys.platform != "win32" and limit:
        import resource

        # Arrow's own allocator sets a gigabyte aside before it needs any of it.
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        most = resource.getrlimit(kind)[1]
        wanted = _held() + limit
        resource.setrlimit(kind, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _held() -> int:
    """Bytes of data that this process has already; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    found = re.search(r"VmData:\s+(\d+) kB", status.read_text()) if status.is_file() else None
    return int(found[1]) * 1024 if found else 0
