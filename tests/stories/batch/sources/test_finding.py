"""Tasks: what each one does, and that no two write to the same place."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.request import jobs_of, refuse_nonsense
from budgetbook.stories.batch.sources.finding import find_tasks
from tests.hostile import disclosure
from tests.stories.batch.many import EXAMPLES, TEMPLATE, departments_list, log_lines, request, run, tasks_of, workbooks


def test_outputs_mirror_the_tree(tmp_path: Path) -> None:
    tasks = tasks_of(request(workbooks(tmp_path / "in"), tmp_path / "out"))
    assert {task.output for task in tasks.values()} == {
        *("第 1 批/公开 00.xlsx", "第 1 批/公开 02.xlsx"),
        *("第 2 批/公开 01.xlsx", "第 2 批/公开 03.xlsx"),
    }
    assert all(name == task.output for name, task in tasks.items())


def test_workbooks_that_cannot_be_read_are_tasks_and_other_files_are_named(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 1)
    for name in ("旧.xls", "表.et", "说明.docx", "公开 00.toml"):
        (folder / name).write_bytes(b"x")
    found = find_tasks(request(folder, tmp_path / "out"))
    assert [task.name for task in found.tasks] == ["旧.xls", "第 1 批/公开 00.xlsx", "表.et"]
    assert len(found.remarks) == 1 and "1 个文件" in found.remarks[0] and "说明.docx" in found.remarks[0]


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_a_name_that_is_no_text_is_done_and_written_down(tmp_path: Path) -> None:
    folder = workbooks(tmp_path / "in", 1)
    disclosure.write(folder / "好.xlsx")
    os.rename(folder / "好.xlsx", os.fsencode(folder) + b"/\xb9\xab.xlsx")
    (folder / "第 1 批" / "公开 00.xlsx").rename(os.fsdecode(os.fsencode(folder) + b"/\xb9.xlsx"))
    Path(os.fsdecode(os.fsencode(folder) + b"/\xb9.xlsx")).write_bytes(b"")
    results = run(request(folder, tmp_path / "out"))
    assert {name: result.state for name, result in results.items()} == {"·DCB9·DCAB.xlsx": "done", "·DCB9.xlsx": "failed"}
    assert [line["task"] for line in log_lines(tmp_path / "out")] == ["·DCB9.xlsx", "·DCB9·DCAB.xlsx"]


def test_lists_go_into_the_template_and_never_into_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("甲.csv", "甲.txt", "乙.csv"):
        shutil.copy(EXAMPLES / "line_items.csv", folder / name)
    shutil.copy(TEMPLATE, folder / "模板.xlsx")
    tasks = tasks_of(request(folder, tmp_path / "out", "fill", template=folder / "模板.xlsx"))
    assert {name: task.output for name, task in tasks.items()} == {
        "甲.csv": "甲（csv）.xlsx",
        "甲.txt": "甲（txt）.xlsx",
        "乙.csv": "乙.xlsx",
    }


def test_departments_of_one_list_have_files_of_their_own(tmp_path: Path) -> None:
    names = ["教育局", "水务/河湖局", "CON", "教育 局（新）"]
    listed = departments_list(tmp_path / "全部.csv", names)
    tasks = tasks_of(request(listed, tmp_path / "out", "fill", template=TEMPLATE, by="department"))
    assert {name: task.output for name, task in tasks.items()} == {
        "教育局": "教育局.xlsx",
        "水务/河湖局": "水务_河湖局.xlsx",
        "CON": "_CON.xlsx",
        "教育 局（新）": "教育 局（新）.xlsx",
    }
    assert {task.size for task in tasks.values()} == {22}


def test_units_of_one_list_too(tmp_path: Path) -> None:
    listed = departments_list(tmp_path / "全部.csv", ["教育局", "水务局"])
    tasks = tasks_of(request(listed, tmp_path / "out", "fill", template=TEMPLATE, by="unit"))
    assert set(tasks) == {"教育局机关", "水务局机关"}


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    folder, out = workbooks(tmp_path / "in", 1), tmp_path / "out"
    (tmp_path / "文件").write_text("x")
    for asked, said in (
        (request(folder, folder), "会盖掉"),
        (request(folder, tmp_path), "会盖掉"),
        (request(folder, tmp_path / "文件"), "不是文件夹"),
        (request(folder, out, template=TEMPLATE), "校验不用模板"),
        (request(folder, out, "fill", template=tmp_path / "没有.xlsx"), "没有这个模板文件"),
        (request(folder, out, "fill", by="unit"), "--template"),
        (request(folder, out, "fill", template=TEMPLATE, by="局"), "--by 写的是“局”"),
        (request(folder, out, settings=tmp_path / "没有.toml"), "没有这个规则设置文件"),
        (request(folder, out, workers=0), "至少是 1"),
    ):
        with pytest.raises(BudgetbookError, match=said):
            refuse_nonsense(asked)
    (tmp_path / "空").mkdir()
    with pytest.raises(BudgetbookError, match="没有找到"):
        find_tasks(request(tmp_path / "空", out))
    with pytest.raises(BudgetbookError, match="一个明细文件"):
        find_tasks(request(folder, out, "fill", template=TEMPLATE, by="unit"))


def test_jobs_are_named_in_any_order() -> None:
    assert jobs_of("check, fill", filling=False) == ("fill", "check")
    assert (jobs_of(None, filling=True), jobs_of(None, filling=False)) == (("fill",), ("check",))
    with pytest.raises(BudgetbookError, match="--job 写的是“tidy”"):
        jobs_of("tidy", filling=False)
