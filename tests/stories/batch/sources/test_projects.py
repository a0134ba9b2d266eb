"""Performance forms in a batch: lists of many departments shared out, lists beside a list, and what has changed done again."""

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

from budgetbook.model.problem import BudgetbookError
from budgetbook.stories.batch.request import Request, refuse_nonsense
from budgetbook.stories.batch.sources.finding import find_tasks
from budgetbook.stories.fill import fill
from tests.stories.batch.many import EXAMPLES, TEMPLATE, departments_list, request, run, tasks_of

ITEMS, PROJECTS, INDICATORS = (EXAMPLES / f"{name}.csv" for name in ("line_items", "projects", "indicators"))
DEPARTMENTS = ("教育局", "水务局")
WHOSE = ("主管部门及代码", "实施单位")


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def whose(at: int) -> dict[str, str]:
    return dict(zip(WHOSE, (f"{700 + at}-{DEPARTMENTS[at]}", f"{DEPARTMENTS[at]}机关"), strict=True))


def lists(folder: Path) -> tuple[Path, Path]:
    """The example's projects once for each department, their indicators with a column that says whose they are."""
    projects = [row | whose(at) for row in rows_of(PROJECTS) for at in range(2)]
    indicators = [row | whose(at) for row in rows_of(INDICATORS) for at in range(2)]
    return write(folder / "项目.csv", projects), write(folder / "指标.csv", indicators)


def asked(folder: Path, out: str = "out", *jobs: str, **more: object) -> Request:
    projects, indicators = lists(folder)
    listed = departments_list(folder / "全部.csv", DEPARTMENTS)
    given = {"template": TEMPLATE, "by": "department", "projects": projects, "indicators": indicators} | more
    return request(listed, folder / out, *(jobs or ("fill",)), **given)


def forms(path: Path) -> set[str]:
    """The sheets that the template does not have."""
    return set(openpyxl.load_workbook(path, read_only=True).sheetnames) - set(
        openpyxl.load_workbook(TEMPLATE, read_only=True).sheetnames
    )


def test_each_department_gets_the_forms_that_its_own_lists_give(tmp_path: Path) -> None:
    results = run(asked(tmp_path))
    assert {result.state for result in results.values()} == {"done"}
    own = departments_list(tmp_path / "一个.csv", DEPARTMENTS[:1])
    projects = write(tmp_path / "它的项目.csv", [row | whose(0) for row in rows_of(PROJECTS)])
    fill(TEMPLATE, tmp_path / "手工.xlsx", items=own, projects=projects, indicators=INDICATORS)
    assert (tmp_path / "out" / "教育局.xlsx").read_bytes() == (tmp_path / "手工.xlsx").read_bytes()
    assert len(forms(tmp_path / "out" / "水务局.xlsx")) >= len(rows_of(PROJECTS))


def test_a_department_without_projects_gets_no_forms_and_loses_nobody_elses(tmp_path: Path) -> None:
    projects = write(tmp_path / "甲.csv", [row | whose(0) for row in rows_of(PROJECTS)])
    run(asked(tmp_path, projects=projects, indicators=INDICATORS))
    assert len(forms(tmp_path / "out" / "教育局.xlsx")) > len(forms(tmp_path / "out" / "水务局.xlsx")) + 3


def test_only_the_department_whose_project_changed_is_done_again(tmp_path: Path) -> None:
    first = asked(tmp_path)
    run(first)
    text = (tmp_path / "指标.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(text) if "水务局" in line)
    text[at] = text[at].replace("≥3项", "≥4项")
    (tmp_path / "指标.csv").write_text("".join(text), encoding="utf-8")
    states = {name: result.state for name, result in run(first._replace(resume=True)).items()}
    assert states == {"教育局": "skipped", "水务局": "done"}
    states = {name: result.state for name, result in run(first._replace(resume=True, projects=None, indicators=None)).items()}
    assert states == {"教育局": "done", "水务局": "done"}


def test_rows_that_are_nobodys_stop_the_run_before_it_starts(tmp_path: Path) -> None:
    good = asked(tmp_path)
    rows = rows_of(tmp_path / "项目.csv")
    rows[3]["主管部门及代码"] = "999-别处"
    write(tmp_path / "项目.csv", rows)
    with pytest.raises(BudgetbookError, match=r"项目.csv 第 5 行“主管部门及代码”：明细里没有“999-别处”这个部门"):
        run(good)
    assert not good.out.exists()


def test_a_workbook_with_the_lists_of_many_brings_their_projects(tmp_path: Path) -> None:
    listed = departments_list(tmp_path / "全部.csv", DEPARTMENTS)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet, path in zip(("明细", "项目", "绩效指标"), (listed, *lists(tmp_path)), strict=True):
        page = book.create_sheet(sheet)
        with open(path, encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                page.append(row)
    book.save(tmp_path / "全部.xlsx")
    given = request(tmp_path / "全部.xlsx", tmp_path / "out", "fill", "check", template=TEMPLATE, by="department")
    assert {result.state for result in run(given).values()} == {"done"}
    run(asked(tmp_path, "csv", "fill", "check"))
    for name in DEPARTMENTS:
        assert forms(tmp_path / "out" / f"{name}.xlsx") == forms(tmp_path / "csv" / f"{name}.xlsx")
    book["绩效指标"].cell(3, 6).value = "≥9项"  # 水务局's first
    book.save(tmp_path / "全部.xlsx")
    states = {name: result.state for name, result in run(given._replace(resume=True)).items()}
    assert states == {"教育局": "skipped", "水务局": "done"}


def beside(folder: Path, *names: str) -> Path:
    """A folder with the example's list as 甲局.csv, and copies of its lists under these names."""
    folder.mkdir()
    shutil.copy(ITEMS, folder / "甲局.csv")
    for name in names:
        shutil.copy(PROJECTS if "项目" in name else INDICATORS, folder / name)
    return folder


def test_lists_beside_a_list_go_with_it_and_are_no_lists_of_their_own(tmp_path: Path) -> None:
    folder = beside(tmp_path / "in", "甲局.项目.csv", "甲局.绩效指标.csv")
    shutil.copy(ITEMS, folder / "乙局.csv")
    given = request(folder, tmp_path / "out", "fill", template=TEMPLATE)
    assert find_tasks(given).remarks == () and set(tasks_of(given)) == {"甲局.csv", "乙局.csv"}
    assert {result.state for result in run(given).values()} == {"done"}
    fill(TEMPLATE, tmp_path / "手工.xlsx", items=ITEMS, projects=PROJECTS, indicators=INDICATORS)
    assert (tmp_path / "out" / "甲局.xlsx").read_bytes() == (tmp_path / "手工.xlsx").read_bytes()
    assert len(forms(tmp_path / "out" / "乙局.xlsx")) + 3 < len(forms(tmp_path / "out" / "甲局.xlsx"))
    with open(folder / "甲局.绩效指标.csv", "ab") as file:
        file.write(b"\n")
    states = {name: result.state for name, result in run(given._replace(resume=True)).items()}
    assert states == {"甲局.csv": "done", "乙局.csv": "skipped"}
    (alone,) = tasks_of(given._replace(source=str(folder / "甲局.csv"))).values()
    assert Path(alone.projects).name == "甲局.项目.csv"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["甲局.项目.csv"], "旁边有“甲局.项目”，没有“甲局.绩效指标”"),
        (["甲局.绩效指标.xlsx"], "没有“甲局.项目”"),
        (["甲局.项目.csv", "甲局.项目.txt", "甲局.绩效指标.csv"], "“甲局.项目”不止一份"),
    ],
)
def test_half_of_what_belongs_together_fails_and_says_so(names: list[str], said: str, tmp_path: Path) -> None:
    folder = beside(tmp_path / "in", *names)
    given = request(folder, tmp_path / "out", "fill", template=TEMPLATE)
    (result,) = run(given).values()
    assert result.state == "failed" and said in result.problems[0]
    for name in names:
        (folder / name).unlink()
    (result,) = run(given._replace(resume=True)).values()
    assert result.state == "done"


def test_lists_that_lie_beside_nothing_are_named(tmp_path: Path) -> None:
    folder = beside(tmp_path / "in", "乙局.项目.csv", "乙局.绩效指标.csv")
    found = find_tasks(request(folder, tmp_path / "out", "fill", template=TEMPLATE))
    assert [task.name for task in found.tasks] == ["甲局.csv"]
    (remark,) = found.remarks
    assert "2 个项目清单、绩效指标旁边没有同名的明细" in remark and "乙局.项目.csv" in remark


def test_lists_beside_remote_lists_come_with_them(tmp_path: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    try:
        for name, path in (("甲局.csv", ITEMS), ("甲局.项目.csv", PROJECTS), ("甲局.绩效指标.csv", INDICATORS)):
            memory.pipe(f"/旁边/{name}", path.read_bytes())
        (result,) = run(request("memory://旁边", tmp_path / "out", "fill", template=TEMPLATE)).values()
    finally:
        memory.rm("/旁边", recursive=True)
    fill(TEMPLATE, tmp_path / "手工.xlsx", items=ITEMS, projects=PROJECTS, indicators=INDICATORS)
    assert result.state == "done" and (tmp_path / "out" / "甲局.xlsx").read_bytes() == (tmp_path / "手工.xlsx").read_bytes()


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    (tmp_path / "单独").mkdir()
    projects = shutil.copy(PROJECTS, tmp_path / "单独" / "项目.csv")
    good = asked(tmp_path, projects=Path(projects), indicators=INDICATORS)
    refuse_nonsense(good)
    for changed, said in (
        ({"indicators": None}, "要一起给出"),
        ({"by": ""}, "甲局.项目.csv"),
        ({"projects": tmp_path / "没有.csv"}, "没有这个项目清单文件"),
        ({"indicators": tmp_path}, "没有这个绩效指标文件"),
        ({"out": tmp_path / "单独"}, "项目清单在输出文件夹里"),
    ):
        with pytest.raises(BudgetbookError, match=said):
            refuse_nonsense(good._replace(**changed))
