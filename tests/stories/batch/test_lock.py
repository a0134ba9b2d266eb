"""Two runs on one folder: the second is told who holds it; what a dead holder left is no hindrance."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.lock import locked
from tests.reference import REPOSITORY

_HOLD = """
import sys
from pathlib import Path
from budgetbook.stories.batch.lock import locked

with locked(Path(sys.argv[1]), Path("结果")):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(tmp_path)],
        cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout and child.stdout.readline() == "held\n"
    return child


def test_the_second_is_told_who_holds_it(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError) as refusal, locked(tmp_path, Path("结果")):
        pass
    said = str(refusal.value)
    holder.communicate("")
    assert f"进程 {holder.pid}" in said and "结果" in said and "请等它做完" in said
    with locked(tmp_path, Path("结果")):
        pass


def test_a_dead_holder_holds_nothing(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    holder.kill()
    holder.communicate()
    assert (tmp_path / "lock").read_bytes()
    with locked(tmp_path, Path("结果")):
        pass


def test_it_is_let_go_when_the_work_breaks_off(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path, Path("结果")):
        raise RuntimeError
    with locked(tmp_path, Path("结果")):
        pass


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do everything may write here too")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BudgetbookError, match="写不进去"), locked(tmp_path, Path("结果")):
        pass
