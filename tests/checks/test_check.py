"""What a report says: findings, counts, assumptions."""

from collections.abc import Callable

import pytest

from budgetbook.checks.check import check_book
from budgetbook.model.book import Book
from budgetbook.model.figure import Figure, State
from budgetbook.model.finding import Finding, Report, Severity, Verdict
from tests.checks.department import WAN, Department, Items, make_department
from tests.checks.test_derive import FULL, PLAIN


def change(book: Book, cell: str, how: Callable[[Figure], Figure]) -> Book:
    """The book with one cell, named 表!行 / 列, changed."""
    table, _, label = cell.partition("!")
    at = next(at for at, figure in enumerate(book.figures) if figure.table == table and figure.label == label)
    return Book((*book.figures[:at], how(book.figures[at]), *book.figures[at + 1 :]), listings=book.listings)


def amount(wan: float) -> Callable[[Figure], Figure]:
    return lambda figure: figure._replace(value=round(wan * WAN), half=5_000, state=State.READ, text=f"{wan:.2f}")


def blank(figure: Figure) -> Figure:
    return figure._replace(value=0, half=0, state=State.BLANK, text="")


def unread(figure: Figure) -> Figure:
    return figure._replace(value=0, half=0, state=State.UNREAD, reason="单元格是错误值 #REF!")


def without(book: Book, table: str, rows: set[str]) -> Book:
    """The book without some rows of a table."""
    kept = tuple(f for f in book.figures if f.table != table or f.label.split(" / ")[0] not in rows)
    return Book(kept, listings=book.listings)


def red(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.verdict is Verdict.DISAGREE]


@pytest.fixture(scope="module")
def full() -> Book:
    return Department(FULL).book()


@pytest.fixture(scope="module")
def plain() -> Book:
    return Department(PLAIN).book()


def test_one_wrong_cell_is_one_finding(full: Book) -> None:
    report = check_book(change(full, "表三!201 / 基本支出", amount(150)))
    (finding,) = red(report)
    assert finding.place and finding.place.sheet == "表三" and finding.severity is Severity.ERROR
    assert (finding.code, finding.left, finding.right, finding.difference) == ("SUM", "150.00", "137.25", "12.75")
    assert "表三" in finding.hint and "改为 137.25万元 后都能对上" in finding.hint
    totals_and_part = {"表三!B6", "表三!C5", "表三!C7"}  # not D6 and C9, which add up with it
    assert set(map(str, finding.related)) == totals_and_part


def test_a_message_names_both_sides_with_their_cells_and_intervals(full: Book) -> None:
    (finding,) = red(check_book(change(full, "表二!合计 / 一般公共预算", amount(300))))
    assert finding.code == "SAME"
    assert "300.00万元" in finding.message and "应与 表一!" in finding.message and "299.995～300.005" in finding.message
    assert finding.place and f"{finding.place} 合计 / 一般公共预算" in finding.message


def test_a_surplus_that_was_wiped_out_is_named(full: Book) -> None:
    """The blank itself makes the book say that nothing is left over, so that 收入 and 支出 seem to differ everywhere."""
    (finding,) = red(check_book(change(full, "表一!年终结转 / 合计", blank)))
    assert finding.place and (finding.place.sheet, finding.message.split()[1]) == ("表一", "年终结转")


@pytest.mark.parametrize("with_items", [True, False])
def test_two_wrong_forms_do_not_colour_the_others(full: Book, with_items: bool) -> None:
    """All forms together are 项目支出: the sum fails too, but the forms that agree with their rows are not in question."""
    book = change(change(full, "绩效-运维!年度资金总额", amount(1)), "绩效-车辆!年度资金总额", amount(2))
    found = red(check_book(book, Items(Department(FULL)) if with_items else None))
    assert {finding.place.sheet for finding in found if finding.place} == {"绩效-运维", "绩效-车辆"}
    assert all(finding.related and {place.sheet for place in finding.related} == {"表十二"} for finding in found)


def test_all_that_may_be_wrong_takes_part() -> None:
    figures = [f for f in Department(PLAIN).book().figures if f.table == "表三" and f.label.startswith("合计 / ")]
    (finding,) = red(check_book(change(Book(tuple(figures)), "表三!合计 / 合计", amount(300))))
    assert {str(place) for place in (finding.place, *finding.related)} == {str(figure.place) for figure in figures}


def test_when_nothing_can_tell_it_says_so() -> None:
    book = Department(PLAIN).book()
    two = Book(tuple(f for f in book.figures if f.table in ("表二", "表三") and f.label == "合计 / 合计"))
    (finding,) = red(check_book(change(two, "表三!合计 / 合计", amount(300))))
    assert finding.message.endswith("二者之一有误") and "先看 表二!B5、表三!B5；如把" in finding.hint


def test_a_row_missing_from_a_listing_is_one_finding(full: Book) -> None:
    findings = red(check_book(without(full, "表三", {"204", "20406", "2040612"})))
    assert len(findings) == 1
    assert "表三没有列出的“204”" in findings[0].message
    assert findings[0].place and str(findings[0].place) == "表三!B5"
    assert findings[0].hint.startswith("先看 表三没有列出的“204”；是不是漏了这一行，补上 ")


def test_items_say_what_is_right_and_which_rows_are_missing(full: Book) -> None:
    department = Department(FULL)
    report = check_book(change(full, "表五!201 / 基本支出", amount(99)), Items(department))
    (finding,) = red(report)
    assert finding.code == "ITEM" and "按预算明细应为 133.25万元" in finding.hint
    names = {"2040612": "法治建设"}
    report = check_book(without(full, "表三", {"2040612"}), Items(department), name_of=lambda dimension, code: names.get(code, ""))
    missing = [finding for finding in red(report) if "应全部列出" in finding.message]
    assert len(missing) == 1 and "2040612 法治建设 40.00万元" in missing[0].message
    assert missing[0].place and "20406" in next(f.label for f in full.figures if f.place == missing[0].place)


def test_an_equation_that_fails_although_all_cells_agree_with_the_items_says_so(plain: Book) -> None:
    """The template shows nothing for money that the items have, so a sum comes out short."""
    extra = Department([*PLAIN, PLAIN[0]._replace(kind="上缴上级支出", economic="", fen=9 * WAN)])
    findings = red(check_book(extra.book(), Items(extra)))
    assert findings and all("可能有一类资金" in finding.hint for finding in findings)


def test_tails_are_told_once_per_table_and_are_no_errors() -> None:
    book = make_department(4).book()
    tails = [finding for finding in check_book(book).findings if finding.verdict is Verdict.TAIL]
    assert tails and len({finding.place.sheet for finding in tails if finding.place}) == len(tails)
    assert all(finding.severity is Severity.INFORMATION and "四舍五入" in finding.message for finding in tails)


def test_a_document_that_cuts_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.checks.department.round_half_up", lambda fen, step: fen // step * step)
    for seed, with_items in ((7, False), (7, True), (11, False)):
        department = make_department(seed)
        report = check_book(department.book(), Items(department) if with_items else None)
        assert report.disagreements == 0, [finding.message for finding in red(report)]
        (finding,) = report.findings
        assert finding.verdict is Verdict.TAIL and "尾差（截尾）" in finding.message


def test_unread_is_not_blank(plain: Book) -> None:
    book = change(plain, "表三!合计 / 合计", unread)
    report = check_book(book)
    (finding,) = [finding for finding in report.findings if finding.verdict is Verdict.UNCHECKED]
    assert not red(report) and "单元格是错误值 #REF!" in finding.message and finding.hint
    assert report.equations[Verdict.UNCHECKED] > 0
    assert check_book(book, Items(Department(PLAIN))).checks[-1].counts[Verdict.UNCHECKED] == 1


def test_counts_and_sentences_of_law(full: Book) -> None:
    report = check_book(full, Items(Department(FULL)))
    assert [check.code for check in report.checks] == ["SAME", "SUM", "PART", "ITEM"]
    assert all("应" in check.says for check in report.checks)
    for verdict in Verdict:
        assert report.equations[verdict] == sum(check.counts[verdict] for check in report.checks)
    assert report.rules == dict.fromkeys(Verdict, 0)
    assert [check.code for check in check_book(full).checks] == ["SAME", "SUM", "PART"]


def test_assumptions_are_sentences(plain: Book) -> None:
    said = check_book(plain).assumptions
    assert any("上年结转 / 预算数 空白，视为没有“上年结转”的资金" in sentence for sentence in said)
    assert any("结余分配" in sentence and "没有单独列示" in sentence for sentence in said)
    wrong = check_book(change(plain, "表三!合计 / 基本支出", blank)).assumptions
    assert any("表三" in sentence and "不视为没有" in sentence for sentence in wrong)


def test_an_empty_book_has_nothing_to_say() -> None:
    report = check_book(Book(()))
    assert report.findings == () and sum(report.equations.values()) == 0
