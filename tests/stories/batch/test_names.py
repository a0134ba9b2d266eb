"""Names of files that every system takes, no two the same."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetbook.stories.batch.names import file_stem, told_apart

NAMES = st.text(st.sampled_from("甲乙aAＡ（）2csv. /") | st.characters(), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("教育局", "教育局"),
        ("教育局/本级", "教育局_本级"),
        ("..", "未命名"),
        ("../../etc", "_.._etc"),
        ("CON", "_CON"),
        ("com1.局", "_com1.局"),
        ("局. ", "局"),
        ("a\nb\x00", "a_b_"),
        ("~$局", "_~$局"),
        ("局" * 100, "局" * 60),
    ],
)
def test_a_name_becomes_a_file_name(name: str, stem: str) -> None:
    assert file_stem(name) == stem


@given(NAMES)
def test_no_name_leads_anywhere(name: str) -> None:
    stem = file_stem(name)
    assert stem and not set(stem) & set('\\/:*?"<>|\n\0') and stem not in (".", "..") and stem == stem.strip(" .")
    assert len(stem.encode("utf-8")) <= 181


@given(st.lists(st.tuples(NAMES, st.sampled_from(["csv", "xlsx", ""])), max_size=12))
def test_no_two_are_the_same_and_who_is_alone_keeps_his_name(given_names: list[tuple[str, str]]) -> None:
    paths = [f"夹/{file_stem(name)}.xlsx" for name, _ in given_names]
    told = told_apart(paths, [kind for _, kind in given_names])
    folded = [unicodedata.normalize("NFKC", path).casefold() for path in told]
    assert len(set(folded)) == len(folded)
    assert told_apart(paths, [kind for _, kind in given_names]) == told


def test_kinds_tell_apart_before_numbers_do() -> None:
    assert told_apart(["甲.xlsx", "甲.xlsx", "乙.xlsx"], ["csv", "parquet", "csv"]) == [
        "甲（csv）.xlsx",
        "甲（parquet）.xlsx",
        "乙.xlsx",
    ]
    assert told_apart(["a/A.xlsx", "A/a.xlsx"], ["xlsx", "xlsx"]) == ["a/A（xlsx）.xlsx", "A/a（xlsx）（2）.xlsx"]
