"""A list of many departments gives each one exactly what a file of its own would give."""

import csv
import itertools
from pathlib import Path

import pytest

from budgetbook.items.departments import Departments
from budgetbook.items.line_items import read_items
from budgetbook.model.problem import BudgetbookError
from tests.reference import REPOSITORY

ITEMS = REPOSITORY / "examples" / "line_items.csv"
DEPARTMENTS = (("604", "审批局"), ("605", "教育局"), ("606", "水务局"))


def lines() -> list[dict[str, str]]:
    with open(ITEMS, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def mixed() -> list[dict[str, str]]:
    """The example's lines three times, each time another department's, and shuffled into each other."""
    copies = [
        [row | {"部门编码": code, "部门名称": name, "单位编码": f"{code}001", "单位名称": name} for row in lines()[place:]]
        for place, (code, name) in enumerate(DEPARTMENTS)
    ]
    return [row for rows in itertools.zip_longest(*copies) for row in rows if row]


def test_each_has_what_a_file_of_its_own_gives(tmp_path: Path) -> None:
    rows = mixed()
    listed = Departments(write(tmp_path / "全部.csv", rows), "department")
    assert [share.name for share in listed.shares.values()] == [name for _, name in DEPARTMENTS]
    for key, share in listed.shares.items():
        alone = read_items(write(tmp_path / "一个.csv", [row for row in rows if row["部门名称"] == share.name]))
        ours, theirs = ([item._replace(row=0) for item in items.lines()] for items in (listed.items(key), alone))
        assert ours == theirs and len(ours) > 10
        assert listed.items(key).units == alone.units


def test_problems_name_the_rows_of_the_whole_list_and_only_their_own(tmp_path: Path) -> None:
    rows = mixed()
    at = next(place for place, row in enumerate(rows) if row["部门名称"] == "教育局")
    rows[at]["金额(元)"] = "许多"
    listed = Departments(write(tmp_path / "全部.csv", rows), "department")
    with pytest.raises(BudgetbookError, match=f"第 {at + 2} 行"):
        listed.items("教育局")
    assert listed.items("水务局").department == "水务局"


def test_a_unit_that_publishes_for_itself_is_its_own_department(tmp_path: Path) -> None:
    rows = [row | {"单位编码": f"60400{at % 2}", "单位名称": ("局机关", "服务中心")[at % 2]} for at, row in enumerate(lines())]
    listed = Departments(write(tmp_path / "全部.csv", rows), "unit")
    items = listed.items("服务中心")
    assert (items.department, items.department_code, [unit.name for unit in items.units]) == ("服务中心", "604001", ["服务中心"])
    assert len(items) == len(rows) // 2


def test_names_that_differ_in_blanks_and_width_are_one_department(tmp_path: Path) -> None:
    rows = [row | {"部门名称": ("审批局", "审批局 ", "审批　局")[at % 3]} for at, row in enumerate(lines())]
    assert len(Departments(write(tmp_path / "全部.csv", rows), "department").shares) == 1


def test_lines_that_belong_to_nobody_stop_the_work(tmp_path: Path) -> None:
    rows = mixed()
    rows[4] |= {"部门名称": "", "部门编码": ""}
    with pytest.raises(BudgetbookError, match="第 6 行“部门名称”：没有部门名称"):
        Departments(write(tmp_path / "全部.csv", rows), "department")


def test_the_fingerprint_is_of_ones_own_lines(tmp_path: Path) -> None:
    rows = mixed()
    before = Departments(write(tmp_path / "全部.csv", rows), "department")
    at = next(place for place, row in enumerate(rows) if row["部门名称"] == "教育局")
    rows[at]["金额(元)"] = "1.23"
    after = Departments(write(tmp_path / "全部.csv", rows), "department")
    changed = {key for key in before.shares if before.fingerprint(key) != after.fingerprint(key)}
    assert changed == {"教育局"}
