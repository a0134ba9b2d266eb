"""Totals among the lines: never summed, held to the lines they stand for, and never mistaken for a line, nor a line for one."""

import openpyxl
import pytest

from budgetbook.items.line_items import read_items, read_rows
from budgetbook.items.projects import projects_from_rows
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.slices import Slice

from .lists import AMOUNT, ECONOMIC, FUNCTION, HEADINGS, income, line, saved, text_of


def total(amount, word="合计", under="预算年度", **said):
    """A row that says so under a heading, with an amount, and blank but for what is said here."""
    return [{AMOUNT: amount, under: word, **said}.get(heading, "") for heading in HEADINGS]


def read(*rows):
    return read_rows([HEADINGS, *rows], "明细.xlsx", "明细")


def problems(*rows):
    with pytest.raises(BudgetbookError) as refusal:
        read(*rows)
    return [str(problem) for problem in refusal.value.problems if not problem.warning]


A, B, C = line(amount=2_000_000), line(amount=60_000, function="2010302"), line(amount="0.07", 资金性质="政府性基金预算")
OTHER = line(amount=5, 单位名称="某中心", 单位编码="604002")


@pytest.mark.parametrize(
    ("rows", "fen"),
    [
        ([A, B, total(2_060_000)], 206_000_000),
        ([A, B, total("2,060,000.00", "合 计：", "单位名称")], 206_000_000),
        ([total(2_060_000, "总计"), A, B], 206_000_000),
        ([A, B, total("")], 206_000_000),
        ([A, total(2_000_000, "小计"), B, total(60_000, "小计"), total(2_060_000, "总计")], 206_000_000),
        ([total(2_060_000), total(2_000_000, "小计"), A, total(60_000, "小计"), B], 206_000_000),
        ([A, total(2_000_000, "本页合计"), B, total(60_000, "本页合计"), total(2_060_000, "累计")], 206_000_000),
        ([A, total(2e6, "小计"), B, total(6e4, "小计"), total(2_060_000, "小计"), C, total(0.07), total(2060000.07)], 206_000_007),
        ([A, B, OTHER, total(2_060_000, "小计", FUNCTION, 单位名称="某局本级"), total(2_060_005)], 206_000_500),
        ([A, C, B, total(2_060_000, "小计", FUNCTION, 资金性质="一般公共预算"), total("0.07", "小计", 资金性质="政府性基金预算")],
         206_000_007),
        ([A, B, total(2_060_000, "某局本级 汇总", "单位名称"), OTHER, total(5, "某中心 汇总", "单位名称")], 206_000_500),
        ([A, B, total(2_060_000, "一般公共预算小计", "资金性质", 预算年度="2024")], 206_000_000),
        ([income(amount=2_060_000), A, B, total(2_060_000)], 206_000_000),
    ],
)  # fmt: skip
def test_a_total_that_adds_up_is_passed_over(rows, fen):
    items = read(*rows)
    lines = [row for row in rows if row[HEADINGS.index("资金性质")] and row[HEADINGS.index("项目类别")]]
    assert items.total(Slice()) == fen
    assert len(items) == len(lines) + sum("收入" in row for row in rows)


@pytest.mark.parametrize(
    ("amounts", "printed", "passes"),
    [
        (("205.9968", "0.0001"), "206.00", True),  # 205.9969 万元
        (("205.9949", "0.0001"), "206.00", True),
        (("205.9949", "0.00005"), "206.00", False),  # 205.99495 is 205.99
        (("205.9968", "0.0001"), "205.9969", True),
        (("205.9968", "0.0001"), "205.99", False),
        (("205.9968", "0.0001"), "206", False),
    ],
)
def test_a_total_in_ten_thousands_may_have_been_rounded(amounts, printed, passes):
    headings = ["金额(万元)" if heading == AMOUNT else heading for heading in HEADINGS]
    rows = [headings, *(line(amount=amount) for amount in amounts), total(printed)]
    if passes:
        assert len(read_rows(rows, "明细.xlsx", "明细")) == 2
    else:
        with pytest.raises(BudgetbookError, match="合计行的金额是"):
            read_rows(rows, "明细.xlsx", "明细")


def test_a_total_that_differs_refuses_the_list_with_both_amounts():
    assert problems(A, B, total(9_999)) == [
        "明细.xlsx 明细 第 4 行“金额(元)”：合计行的金额是 9999.00 元，明细加起来是 2060000.00 元，相差 -2050001.00 元"
        "（漏了或者录重了明细的，请改正明细；合计是旧的，请改正或删去这一行）"
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([A, total(2_000_000, "小计"), B, total(60_001, "小计")],
         ["第 5 行“金额(元)”：合计行的金额是 60001.00 元，上一个合计行以来的明细加起来是 60000.00 元，"
          "全部明细加起来是 2060000.00 元，都对不上"]),
        ([total(1), A, B], ["第 2 行“金额(元)”：合计行的金额是 1.00 元，明细加起来是 2060000.00 元，相差 -2059999.00 元"]),
        ([A, B, total(0)], ["第 4 行“金额(元)”：合计行的金额是 0.00 元，明细加起来是 2060000.00 元"]),
        ([A, B, total("约200万")], ["第 4 行“金额(元)”：合计行的金额“约200万”不是金额（应为数字；也可以删去这一行）"]),
        ([A, B, total("#REF!")], ["第 4 行“金额(元)”：合计行的金额“#REF!”不是金额"]),
        ([A, B, B, total(2_060_000)], ["第 5 行“金额(元)”：合计行的金额是 2060000.00 元，明细加起来是 2120000.00 元，"]),
        ([A, B, total(7, "某局本级 汇总", "单位名称")], ["合计行的金额是 7.00 元"]),
        ([A, B, total(7, "小计", FUNCTION, 单位名称="某局本级", 资金性质="一般公共预算")], ["合计行的金额是 7.00 元"]),
        ([income(amount=2_060_001), A, B, total(7)], ["（其中收入 2060001.00 元，支出 2060000.00 元）"]),
        ([A, total(1, "小计"), B, total(2, "小计")], ["第 3 行", "第 5 行"]),
        ([total(5)], ["第 2 行“金额(元)”：合计行的金额是 5.00 元，明细加起来是 0.00 元"]),
    ],
)  # fmt: skip
def test_what_differs_is_named(rows, said):
    found = problems(*rows)
    assert len(found) == len(said)
    assert all(words in problem for words, problem in zip(said, found, strict=True))


@pytest.mark.parametrize("heading", ["预算年度", "单位名称", "项目名称", FUNCTION, ECONOMIC])
def test_a_line_that_says_total_is_neither_dropped_nor_taken(heading):
    odd = line(amount=60_000)
    odd[HEADINGS.index(heading)] = "合计"
    assert problems(A, odd) == [
        f"明细.xlsx 明细 第 3 行“{heading}”：这一行写着“合计”，其他各列却填得和一笔明细一样"
        f"（如果是合计行，请删去；如果是一笔明细，请改正“{heading}”）"
    ]


def test_a_remark_that_says_total_is_not_passed_over():
    rows = [[*HEADINGS, "备注"], [*A, ""], [*B, "小计"]]
    with pytest.raises(BudgetbookError, match="第 3 行“备注”：这一行写着“小计”"):
        read_rows(rows)


def test_names_that_end_like_totals_are_names():
    items = read(line(项目名称="统计数据汇总"), line(项目名称="会计核算合计", 项目类别="特定目标类"))
    assert set(items.nodes("project", Slice())) == {"会计核算合计", "统计数据汇总"}


def test_other_problems_come_with_that_of_the_total():
    assert len(problems(A, line(资金性质="钱"), total(9_999))) == 2


def test_where_a_line_has_no_amount_that_is_what_is_said():
    assert problems(A, line(amount="若干"), total(9_999)) == [
        "明细.xlsx 明细 第 3 行“金额(元)”：“若干”不是金额（应为数字，如 1234.56）"
    ]


def test_long_lists_that_are_read_in_one_step(tmp_path):
    lines = [line(amount=f"{n}.50", 项目名称=f"审计{n % 7}") for n in range(2000)]
    fen = sum(n * 100 + 50 for n in range(2000))
    book = openpyxl.Workbook()
    book.active.title = "明细"
    for row in (HEADINGS, *lines, total(9_999)):
        book.active.append([value if value != "" else None for value in row])
    book.save(tmp_path / "明细.xlsx")
    wrong = saved(tmp_path, text_of(*lines, total("9999")), "错.csv")
    for path, place in ((tmp_path / "明细.xlsx", "明细.xlsx 明细 第 2002 行"), (wrong, "错.csv 第 2002 行")):
        with pytest.raises(BudgetbookError) as refusal:
            read_items(path)
        assert f"{place}“金额(元)”：合计行的金额是 9999.00 元，明细加起来是 {fen // 100}.00 元" in str(refusal.value)
    right = saved(tmp_path, text_of(*lines, total(f"{fen / 100:.2f}")), "对.csv")
    assert read_items(right).total(Slice()) == fen


def test_the_totals_of_projects_are_held_to_them_column_by_column():
    headings = ("项目名称", "实施期_资金总额", "年度_资金总额", "年度_单位自筹")
    indicators = [
        ("项目名称", "期间", "一级指标", "二级指标", "三级指标", "指标值"),
        ("甲", "年度", "产出指标", "数量指标", "件", "3"),
    ]
    rows = [headings, ("甲", 30, 10, ""), ("数据汇总", 60, 20, 5), ("合计", 90, 30, 5)]
    assert [project.name for project in projects_from_rows(rows, indicators).projects] == ["甲", "数据汇总"]
    with pytest.raises(BudgetbookError) as refusal:
        projects_from_rows([*rows[:3], ("合计", 90, 31, 6)], indicators)
    assert [problem.place for problem in refusal.value.problems] == ["第 4 行“年度_资金总额”", "第 4 行“年度_单位自筹”"]


def test_of_very_many_wrong_rows_the_first_are_named():
    found = problems(*[row for n in range(60) for row in (line(amount=n + 1), total(10**9 + n, "小计"))])
    assert (
        len(found) == 51 and "第 3 行" in found[0] and found[-1].endswith("还有合计行对不上，没有列出（先改好上面的，再检查一次）")
    )
    assert len(problems(*[line(amount=n + 1, 单位名称="合计", 单位编码="") for n in range(60)], A)) == 50
