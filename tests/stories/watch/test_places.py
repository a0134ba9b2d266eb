"""Where results go: beside what was dropped, never over what somebody else has written, whole whenever the power fails."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from budgetbook.stories.batch.journal import Journal
from budgetbook.stories.batch.marks import file_hash, marks_of
from budgetbook.stories.batch.task import DONE, FILL, Result, Task
from budgetbook.stories.watch.places import BusyError, Made, Places, is_own


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / "journal.sqlite")
    yield journal
    journal.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "放这里" / "甲").mkdir(parents=True)
    return tmp_path / "放这里"


@pytest.fixture
def places(root: Path, journal: Journal) -> Places:
    return Places(root, journal)


def made(root: Path, content: str, name: str = "甲/公开.xlsx", jobs: tuple[str, ...] = ("check",)) -> Made:
    """A result that waits to be put, of a file that holds its own content."""
    (root / name).write_text(f"放进来的 {content}", encoding="utf-8")
    task = Task(name, str(root / name), name, str(root / ".work"), jobs, paged=True)
    for path in (task.output_path, task.page_path):
        path.parent.mkdir(parents=True, exist_ok=True)
    task.output_path.write_text(f"结果 {content}", encoding="utf-8")
    task.page_path.write_text(f"报告 {content}", encoding="utf-8")
    return Made(task, Result(name, DONE, name, marks=marks_of(task), output_hash=file_hash(task.output_path)))


def visible(root: Path) -> dict[str, str]:
    """Everything below the root but what was dropped and what is in work."""
    paths = (path for path in root.rglob("*") if path.is_file() and ".work" not in path.parts)
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    return {name: text for name, text in texts.items() if not text.startswith("放进来的")}


RESULT, PAGE = "甲/公开（校验结果）.xlsx", "甲/公开（校验报告）.html"


def test_both_lie_beside_it(places: Places, root: Path, journal: Journal) -> None:
    placed = places.put(made(root, "一"))
    assert visible(root) == {RESULT: "结果 一", PAGE: "报告 一"} and placed.remarks == ()
    assert (placed.result.output, placed.result.report) == (RESULT, PAGE)
    assert journal.known("甲/公开.xlsx") == placed.result
    assert (root / "甲" / "公开.xlsx").read_text(encoding="utf-8") == "放进来的 一"


def test_the_same_name_again_replaces_it(places: Places, root: Path) -> None:
    places.put(made(root, "一"))
    assert places.put(made(root, "二")).remarks == ()
    assert visible(root) == {RESULT: "结果 二", PAGE: "报告 二"}


def test_what_a_person_has_changed_or_had_there_is_not_overwritten(places: Places, root: Path) -> None:
    places.put(made(root, "一"))
    (root / RESULT).write_text("有人写了理由", encoding="utf-8")
    placed = places.put(made(root, "二"))
    assert RESULT in placed.remarks[0] and "没有盖掉" in placed.remarks[0]
    second = {"甲/公开（校验结果 2）.xlsx": "结果 二", "甲/公开（校验报告 2）.html": "报告 二"}
    assert visible(root) == {RESULT: "有人写了理由", **second}
    places.put(made(root, "三"))  # and so on beside it
    assert visible(root) == {RESULT: "有人写了理由", **{name: text.replace("二", "三") for name, text in second.items()}}
    (root / RESULT).unlink()
    assert places.put(made(root, "四")).remarks == ()  # the first name is free again, and the second is not left behind
    assert visible(root) == {RESULT: "结果 四", PAGE: "报告 四"}


def test_a_folder_in_the_way_is_gone_round(places: Places, root: Path) -> None:
    (root / RESULT).mkdir()
    assert places.put(made(root, "一")).result.output == "甲/公开（校验结果 2）.xlsx"


def test_files_that_differ_in_their_kind_lie_in_one_folder(places: Places, root: Path) -> None:
    for name in ("甲/公开.xlsx", "甲/公开.xlsm", "甲/公开.csv"):
        places.put(made(root, name[-4:], name, (FILL,)))
    assert set(visible(root)) == {
        *("甲/公开（填报结果）.xlsx", "甲/公开（校验报告）.html", "甲/公开（xlsm 填报结果）.xlsm", "甲/公开（xlsm 校验报告）.html"),
        *("甲/公开（csv 填报结果）.csv", "甲/公开（csv 校验报告）.html"),
    }
    assert all(is_own(Path(name)) for name in visible(root))


@pytest.mark.parametrize(
    "name", ["公开.xlsx", "校验结果.xlsx", "公开（校验结果）底稿.xlsx", "（校验结果）公开.xlsx", "公开(校验结果).xlsx"]
)
def test_other_names_are_somebodys(name: str) -> None:
    assert not is_own(Path(name))


def test_names_that_are_cut_to_the_same_do_not_overwrite_each_other(places: Places, root: Path) -> None:
    long = "甲/" + "长" * 62
    for name in (f"{long}一.xlsx", f"{long}二.xlsx"):
        assert places.put(made(root, name[-6], name)).result.output
    assert {text for name, text in visible(root).items() if name.endswith(".xlsx")} == {"结果 一", "结果 二"}


def test_while_somebody_has_the_result_open_it_is_not_replaced(places: Places, root: Path) -> None:
    places.put(made(root, "一"))
    (root / "甲" / ".~lock.公开（校验结果）.xlsx#").write_text("李四,h", encoding="utf-8")
    again = made(root, "二")
    with pytest.raises(BusyError, match="“李四”打开着"):
        places.put(again)
    assert visible(root)[RESULT] == "结果 一"
    (root / "甲" / ".~lock.公开（校验结果）.xlsx#").unlink()
    places.put(again)
    assert visible(root) == {RESULT: "结果 二", PAGE: "报告 二"}


def refusing(count: int, original: Callable[..., None] = os.replace) -> Callable[..., None]:
    """os.replace as Windows does it for a file that is open: refused the call with this number, from 1."""
    calls = 0

    def replace(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls == count:
            raise PermissionError(13, "used by another process")
        original(source, target)

    return replace


@pytest.mark.parametrize("call", [1, 2])
def test_a_sharing_violation_is_tried_again(call: int, places: Places, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places.put(made(root, "一"))
    again = made(root, "二")
    monkeypatch.setattr(os, "replace", refusing(call))
    with pytest.raises(BusyError, match="关闭以后会自动换成新的"):
        places.put(again)
    assert places.put(again).remarks == ()
    assert visible(root) == {RESULT: "结果 二", PAGE: "报告 二"}


class PowerError(BaseException):
    """The end of everything."""


@pytest.mark.parametrize("call", [1, 2, 3])
def test_wherever_it_is_cut_off_the_next_run_knows_its_own(
    call: int, places: Places, root: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.put(made(root, "一"))
    again, calls = made(root, "二"), 0

    def step(original: Callable[..., None]) -> Callable[..., None]:
        def wrapped(*given: object) -> None:
            nonlocal calls
            calls += 1
            if calls == call:
                raise PowerError
            original(*given)

        return wrapped

    with monkeypatch.context() as patched, pytest.raises(PowerError):
        patched.setattr(os, "replace", step(os.replace))
        patched.setattr(journal, "keep", step(journal.keep))
        places.put(again)
    assert not places.stands(again.task)
    assert places.put(made(root, "三")).remarks == ()
    assert visible(root) == {RESULT: "结果 三", PAGE: "报告 三"}


def test_it_stands_until_what_it_rests_on_changes_or_it_is_gone(places: Places, root: Path) -> None:
    one = made(root, "一")
    assert not places.stands(one.task)
    places.put(one)
    assert places.stands(one.task)
    (root / RESULT).write_text("有人写了理由", encoding="utf-8")
    assert places.stands(one.task)  # it is theirs now, and is not made again beside it
    (root / PAGE).unlink()
    assert not places.stands(one.task)
    places.put(made(root, "一"))
    (root / "甲" / "规则设置.toml").write_text("", encoding="utf-8")
    assert not places.stands(one.task)


def test_what_is_no_longer_true_is_withdrawn_but_not_what_a_person_has_changed(places: Places, root: Path) -> None:
    one = made(root, "一")
    places.put(one)
    assert places.withdraw(one.task) == () and visible(root) == {}
    places.put(made(root, "二"))
    (root / RESULT).write_text("有人写了理由", encoding="utf-8")
    (said,) = places.withdraw(one.task)
    assert RESULT in said and "请不要当成这次的" in said and visible(root) == {RESULT: "有人写了理由"}
    assert places.withdraw(made(root, "三", "甲/没有做过.xlsx").task) == ()
