"""Text files: encodings, delimiters, where the heading stands, and what is refused."""

import subprocess
import sys

import pytest

from budgetbook.items import text_files
from budgetbook.items.line_items import read_items
from budgetbook.model import limits
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice

from .lists import HEADINGS, line, saved, text_of


def refusal(path):
    with pytest.raises(BudgetbookError) as caught:
        read_items(path)
    return str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_delimiters(tmp_path, encoding, delimiter, end):
    text = text_of(line(amount="12.34"), line(amount="0.66"), delimiter=delimiter, end=end)
    items = read_items(saved(tmp_path, text.encode(encoding)))
    assert items.total(Slice()) == 1300
    assert items.department == "某局"


def test_the_heading_may_stand_below_a_title_and_totals_are_left_out(tmp_path):
    blank, total = "," * 17, "合 计" + "," * 17 + "300"
    text = "2024年预算明细\n\n" + text_of(line(), line(amount="200")) + f"{blank}\n\n{total}\n"
    items = read_items(saved(tmp_path, text))
    assert items.total(Slice()) == 30000
    assert [item.row for item in items.rows(Slice())] == [4, 5]


def test_short_rows_and_cells_with_line_breaks(tmp_path):
    broken = line(项目名称='"上一行\n下一行"')
    items = read_items(saved(tmp_path, text_of(broken, line(amount="1")) + "合计\n"))
    assert items.nodes("project", Slice()) == ("上一行\n下一行",)
    assert [item.row for item in items.rows(Slice())] == [2, 3]


@pytest.mark.parametrize("ragged", ["", "合计\n"])
def test_a_large_file_reads_as_a_small_one(tmp_path, monkeypatch, ragged):
    lines = [
        line(
            function=f"20103{n % 7:02}",
            amount=f"{n}.{n % 100:02}",
            项目名称=f" 项目{n % 5}",
            部门名称="某局" + " " * (n % 2),
        )
        for n in range(300)
    ]
    path = saved(tmp_path, text_of(*lines).replace("\n", "\n\n", 3) + ragged)
    small = read_items(path)
    monkeypatch.setattr(text_files, "_LARGE", 0)
    large = read_items(path)
    assert large.rows(Slice()) == small.rows(Slice())
    assert large.nodes("project", Slice()) == small.nodes("project", Slice()) == tuple(f"项目{n}" for n in range(5))


def test_many_different_amounts_are_exact_without_pandas(tmp_path):
    """17 digits, thousands separators, full-width digits, parentheses, signs: in one column too long to parse one by one."""
    odd = ["780681.9399999999", '"1,234,567.895"', "１２.３４", "(5)", "+7", "-0.005", "1e3", ".5", "3.", "99999999999.99"]
    plain = [f"{n}.{n % 100:02}" for n in range(9000)]
    path = saved(tmp_path, text_of(*[line(amount=text) for text in [*odd, *plain]]))
    code = (
        "import sys; from budgetbook.items.line_items import read_items; from budgetbook.model.slices import Slice;"
        f"items = read_items({str(path)!r}); print([each.amount for each in items.rows(Slice())[:10]]);"
        "print(items.total(Slice()), 'pandas' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()
    fen = [78068194, 123456790, 1234, -500, 700, -1, 100000, 50, 300, 9999999999999]
    assert said[0] == str(fen)
    assert said[1] == f"{sum(fen) + sum(n * 100 + n % 100 for n in range(9000))} False"


def test_a_small_file_needs_no_arrow(tmp_path):
    path = saved(tmp_path, text_of(line()))
    read = f"from budgetbook.items.line_items import read_items; read_items({str(path)!r})"
    code = f"import sys; {read}; print('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "文件是空的"),
        (b"\n\n\n", "没有预算明细"),
        (text_of().encode(), "只有表头"),
        (text_of(line()).encode() + b"\0", "空字节"),
        (b"\x81\xff,\xfe", "文字编码认不出"),
        (b"<html><table></table></html>", "网页"),
        (b"PK\x03\x04 no archive", "文件打不开"),
        (b"\xd0\xcf\x11\xe0 no workbook", "文件打不开"),
        (b"PAR1 no parquet", "文件打不开"),
        ((text_of(line())[:-1] + ",多出来\n").encode(), "第 2 行：这一行比标题多出内容“多出来”"),
        (text_of(line(单位名称="长" * 40_000)).encode(), "有 40000 字，超过上限 32767 字"),
        (text_of(line(单位名称="长" * 200_000)).encode(), "读不了"),
    ],
)
def test_hostile_text_is_refused_with_a_sentence(tmp_path, data, says):
    said = refusal(saved(tmp_path, data))
    assert says in said
    assert "明细.csv" in said


def test_a_file_that_is_not_there(tmp_path):
    assert "没有这个文件" in refusal(tmp_path / "没有.csv")


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "LIST_SIZE", 2**20)
    assert "文件超过 1 MB" in refusal(saved(tmp_path, text_of(*[line()] * 15_000)))


def test_a_missing_column_names_the_nearest_heading(tmp_path):
    text = text_of(line()).replace("资金性质", "经费性质").replace("单位名称", "某列")
    said = refusal(saved(tmp_path, text))
    assert "缺少“资金性质”列（最接近的是“经费性质”" in said
    assert "缺少“单位名称”列" in said


def test_two_columns_of_one_meaning_are_refused(tmp_path):
    said = refusal(saved(tmp_path, text_of(line(政府采购类型="5")).replace("政府采购类型", "预算金额")))
    assert "“预算金额”、“金额(元)”都是“金额(元)”" in said


def test_headings_of_exports_in_any_order(tmp_path):
    names = {
        "支出功能分类科目编码": "功能科目编码", "部门预算支出经济分类科目编码": "部门经济分类科目编码",
        "金额(元)": " 预算金额（万元） ", "单位名称": "*预算单位", "项目类别": "项目类型",
    }  # fmt: skip
    order = sorted(range(len(HEADINGS)), key=lambda at: HEADINGS[at])
    heading = [names.get(HEADINGS[at], HEADINGS[at]) for at in order]
    cells = [str(line(amount="1.2345678")[at]) for at in order]
    items = read_items(saved(tmp_path, ",".join(heading) + "\n" + ",".join(cells)))
    assert items.total(Slice(function="2010306")) == 1234568
