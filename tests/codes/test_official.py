"""The classifications of a year: names, parents, the 30 类, and what happens without lists of that year."""

import csv
import shutil

import pytest

from budgetbook.codes import Class, classifications, official
from budgetbook.codes.official import nearest_year
from budgetbook.model.problem import BudgetbookError
from tests.reference import REFERENCE, needs_reference

CODES = classifications(2024)


@pytest.mark.parametrize(
    ("dimension", "code", "name"),
    [
        ("function", "2010306", "政务公开审批"),
        ("function", "201", "一般公共服务支出"),
        ("economic", "30201", "办公费"),
        ("economic", "30201/50201", "办公费/办公经费"),
        ("economic", "30202/50299", "印刷费/其他商品和服务支出"),
        ("economic", "30213/50209", "维修（护）费"),
        ("economic", "30201/59988", "办公费"),
        ("government", "50201", "办公经费"),
        ("revenue", "1030148", "国有土地使用权出让收入"),
        ("revenue", "1030602", "股利、股息收入"),
        ("function", "2999999", ""),
        ("function", "", ""),
    ],
)
def test_a_code_has_its_name(dimension, code, name):
    assert CODES.name(dimension, code) == name


def test_parents_come_from_the_top():
    assert CODES.parents("2010306") == ("201", "20103")
    assert CODES.parents("103014801") == ("103", "10301", "1030148")
    assert CODES.parents("30201/50201") == ("302",)
    assert CODES.parents("201") == ()


def test_thirty_classes_in_the_order_of_the_printed_table():
    assert len(CODES.classes) == 30
    assert CODES.classes[0] == Class("一", "201", "一般公共服务支出")
    assert CODES.classes[21] == Class("二十二", "223", "国有资本经营预算支出")
    assert CODES.classes[-1] == Class("三十", "234", "抗疫特别国债安排的支出")
    assert [each.code for each in CODES.classes] == sorted({each.code for each in CODES.classes})


def test_an_exact_class_name_finds_its_code():
    assert CODES.class_code("教育支出") == "205"
    assert CODES.class_code(" 文化旅游体育 与传媒支出") == "207"
    assert CODES.class_code("教育") == ""
    assert CODES.class_code("政务公开审批") == ""


def test_evidence_is_kept():
    assert CODES.evidence("function", "2010306") == "published"
    assert CODES.evidence("function", "2010101") == "unconfirmed"
    assert CODES.evidence("revenue", "1030148") == "unconfirmed"
    assert CODES.evidence("government", "59988") == ""


def test_every_revenue_code_stands_below_a_known_one():
    for code in ("1030146", "1030147", "1030155", "1030156", "1030178", "1030601", "1030603", "1030604", "1030698", "103015501"):
        assert all(CODES.name("revenue", parent) for parent in CODES.parents(code))


def test_pairs_are_of_known_codes():
    pairs = CODES.pairs
    assert ("30201", "机关(行政/参公)", "50201", "table") in pairs
    assert all(CODES.name("economic", pair.economic) and CODES.name("government", pair.government) for pair in pairs)


def test_a_year_without_lists_takes_another_and_says_so():
    assert CODES.note == ""
    later = classifications(2026)
    assert later.data_year == 2024
    assert later.note == "没有 2026 年的科目表，用的是 2024 年的"
    assert later.name("function", "203") == "国防支出"
    assert classifications(2019).data_year == 2024


def test_the_nearest_year_is_the_latest_that_is_not_later():
    assert nearest_year(2025, (2022, 2024, 2026)) == 2024
    assert nearest_year(2026, (2022, 2024, 2026)) == 2026
    assert nearest_year(2020, (2022, 2024, 2026)) == 2022


@needs_reference
def test_names_of_the_published_tables():
    for table in ("table_02", "table_03", "table_05"):
        with open(REFERENCE / "published" / f"{table}.csv", encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file) if row[0].isdigit()]
        assert rows
        assert all(CODES.name("function", row[0]) == row[1] for row in rows)


@needs_reference
def test_the_classes_are_those_of_the_published_table():
    with open(REFERENCE / "published" / "table_01.csv", encoding="utf-8-sig", newline="") as file:
        printed = [row[2] for row in csv.reader(file) if "、" in row[2]]
    assert [f"{each.ordinal}、{each.label}" for each in CODES.classes] == printed


@pytest.fixture
def added(tmp_path, monkeypatch):
    """A folder of lists to which those of 2026 can be added."""
    shutil.copytree(official._DATA / "2024", tmp_path / "2024")
    (tmp_path / "2026").mkdir()
    caches = (official._of_year, official._entries, official._codes_by_name)
    monkeypatch.setattr(official, "_DATA", tmp_path)
    for cache in caches:
        cache.cache_clear()
    yield tmp_path / "2026"
    for cache in caches:
        cache.cache_clear()


def test_lists_of_a_newer_year_are_taken_and_those_that_are_not_there_from_the_year_before(added):
    text = "code,name,parent,level,evidence\n201,一般公共服务支出,,类,table\n2019777,新设事务,20197,项,table\n"
    (added / "functional.csv").write_text(text, encoding="utf-8-sig")
    later = classifications(2026)
    assert (later.data_year, later.note) == (2026, "")
    assert (later.name("function", "2019777"), later.name("function", "2010306")) == ("新设事务", "")
    assert later.name("economic", "30201") == "办公费" and len(later.classes) == 30
    assert classifications(2025).name("function", "2010306") == "政务公开审批"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("code,name\n201,一般公共服务支出\n".encode(), "2026/functional.csv：科目表第 2 行不是 5 列（应有表头和这些列：code,name"),
        ("编码,名称\n201,国防\n".encode("gbk"), "科目表不是 UTF-8 编码"),
        (b"", "或者是空的"),
    ],
)
def test_a_list_that_is_none_is_refused_in_words(added, data, said):
    (added / "functional.csv").write_bytes(data)
    with pytest.raises(BudgetbookError) as refusal:
        classifications(2026).name("function", "201")
    assert said in str(refusal.value)
