"""Which files of a folder are somebody's work."""

import os
from pathlib import Path

import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.sources.files import files_of

OUT = Path("没有这里")


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def names(source: Path | str, out: Path = OUT) -> list[str]:
    files = files_of(str(source), out)
    return [path.relative_to(files.root).as_posix() for path in files.paths]


def test_owner_hidden_and_temporary_files_are_passed_over(tmp_path: Path) -> None:
    put(
        tmp_path, "甲.xlsx", "~$甲.xlsx", ".~甲.xlsx", ".甲.xlsx", "甲.xlsx.tmp", ".~lock.甲.xlsx#", "~WRL0001.xlsx", "乙.xlsx.part"
    )
    put(tmp_path, ".藏/丙.xlsx", "子 文件夹/丁.xlsx", "子 文件夹/.git/戊.xlsx")
    assert names(tmp_path) == ["子 文件夹/丁.xlsx", "甲.xlsx"]
    assert names(tmp_path / "**" / "*.xlsx") == ["子 文件夹/丁.xlsx", "甲.xlsx"]


def test_what_is_written_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "甲.xlsx", "结果/甲.xlsx", "结果/深/乙.xlsx")
    assert names(tmp_path, tmp_path / "结果") == ["甲.xlsx"]
    assert names(tmp_path / "**" / "*.xlsx", tmp_path / "结果") == ["甲.xlsx"]


def test_a_pattern_keeps_the_tree_below_its_first_wild_card(tmp_path: Path) -> None:
    put(tmp_path, "2024/甲局/公开.xlsx", "2024/乙局/公开.xlsx", "2024/乙局/附件.docx", "2023/甲局/公开.xlsx")
    assert names(tmp_path / "2024" / "*" / "*.xlsx") == ["乙局/公开.xlsx", "甲局/公开.xlsx"]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_that_lead_out_are_named_and_not_followed(tmp_path: Path) -> None:
    inside, elsewhere = tmp_path / "里", tmp_path / "外"
    put(inside, "甲.xlsx", "子/乙.xlsx")
    put(elsewhere, "丙.xlsx", "深/丁.xlsx")
    (inside / "链 丙.xlsx").symlink_to(elsewhere / "丙.xlsx")
    (inside / "链 外").symlink_to(elsewhere, target_is_directory=True)
    (inside / "子" / "回").symlink_to(inside, target_is_directory=True)  # a circle
    (inside / "链 甲.xlsx").symlink_to(inside / "甲.xlsx")
    (inside / "断.xlsx").symlink_to(inside / "没有.xlsx")
    files = files_of(str(inside), OUT)
    assert [path.relative_to(inside).as_posix() for path in files.paths] == ["子/乙.xlsx", "甲.xlsx", "链 甲.xlsx"]
    assert [path.name for path in files.outside] == ["链 丙.xlsx", "链 外"]
    found = files_of(str(inside / "**" / "*.xlsx"), OUT)
    assert {path.name for path in found.paths} == {"乙.xlsx", "甲.xlsx", "链 甲.xlsx"}


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="没有这个文件夹或文件"):
        files_of(str(tmp_path / "没有"), OUT)
