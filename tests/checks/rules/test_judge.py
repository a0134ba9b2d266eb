"""How the rules are asked: settings, what has nothing to look at, counts."""

from dataclasses import replace

import pytest

from budgetbook.checks.rules.judge import check_rules, outcome, rule_counts
from budgetbook.checks.rules.settings import read_settings
from budgetbook.model.book import Book, Text
from budgetbook.model.figure import Place
from budgetbook.model.finding import Severity, Verdict
from budgetbook.model.problem import BudgetbookError
from tests.checks.rules.cases import read_cases


def test_a_rule_without_anything_to_look_at_is_unchecked_and_says_why() -> None:
    judged = check_rules(Book(()))
    assert not judged.findings
    assert {outcome(check) for check in judged.checks} == {Verdict.UNCHECKED}
    reasons = {check.code: check.reason for check in judged.checks}
    assert reasons["P04"] == "没有检查：工作簿里没有绩效目标申报表" and reasons["D02"] == "没有检查：工作簿里没有文字"


def test_what_needs_the_year_says_that_nothing_names_it() -> None:
    book = replace(read_cases("D01")[0].book, year=None)
    reasons = {check.code: check.reason for check in check_rules(book).checks if check.reason}
    assert (
        reasons["D01"] == "没有检查：看不出是哪一年的预算"
        and reasons["P01"] == "没有检查：工作簿里没有认得的、按项目列本年支出的表"
    )


def test_a_severity_that_a_person_has_set_goes_before_the_rules_own() -> None:
    book = read_cases("P08")[0].book
    before = {finding.severity for finding in check_rules(book).findings if finding.code == "P08"}
    assert before == {Severity.WARNING, Severity.ERROR}
    set_to = check_rules(book, {"P08": Severity.ERROR})
    found = [finding for finding in set_to.findings if finding.code == "P08"]
    assert {finding.severity for finding in found} == {Severity.ERROR}
    assert {finding.verdict for finding in found} == {Verdict.DISAGREE}


def test_a_rule_that_is_switched_off_says_so() -> None:
    judged = check_rules(read_cases("P08")[0].book, {"P08": None})
    assert "P08" not in {finding.code for finding in judged.findings}
    check = next(check for check in judged.checks if check.code == "P08")
    assert outcome(check) is Verdict.UNCHECKED and check.reason == "没有检查：规则设置里写了不查"


def test_every_rule_is_counted_once() -> None:
    judged = check_rules(read_cases("P04")[0].book)
    counts = rule_counts(judged.checks)
    assert sum(counts.values()) == len(judged.checks) == 22
    assert counts[Verdict.DISAGREE] >= 1 and counts[Verdict.TAIL] == 0


def test_errors_come_first() -> None:
    severities = [list(Severity).index(finding.severity) for finding in check_rules(read_cases("P09")[0].book).findings]
    assert severities == sorted(severities) and len(set(severities)) == 3


def test_a_mark_of_a_draft_in_a_cell_of_its_own_is_found_wherever_it_stands() -> None:
    words = ("某某局2024年部门预算公开", "送审稿", "完成规划初稿", "某某局2024年部门预算公开")
    texts = tuple(Text(Place("封面", row, 1), text) for row, text in enumerate(words, 1))
    (finding,) = [finding for finding in check_rules(Book((), texts=texts)).findings if finding.code == "D02"]
    assert finding.place == texts[1].place and "“送审稿”" in finding.message


def test_settings_are_read() -> None:
    text = 'P08 = "提示"\nP12 = "不查"\nF05 = "错误"\n'
    assert read_settings(text, "规则设置.toml") == {"P08": Severity.INFORMATION, "P12": None, "F05": Severity.ERROR}
    assert read_settings('p08 = "提示"', "规则设置.toml") == {"P08": Severity.INFORMATION}
    assert read_settings("", "规则设置.toml") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('P12 = "不查"\nP08 提示\n', ["规则设置读不了", "第2行"]),
        ('P99 = "提示"\nP08 = "很重"\nP09 = 3\n', ["没有“P99”这条规则", "P08 写的是“很重”", "P09 写的是“3”"]),
        ('[rules]\nP08 = "提示"\n', ["没有“RULES”这条规则"]),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_all_at_once(text: str, said: list[str]) -> None:
    with pytest.raises(BudgetbookError) as refused:
        read_settings(text, "规则设置.toml")
    for words in said:
        assert words in str(refused.value)
    assert "line" not in str(refused.value)


def test_words_above_every_page_are_found_and_said_to_stand_there() -> None:
    texts = (Text(Place("表三", 1, 1), "仅供内部审核", "页眉"), Text(Place("表三", 2, 1), "2024年支出总表"))
    (finding,) = [finding for finding in check_rules(Book((), texts=texts)).findings if finding.code == "D02"]
    assert finding.place == Place("表三", 1, 1)
    assert "表三的页眉有内部审核用语“仅供内部审核”" in finding.message and "页眉/页脚" in finding.hint
