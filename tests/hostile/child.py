"""The command line in a process of its own; its last line says what it cost: seconds of processor time, megabytes of memory."""

import re
import resource
import sys
from pathlib import Path

from budgetbook.fronts.cli import main


def megabytes() -> float:
    """The most memory that this process has held; where the system does not tell, that may count its parent's."""
    status = Path("/proc/self/status")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(peak[1] if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))  # a hang ends
    resource.setrlimit(resource.RLIMIT_AS, (8 * 2**30, 8 * 2**30))  # what eats the machine ends; threads reserve much of this
    status = main(sys.argv[1:])
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.flush()
    sys.stderr.flush()
    print(f"\n{used.ru_utime + used.ru_stime:.2f} {megabytes():.1f}", end="", flush=True)
    sys.exit(status)
