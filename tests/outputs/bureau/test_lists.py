"""The lists: CSV and parquet hold the same, and nothing in the CSV or the workbook is run when it is opened."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from budgetbook.outputs.bureau.finding_list import HEADINGS
from budgetbook.outputs.bureau.harmless import harmless
from budgetbook.stories.bureau import bureau
from tests.outputs.bureau.runs import REMARK, TAIL, WRONG, report, small_run, task, write_run

ATTACKS = (
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n=1+1",
    " =1+1",
    "\ufeff=1+1",
    "＝1+1",
    "|calc",
)


def read_csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data[3:].decode("utf-8"), newline="")))


def test_both_lists_hold_every_finding(tmp_path: Path) -> None:
    made = bureau(small_run(tmp_path))
    heading, *rows = read_csv(tmp_path / "findings.csv")
    assert tuple(heading) == HEADINGS and len(rows) == made.findings == 8
    found = dict(zip(HEADINGS, next(row for row in rows if row[0] == "乙局"), strict=True))
    assert found == {
        **{"部门": "乙局", "年度": "2024", "工作簿": "乙局/公开.xlsx", "结论": "不符", "级别": "错误", "代码": "SUM"},
        **{"应成立的关系": "合计应等于各组成部分之和", "工作表": "表三", "单元格": "C6", "说明": WRONG.message},
        **{"左边": "166.60", "右边": "168.60", "差额": "-2.00", "相关单元格": "表三!D6、表三!E6"},
        **{"怎么办": "先看 表三!C6；改为 168.60万元 后都能对上", "核实理由": ""},
    }
    assert [row[3:] for row in rows if row[0] == "戊局"] == [
        ["未做成", *[""] * 5, "戊局/公开.xlsx：文件打不开，可能已损坏", *[""] * 6]
    ]
    table = parquet.read_table(tmp_path / "findings.parquet")
    assert table.column_names == heading
    assert [[str(value) for value in row.values()] for row in table.to_pylist()] == rows
    assert {str(field.type) for field in table.schema if field.name != "年度"} == {"string"}


def test_years_are_numbers_and_unknown_ones_are_none(tmp_path: Path) -> None:
    tasks = [task("a.xlsx", year=None), task("b.xlsx", year=2025)]
    bureau(write_run(tmp_path, tasks, {"a.xlsx": report(WRONG), "b.xlsx": report(WRONG)}))
    table = parquet.read_table(tmp_path / "findings.parquet")
    assert table["年度"].to_pylist() == [None, 2025] and str(table.schema.field("年度").type) == "int32"
    assert [row[1] for row in read_csv(tmp_path / "findings.csv")[1:]] == ["", "2025"]


def test_no_finding_at_all_still_gives_both_lists(tmp_path: Path) -> None:
    bureau(write_run(tmp_path, [task("a.xlsx")], {"a.xlsx": report()}))
    assert len(read_csv(tmp_path / "findings.csv")) == 1
    assert parquet.read_table(tmp_path / "findings.parquet").num_rows == 0


def test_more_findings_than_are_packed_at_once(tmp_path: Path) -> None:
    findings = [REMARK._replace(message=f"第 {number} 处") for number in range(12_001)]
    bureau(write_run(tmp_path, [task("a.xlsx")], {"a.xlsx": report(*findings)}))
    messages = [row[HEADINGS.index("说明")] for row in read_csv(tmp_path / "findings.csv")[1:]]
    assert messages == [f"第 {number} 处" for number in range(12_001)]


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_begins_like_a_formula_is_text_in_every_list(tmp_path: Path, attack: str) -> None:
    name = "a.xlsx"
    wrong = WRONG._replace(message=attack, left=attack, hint=attack)
    tasks = [task(name, department=attack), task("b.xlsx", state="failed", report=None, department=attack, problems=[attack])]
    bureau(write_run(tmp_path, tasks, {name: report(wrong, TAIL)}))
    cells = [cell for row in read_csv(tmp_path / "findings.csv") for cell in row]
    assert any("calc" in cell or "1+1" in cell or "HYPERLINK" in cell for cell in cells)
    values = [cell for sheet in openpyxl.load_workbook(tmp_path / "summary.xlsx") for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in values}
    for text in [*cells, *(line for cell in values if isinstance(cell.value, str) for line in cell.value.split("\n"))]:
        assert not text.lstrip().startswith(("=", "+", "@", "|", "＝", "\ufeff")), text
        assert not text.startswith("-") or text == "-2.00", text
    raw = parquet.read_table(tmp_path / "findings.parquet").to_pylist()
    assert raw[0]["说明"] == attack  # nothing in a parquet file is ever run


@given(st.text())
def test_harmless_is_one_line_that_nothing_runs(text: str) -> None:
    done = harmless(text)
    assert not set(done) & set("\r\n\t\0") and harmless(done) == done
    stripped = done.lstrip()
    assert not stripped.startswith(tuple("=@|＝＋－＠")) and (not stripped.startswith(("+", "-")) or stripped[1:2].isdigit())


@pytest.mark.parametrize("number", ["-0.01", "166.60", "+3", "-1,234.50", "-12%", "", "表三!C6", "合计=各项之和"])
def test_what_is_no_formula_stays_as_it_is(number: str) -> None:
    assert harmless(number) == number
