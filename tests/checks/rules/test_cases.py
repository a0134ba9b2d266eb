"""Every rule has a case file, and finds in it just what the file says."""

import pytest

from budgetbook.checks.rules import rules
from budgetbook.checks.rules.judge import check_rules
from budgetbook.model.finding import Finding, Verdict
from tests.checks.rules.cases import CASES, Case, read_cases

CODES = [rule.code for rule in rules()]


@pytest.mark.parametrize("code", CODES)
def test_a_rule_finds_just_what_its_case_file_says(code: str) -> None:
    own = next(rule.severity.value for rule in rules() if rule.code == code)
    for case in read_cases(code):
        broken = {(sheet, row, severity or own) for sheet, row, severity in case.broken}
        assert {_where(finding, case) for finding in _findings(code, case)} == broken


@pytest.mark.parametrize("code", CODES)
def test_a_case_file_shows_both_what_holds_and_what_breaks(code: str) -> None:
    cases = read_cases(code)
    assert any(case.broken for case in cases)
    rows = [(grid.sheet, row) for case in cases for grid in case.sheets for row in range(1, grid.rows + 1)]
    rows += [(form.sheet, 0) for case in cases for form in case.book.forms]
    assert {(sheet, row) for sheet, row in rows} - {(sheet, row) for case in cases for sheet, row, _ in case.broken}


@pytest.mark.parametrize("code", CODES)
def test_a_finding_says_what_stands_there_and_what_to_do(code: str) -> None:
    for case in read_cases(code):
        for finding in _findings(code, case):
            assert finding.hint and "None" not in finding.message and len(finding.message) > 10
            assert finding.verdict in (Verdict.DISAGREE, Verdict.REMARK, Verdict.UNCHECKED)


def test_no_case_file_is_left_over() -> None:
    assert {path.name for path in CASES.iterdir()} == {f"{code}.txt" for code in CODES}


def _findings(code: str, case: Case) -> list[Finding]:
    found = [finding for finding in check_rules(case.book).findings if finding.code == code]
    return [finding for finding in found if finding.place or finding.verdict is not Verdict.UNCHECKED]


def _where(finding: Finding, case: Case) -> tuple[str, int, str]:
    """A form is named by its sheet, a row of a sheet by its number."""
    if finding.place is None:
        return "", 0, finding.severity.value
    printed = {grid.sheet for grid in case.sheets}
    return finding.place.sheet, finding.place.row if finding.place.sheet in printed else 0, finding.severity.value
