"""One task: the same bytes as the story told by hand, and every failure a result."""

import json
import shutil
from collections import Counter
from pathlib import Path
from unittest import mock

import pytest

from budgetbook.outputs.report import report_json
from budgetbook.stories.batch.doing import do
from budgetbook.stories.batch.task import Task
from budgetbook.stories.check import check
from budgetbook.stories.fill import fill
from tests.hostile import disclosure
from tests.stories import open_case
from tests.stories.batch.many import EXAMPLES, TEMPLATE, departments_list, keep, request, tasks_of, workbooks

ITEMS = EXAMPLES / "line_items.csv"


def one(folder: Path, *jobs: str, **more: object) -> Task:
    return next(iter(tasks_of(request(folder, folder.parent / "out", *jobs, **more)).values()))


def test_checking_is_what_check_does(tmp_path: Path) -> None:
    task = one(workbooks(tmp_path / "in", 1, wrong=[0]))
    result = do(task, keep)
    outcome = check(Path(task.source), output=tmp_path / "hand.xlsx")
    assert task.output_path.read_bytes() == (tmp_path / "hand.xlsx").read_bytes()
    assert task.report_path.read_text(encoding="utf-8") == report_json(outcome.report)
    assert (result.state, result.department, result.year) == ("done", "某局", 2024)
    said = json.loads(task.report_path.read_text(encoding="utf-8"))
    counted = Counter(said["summary"]["equations"]) + Counter(said["summary"]["rules"])
    listed = Counter(finding["verdict"] for finding in said["findings"])
    assert result.findings == {word: listed[word] for word in ("不符", "未检", "提示", "尾差", "已核实")}
    assert result.verdicts == {word: counted[word] for word in ("相符", "尾差", "不符", "未检", "提示")}
    assert result.disagrees and result.verdicts["不符"] >= 1


def test_filling_is_what_fill_does(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(ITEMS, tmp_path / "in" / "某 局.csv")
    task = one(tmp_path / "in", "fill", template=TEMPLATE)
    result = do(task, keep)
    fill(TEMPLATE, tmp_path / "hand.xlsx", items=ITEMS)
    assert task.output == "某 局.xlsx" and task.output_path.read_bytes() == (tmp_path / "hand.xlsx").read_bytes()
    assert (result.state, result.department, result.disagrees) == ("done", "示范区行政审批局", False)


def test_a_list_in_a_workbook_brings_its_projects(tmp_path: Path) -> None:
    source = open_case.make(tmp_path / "in", case=EXAMPLES)
    source.with_suffix(".toml").unlink()
    task = one(tmp_path / "in", "fill", template=TEMPLATE)
    do(task, keep)
    assert len(json.loads(task.report_path.read_text(encoding="utf-8"))["checks"]) > 20
    assert "互联网运维费" in open_case.seen(task.output_path)


def test_a_department_is_filled_as_from_a_file_of_its_own(tmp_path: Path) -> None:
    listed = departments_list(tmp_path / "全部.csv", ["教育局", "水务局"])
    asked = request(listed, tmp_path / "out", "fill", template=TEMPLATE, by="department")
    task = tasks_of(asked)["水务局"]
    result = do(task, keep)
    alone = departments_list(tmp_path / "一个.csv", ["水务局"])
    alone.write_text(alone.read_text(encoding="utf-8").replace("700", "701"), encoding="utf-8")
    fill(TEMPLATE, tmp_path / "hand.xlsx", items=alone)
    assert task.output_path.read_bytes() == (tmp_path / "hand.xlsx").read_bytes()
    assert (result.department, result.year) == ("水务局", 2024)


def test_filled_and_checked_again_judges_what_was_saved(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(ITEMS, tmp_path / "in" / "a.csv")
    task = one(tmp_path / "in", "fill", "check", template=TEMPLATE)
    result = do(task, keep)
    assert result.state == "done" and not result.disagrees and result.verdicts["相符"] > 100

    def fill_wrongly(template: Path, output: Path, **more: object) -> object:
        outcome = fill(template, output, **more)  # type: ignore[arg-type]
        import openpyxl

        book = openpyxl.load_workbook(output)
        book["表三"]["E6"] = 1.5
        book.save(output)
        return outcome

    with mock.patch("budgetbook.stories.batch.doing.fill", fill_wrongly):
        assert do(task, keep).disagrees


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_what_cannot_be_read_is_a_result_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "坏 的.xlsx").write_bytes(content)
    task = one(tmp_path / "in")
    result = do(task, keep)
    assert (result.state, result.output, result.report) == ("failed", None, None)
    assert result.problems and "坏 的.xlsx" in result.problems[0]
    assert not task.output_path.exists() and not task.report_path.exists()


def test_a_file_that_has_gone_is_a_result(tmp_path: Path) -> None:
    task = one(workbooks(tmp_path / "in", 1))
    Path(task.source).unlink()
    assert "没有这个文件" in do(task, keep).problems[0]


def test_a_file_that_changes_meanwhile_is_not_taken_for_done(tmp_path: Path) -> None:
    task = one(workbooks(tmp_path / "in", 1))

    def check_and_change(*given: object, **more: object) -> object:
        outcome = check(*given, **more)  # type: ignore[arg-type]
        disclosure.write(Path(task.source), 表三={"A9": "变"})
        return outcome

    with mock.patch("budgetbook.stories.batch.doing.check", check_and_change):
        result = do(task, keep)
    assert result.state == "failed" and "被改动" in result.problems[0]


def test_what_nobody_expected_has_a_number_and_no_english(tmp_path: Path) -> None:
    task = one(workbooks(tmp_path / "in", 1))
    with mock.patch("budgetbook.stories.batch.doing.check", side_effect=ZeroDivisionError("boom")):
        result = do(task, keep)
    assert result.state == "failed" and "编号 号-ZeroDivisionError" in result.problems[0] and "boom" not in result.problems[0]


def test_no_memory_is_a_result_and_the_worker_is_done_for(tmp_path: Path) -> None:
    task = one(workbooks(tmp_path / "in", 1))
    with mock.patch("budgetbook.stories.batch.doing.check", side_effect=MemoryError):
        result = do(task, keep)
    assert result.state == "failed" and result.exhausted and "内存不够" in result.problems[0]
