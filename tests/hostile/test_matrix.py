"""All that is hostile in one folder with a few good neighbours, through one real batch. Each hostile file gets its state and a
Chinese sentence that names it, and costs little; the neighbours come out as if they were alone."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from budgetbook.fronts.visible import visible
from tests.hostile import lists, matrix, running
from tests.reference import REPOSITORY
from tests.stories.batch.many import TEMPLATE, log_lines, workbooks, written

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Run(NamedTuple):
    """Cases by the path of their file, what was said of each, all that was said, what was written, and that of the good alone."""

    cases: dict[str, matrix.Case]
    told: dict[str, dict[str, Any]]
    status: int
    text: str
    together: dict[str, bytes]
    alone: dict[str, bytes]
    source: Path


def batch(*arguments: object) -> tuple[int, str]:
    """The command in a process of its own, as a person runs it."""
    own = {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(REPOSITORY / "addin")}
    done = subprocess.run(
        [sys.executable, "-m", "budgetbook", "batch", *map(str, arguments)],
        env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=400,
    )  # fmt: skip
    return done.returncode, done.stdout.decode()


def ran(
    folder: Path, groups: dict[str, dict[str, matrix.Case]], extension: str, good: Callable[[Path], object], *more: object
) -> Run:
    source, alone = folder / "in", folder / "alone"
    cases = matrix.put(source, groups, extension)
    for where in (source / "好", alone / "好"):
        good(where)
    status, text = batch(source, "-o", folder / "out", *more)
    batch(alone, "-o", folder / "good", *more)
    told = {line["task"]: line for line in log_lines(folder / "out")}
    return Run(cases, told, status, text, written(folder / "out"), written(folder / "good"), source)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return ran(tmp_path_factory.mktemp("checked"), matrix.WORKBOOKS, ".xlsx", lambda folder: workbooks(folder, 3))


def good_lists(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in ("甲.csv", "乙.csv"):
        (folder / name).write_text(lists.GOOD, encoding="utf-8")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return ran(tmp_path_factory.mktemp("filled"), matrix.LISTS, ".csv", good_lists, "--template", TEMPLATE, "--job", "fill,check")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return ran(tmp_path_factory.mktemp("named"), matrix.NAMED, ".xlsx", lambda folder: workbooks(folder, 3))


@pytest.fixture(params=["checked", "filled", "named"])
def run(request: pytest.FixtureRequest) -> Run:
    found: Run = request.getfixturevalue(request.param)
    return found


def test_every_file_comes_to_what_the_table_says(run: Run) -> None:
    wrong = {}
    for path, case in run.cases.items():
        line = run.told.get(shown(path))
        said = "\n".join(line["problems"]) if line else ""
        if line is None or line["state"] != case.state or case.says not in said or case.place not in said:
            wrong[path] = (case.state, case.says, case.place, line)
        elif case.state == matrix.FAILED and (Path(shown(path)).name not in said or "（" not in said):
            wrong[path] = ("no file or no advice", said)
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


def shown(path: str) -> str:
    from budgetbook.stories.batch.names import readable

    return readable(path)


def test_all_that_is_said_is_chinese(run: Run) -> None:
    for line in run.told.values():
        for problem in line["problems"]:
            running.checked(running.Said(2, re.sub("“[^”]*”", "", problem.removeprefix(Path(line["task"]).name))))
    text = run.text
    for task in sorted(run.told, key=len, reverse=True):
        for name in (task, Path(task).name):
            text = text.replace(visible(name.replace("\n", " ").replace("\t", " ")), "")
    running.checked(running.Said(run.status, re.sub("“[^”]*”", "", text)))
    assert "Error" not in text
    assert run.status == (2 if any(case.state == matrix.FAILED for case in run.cases.values()) else 1)


def test_no_name_steers_the_terminal_or_breaks_the_lines(run: Run) -> None:
    assert not _CONTROL.search(run.text)
    rows = [line for line in run.text.splitlines() if line.startswith(("没做成\t", "有不符\t"))]
    assert {row.count("\t") for row in rows} == {9}


def test_the_neighbours_come_out_as_if_they_were_alone(run: Run) -> None:
    assert len(run.alone) in (4, 6)
    assert {path: data for path, data in run.together.items() if "/好/" in f"/{path}"} == run.alone


def test_nothing_is_written_for_what_failed(run: Run) -> None:
    failed = {line["task"] for line in run.told.values() if line["state"] == "failed"}
    assert not failed & {path for path in run.together if "/好/" not in f"/{path}"}


@pytest.mark.skipif(os.name == "nt", reason="Windows does not fork")
@pytest.mark.parametrize(
    ("name", "how"),
    [("checked", ""), ("checked", "--templates={}"), ("filled", str(TEMPLATE))],
    ids=["checked", "as templates", "filled"],
)
def test_each_costs_little_in_a_worker_of_its_own(name: str, how: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    run: Run = request.getfixturevalue(name)
    items = tmp_path / "好.csv"
    items.write_text(lists.GOOD, encoding="utf-8")
    own = {"PYTHONPATH": os.pathsep.join((str(REPOSITORY / "addin"), str(REPOSITORY)))}
    command = [sys.executable, "-m", "tests.hostile.costs", str(run.source), str(tmp_path / "out"), how.format(items)]
    done = subprocess.run(command, cwd=REPOSITORY, env=os.environ | own, capture_output=True, text=True, timeout=400)
    costs = list(map(json.loads, done.stdout.splitlines()))
    assert len(costs) >= len(run.cases), done.stderr
    costly = [cost for cost in costs if cost["seconds"] > running.SECONDS or cost["megabytes"] > running.MEGABYTES]
    assert not costly, json.dumps(costly, ensure_ascii=False, indent=1)
    for cost in costs:
        assert "没有料到" not in "".join(cost["problems"]), cost
