"""Totals of slices: what plain Python adds up, whatever the order of the lines."""

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetbook.items.line_items import LineItems, read_items, read_rows
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice, parse_slice

HEADINGS = [
    "预算年度", "部门名称", "单位名称", "单位性质", "收支类型", "收入分类科目编码", "支出功能分类科目编码",
    "部门预算支出经济分类科目编码", "政府预算支出经济分类科目编码", "资金性质", "资金来源", "项目类别", "项目名称", "金额(元)",
]  # fmt: skip
LINES = st.tuples(
    st.sampled_from(["甲单位", "乙单位"]),
    st.sampled_from(["2010306", "2010399", "2030603"]),
    st.sampled_from(["30201", "30231", "31013"]),
    st.sampled_from(["一般公共预算", "政府性基金预算", "事业收入"]),
    st.sampled_from(["本年", "上年结转"]),
    st.sampled_from(["公用经费", "特定目标类"]),
    st.integers(1, 10**13),
)
ROWS = [Slice(), Slice(function="201"), Slice(function="2030603"), Slice(unit="甲单位"), Slice(economic=("30231", "31013"))]
COLUMNS = [parse_slice(words) for words in ("收入", "财政拨款", "单位资金 本年", "基本支出", "项目支出 上年结转", "年终结转")]


def items_of(lines: list[tuple]) -> LineItems:
    rows: list[list[object]] = [HEADINGS]
    for unit, function, economic, fund, source, kind, fen in lines:
        amount = f"{fen // 100}.{fen % 100:02d}"
        rows.append(["2024", "局", unit, "行政", "支出", "", function, economic, "", fund, source, kind, "某项目", amount])
    return read_rows(rows)


def naive(lines: list[tuple], row: Slice, column: Slice) -> int:
    total = 0
    for unit, function, economic, fund, source, kind, fen in lines:
        words = f"支出 {fund} {source} {kind} 行政单位 非政府采购"
        own = parse_slice(words)._replace(function=function, economic=(economic,), unit=unit, project="某项目")
        total += fen if own.within(row) and own.within(column) else 0
    return total


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_matrix_is_what_plain_addition_gives(lines: list[tuple], shuffle: random.Random) -> None:
    expected = [[naive(lines, row, column) for column in COLUMNS] for row in ROWS]
    assert items_of(lines).matrix(ROWS, COLUMNS).tolist() == expected
    shuffle.shuffle(lines)
    assert items_of(lines).matrix(ROWS, COLUMNS).tolist() == expected


def with_income(tmp_path: Path, income: str, spent: str, function: str = "2120801") -> Path:
    path = tmp_path / "明细.csv"
    common = ["2024", "局", "局", "行政"]
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerow([*common, "收入", "1030148", function, "", "", "政府性基金预算", "本年", "", "", income])
        writer.writerow([*common, "支出", "", "2120801", "31005", "", "政府性基金预算", "本年", "特定目标类", "修路", spent])
    return path


def test_what_income_leaves_over_is_the_years_surplus(tmp_path: Path) -> None:
    items = read_items(with_income(tmp_path, "1000.00", "900.01"))
    slices = ["收入 政府性基金预算", "支出 政府性基金预算", "年终结转", "收入科目103"]
    assert items.totals([parse_slice(words) for words in slices]).tolist() == [100_000, 90_001, 9_999, 100_000]
    assert items.nodes("revenue", Slice()) == ("1030148",)
    assert [item.use for item in items.rows(parse_slice("政府性基金预算"))] == ["收入"]


def test_spending_more_than_comes_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="政府性基金") as refusal:
        read_items(with_income(tmp_path, "900", "1000"))
    assert "100" in str(refusal.value)


def test_a_surplus_needs_to_know_its_function(tmp_path: Path) -> None:
    with pytest.raises(BudgetbookError, match="支出功能分类科目编码"):
        read_items(with_income(tmp_path, "1000", "900", function=""))
    assert read_items(with_income(tmp_path, "900", "900", function="")).total(parse_slice("年终结转")) == 0


def test_units_and_projects_come_in_the_order_of_their_codes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    heading = "年度,单位编码,单位名称,功能科目编码,部门经济科目编码,资金性质,项目类别,项目编码,项目名称,金额"
    listed = (("2", "P2", "乙"), ("1", "P9", "丙"), ("1", "P1", "甲"))
    lines = [f"2024,{unit},单位{unit},2010306,30201,一般公共预算,特定目标类,{code},{name},1" for unit, code, name in listed]
    path.write_text("\n".join([heading, *lines]), encoding="utf-8")
    items = read_items(path)
    assert items.nodes("unit", Slice()) == ("单位1", "单位2")
    assert items.nodes("project", Slice()) == ("甲", "乙", "丙")
