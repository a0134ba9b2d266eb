"""Projects and indicators: two lists read together, their problems told together."""

import csv
import io
from pathlib import Path

import pytest

from budgetbook.items.projects import read_projects
from budgetbook.model.problem import BudgetbookError
from tests.reference import REPOSITORY

PROJECTS, INDICATORS = (REPOSITORY / "examples" / f"{name}.csv" for name in ("projects", "indicators"))


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def write(path: Path, lines: list[dict[str, str]]) -> Path:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    return path


def test_every_project_with_its_funds_texts_and_indicators() -> None:
    projects = read_projects(PROJECTS, INDICATORS)
    written = rows(PROJECTS)
    assert [project.name for project in projects] == [line["项目名称"] for line in written]
    for project, line in zip(projects, written, strict=True):
        assert project.year.total == round(float(line["年度_资金总额"]) * 100)
        assert project.overview == line["项目概况"] and project.form == line["表类型"]
        own = [leaf for leaf in rows(INDICATORS) if leaf["项目名称"] == project.name]
        assert [(leaf.half, leaf.third, leaf.value) for leaf in project.indicators] == [
            (leaf["期间"], leaf["三级指标"], leaf["指标值"]) for leaf in own
        ]


def test_what_is_not_written_is_nothing_not_zero() -> None:
    project = read_projects(PROJECTS, INDICATORS)[0]
    assert project.year.sources[-1] is None and project.year.sources[0] == 0


def test_all_problems_of_both_lists_come_at_once(tmp_path: Path) -> None:
    projects, indicators = rows(PROJECTS), rows(INDICATORS)
    projects[1]["年度_资金总额"] = "十八万"
    indicators[0]["期间"] = "明年"
    indicators[5]["项目名称"] = "没有的项目"
    with pytest.raises(BudgetbookError) as refusal:
        read_projects(write(tmp_path / "p.csv", projects), write(tmp_path / "i.csv", indicators))
    said = [str(problem) for problem in refusal.value.problems]
    for words in ("十八万", "明年", "没有的项目"):
        assert any(words in problem and "行“" in problem for problem in said), (words, said)
