"""What makes a result of an earlier run worthless: any change in what it rests on, or in what was written."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pytest

from budgetbook.codes import official
from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.doing import do
from budgetbook.stories.batch.journal import Journal
from budgetbook.stories.batch.task import Task
from tests.stories.batch.many import EXAMPLES, TEMPLATE, departments_list, keep, request, tasks_of


@pytest.fixture
def done(tmp_path: Path) -> tuple[Journal, dict[str, Task]]:
    """Two departments of one list, filled and written down."""
    for source, name in ((TEMPLATE, "模板.xlsx"), (TEMPLATE.with_suffix(".toml"), "模板.toml")):
        shutil.copy(source, tmp_path / name)
    departments_list(tmp_path / "全部.csv", ["教育局", "水务局"])
    journal = Journal(tmp_path / "journal.sqlite")
    for task in tasks(tmp_path).values():
        result = do(task, keep)
        assert result.state == "done", result
        journal.keep(result)
    return journal, tasks(tmp_path)


def tasks(folder: Path, **more: object) -> dict[str, Task]:
    asked = {"template": folder / "模板.xlsx", "by": "department"} | more
    return tasks_of(request(folder / "全部.csv", folder / "out", "fill", **asked))


def good(journal: Journal, found: dict[str, Task]) -> set[str]:
    return {name for name, task in found.items() if journal.still_good(task)}


def test_what_has_not_changed_is_good_and_says_all_it_said(done: tuple[Journal, dict[str, Task]]) -> None:
    journal, found = done
    result, again = journal.known("水务局"), journal.still_good(found["水务局"])
    assert result and again and again == result._replace(state="skipped") and result.verdicts["相符"] > 100
    assert result.amount and result.year == 2024 and result.problems


def _append(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b" ")


def _change_one_line(folder: Path) -> None:
    text = (folder / "全部.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(text) if "教育局" in line)
    text[at] = text[at].replace("25000.00", "25000.01")
    (folder / "全部.csv").write_text("".join(text), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "left"),
    [
        (_change_one_line, {"水务局"}),
        (lambda folder: _append(folder / "模板.xlsx"), set()),
        (lambda folder: _append(folder / "模板.toml"), set()),
        (lambda folder: (folder / "规则设置.toml").write_text('P08 = "提示"'), set()),
        (lambda folder: _append(folder / "out" / "水务局.xlsx"), {"教育局"}),
        (lambda folder: (folder / "out" / "水务局.xlsx").unlink(), {"教育局"}),
        (lambda folder: _append(folder / "out" / ".budgetbook" / "reports" / "教育局.xlsx.json"), {"水务局"}),
        (lambda folder: None, {"教育局", "水务局"}),
    ],
)
def test_a_change_costs_what_rests_on_it(
    change: Callable[[Path], None], left: set[str], done: tuple[Journal, dict[str, Task]], tmp_path: Path
) -> None:
    change(tmp_path)
    assert good(done[0], tasks(tmp_path)) == left


def test_another_job_another_version_other_settings_are_other_results(
    done: tuple[Journal, dict[str, Task]], tmp_path: Path
) -> None:
    journal, found = done
    assert good(journal, {name: task._replace(jobs=("fill", "check")) for name, task in found.items()}) == set()
    (tmp_path / "我们的.toml").write_text('P08 = "提示"', encoding="utf-8")
    assert good(journal, tasks(tmp_path, settings=tmp_path / "我们的.toml")) == set()
    with mock.patch("budgetbook.stories.batch.marks.__version__", "99.0"):
        assert good(journal, found) == set()
    assert good(journal, found) == set(found)


def test_a_list_of_codes_that_was_added_makes_other_results(
    done: tuple[Journal, dict[str, Task]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, found = done
    shutil.copytree(official._DATA, tmp_path / "同样的", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(official._DATA / "2024", tmp_path / "新的" / "2025")
    monkeypatch.setattr(official, "_DATA", tmp_path / "同样的")
    assert good(journal, found) == set(found)
    monkeypatch.setattr(official, "_DATA", tmp_path / "新的")
    assert good(journal, found) == set()


def test_what_failed_since_is_forgotten(done: tuple[Journal, dict[str, Task]]) -> None:
    from budgetbook.stories.batch.task import failed

    journal, found = done
    journal.keep(failed(found["教育局"], "坏了"))
    assert good(journal, found) == {"水务局"} and journal.known("教育局") is None


def test_a_journal_of_another_format_is_begun_anew(done: tuple[Journal, dict[str, Task]], tmp_path: Path) -> None:
    import sqlite3

    done[0].close()
    with contextlib.closing(sqlite3.connect(tmp_path / "journal.sqlite")) as data:
        data.execute("PRAGMA user_version = 99")
    assert good(Journal(tmp_path / "journal.sqlite"), done[1]) == set()


def test_what_is_no_journal_is_said(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "line_items.csv", tmp_path / "journal.sqlite")
    with pytest.raises(BudgetbookError, match="运行记录已损坏"):
        Journal(tmp_path / "journal.sqlite")
