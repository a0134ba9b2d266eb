"""The log of tasks where there is no room for it."""

from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.log import TaskLog
from budgetbook.stories.batch.task import Result


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_said() -> None:
    log = TaskLog(Path("/dev/full"))
    with pytest.raises(BudgetbookError, match=r"任务记录写不进去.*--resume"):
        log.add(Result("甲", "done"))


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "tasks.jsonl").mkdir()
    with pytest.raises(BudgetbookError, match="任务记录写不进去"):
        TaskLog(tmp_path / "tasks.jsonl")
