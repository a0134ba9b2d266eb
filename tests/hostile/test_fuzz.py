"""Fuzzing: whatever bytes, XML, lists and bindings are given, the answer is a result or a Chinese problem, and nothing else.

BUDGETBOOK_FUZZ_EXAMPLES sets how many examples each test tries (README.md beside this)."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budgetbook.checks.rules.settings import read_settings
from budgetbook.items.line_items import read_items
from budgetbook.items.projects import read_project_lists
from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.doing import do
from budgetbook.stories.batch.task import CHECK, DONE, FAILED, FILL, Task
from budgetbook.stories.check import check
from budgetbook.stories.clear import clear
from budgetbook.stories.fill import fill
from budgetbook.tables.binding_reader import read_binding
from budgetbook.tables.vocabulary import load_vocabulary
from tests.hostile import disclosure, fuzzing
from tests.items import lists
from tests.stories.batch.many import keep

EXAMPLES = int(os.environ.get("BUDGETBOOK_FUZZ_EXAMPLES", "0"))
_CHINESE = re.compile("[\u4e00-\u9fff]")
_ENGLISH = re.compile(r"\b(?:invalid|literal|expected|could not|cannot|not a|out of range|object|error at)\b", re.IGNORECASE)


def tries(count: int) -> Callable[..., object]:
    return settings(
        max_examples=EXAMPLES or count, deadline=None, suppress_health_check=list(HealthCheck), derandomize=not EXAMPLES
    )


@contextmanager
def only_chinese_problems() -> Iterator[None]:
    """Success will do, and so will the project's own error when it speaks Chinese; any other exception goes on."""
    try:
        yield
    except BudgetbookError as error:
        assert error.problems
        for problem in error.problems:
            assert _CHINESE.search(problem.message), problem
            assert not _ENGLISH.search(re.sub("“.*”", "", problem.message + problem.hint)), problem


def drive(package: bytes) -> None:
    """Everything that opens a workbook: check and mark it, clear it, fill it."""
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder, disclosure.FILE), Path(folder, "结果.xlsx")
        path.write_bytes(package)
        items = lists.saved(Path(folder), lists.text_of(lists.line()))
        with only_chinese_problems():
            check(path, output=output)
        if output.exists():
            with only_chinese_problems():
                clear(output, output)
        with only_chinese_problems():
            fill(path, output, items=items)


@tries(120)
@given(st.data())
def test_bytes_of_a_package(data: st.DataObject) -> None:
    drive(data.draw(fuzzing.mutated_bytes(fuzzing.package_bytes())))


@tries(300)
@given(st.data())
def test_xml_of_parts_in_a_sound_package(data: st.DataObject) -> None:
    drive(fuzzing.packed(data.draw(fuzzing.mutated_parts(fuzzing.parts()))))


@tries(250)
@given(st.data())
def test_text_files_of_line_items(data: st.DataObject) -> None:
    content = data.draw(fuzzing.mutated_list())
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
    encoded = content.encode(encoding, "ignore")
    encoded = data.draw(fuzzing.mutated_bytes(encoded)) if data.draw(st.integers(0, 3)) == 0 else encoded
    with tempfile.TemporaryDirectory() as folder, only_chinese_problems():
        read_items(lists.saved(Path(folder), encoded))


@tries(80)
@given(st.data())
def test_workbooks_of_line_items(data: st.DataObject) -> None:
    package = fuzzing.packed(data.draw(fuzzing.mutated_parts(fuzzing.list_parts(data.draw(fuzzing.mutated_rows())))))
    with tempfile.TemporaryDirectory() as folder, only_chinese_problems():
        read_items(lists.saved(Path(folder), package, "明细.xlsx"))


@tries(80)
@given(st.data())
def test_lists_of_projects(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, only_chinese_problems():
        projects = lists.saved(Path(folder), data.draw(fuzzing.mutated_text(fuzzing.PROJECTS)), "项目.csv")
        indicators = lists.saved(Path(folder), data.draw(fuzzing.mutated_text(fuzzing.INDICATORS)), "指标.csv")
        read_project_lists(projects, indicators)


@tries(300)
@given(st.data())
def test_bindings(data: st.DataObject) -> None:
    text = data.draw(fuzzing.mutated_text(fuzzing.binding(), fuzzing.TOML))
    with only_chinese_problems():
        read_binding(text, "模板.toml")


@tries(60)
@given(st.data())
def test_checking_with_a_binding(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = disclosure.write(Path(folder, disclosure.FILE))
        text = data.draw(fuzzing.mutated_text(fuzzing.binding(), fuzzing.TOML))
        path.with_suffix(".toml").write_text(text, encoding="utf-8")
        with only_chinese_problems():
            check(path)


@tries(200)
@given(st.data())
def test_settings_of_rules(data: st.DataObject) -> None:
    with only_chinese_problems():
        read_settings(data.draw(fuzzing.mutated_text(fuzzing.SETTINGS, fuzzing.TOML)), "规则设置.toml")


@tries(40)
@given(st.data())
def test_local_vocabularies(data: st.DataObject) -> None:
    text = data.draw(fuzzing.mutated_text(fuzzing.vocabulary(), fuzzing.TOML))
    with tempfile.TemporaryDirectory() as folder, only_chinese_problems():
        load_vocabulary(str(lists.saved(Path(folder), text, "词汇表.toml")))


@tries(40)
@given(st.data())
def test_batches_of_anything(data: st.DataObject) -> None:
    """What a worker makes of any file is a result with Chinese problems; nothing is left for the log of the unexpected."""
    sort = data.draw(st.sampled_from(["package", "parts", "list"]))
    with tempfile.TemporaryDirectory() as folder:
        name = "清单.csv" if sort == "list" else disclosure.FILE
        made = {
            "package": lambda: data.draw(fuzzing.mutated_bytes(fuzzing.package_bytes())),
            "parts": lambda: fuzzing.packed(data.draw(fuzzing.mutated_parts(fuzzing.parts()))),
            "list": lambda: data.draw(fuzzing.mutated_list()).encode("utf-8", "ignore"),
        }[sort]()
        path = lists.saved(Path(folder), made, name)
        template = str(disclosure.write(Path(folder, "模板.xlsx"))) if sort == "list" else ""
        result = do(Task("任务", str(path), "结果.xlsx", f"{folder}/out", (FILL,) if template else (CHECK,), template), keep)
        assert result.state in (DONE, FAILED) and not any("没有料到" in problem for problem in result.problems), result
