"""One case in one process: warmed up on the small department, then measured.

Prints JSON: seconds of each round on the clock and of the processors, MB at most."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from .cases import CASES
from .files import files_of
from .processes import peak_memory


def measure(name: str, folder: Path, warm_folder: Path, rounds: int) -> dict[str, object]:
    """The figures of each round. The output of the last round is kept under made/."""
    case, output = CASES[name], folder / "made" / f"{name}.xlsx"
    output.parent.mkdir(exist_ok=True)
    times, processor = [], []
    with tempfile.TemporaryDirectory() as place:
        own, written = Path(place), Path(place) / "output.xlsx"
        jobs = case.prepare(files_of(folder), own)
        warm = jobs if folder == warm_folder else case.prepare(files_of(warm_folder), own)
        for _ in range(0 if case.cold else 2):
            next(warm)(written)
        for _ in range(rounds):
            job = next(jobs)
            gc.collect()
            start, worked = time.perf_counter(), _processor_time()
            job(written)
            times.append(time.perf_counter() - start)
            processor.append(_processor_time() - worked)
        jobs.close()  # ends the processes that it keeps, so that their memory is known
        if case.compared and files_of(folder).others:  # the last round was somebody else's
            next(case.prepare(files_of(folder)._replace(others=()), own))(written)
        if case.compared:
            shutil.copyfile(written, output)
        peak = peak_memory()
    return {"times": times, "processor": processor, "memory": peak}


def _processor_time() -> float:
    """Seconds that this process, and those that it has waited for, have worked."""
    return sum(os.times()[:4])


if __name__ == "__main__":
    case_name, case_folder, warm_up, count = sys.argv[1:]
    print(json.dumps(measure(case_name, Path(case_folder), Path(warm_up), int(count))))
