"""Projects and indicators of many departments: each department gets what a file of its own would give, and no row is lost."""

import csv
from pathlib import Path

import pytest

from budgetbook.items.departments import Departments
from budgetbook.items.project_shares import ProjectShares
from budgetbook.items.projects import read_projects
from budgetbook.model.problem import BudgetbookError

from .lists import HEADINGS, line

PROJECTS = ("项目名称", "主管部门及代码", "实施单位", "实施期_资金总额", "年度_资金总额")
INDICATORS = ("项目名称", "期间", "一级指标", "二级指标", "三级指标", "指标值")
LINES = [  # department, unit, project
    ("604-审批局", "604001-审批局本级", "运维费"),
    ("604-审批局", "604002-服务中心", "等保费"),
    ("605-教育局", "605001-教育局本级", "党建"),
    ("605-教育局", "605002-一中", "党建"),
    ("606-水务局", "606001-水务局本级", "党建"),
]


def write(path: Path, headings: tuple[str, ...], rows: list[list[object]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def owners(folder: Path, by: str = "department") -> Departments:
    rows = []
    for department, unit, project in LINES:
        (code, name), (unit_code, unit_name) = department.split("-"), unit.split("-")
        who = {"部门编码": code, "部门名称": name, "单位编码": unit_code, "单位名称": unit_name}
        rows.append(line(**who, 项目类别="其他运转类项目", 项目名称=project))
    return Departments(write(folder / "明细.csv", HEADINGS, rows), by)


def project(name: str, department: str = "", unit: str = "", money: object = 1) -> list[object]:
    return [name, department, unit, money, money]


def indicator(name: str, value: str = "1次", *whose: str) -> list[object]:
    return [name, "年度", "产出指标", "数量指标", "次数", value, *whose]


def shares(
    folder: Path,
    projects: list[list[object]],
    indicators: list[list[object]] | None = None,
    by: str = "department",
    more: tuple[str, ...] = (),
) -> ProjectShares:
    leaves = [indicator(str(row[0])) for row in projects] if indicators is None else indicators
    listed = write(folder / "项目.csv", PROJECTS, projects)
    return ProjectShares(owners(folder, by), listed, write(folder / "指标.csv", (*INDICATORS, *more), leaves))


def names(shared: ProjectShares, keys: tuple[str, ...] = ("审批局", "教育局", "水务局")) -> list[list[str]]:
    return [[project.name for project in shared.lists(key).projects] for key in keys]


@pytest.mark.parametrize(
    ("department", "unit", "name", "owner"),
    [
        ("604-审批局", "", "新项目", 0),
        ("审批局(604)", "", "新项目", 0),
        ("审批局", "", "新项目", 0),
        ("604", "", "新项目", 0),
        ("[605] 教 育 局", "", "新项目", 1),
        ("605-市教育局", "", "新项目", 1),  # another name, the same code
        ("", "一中", "党建", 1),
        ("", "605002", "新项目", 1),
        ("", "办公室", "等保费", 0),  # an office is no unit of the budget
        ("606－水务局", "一中", "党建", 2),  # who is in charge says it
        ("", "", "运维费", 0),
    ],
)
def test_whose_a_project_is(department: str, unit: str, name: str, owner: int, tmp_path: Path) -> None:
    found = names(shares(tmp_path, [project(name, department, unit)]))
    assert found == [[name] if at == owner else [] for at in range(3)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (project("党建"), "第 2 行“项目名称”：分不清是谁的：可能是 教育局、水务局"),
        (project("没人的"), "可能是 审批局、教育局、水务局"),
        (project("党建", "999-别处"), "第 2 行“主管部门及代码”：明细里没有“999-别处”这个部门"),
        (
            project(
                "运维费",
                "",
                "一中",
            ),
            "",
        ),
    ],
)
def test_what_is_nobodys_is_said(row: list[object], said: str, tmp_path: Path) -> None:
    if said:
        with pytest.raises(BudgetbookError, match=said) as caught:
            shares(tmp_path, [row])
        (problem,) = caught.value.problems  # its indicator is not said to have no project
        assert problem.hint
    else:
        assert names(shares(tmp_path, [row]))[1] == ["运维费"]


def test_all_that_is_nobodys_is_said_at_once(tmp_path: Path) -> None:
    rows = [project("甲", "9"), project("运维费"), project("乙", "9"), project("丙")]
    with pytest.raises(BudgetbookError) as caught:
        shares(tmp_path, rows, [indicator("丁"), indicator("运维费"), indicator("")])
    places = [(problem.file, problem.place) for problem in caught.value.problems]
    assert places == [
        ("项目.csv", "第 2、4 行“主管部门及代码”"), ("项目.csv", "第 5 行“项目名称”"),
        ("指标.csv", "第 2 行“项目名称”"), ("指标.csv", "第 4 行“项目名称”"),
    ]  # fmt: skip


def test_units_that_publish_for_themselves_have_their_own(tmp_path: Path) -> None:
    rows = [
        project("党建", "605-教育局", "一中"),
        project("党建", "606"),
        project("等保费", "604-审批局"),
        project("运维费", "", "604001"),
    ]
    leaves = [indicator("等保费"), indicator("运维费"), indicator("党建", "3次", "一中"), indicator("党建", "4次", "水务局本级")]
    shared = shares(tmp_path, rows, leaves, by="unit", more=("实施单位",))
    keys = ("审批局本级", "服务中心", "教育局本级", "一中", "水务局本级")
    assert names(shared, keys) == [["运维费"], ["等保费"], [], ["党建"], ["党建"]]
    assert [shared.lists(key).projects[0].indicators[0].value for key in ("一中", "水务局本级")] == ["3次", "4次"]
    with pytest.raises(BudgetbookError, match="分不清是谁的：可能是 审批局本级、服务中心"):
        shares(tmp_path, [project("新项目", "604-审批局")], by="unit")
    with pytest.raises(BudgetbookError, match="“运维费”与这一行的其他内容不是一家的"):
        shares(tmp_path, [project("运维费", "605-教育局")], by="unit")


def test_indicators_of_projects_of_one_name_need_to_say_whose_they_are(tmp_path: Path) -> None:
    rows = [project("党建", "605"), project("党建", "606"), project("运维费", "604")]
    with pytest.raises(BudgetbookError, match=r"指标.csv 第 2 行“项目名称”：分不清是谁的：可能是 教育局、水务局"):
        shares(tmp_path, rows, [indicator("党建"), indicator("运维费")])
    leaves = [indicator("党建", "1次", "605-教育局"), indicator("运维费", "2次"), indicator("党建", "3次", "水务局")]
    shared = shares(tmp_path, rows, leaves, more=("主管部门及代码",))
    found = [[leaf.value for leaf in shared.lists(key).projects[0].indicators] for key in ("审批局", "教育局", "水务局")]
    assert found == [["2次"], ["1次"], ["3次"]]


def test_each_has_what_files_of_its_own_give(tmp_path: Path) -> None:
    rows = [project("运维费", "604", money="10.5"), project("党建", "605", money=7), project("等保费", "604")]
    leaves = [indicator("等保费"), indicator("党建"), indicator("运维费", "≥3项"), indicator("运维费", "4")]
    shared = shares(tmp_path, rows, leaves)
    (tmp_path / "一个").mkdir()
    own = [[row for row in listed if row[0] != "党建"] for listed in (rows, leaves)]
    alone = write(tmp_path / "一个" / "项目.csv", PROJECTS, own[0]), write(tmp_path / "一个" / "指标.csv", INDICATORS, own[1])
    assert shared.lists("审批局").projects == read_projects(*alone)
    assert shared.lists("水务局").projects == ()


def test_what_is_wrong_in_a_row_costs_its_own_department(tmp_path: Path) -> None:
    shared = shares(tmp_path, [project("党建", "605", money="许多"), project("运维费", "604")])
    with pytest.raises(BudgetbookError, match=r"项目.csv 第 2 行“实施期_资金总额”"):
        shared.lists("教育局")
    assert names(shared, ("审批局", "水务局")) == [["运维费"], []]


def test_the_fingerprint_is_of_ones_own_rows(tmp_path: Path) -> None:
    rows = [project("运维费", "604"), project("党建", "605"), project("等保费", "604")]
    leaves = [indicator(str(row[0])) for row in rows]
    keys = ("审批局", "教育局", "水务局")
    before = {key: shares(tmp_path, rows, leaves).fingerprint(key) for key in keys}
    for changed in (
        ([rows[0], project("党建", "605", money=2), rows[2]], leaves),
        (rows, [leaves[0], indicator("党建", "9"), leaves[2]]),
    ):
        after = shares(tmp_path, *changed)
        assert {key for key in keys if after.fingerprint(key) != before[key]} == {"教育局"}


def test_both_lists_are_complained_about_at_once(tmp_path: Path) -> None:
    for name in ("项目.csv", "指标.csv"):
        (tmp_path / name).write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(BudgetbookError) as caught:
        ProjectShares(owners(tmp_path), tmp_path / "项目.csv", tmp_path / "指标.csv")
    assert [problem.file for problem in caught.value.problems] == ["项目.csv", "指标.csv"]
