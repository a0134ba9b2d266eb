"""The example department: the figures of the published case, in other words."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.reference import REFERENCE, REPOSITORY, needs_reference

EXAMPLES = REPOSITORY / "examples"
FILES = ("line_items.csv", "projects.csv", "indicators.csv")
TEXTS = ("项目概况", "立项依据", "项目设立必要性", "保证项目实施的制度、措施", "项目实施计划", "实施期总体目标", "年度总体目标")
PEOPLE = ("主管部门及代码", "实施单位", "负责人", "经办人", "联系电话")
NEW_WORDS = {
    "line_items.csv": {"部门名称", "单位名称"},
    "projects.csv": {*TEXTS, *PEOPLE},
    "indicators.csv": {"三级指标", "指标值"},
}


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / file).open(encoding="utf-8-sig", newline="")))


def is_figure(value: str) -> bool:
    """A value with digits, but not those of a document number (【2016】148号)."""
    return bool(re.search(r"\d", value)) and "【" not in value


@needs_reference
@pytest.mark.parametrize("file", FILES)
def test_figures_equal_those_of_the_reference(file):
    def figures(folder: Path) -> list[list[tuple[str, str]]]:
        return [[pair for pair in row.items() if pair[0] not in NEW_WORDS[file]] for row in rows(folder, file)]

    assert figures(EXAMPLES) == figures(REFERENCE)
    assert list(rows(EXAMPLES, file)[0]) == list(rows(REFERENCE, file)[0])


@needs_reference
def test_indicator_values_with_figures_equal_those_of_the_reference():
    values = zip(rows(EXAMPLES, "indicators.csv"), rows(REFERENCE, "indicators.csv"), strict=True)
    wanted = [(ours["指标值"], theirs["指标值"]) for ours, theirs in values if is_figure(theirs["指标值"])]
    assert len(wanted) > 80
    assert [pair for pair in wanted if pair[0] != pair[1]] == []


@needs_reference
def test_no_text_of_the_reference_is_repeated():
    theirs = {row[heading] for row in rows(REFERENCE, "projects.csv") for heading in (*TEXTS, *PEOPLE)} - {""}
    ours = {row[heading] for row in rows(EXAMPLES, "projects.csv") for heading in (*TEXTS, *PEOPLE)}
    assert not ours & theirs
    assert not any(old in new for old in theirs if len(old) > 20 for new in ours)


@pytest.mark.parametrize("file", FILES)
def test_files_open_in_excel_and_name_nobody(file):
    content = (EXAMPLES / file).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and b"\r" not in content
    text = content.decode("utf-8-sig")
    assert not re.search(r"晋中|山西|综示晋|经办人[甲-癸]|\b1[3-9]\d{9}\b", text)


def test_every_text_is_whole_and_its_own():
    texts = [row[heading] for row in rows(EXAMPLES, "projects.csv") for heading in TEXTS]
    assert len(texts) == 77 == len(set(texts))
    assert all(len(text) >= 20 and text.endswith("。") for text in texts)


def test_people_and_phones_are_stand_ins():
    projects = rows(EXAMPLES, "projects.csv")
    assert {row["经办人"] for row in projects} <= {"张三", "李四", "王五", "赵六", "孙七", "周八"}
    assert all(re.fullmatch(r"0351-00000\d\d", row["联系电话"]) for row in projects)


def test_the_findings_that_the_readme_promises_are_there():
    amounts: dict[str, Decimal] = {}
    for item in rows(EXAMPLES, "line_items.csv"):
        amounts[item["项目名称"]] = amounts.get(item["项目名称"], Decimal(0)) + Decimal(item["金额(元)"])
    assert (sum(amounts.values()), amounts["公用经费"]) == (Decimal("2059972.00"), Decimal("183740.00"))
    forms = {row["项目名称"]: Decimal(row["年度_资金总额"]) for row in rows(EXAMPLES, "projects.csv")}
    differing = {name: (forms[name], amounts.get(name)) for name in forms if forms[name] != amounts.get(name)}
    assert differing == {
        "安全等级保护费": (Decimal(188000), Decimal(187600)),
        "政府服务费": (Decimal(5000000), None),
    }
