"""已核实: a finding let stand for a reason, until its figures change."""

from budgetbook.model.finding import Check, Report, Verdict
from budgetbook.outputs.accepted import Acceptance, acceptance, read_accepted, with_accepted
from budgetbook.outputs.marks import clear, mark
from budgetbook.outputs.results import ACCEPTED
from tests.outputs.memory_workbook import MemoryWorkbook
from tests.outputs.reports import NOWHERE, TAIL, WRONG, finding, report

REASON = "已向财政局核实"


def two_sheets() -> MemoryWorkbook:
    return MemoryWorkbook(sheets=["表三", "表五"])


def typed(book: MemoryWorkbook, number: int, reason: str | None) -> None:
    """What a person types beside the finding with this number."""
    grid = book.grid("校验结果")
    heading = next(row for row in range(1, grid.rows + 1) if grid.text(row, 1) == "序号")
    column = next(column for column in range(1, grid.columns + 1) if grid.text(heading, column) == ACCEPTED)
    book.write("校验结果", {(heading + number, column): reason})


def verdicts(checked: Report) -> list[Verdict]:
    return [finding.verdict for finding in checked.findings]


def test_a_reason_typed_beside_a_finding_lets_it_stand() -> None:
    book = two_sheets()
    mark(book, report(WRONG, TAIL))
    typed(book, 1, REASON)
    again = with_accepted(report(WRONG, TAIL), read_accepted(book))
    assert verdicts(again) == [Verdict.TAIL, Verdict.ACCEPTED]
    assert again.findings[1].reason == REASON and again.disagreements == 0


def test_it_is_kept_in_the_workbook_and_shown_as_such() -> None:
    book = two_sheets()
    mark(book, report(WRONG))
    typed(book, 1, REASON)
    mark(book, with_accepted(report(WRONG), read_accepted(book)))
    mark(book, with_accepted(report(WRONG), read_accepted(book)))
    assert [each.reason for each in read_accepted(book)] == [REASON]
    assert book.fills("表三", [(6, 3)])[6, 3] == "[DBF1DD]" and REASON in book.notes("表三")[6, 3]
    clear(book)
    assert [each.reason for each in read_accepted(book)] == [REASON] and not book.notes("表三")


def test_clearing_takes_over_what_has_been_typed() -> None:
    book = two_sheets()
    mark(book, report(WRONG))
    typed(book, 1, REASON)
    clear(book)
    assert verdicts(with_accepted(report(WRONG), read_accepted(book))) == [Verdict.ACCEPTED]


def test_it_comes_back_when_its_figures_change() -> None:
    kept = [acceptance(WRONG, REASON)]
    changed = report(WRONG._replace(left="166.70"))
    assert verdicts(with_accepted(changed, kept)) == [Verdict.DISAGREE]
    said_otherwise = report(WRONG._replace(message="合计 166.70 不等于各项之和"))
    assert verdicts(with_accepted(said_otherwise, kept)) == [Verdict.DISAGREE]


def test_it_comes_back_when_the_reason_is_taken_out() -> None:
    book = two_sheets()
    mark(book, report(WRONG))
    typed(book, 1, REASON)
    mark(book, with_accepted(report(WRONG), read_accepted(book)))
    typed(book, 1, None)
    assert read_accepted(book) == []


def test_it_stays_when_rows_move() -> None:
    kept = [acceptance(finding(Verdict.DISAGREE, "表三!C6", message="表三!C6 的 18.76 不等于 表五!C6"), REASON)]
    moved = finding(Verdict.DISAGREE, "表三!C9", message="表三!C9 的 18.76 不等于 表五!C9")
    assert verdicts(with_accepted(report(moved), kept)) == [Verdict.ACCEPTED]


def test_of_two_alike_only_the_one_that_was_meant() -> None:
    one, other = finding(Verdict.DISAGREE, "表三!C6"), finding(Verdict.DISAGREE, "表三!C9")
    checked = with_accepted(report(one, other), [acceptance(other, REASON)])
    assert [(str(each.place), each.verdict) for each in checked.findings] == [
        ("表三!C6", Verdict.DISAGREE),
        ("表三!C9", Verdict.ACCEPTED),
    ]


def test_another_sheet_is_another_finding() -> None:
    kept = [acceptance(WRONG, REASON)]
    assert verdicts(with_accepted(report(finding(Verdict.DISAGREE, "表五!C6", left="166.60", right="166.61")), kept)) == [
        Verdict.DISAGREE
    ]


def test_a_finding_about_the_whole_workbook_can_be_accepted() -> None:
    book = two_sheets()
    mark(book, report(NOWHERE))
    typed(book, 1, REASON)
    assert read_accepted(book) == [Acceptance("", (1, 1), "F03 没有年度", REASON)]
    assert verdicts(with_accepted(report(NOWHERE), read_accepted(book))) == [Verdict.ACCEPTED]


def test_a_rule_whose_breaches_are_all_accepted_is_counted_so() -> None:
    breach = finding(Verdict.DISAGREE, "表三!A1", code="F03", message="没有写年度")
    checks = (Check("F03", "每张表应写明年度", {Verdict.DISAGREE: 1}), Check("SUM", "合计", {Verdict.DISAGREE: 1}))
    checked = with_accepted(report(breach)._replace(checks=checks), [acceptance(breach, REASON)])
    assert checked.rules[Verdict.ACCEPTED] == 1 and checked.rules[Verdict.DISAGREE] == 0
    assert checked.checks[0].counts == {Verdict.DISAGREE: 0, Verdict.ACCEPTED: 1}
    assert checked.checks[1].counts == {Verdict.DISAGREE: 1}


def test_a_sheet_of_results_that_somebody_has_rewritten_is_passed_over() -> None:
    book = two_sheets()
    book.add_sheet("校验结果")
    book.write("校验结果", {(1, 1): "代码", (1, 2): "位置", (2, 1): "P04", (2, 2): "哪里?"})
    assert read_accepted(book) == []


def test_a_place_that_somebody_has_overwritten_is_no_place() -> None:
    book = two_sheets()
    mark(book, report(WRONG))
    typed(book, 1, REASON)
    book.write("校验结果", {(7, 5): "不知道哪里"})
    assert book.grid("校验结果").text(6, 5) == "位置" and read_accepted(book) == []
