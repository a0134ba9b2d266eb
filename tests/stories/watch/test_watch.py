"""A watched folder: what is dropped is done, beside it lies what came of it, and one bad file costs itself alone."""

import contextlib
import csv
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.doing import Do, do
from budgetbook.stories.batch.limits import Limits
from budgetbook.stories.batch.task import OWN
from budgetbook.stories.watch import watch as watches
from budgetbook.stories.watch.watch import REMARK, WAITING, Told, watch
from tests.hostile import disclosure
from tests.stories.batch.many import EXAMPLES, TEMPLATE, keep, request
from tests.stories.batch.odd import do_oddly

LONG = 120  # seconds, which only a failure takes: the folder is then taken away, and the watch ends with an error
SETTLE = 0.05
posix = pytest.mark.skipif(os.name == "nt", reason="no such signal")


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watches, "_AGAIN", 0.1)


@contextlib.contextmanager
def watching(folder: Path, out: Path | None = None, do: Do = do, **more: object) -> Iterator[Callable[..., list[Told]]]:
    """Gives a function that watches until something has been told of each of these names, or for them to be told again, and
    returns all that was told meanwhile."""
    jobs = more.pop("jobs", ("check",))
    asked = request(folder, out or folder, *jobs, **more)  # type: ignore[misc]
    with watch(asked, keep, SETTLE, 0.0, do) as watched, contextlib.closing(watched.told()) as telling:

        def until(*names: str) -> list[Told]:
            seen: list[Told] = []
            lost = threading.Timer(LONG, (asked.out / OWN / "lock").unlink)
            lost.start()
            try:
                for told in telling:
                    seen.append(told)
                    if {each.name for each in seen} >= set(names):
                        break
            finally:
                lost.cancel()
            return seen

        yield until


def drop(path: Path, content: bytes | None = None, **cells: dict[str, object]) -> bytes:
    """A small workbook, or a content, that is there all at once, however busy the machine is; returns the content."""
    hidden = path.with_name(f".{path.name}")
    hidden.write_bytes(content) if content is not None else disclosure.write(hidden, **cells)
    os.replace(hidden, path)
    return path.read_bytes()


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and OWN not in path.parts}


def states(told: list[Told]) -> dict[str, str]:
    return {each.name: each.result.state for each in told if each.result}


def test_result_and_report_lie_beside_what_was_dropped(tmp_path: Path) -> None:
    path = tmp_path / "公开.xlsx"
    before = drop(path, 表三={"C5": 999.5})
    with watching(tmp_path) as until:
        (told,) = until("公开.xlsx")
        assert told.result and told.result.disagrees and "公开（校验结果）.xlsx，公开（校验报告）.html" in told.said
        assert files(tmp_path) == {"公开.xlsx", "公开（校验结果）.xlsx", "公开（校验报告）.html"}
        (tmp_path / "甲").mkdir()
        drop(tmp_path / "甲" / "后来.xlsx")
        assert states(until("甲/后来.xlsx")) == {"甲/后来.xlsx": "done"}
    assert path.read_bytes() == before
    assert "不符" in (tmp_path / "公开（校验报告）.html").read_text(encoding="utf-8")
    assert not (tmp_path / OWN / "work").exists()


def test_the_coloured_copy_is_what_check_makes(tmp_path: Path) -> None:
    from budgetbook.stories.check import check

    path = tmp_path / "公开.xlsx"
    drop(path, 表三={"C5": 999.5})
    with watching(tmp_path) as until:
        until("公开.xlsx")
    check(path, output=tmp_path / "单独.xlsx")
    assert (tmp_path / "公开（校验结果）.xlsx").read_bytes() == (tmp_path / "单独.xlsx").read_bytes()


def test_after_a_restart_only_what_is_new_or_has_changed_is_done(tmp_path: Path) -> None:
    for name in ("一", "二", "三"):
        drop(tmp_path / f"{name}.xlsx")
    with watching(tmp_path) as until:
        until("一.xlsx", "二.xlsx", "三.xlsx")
    drop(tmp_path / "三（校验结果）.xlsx", "有人改过".encode())
    drop(tmp_path / "二.xlsx", 表三={"C5": 1})
    drop(tmp_path / "四.xlsx")
    with watching(tmp_path) as until:
        told = until("二.xlsx", "四.xlsx", "")
    assert states(told) == {"二.xlsx": "done", "四.xlsx": "done"}
    assert [each.said for each in told if not each.name] == ["2 个以前做过、没有变化，结果还是上次的"]
    assert len(files(tmp_path)) == 12 and (tmp_path / "三（校验结果）.xlsx").read_bytes() == "有人改过".encode()


def test_the_same_name_again_is_done_again_and_a_changed_result_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "公开.xlsx"
    drop(path, 表三={"C5": 999.5})
    with watching(tmp_path) as until:
        until("公开.xlsx")
        first = (tmp_path / "公开（校验结果）.xlsx").read_bytes()
        drop(path)
        (told,) = until("公开.xlsx")
        assert told.result and not told.result.disagrees and len(files(tmp_path)) == 3
        assert (tmp_path / "公开（校验结果）.xlsx").read_bytes() != first
        drop(tmp_path / "公开（校验结果）.xlsx", first)
        drop(path, 表三={"C5": 5})
        (told,) = until("公开.xlsx")
    assert "没有盖掉" in told.said and "公开（校验结果 2）.xlsx" in told.said
    assert (tmp_path / "公开（校验结果）.xlsx").read_bytes() == first


def test_what_cannot_be_done_has_a_note_until_it_can(tmp_path: Path) -> None:
    drop(tmp_path / "坏.xlsx", b"no workbook")
    drop(tmp_path / "旧.et", b"\xd0\xcf\x11\xe0")
    with watching(tmp_path) as until:
        told = until("坏.xlsx", "旧.et")
        assert states(told) == {"坏.xlsx": "failed", "旧.et": "failed"}
        assert "不是 Excel 工作簿" in (tmp_path / "坏（没有做成）.txt").read_text(encoding="utf-8-sig")
        drop(tmp_path / "坏.xlsx")
        until("坏.xlsx")
        assert files(tmp_path) == {"坏.xlsx", "坏（校验结果）.xlsx", "坏（校验报告）.html", "旧.et", "旧（et 没有做成）.txt"}
        drop(tmp_path / "坏.xlsx", b"no workbook again")
        until("坏.xlsx")
        assert files(tmp_path) == {"坏.xlsx", "坏（没有做成）.txt", "旧.et", "旧（et 没有做成）.txt"}
        (tmp_path / "坏.xlsx").unlink()
        drop(tmp_path / "好.xlsx")
        until("好.xlsx")
    assert "坏（没有做成）.txt" not in files(tmp_path)


def test_what_stays_half_written_is_said_to_be_broken(tmp_path: Path) -> None:
    whole = drop(tmp_path / "半.xlsx")
    drop(tmp_path / "半.xlsx", whole[:1000])
    with watching(tmp_path) as until:
        told = until("半.xlsx")
        assert told[-1].kind == WAITING and "没有写完" in told[-1].said
        assert states(until("半.xlsx")) == {"半.xlsx": "failed"}
        drop(tmp_path / "半.xlsx", whole)
        assert states(until("半.xlsx")) == {"半.xlsx": "done"}


def test_what_somebody_has_open_is_done_when_he_closes_it(tmp_path: Path) -> None:
    drop(tmp_path / "公开.xlsx")
    lock = tmp_path / ".~lock.公开.xlsx#"
    lock.write_text("李四,h", encoding="utf-8")
    with watching(tmp_path) as until:
        (told,) = until("公开.xlsx")
        assert told.kind == WAITING and "李四" in told.said and files(tmp_path) == {"公开.xlsx", lock.name}
        lock.unlink()
        assert states(until("公开.xlsx")) == {"公开.xlsx": "done"}


def test_a_result_that_somebody_has_open_is_put_when_he_closes_it(tmp_path: Path) -> None:
    path = tmp_path / "公开.xlsx"
    drop(path, 表三={"C5": 999.5})
    lock = tmp_path / ".~lock.公开（校验结果）.xlsx#"
    with watching(tmp_path) as until:
        until("公开.xlsx")
        first = (tmp_path / "公开（校验结果）.xlsx").read_bytes()
        lock.write_text("李四,h", encoding="utf-8")
        drop(path)
        (told,) = until("公开.xlsx")
        assert told.kind == WAITING and "李四" in told.said
        assert (tmp_path / "公开（校验结果）.xlsx").read_bytes() == first
        lock.unlink()
        (told,) = until("公开.xlsx")
    assert told.result and not told.result.disagrees and (tmp_path / "公开（校验结果）.xlsx").read_bytes() != first


def test_what_was_put_back_meanwhile_keeps_its_own_result(tmp_path: Path) -> None:
    path, lock = tmp_path / "公开.xlsx", tmp_path / ".~lock.公开（校验结果）.xlsx#"
    first = drop(path, 表三={"C5": 999.5})
    with watching(tmp_path) as until:
        until("公开.xlsx")
        result = (tmp_path / "公开（校验结果）.xlsx").read_bytes()
        lock.write_text("李四,h", encoding="utf-8")
        drop(path)
        assert until("公开.xlsx")[-1].kind == WAITING  # the result of this one
        drop(path, first)
        assert "没有变化" in until("")[-1].said
        lock.unlink()
        drop(tmp_path / "又.xlsx")
        assert {each.name for each in until("又.xlsx")} == {"又.xlsx"}
    assert (tmp_path / "公开（校验结果）.xlsx").read_bytes() == result


def test_nothing_of_its_own_is_taken_and_what_looks_like_it_is_named(tmp_path: Path) -> None:
    drop(tmp_path / "公开.xlsx")
    drop(tmp_path / "别处来的（校验结果）.xlsx")
    drop(tmp_path / "~$临时.xlsx")
    drop(tmp_path / ".隐藏.xlsx")
    drop(tmp_path / "说明.docx", b"x")
    with watching(tmp_path) as until:
        told = until("公开.xlsx", "说明.docx", "别处来的（校验结果）.xlsx")
        drop(tmp_path / "又.xlsx")
        told += until("又.xlsx")
    with watching(tmp_path) as until:
        drop(tmp_path / "还.xlsx")
        told += until("还.xlsx", "说明.docx")
    assert set(states(told)) == {"公开.xlsx", "又.xlsx", "还.xlsx"}
    remarks = {each.name: each.said for each in told if each.kind == REMARK and each.name and not each.result}
    assert set(remarks) == {"说明.docx", "别处来的（校验结果）.xlsx"} and "名字是结果的样子" in remarks["别处来的（校验结果）.xlsx"]


def test_results_go_into_another_folder_in_the_same_tree(tmp_path: Path) -> None:
    (tmp_path / "放" / "甲").mkdir(parents=True)
    drop(tmp_path / "放" / "甲" / "公开.xlsx")
    drop(tmp_path / "放" / "甲" / "坏.xlsx", b"bad")
    with watching(tmp_path / "放", tmp_path / "果") as until:
        until("甲/公开.xlsx", "甲/坏.xlsx")
    assert files(tmp_path / "果") == {"甲/公开（校验结果）.xlsx", "甲/公开（校验报告）.html", "甲/坏（没有做成）.txt"}
    assert files(tmp_path / "放") == {"甲/公开.xlsx", "甲/坏.xlsx"}


def test_lists_are_filled_into_a_template_that_may_lie_there_too(tmp_path: Path) -> None:
    template = tmp_path / "模板.xlsx"
    template.write_bytes(TEMPLATE.read_bytes())
    template.with_suffix(".toml").write_bytes(TEMPLATE.with_suffix(".toml").read_bytes())
    drop(tmp_path / "某局.csv", (EXAMPLES / "line_items.csv").read_bytes())
    (tmp_path / "错.csv").write_text("部门,金额\n", encoding="utf-8")
    with watching(tmp_path, jobs=("fill",), template=template) as until:
        assert states(until("某局.csv", "错.csv")) == {"某局.csv": "done", "错.csv": "failed"}
    assert files(tmp_path) - {"模板.xlsx", "模板.toml"} == {
        *("某局.csv", "某局（csv 填报结果）.xlsx", "某局（csv 校验报告）.html", "错.csv", "错（csv 没有做成）.txt"),
    }


@posix
def test_projects_beside_a_list_go_with_it_and_are_no_lists_themselves(tmp_path: Path) -> None:
    for name, source in (("甲.项目.csv", "projects.csv"), ("甲.csv", "line_items.csv")):
        drop(tmp_path / name, (EXAMPLES / source).read_bytes())
    with watching(tmp_path, jobs=("fill",), template=TEMPLATE) as until:
        (told,) = until("甲.csv")
        assert "没有“甲.绩效指标”" in told.said and "甲（csv 没有做成）.txt" in files(tmp_path)
        drop(tmp_path / "甲.绩效指标.csv", (EXAMPLES / "indicators.csv").read_bytes())
        assert states(until("甲.csv")) == {"甲.csv": "done"}
    given = {"甲.csv", "甲.项目.csv", "甲.绩效指标.csv"}
    assert files(tmp_path) == given | {"甲（csv 填报结果）.xlsx", "甲（csv 校验报告）.html"}
    forms = {row["项目名称"] for row in csv.DictReader((EXAMPLES / "projects.csv").read_text("utf-8-sig").splitlines())}
    made = openpyxl.load_workbook(tmp_path / "甲（csv 填报结果）.xlsx", read_only=True).sheetnames
    assert len([name for name in made if any(name[:8] == form[:8] for form in forms)]) == len(forms)


def test_what_kills_or_holds_up_a_worker_costs_itself_alone(tmp_path: Path) -> None:
    for name in ("死.xlsx", "挂.xlsx", "好.xlsx"):
        drop(tmp_path / name)
    with watching(tmp_path, do=do_oddly, workers=2, limits=Limits(seconds=5)) as until:
        told = until("死.xlsx", "挂.xlsx", "好.xlsx")
        drop(tmp_path / "后来.xlsx")
        told += until("后来.xlsx")
    assert states(told) == {"死.xlsx": "failed", "挂.xlsx": "failed", "好.xlsx": "done", "后来.xlsx": "done"}
    assert "超过 5 秒" in (tmp_path / "挂（没有做成）.txt").read_text(encoding="utf-8-sig")


def test_what_changes_while_it_is_done_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "慢.xlsx"
    drop(path)
    changed = threading.Timer(0.2, lambda: drop(path, 表三={"C5": 999.5}))
    with watching(tmp_path, do=do_oddly) as until:
        changed.start()
        told = until("慢.xlsx")
        while not (told[-1].result and told[-1].result.disagrees):
            told += until("慢.xlsx")
    assert set(states(told).values()) == {"done"} and "慢（没有做成）.txt" not in files(tmp_path)


def test_a_folder_that_goes_ends_it_with_a_sentence(tmp_path: Path) -> None:
    drop(tmp_path / "公开.xlsx")
    with watching(tmp_path) as until:
        until("公开.xlsx")
        (tmp_path / OWN / "lock").unlink()
        drop(tmp_path / "又.xlsx")
        with pytest.raises(BudgetbookError, match="不见了，或者连不上了"):
            until("又.xlsx")


def test_two_do_not_watch_one_folder(tmp_path: Path) -> None:
    drop(tmp_path / "公开.xlsx")
    with watching(tmp_path), pytest.raises(BudgetbookError, match=f"进程 {os.getpid()}"), watching(tmp_path):
        pass


def test_where_the_system_tells_nothing_it_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **more: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr("watchfiles.watch", refuse)
    monkeypatch.setattr(watches, "_UNHEARD", 0.1)
    with watching(tmp_path) as until:
        drop(tmp_path / "公开.xlsx")
        told = until("公开.xlsx")
    assert any("系统不再通知" in each.said for each in told) and states(told) == {"公开.xlsx": "done"}
