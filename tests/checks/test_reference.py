"""The published reference disclosure, as a careful auditor found it."""

from budgetbook.checks.check import check_book
from budgetbook.model.finding import Verdict
from tests.checks.department import Items
from tests.checks.published import line_items, published_book
from tests.reference import needs_reference

RED = {"表六!B5", "绩效-安全等级保护费!C6", "绩效-政府服务费!C6"}


@needs_reference
def test_the_wrong_cells_are_named_and_no_other() -> None:
    report = check_book(published_book())
    red = [finding for finding in report.findings if finding.verdict is Verdict.DISAGREE]
    assert {str(finding.place) for finding in red} == RED
    assert len(red) == 3
    says = {str(finding.place): finding for finding in red}
    protection = says["绩效-安全等级保护费!C6"]
    assert "188000元" in protection.message and "18.76万元" in protection.message and "相差400元" in protection.message
    assert "187550～187650" in protection.message and "187600元" in protection.hint
    assert "18.37" in says["表六!B5"].message and "18.365～18.375" in says["表六!B5"].message
    assert "没有列出的“政府服务费”" in says["绩效-政府服务费!C6"].message


@needs_reference
def test_the_tails_are_what_they_are() -> None:
    report = check_book(published_book())
    tails = {finding.place.sheet: finding for finding in report.findings if finding.verdict is Verdict.TAIL if finding.place}
    assert set(tails) == {"表三", "表五", "表十二"}
    assert [len(tails[sheet].related) + 1 for sheet in ("表三", "表五", "表十二")] == [4, 4, 2]
    assert tails["表三"].difference == tails["表五"].difference == "0.01"
    assert {tails["表十二"].right, "29.46"} == {"29.4592", "29.46"}
    assert report.equations[Verdict.TAIL] == 10


@needs_reference
def test_mended_there_is_nothing_red() -> None:
    report = check_book(published_book(mended=True))
    assert report.disagreements == 0
    assert {finding.verdict for finding in report.findings} == {Verdict.TAIL}


@needs_reference
def test_the_line_items_find_the_two_empty_tables() -> None:
    items = Items(line_items())
    report = check_book(published_book(), items, name_of=lambda dimension, code: "办公费" if code.startswith("30201") else "")
    red = {str(finding.place) for finding in report.findings if finding.verdict is Verdict.DISAGREE}
    assert red == RED | {"表六!D5", "表十一!B5", "表十一!C5"}
    missing = next(finding for finding in report.findings if finding.message.startswith("表六应全部列出"))
    assert "30201/50201 办公费 3.00万元" in missing.message and str(missing.place) == "表六!B5"
    assert check_book(published_book(mended=True), items).disagreements == 0
