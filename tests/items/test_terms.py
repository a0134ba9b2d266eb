"""What words mean: the data behind it, codes as exports write them, and units and problems of a whole list."""

import datetime
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from budgetbook.items import headings, values
from budgetbook.items.line_items import read_rows
from budgetbook.items.lines import AMOUNT, FIELDS
from budgetbook.items.written import cell_text, code_text
from budgetbook.model.dimensions import NODES
from budgetbook.model.problem import BudgetbookError
from budgetbook.model.project import FUND_SOURCES, TEXT_COLUMNS
from budgetbook.model.slices import Slice, parse_slice
from budgetbook.model.text import name_key

from .lists import HEADINGS, items_of, line

SAID = tomllib.loads(Path(values.__file__).with_name("values.toml").read_text(encoding="utf-8"))
LISTS = tomllib.loads(Path(values.__file__).with_name("headings.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["fund", "kind", "source", "unit_type", "procurement"])
def test_every_term_is_an_atom_and_every_atom_a_term(kind):
    atoms = {node.name for node in NODES.values() if node.dimension == kind and node.mask.bit_count() == 1}
    assert set(SAID[kind]) == atoms


@pytest.mark.parametrize("kind", list(SAID))
def test_no_word_means_two_things(kind):
    words = [name_key(word) for term, ways in SAID[kind].items() for word in (term, *ways)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("kind", list(LISTS))
def test_no_heading_means_two_columns(kind):
    ways = [name_key(way) for heading, others in LISTS[kind]["headings"].items() for way in (heading, *others)]
    assert len(ways) == len(set(ways))
    assert set(LISTS[kind]["required"]) <= set(LISTS[kind]["headings"])


def test_headings_are_those_that_the_program_reads():
    assert set(headings.headings_of("line_items").official) == {*FIELDS, AMOUNT}
    funds = {f"{half}_{name}" for half in ("实施期", "年度") for name in ("资金总额", *FUND_SOURCES)}
    assert set(headings.headings_of("projects").official) == {*TEXT_COLUMNS, *funds}


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("fund", "一般公共预算拨款", "一般公共预算"),
        ("fund", "政府性基金", "政府性基金预算"),
        ("fund", "1-国有资本经营预算", "国有资本经营预算"),
        ("fund", "经营收入", "事业单位经营收入"),
        ("fund", " 单位 资金 ", "未分明细的单位资金"),
        ("fund", "", None),
        ("fund", "财政拨款", None),
        ("source", "", "本年"),
        ("source", "当年", "本年"),
        ("kind", "人员类", "人员经费"),
        ("unit_type", "参公", "参公单位"),
        ("unit_type", "", "性质不明的单位"),
        ("procurement", "工程", "政府采购工程"),
        ("use", "", "支出"),
    ],
)
def test_words_of_exports(kind, text, term):
    assert values.meaning(kind, text) == term


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2010306", "2010306"), ("２０１０３０６", "2010306"), ("2010306.0", "2010306"), ("'2010306", "2010306"),
        ("201 03 06", "2010306"), ("2010306-政务公开审批", "2010306"), ("[30201]办公费", "30201"), ("30201 办公费", "30201"),
        ("20103A6", "20103A6"), ("2024-01-03", "2024-01-03"), ("2010306-1", "2010306-1"), ("", ""),
    ],
)  # fmt: skip
def test_codes_as_people_write_them(written, code):
    assert code_text(written) == code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (2010306.0, "2010306"),
        (0.1 + 0.2, "0.30000000000000004"),
        (datetime.datetime(2024, 3, 1, 12, tzinfo=datetime.UTC), "2024-03-01 12:00:00"),
        (Decimal("2010306.0000"), "2010306"),
        (Decimal("25000.5000"), "25000.5"),
        (Decimal("1E+3"), "1000"),
        (True, "TRUE"),
        ("\u3000甲\u200b ", "甲"),
        (7, "7"),
    ],
)
def test_cells_as_text(value, text):
    assert cell_text(value) == text


def test_a_units_type_need_be_said_once():
    items = items_of(line(单位性质=""), line(单位性质="参公单位", amount="1"))
    assert items.units[0].type == "参公单位"
    assert items.total(parse_slice("参公单位")) == 10100
    assert {item.unit_type for item in items.rows(Slice())} == {"参公单位"}


def test_a_unit_of_two_types_is_refused():
    with pytest.raises(BudgetbookError, match="单位“某局本级”写了不同的性质：事业单位、行政单位"):
        items_of(line(), line(单位性质="事业"))


def test_units_and_codes_that_do_not_go_together_are_warned_of():
    items = items_of(line(), line(单位编码="604009", amount="1"), line(单位名称="乙", amount="2"))
    said = "\n".join(map(str, items.warnings))
    assert "单位“某局本级”有不同的编码：604001、604009" in said
    assert "单位编码“604001”有不同的名称：乙、某局本级" in said
    assert [unit.name for unit in items.units] == ["乙", "某局本级"]


def test_a_great_many_problems_are_counted():
    with pytest.raises(BudgetbookError) as caught:
        items_of(*[line(function=f"x{n}") for n in range(1000)], line(amount="?"))
    said = [str(problem) for problem in caught.value.problems]
    assert len(said) == 202
    assert "还有 800 种这一列的问题没有列出" in said[200]
    assert "第 1002 行“金额(元)”：“?”不是金额" in said[201]


def test_rows_with_the_same_problem_are_told_together():
    with pytest.raises(BudgetbookError, match="第 2、3、4 行等共 34 行“资金性质”：“钱”认不出是什么"):
        items_of(*[line(资金性质="钱") for _ in range(34)])


def test_lines_without_economic_code_or_kind():
    with pytest.raises(BudgetbookError, match="第 2 行“部门预算支出经济分类科目编码”：没有部门经济科目编码"):
        items_of(line(economic=""))
    items = items_of(line(economic="", 项目类别="特定目标类", 项目名称="路"), line(项目类别="", amount="1"))
    said = "\n".join(map(str, items.warnings))
    assert "第 2 行“部门预算支出经济分类科目编码”：没有部门经济科目编码" in said
    assert "第 3 行“项目类别”：没有项目类别" in said
    assert items.nodes("economic", Slice()) == ("30201/50201",)


def test_in_one_column_true_is_not_the_number_one():
    rows = [HEADINGS, line(amount=1.0), line(amount=True), line(amount=0.0), line(amount=False), line(amount=1)]
    with pytest.raises(BudgetbookError) as caught:
        read_rows(rows)
    said = str(caught.value)
    assert "第 3 行“金额(元)”：“TRUE”是逻辑值" in said or "第 3 行“金额(元)”：“TRUE”不是金额" in said
    assert "第 5 行“金额(元)”：“FALSE”" in said
    assert "第 2 行" not in said and "第 4 行" not in said and "第 6 行" not in said


def test_values_as_excel_gives_them_are_read_once_for_all_rows():
    rows = [HEADINGS, *(line(function=2010306.0, amount=value) for value in (1.5, Decimal("1.50"), "1.50", -0.0, 0.0, None))]
    with pytest.raises(BudgetbookError, match=r"第 7 行“金额\(元\)”：没有金额"):
        read_rows(rows)
    assert [item.amount for item in read_rows(rows[:-1]).rows(Slice())] == [150, 150, 150, 0, 0]
