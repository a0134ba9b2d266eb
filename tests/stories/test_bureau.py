"""检查结果 from what the program itself finds: the example department, filled, checked, and looked at by the bureau."""

import csv
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from budgetbook.fronts.cli import main
from tests.outputs.bureau.runs import small_run, task
from tests.reference import REPOSITORY

EXAMPLES = REPOSITORY / "examples"


def test_what_check_reports_is_what_the_bureau_sees(tmp_path: Path) -> None:
    output, report = tmp_path / "甲局" / "公开.xlsx", tmp_path / ".budgetbook" / "reports" / "甲局" / "公开.xlsx.json"
    for folder in (output.parent, report.parent):
        folder.mkdir(parents=True)
    lists = [f"--{name.split('_')[-1]}={EXAMPLES / name}.csv" for name in ("line_items", "projects", "indicators")]
    template = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
    assert main(["fill", str(template), *lists, "-o", str(output), "--report", str(report)]) == 1
    line = task("甲局/公开.xlsx", department="甲局")
    (tmp_path / "tasks.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")

    assert main(["report", str(tmp_path)]) == 1

    wanted = json.loads(report.read_text(encoding="utf-8"))["findings"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "findings.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert [(row["代码"], row["工作表"], row["单元格"], row["结论"]) for row in rows] == [
        (each["code"], each["sheet"], each["cell"], each["verdict"]) for each in wanted
    ]
    form = openpyxl.load_workbook(tmp_path / "summary.xlsx")["检查表"]
    answers = {row[4]: row[5] for row in form.iter_rows(min_row=4, values_only=True)}
    wrong = {each["code"] for each in wanted if each["verdict"] == "不符"}
    assert {"ITEM", "P04", "D01"} <= wrong  # what examples/README.md says
    assert answers["公开的数是否与预算明细一致"] == "✗ 否" and answers["年度是否都是预算年度"] == "✗ 否"
    assert answers["绩效目标申报表的资金是否对得上"] == "✗ 否" and answers["合计是否等于各组成部分之和"] == "✓ 是"


def test_the_page_stands_beside_the_workbooks_it_links_to(tmp_path: Path) -> None:
    """The folder can be moved as a whole: nothing in the page says where it was made."""
    assert main(["report", str(small_run(tmp_path / "here"))]) == 2
    before = (tmp_path / "here" / "index.html").read_bytes()
    assert str(tmp_path).encode() not in before
    shutil.move(tmp_path / "here", tmp_path / "there")
    assert main(["report", str(tmp_path / "there")]) == 2
    assert (tmp_path / "there" / "index.html").read_bytes() == before


def test_a_workbook_with_the_name_of_one_of_the_files_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Summary.xlsx").write_bytes(b"of a department")
    line = task("Summary.xlsx", department="甲局", report="")
    (tmp_path / "tasks.jsonl").write_text(json.dumps(line, ensure_ascii=False) + "\n", encoding="utf-8")
    assert main(["report", str(tmp_path)]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Summary.xlsx", "tasks.jsonl"]
    said = capsys.readouterr().err
    assert "Summary.xlsx" in said and "同名" in said and "改名" in said
