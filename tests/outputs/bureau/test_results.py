"""Reading a run's folder: what stands there, what is torn, what points outside."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgetbook.model.problem import BudgetbookError
from budgetbook.outputs.bureau.results import Result, read_results, read_tasks, report_of, safe_path
from budgetbook.outputs.report import report_data
from budgetbook.stories.bureau import bureau
from tests.outputs import reports
from tests.outputs.bureau.runs import OLD_YEAR, REMARK, TAIL, UNREAD, WRONG, failed, report, task, write_run


def results(out: Path) -> list[Result]:
    return list(read_results(out, read_tasks(out)[0]))


@pytest.mark.parametrize(
    "each", [report(WRONG, OLD_YEAR, TAIL, REMARK, UNREAD), report(), report(reports.NOWHERE._replace(code="D01"))]
)
def test_a_report_is_read_as_it_was_written(each: object) -> None:
    again = report_of(json.loads(json.dumps(report_data(each))))
    assert report_data(again) == report_data(each)
    assert (again.findings, again.assumptions) == (each.findings, each.assumptions)


def test_of_a_resumed_task_the_last_line_counts(tmp_path: Path) -> None:
    out = write_run(
        tmp_path,
        [failed("a.xlsx", "坏了"), task("b.xlsx"), task("a.xlsx", department="甲局")],
        {"a.xlsx": report(), "b.xlsx": report()},
    )
    first, second = results(out)
    assert (first.task.name, first.task.state, first.task.department) == ("a.xlsx", "done", "甲局")
    assert first.report is not None and second.task.department == "b.xlsx"


@pytest.mark.parametrize(
    "line",
    [
        '{"task": "b.xlsx", "sta',
        "[1, 2]",
        "null",
        "7",
        '{"task": "b.xlsx", "state": "gone"}',
        '{"task": 7, "state": "done"}',
        '{"task": "b.xlsx", "state": "done", "year": "去年"}',
        "[" * 100_000,
        '{"task": "b.xlsx", "state": "done", "amount": 1e400}',
        '{"task": "b.xlsx", "state": "done", "problems": 7}',
    ],
)
def test_a_line_that_cannot_be_read_is_said_and_the_others_stand(tmp_path: Path, line: str) -> None:
    out = write_run(tmp_path, [task("a.xlsx")], {"a.xlsx": report()})
    with (out / "tasks.jsonl").open("a", encoding="utf-8") as file:
        file.write(line)
    tasks, unread = read_tasks(out)
    assert [each.name for each in tasks] == ["a.xlsx"]
    assert len(unread) == 1 and "第 2 行" in str(unread[0]) and unread[0].warning


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match=r"没有批量处理的记录.*budgetbook batch"):
        read_tasks(tmp_path)
    (tmp_path / "tasks.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(BudgetbookError, match="没有一条处理记录"):
        read_tasks(tmp_path)


@pytest.mark.parametrize("state", ["done", "failed", "skipped"])
def test_a_task_without_a_report_says_why(tmp_path: Path, state: str) -> None:
    (result,) = results(write_run(tmp_path, [task("a.xlsx", state=state, report=None)], {}))
    assert result.report is None and len(result.task.problems) == 1 and "没有" in result.task.problems[0]


@pytest.mark.parametrize(
    "wanted", ["../outside.json", "/outside.json", "C:/outside.json", "x/../../outside.json", "..\\outside.json"]
)
def test_a_report_outside_the_folder_is_not_read(tmp_path: Path, wanted: str) -> None:
    (tmp_path / "outside.json").write_text(json.dumps(report_data(report(WRONG))), encoding="utf-8")
    (result,) = results(write_run(tmp_path / "out", [task("a.xlsx", report=wanted)], {}))
    assert result.report is None and "不在结果文件夹里" in result.task.problems[0]
    assert not safe_path(wanted)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside.json").write_text(json.dumps(report_data(report(WRONG))), encoding="utf-8")
    out = write_run(tmp_path / "out", [task("a.xlsx", report="in.json")], {})
    try:
        (out / "in.json").symlink_to(tmp_path / "outside.json")
    except OSError:
        pytest.skip("this system does not let links be made")
    (result,) = results(out)
    assert result.report is None and "不在结果文件夹里" in result.task.problems[0]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"findings": 7}', "[" * 100_000, '{"findings": [{"code": "X"}]}', "\ufeff{}"]
)
def test_a_report_that_cannot_be_read_is_a_problem_of_its_task(tmp_path: Path, text: str) -> None:
    out = write_run(tmp_path, [task("a.xlsx"), task("b.xlsx")], {"a.xlsx": report(), "b.xlsx": report()})
    (out / ".budgetbook/reports/a.xlsx.json").write_text(text, encoding="utf-8")
    first, second = results(out)
    assert first.report is None and "读不懂" in first.task.problems[-1] and second.report is not None
    (out / ".budgetbook/reports/a.xlsx.json").unlink()
    assert "不见了" in results(out)[0].task.problems[-1]


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["done", "a.xlsx", "\ud800", "\0", "../x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("task", "output", "report", "department", "year", "amount", "problems")


@given(
    st.lists(
        st.fixed_dictionaries({"state": st.sampled_from(["done", "failed", "skipped"])}, optional=dict.fromkeys(KEYS, ANYTHING))
    )
)
@example([{"state": "done", "task": "a", "amount": 10**17}, {"state": "done", "task": "b", "year": float("inf")}])
@example(
    [
        {"state": "done", "task": "a", "report": "\0"},
        {"state": "done", "task": "\ud800", "problems": ["\udfff"], "output": "\ud800"},
    ]
)
def test_any_fields_give_the_files_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, lines: list[dict[str, object]]) -> None:
    out = tmp_path_factory.mktemp("run")
    (out / "tasks.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    try:
        made = bureau(out)
    except BudgetbookError:
        assert list(out.iterdir()) == [out / "tasks.jsonl"]
    else:
        assert made.totals.workbooks + len(made.warnings) <= len(lines)
        assert all(path.stat().st_size for path in made.written)


@given(st.binary(max_size=300))
def test_any_bytes_are_tasks_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    out = tmp_path_factory.mktemp("run")
    (out / "tasks.jsonl").write_bytes(data)
    with pytest.raises(BudgetbookError):
        read_tasks(out)
