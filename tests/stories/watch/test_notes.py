"""The note beside a file that could not be done."""

from pathlib import Path

from budgetbook.stories.watch.notes import remove_note, sweep_notes, write_note

WHEN = "2026-01-05 09:30:00"


def test_it_opens_in_the_plainest_editor_and_says_why_and_what_to_do(tmp_path: Path) -> None:
    assert write_note(tmp_path, "甲/公开.xlsx", ["文件不完整", "少了“表三”"], WHEN) == "公开（没有做成）.txt"
    data = (tmp_path / "甲" / "公开（没有做成）.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and data.count(b"\n") == data.count(b"\r\n")
    text = data.decode("utf-8-sig")
    for said in ("没有做成：公开.xlsx", WHEN, "1. 文件不完整", "2. 少了“表三”", "怎么办：", "同一个名字", "自动删去"):
        assert said in text, said


def test_there_is_one_and_it_goes(tmp_path: Path) -> None:
    write_note(tmp_path, "公开.xlsx", ["一"], WHEN)
    write_note(tmp_path, "公开.xlsx", ["二"], WHEN)
    (path,) = tmp_path.iterdir()
    assert "1. 二" in path.read_text(encoding="utf-8-sig")
    remove_note(tmp_path, "公开.xlsx")
    remove_note(tmp_path, "公开.xlsx")
    assert not list(tmp_path.iterdir())


def test_somebodys_own_file_of_this_name_stays(tmp_path: Path) -> None:
    (tmp_path / "公开（没有做成）.txt").write_text("我自己记的", encoding="utf-8")
    assert write_note(tmp_path, "公开.xlsx", ["一"], WHEN) == "公开（没有做成 2）.txt"
    remove_note(tmp_path, "公开.xlsx")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["我自己记的"]


def test_files_of_other_kinds_have_notes_of_their_own(tmp_path: Path) -> None:
    write_note(tmp_path, "公开.xlsx", ["一"], WHEN)
    assert write_note(tmp_path, "公开.xls", ["一"], WHEN) == "公开（xls 没有做成）.txt"


def test_many_problems_are_counted(tmp_path: Path) -> None:
    name = write_note(tmp_path, "公开.xlsx", [f"第 {at} 处" for at in range(1, 251)], WHEN)
    text = (tmp_path / name).read_text(encoding="utf-8-sig")
    assert "100. 第 100 处" in text and "第 101 处" not in text and "共 250 处" in text


def test_notes_about_files_that_are_gone_are_swept(tmp_path: Path) -> None:
    for name in ("甲/在.xlsx", "甲/不在.xlsx"):
        write_note(tmp_path / "结果", name, ["一"], WHEN)
    (tmp_path / "放" / "甲").mkdir(parents=True)
    (tmp_path / "放" / "甲" / "在.xlsx").touch()
    (tmp_path / "结果" / "我的（没有做成）.txt").write_text("我自己记的", encoding="utf-8")
    sweep_notes(tmp_path / "结果", tmp_path / "放")
    assert {path.name for path in (tmp_path / "结果").rglob("*.txt")} == {"在（没有做成）.txt", "我的（没有做成）.txt"}
