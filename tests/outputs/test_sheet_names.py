"""Names of sheets: every name that comes out is one that Excel takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.outputs.sheet_names import sheet_name


def acceptable(name: str) -> bool:
    units = len(name.encode("utf-16-le")) // 2
    return 0 < units <= 31 and not set(name) & set("\\/?*[]:") and name[0] != "'" != name[-1] and name.strip() == name


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_names_are_acceptable_and_unique(projects: list[str]) -> None:
    taken = ["表一", "项目"]
    for project in projects:
        name = sheet_name(project, taken)
        assert acceptable(name)
        assert name.casefold() not in [other.casefold() for other in (*taken, "History", "历史记录")]
        assert name == sheet_name(project, taken)
        taken.append(name)


@pytest.mark.parametrize(
    ("project", "taken", "expected"),
    [
        ("互联网运维费", (), "互联网运维费"),
        ("互联网/运维费[2024]", (), "互联网_运维费_2024_"),
        ("'引号'", (), "引号"),
        ("  ", (), "未命名项目"),
        ("", ("未命名项目",), "未命名项目（2）"),
        ("项目", ("项目",), "项目（2）"),
        ("ABC", ("abc", "abc（2）"), "ABC（3）"),
        ("History", (), "History（2）"),
        ("历史记录", (), "历史记录（2）"),
        ("费" * 40, (), "费" * 31),
        ("费" * 40, ("费" * 31,), "费" * 28 + "（2）"),
        ("费" * 30 + "😀😀", (), "费" * 30),
        ("费" * 29 + "😀😀", (), "费" * 29 + "😀"),
        ("甲\n乙\x00丙", (), "甲 乙 丙"),
        ("a：b", (), "a_b"),
    ],
)
def test_examples(project: str, taken: tuple[str, ...], expected: str) -> None:
    assert sheet_name(project, taken) == expected
