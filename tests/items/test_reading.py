"""Reading line items: whatever file, encoding, separator, order and name of columns an export has."""

import csv
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from budgetbook.items.line_items import LineItems, read_items
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice, parse_slice
from tests.reference import REFERENCE, REPOSITORY, needs_reference

EXAMPLE = REPOSITORY / "examples" / "line_items.csv"
ROWS = list(csv.reader(io.StringIO(EXAMPLE.read_text(encoding="utf-8-sig"))))
TOTAL = sum(round(float(row[-1]) * 100) for row in ROWS[1:])


def text(delimiter: str = ",", rows: list[list[str]] = ROWS) -> str:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_of_any_encoding_and_separator(encoding: str, delimiter: str, tmp_path: Path) -> None:
    path = tmp_path / "明细.csv"
    path.write_bytes(text(delimiter).encode(encoding))
    items = read_items(path)
    assert (items.total(Slice()), len(items), items.year) == (TOTAL, 22, 2024)


def test_columns_in_another_order_under_other_names(tmp_path: Path) -> None:
    names = {"支出功能分类科目编码": "功能科目编码", "金额(元)": "预算金额", "资金性质": "资金类型", "项目类别": "支出类型"}
    rows = [[names.get(cell, cell) for cell in reversed(row)] for row in ROWS]
    path = tmp_path / "a.csv"
    path.write_text(text(rows=rows), encoding="utf-8")
    assert read_items(path).total(parse_slice("基本支出")) == 18_374_000


def test_amounts_in_ten_thousand_yuan_where_the_heading_says_so(tmp_path: Path) -> None:
    rows = [[*row[:-1], "金额(万元)" if place == 0 else str(float(row[-1]) / 10_000)] for place, row in enumerate(ROWS)]
    path = tmp_path / "a.csv"
    path.write_text(text(rows=rows), encoding="utf-8")
    assert read_items(path).total(Slice()) == TOTAL


def workbook(path: Path, sheet: str, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    book.create_sheet("别的")["A1"] = "无关"
    book.save(path)
    return path


def test_a_workbook_with_a_title_numbers_for_codes_blank_rows_and_a_total(tmp_path: Path) -> None:
    numbers = [[*(int(cell) if cell.isdigit() else cell for cell in row[:-1]), float(row[-1])] for row in ROWS[1:]]
    total = ["合计", *[None] * 16, sum(row[-1] for row in numbers)]
    path = workbook(tmp_path / "a.xlsx", "明细", [["2024 年预算明细"], [], ROWS[0], *numbers[:9], [], *numbers[9:], total])
    items = read_items(path)
    assert (items.total(Slice()), len(items)) == (TOTAL, 22)
    assert items.nodes("function", Slice()) == ("2010306", "2030603", "2040612")
    assert [item.row for item in items.rows(Slice(function="204"))] == [16, 17]


def test_a_data_frame_and_back() -> None:
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0])
    items = LineItems.from_frame(frame)
    assert items.total(Slice()) == TOTAL
    assert LineItems.from_frame(items.to_frame()).totals([Slice(function="203"), Slice()]).tolist() == [15_000_000, TOTAL]


def test_parquet(tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS[1:], columns=ROWS[0]).astype({"金额(元)": float, "预算年度": int})
    frame.to_parquet(tmp_path / "a.parquet")
    assert read_items(tmp_path / "a.parquet").total(Slice()) == TOTAL


def test_a_large_file_is_read_as_a_small_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [[*row[:-1], f"{float(row[-1]) + place % 97 / 100:.2f}"] for place, row in enumerate(ROWS[1:] * 1000)]
    path.write_text(text(rows=[ROWS[0], *lines]), encoding="utf-8")
    items = read_items(path)
    assert path.stat().st_size > 2**20 and len(items) == 22_000
    assert items.total(Slice()) == sum(round(float(row[-1]) * 100) for row in lines)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "空"),
        ("a.csv", ",".join(ROWS[0]).encode(), "只有表头"),
        ("a.csv", "甲,乙\n1,2\n".encode(), "表头"),
        ("a.csv", b"\0\0\0\0", "空字节"),
        ("a.xlsx", b"PK\x03\x04 broken", "打不开"),
        ("a.parquet", b"PAR1", "打不开"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为 .xlsx"),
        ("a.docx", b"PK\x03\x04" + bytes(600), "请"),
    ],
)
def test_a_file_that_is_no_list_is_refused(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BudgetbookError, match=said) as refusal:
        read_items(tmp_path / name)
    assert name in str(refusal.value) and "Error" not in str(refusal.value)


@needs_reference
def test_the_reference_totals_are_the_published_ones() -> None:
    items = read_items(REFERENCE / "line_items.csv")
    with open(REFERENCE / "published" / "table_03.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    columns = [Slice(), parse_slice("基本支出"), parse_slice("项目支出")]
    totals = items.matrix([Slice(function=row[0].replace("合计", "")) for row in rows], columns).tolist()
    printed = [[f"{(fen + 5_000) // 10_000 / 100:.2f}" if fen else "" for fen in line] for line in totals]
    assert printed == [row[2:5] for row in rows]
