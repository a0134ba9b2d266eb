"""Validation: every problem of a list at once, with file, row and column; warnings stop nothing."""

import csv
from pathlib import Path

import pytest

from budgetbook.items.line_items import read_items
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice

HEADINGS = [
    "预算年度", "部门名称", "单位名称", "支出功能分类科目编码", "部门预算支出经济分类科目编码", "资金性质", "项目类别",
    "项目名称", "金额(元)",
]  # fmt: skip
GOOD = ["2024", "甲局", "甲局", "2010306", "30201", "一般公共预算", "公用经费", "", "100.00"]


def listed(tmp_path: Path, *rows: dict[str, str], headings: list[str] = HEADINGS) -> Path:
    path = tmp_path / "明细.csv"
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headings, extrasaction="ignore")
        writer.writeheader()
        writer.writerows([dict(zip(HEADINGS, GOOD, strict=True)) | row for row in rows])
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(BudgetbookError) as refusal:
        read_items(path)
    return [str(problem) for problem in refusal.value.problems if not problem.warning]


@pytest.mark.parametrize(
    ("heading", "wrong", "said"),
    [
        ("预算年度", "2023", "年度"),
        ("部门名称", "乙局", "两个部门"),
        ("支出功能分类科目编码", "20103", "款级"),
        ("支出功能分类科目编码", "201O306", "不是科目编码"),
        ("支出功能分类科目编码", "20103060", "8 位"),
        ("部门预算支出经济分类科目编码", "302", "类级"),
        ("资金性质", "一般公共预祘", "一般公共预算"),
        ("资金性质", "", "资金性质"),
        ("项目类别", "特定目标项", "特定目标类"),
        ("金额(元)", "一百", "不是金额"),
        ("金额(元)", "", "金额"),
        ("金额(元)", "1e400", "金额"),
        ("金额(元)", "nan", "金额"),
        ("单位名称", "", "单位名称"),
    ],
)
def test_one_wrong_cell_is_named(heading: str, wrong: str, said: str, tmp_path: Path) -> None:
    found = problems(listed(tmp_path, {}, {}, {heading: wrong}))
    assert len(found) == 1
    assert said in found[0] and "明细.csv" in found[0] and "第 4 行" in found[0] and f"“{heading}”" in found[0]


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    rows = ({"金额(元)": "x"}, {"支出功能分类科目编码": "201"}, {"资金性质": "钱"}, {"预算年度": "二〇二四"}, {}, {})
    assert len(problems(listed(tmp_path, *rows))) == 4


def test_a_missing_column_names_the_nearest_heading(tmp_path: Path) -> None:
    path = listed(tmp_path, {}, headings=[heading for heading in HEADINGS if heading not in ("资金性质", "项目类别")])
    path.write_text(
        path.read_text(encoding="utf-8").replace("部门预算支出经济分类科目编码", "部门预算支出经济分类码"), encoding="utf-8"
    )
    found = problems(path)
    assert len(found) == 3
    assert any("部门预算支出经济分类码" in problem and "缺少“部门预算支出经济分类科目编码”" in problem for problem in found)


def test_unknown_codes_repeated_lines_and_negative_amounts_are_warnings(tmp_path: Path) -> None:
    items = read_items(listed(tmp_path, {}, {}, {"支出功能分类科目编码": "2018888"}, {"金额(元)": "-5"}))
    said = "\n".join(map(str, items.warnings))
    assert items.total(Slice()) == 29_500
    assert "相同" in said and "2018888" in said and "负数" in said
    assert all(problem.warning for problem in items.warnings)


@pytest.mark.parametrize(
    ("amounts", "said"), [(("20.59", "150.00"), True), (("9999.99",), True), (("10000",), False), (("0",), False)]
)
def test_a_budget_below_ten_thousand_yuan_is_likely_to_be_in_ten_thousands(
    amounts: tuple[str, ...], said: bool, tmp_path: Path
) -> None:
    """Nobody publishes less than the tables print: 0.01 万元 and little more."""
    warnings = [str(problem) for problem in read_items(listed(tmp_path, *({"金额(元)": each} for each in amounts))).warnings]
    assert any("像是以万元为单位（如果是万元，请把表头改为“金额(万元)”）" in warning for warning in warnings) is said
    renamed = [heading.replace("(元)", "(万元)") for heading in HEADINGS]
    path = listed(tmp_path, *({"金额(元)": each} for each in amounts))
    path.write_text(path.read_text(encoding="utf-8").replace(",".join(HEADINGS), ",".join(renamed)), encoding="utf-8")
    assert not any("像是以万元为单位" in str(problem) for problem in read_items(path).warnings)
