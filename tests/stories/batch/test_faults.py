"""Killed at any step, of the run or of a worker: what was written is whole, and taking it up again gives what one run gives."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from budgetbook.stories.batch.journal import Journal
from budgetbook.stories.batch.marks import file_hash
from tests.reference import REPOSITORY
from tests.stories.batch.dying import IN_A_WORKER, IN_THE_RUN
from tests.stories.batch.many import lasting, request, run, tasks_of, workbooks, written

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signal")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Workbooks, and what a run that nothing happens to makes of them."""
    folder = tmp_path_factory.mktemp("faults")
    run(request(workbooks(folder / "in", 4), folder / "whole"))
    return folder / "in", folder / "whole"


@pytest.mark.parametrize("step", [*IN_THE_RUN, *IN_A_WORKER])
def test_a_run_is_killed(step: str, whole: tuple[Path, Path], tmp_path: Path) -> None:
    source, expected = whole
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tests.stories.batch.dying", step, str(source), str(out)]
    assert subprocess.run(command, cwd=REPOSITORY, capture_output=True, timeout=60).returncode == -9
    time.sleep(0.1)  # a worker that was left behind ends by itself
    assert all(zipfile.ZipFile(path).testzip() is None for path in out.rglob("*.xlsx"))
    _is_true(Journal(out / ".budgetbook" / "journal.sqlite"), source, out)
    results = run(request(source, out, resume=True))
    assert {result.state for result in results.values()} <= {"done", "skipped"}
    assert written(out) == written(expected) and lasting(out) == lasting(expected)


def _is_true(journal: Journal, source: Path, out: Path) -> None:
    """Whatever the journal says is done is there as it says."""
    for name, task in tasks_of(request(source, out)).items():
        known = journal.known(name)
        assert known is None or (known.output_hash, known.report_hash) == (file_hash(task.output_path), file_hash(task.report_path))
    journal.close()
