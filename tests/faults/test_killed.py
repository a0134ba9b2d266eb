"""Killed at any step of saving any file: the old file or the new one is there, whole, and nothing half under a name that anybody
gave; the same command again gives what it gives undisturbed; what was left behind is taken away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.commands import KILLED, Commands, aged, files, leftovers
from tests.faults.injecting import KILL, MAKE, MORE, REPLACE, SAVING, SYNC, WRITE, Fault
from tests.hostile import disclosure
from tests.reference import REPOSITORY
from tests.stories.batch.many import workbooks

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such signal")

LISTS = [f"--{name.split('_')[-1]}={REPOSITORY / 'examples' / name}.csv" for name in ("line_items", "projects", "indicators")]
TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
BACKUP = "标色（备份）.xlsx"
STEPS = [(step, after) for step in SAVING for after in (False, True)]
IN_A_BATCH = [(MAKE, True), (WRITE, True), (REPLACE, False), (REPLACE, True)]  # the steps are the same, and a run takes seconds


class Saving(NamedTuple):
    """A command, a file that it saves, and how many pieces that file is written in at least. `stand(folder, command)` makes what
    the command works on."""

    stand: Callable[[Path, Commands], object]
    arguments: Sequence[str]
    file: str
    pieces: int = 2
    steps: Sequence[tuple[str, bool]] = STEPS


def nothing(folder: Path, command: Commands) -> None:
    pass


def disclosed(folder: Path, command: Commands) -> None:
    """A workbook, and what an earlier command has made of another one."""
    disclosure.write(folder / "公开.xlsx", 表三={"C5": 999.5})
    disclosure.write(folder / "结果.xlsx")
    (folder / "结果.json").write_text("{}", encoding="utf-8")


def marked(folder: Path, command: Commands) -> None:
    disclosed(folder, command)
    assert command("check", "公开.xlsx", "-o", "标色.xlsx", folder=folder).status == 1


def many(folder: Path, command: Commands) -> None:
    workbooks(folder / "in", 2)


def a_run(folder: Path, command: Commands) -> None:
    """A batch that is done, and the bureau's files of one before it."""
    many(folder, command)
    assert command("batch", "in", "-o", "out", folder=folder).status == 1
    for name in ("index.html", "findings.csv", "findings.parquet", "summary.xlsx"):
        (folder / "out" / name).write_bytes(b"before")


CHECK = ["check", "公开.xlsx", "-o", "结果.xlsx", "--report", "结果.json"]
CLEAR = ["clear", "标色.xlsx", "-o", "标色.xlsx"]
BATCH = ["batch", "in", "-o", "out", "--resume"]
REPORT = ["report", "out"]
COMMANDS = {
    "fill": Saving(nothing, ["fill", str(TEMPLATE), *LISTS, "-o", "填好.xlsx"], "填好.xlsx"),
    "check": Saving(disclosed, CHECK, "结果.xlsx"),
    "check: the JSON report": Saving(disclosed, CHECK, "结果.json", 1),
    "clear": Saving(marked, ["clear", "标色.xlsx", "-o", "结果.xlsx"], "结果.xlsx"),
    "clear in place": Saving(marked, CLEAR, "标色.xlsx"),
    "clear in place: the backup": Saving(marked, CLEAR, "备份", 1),
    "report: index.html": Saving(a_run, REPORT, "index.html"),
    "report: findings.csv": Saving(a_run, REPORT, "findings.csv"),
    "report: findings.parquet": Saving(a_run, REPORT, "findings.parquet", 1),
    "report: summary.xlsx": Saving(a_run, REPORT, "summary.xlsx", 1),
    "batch: a workbook": Saving(many, BATCH, "out/第 1 批/公开 00.xlsx", steps=IN_A_BATCH),
    "batch: a report": Saving(many, BATCH, "公开 01.xlsx.json", 1, IN_A_BATCH),
}
CASES = [
    pytest.param(name, step, after, id=f"{name}: {'after' if after else 'before'} {step}")
    for name, saving in COMMANDS.items()
    for step, after in saving.steps
    if step != MORE or saving.pieces > 1
]


class Case(NamedTuple):
    """What a command works on, and what it leaves when nothing happens to it."""

    folder: Path
    new: dict[str, bytes]


@pytest.fixture(scope="module")
def case_of(command: Commands, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Case]:
    known: dict[str, Case] = {}

    def made(name: str) -> Case:
        if name not in known:
            before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
            COMMANDS[name].stand(before, command)
            shutil.copytree(before, after, dirs_exist_ok=True)
            assert command(*COMMANDS[name].arguments, folder=after).status in (0, 1)
            known[name] = Case(before, lasting(after))
        return known[name]

    return made


def lasting(folder: Path) -> dict[str, bytes]:
    """Files by name, without what a run keeps for itself or says of its time."""
    passing = ("journal.sqlite", "lock", "tasks.jsonl")
    return {name: data for name, data in files(folder).items() if not name.rpartition("/")[2].startswith(passing)}


@pytest.mark.parametrize(("name", "step", "after"), CASES)
def test_a_command_is_killed(
    name: str, step: str, after: bool, command: Commands, case_of: Callable[[str], Case], tmp_path: Path
) -> None:
    saving, case = COMMANDS[name], case_of(name)
    shutil.copytree(case.folder, tmp_path, dirs_exist_ok=True)
    old, new = lasting(tmp_path), case.new
    assert command(*saving.arguments, folder=tmp_path, fault=Fault(step, KILL, saving.file, after)).status == KILLED
    for path, data in lasting(tmp_path).items():
        assert data in (old.get(path), new.get(path)), path
    if (step, after) in ((MAKE, True), (WRITE, True), (SYNC, False)):
        assert leftovers(tmp_path)
    aged(tmp_path)
    assert command(*saving.arguments, folder=tmp_path).status in (0, 1)
    assert not leftovers(tmp_path)
    again = lasting(tmp_path)
    if saving.arguments == CLEAR:  # the second time nothing may be left to clear, and that is what is backed up
        assert {again.pop(path) for path in list(again) if "备份" in path} <= {new[BACKUP], new["标色.xlsx"]}
    assert again == {path: new[path] for path in again} and {*again, BACKUP} >= set(new)


def test_what_may_be_in_work_is_not_taken_away(command: Commands, tmp_path: Path) -> None:
    """A leftover of a moment ago may be the work of somebody else."""
    disclosed(tmp_path, command)
    (tmp_path / ".budgetbook-other.tmp").write_bytes(b"half")
    assert command(*CHECK, folder=tmp_path).status == 1
    assert leftovers(tmp_path)
    aged(tmp_path)
    (tmp_path / "我的.tmp").write_bytes(b"mine")
    assert command(*CHECK, folder=tmp_path).status == 1
    assert not leftovers(tmp_path) and (tmp_path / "我的.tmp").exists()
