"""The overview: families, verdicts, the worst first."""

from pathlib import Path

import pytest

from budgetbook.checks.rules import rules
from budgetbook.checks.verdict import SAYS
from budgetbook.model.finding import Verdict
from budgetbook.outputs.bureau.families import FAMILIES, family_of, heats
from budgetbook.outputs.bureau.overview import CONCLUSIONS, amount_text, line_of, link_to, totals
from budgetbook.outputs.bureau.results import read_results, read_tasks
from tests.outputs.bureau.runs import OLD_YEAR, REMARK, TAIL, UNREAD, WRONG, report, small_run, task, write_run

NAMES = [family.name for family in FAMILIES]


def lines(out: Path) -> list:
    found = [line_of(result) for result in read_results(out, read_tasks(out)[0])]
    return sorted(found, key=lambda line: line.badness)


def test_every_check_of_the_program_has_its_family() -> None:
    codes = [*SAYS, *(rule.code for rule in rules())]
    assert "其他" not in {NAMES[family_of(code)] for code in codes}
    assert {NAMES[family_of(code)] for code in codes} == {*NAMES} - {"其他"}
    assert [NAMES[family_of(code)] for code in ("SAME", "PART", "F07", "P13", "D02", "N01", "FOO", "")] == [
        *("表间", "合计", "报表", "绩效", "内容", "其他", "其他", "其他")
    ]


def test_a_cell_of_the_heat_map_is_the_worst_and_how_often() -> None:
    heat = dict(zip(NAMES, heats(report(WRONG, WRONG, TAIL, REMARK, UNREAD, OLD_YEAR)), strict=True))
    assert heat["合计"] == (Verdict.DISAGREE, 2, False)
    assert heat["表间"] == (Verdict.UNCHECKED, 1, False)
    assert heat["报表"] == (Verdict.REMARK, 1, False)
    assert heat["绩效"] == (Verdict.AGREE, 0, True)  # P04 was looked at, P01 could not be
    assert heat["明细"] == (Verdict.AGREE, 0, False)
    assert heat["其他"].verdict is None
    nothing = dict(zip(NAMES, heats(report(unchecked=("P01", "P04"))), strict=True))
    assert nothing["绩效"] == (Verdict.UNCHECKED, 0, False)


def test_the_worst_stand_first(tmp_path: Path) -> None:
    found = lines(small_run(tmp_path))
    assert [(line.task.department, line.sign_and_word) for line in found] == [
        *(("甲局", "✗ 不符"), ("乙局", "✗ 不符"), ("戊局", "⊘ 未做成"), ("丙局", "! 提示"), ("丁局", "✓ 相符"))
    ]
    whole = totals(found)
    words = {word: count for (_, word, _), count in zip(CONCLUSIONS, whole.conclusions, strict=True)}
    assert words == {"不符": 2, "未做成": 1, "未检": 0, "提示": 1, "尾差": 0, "已核实": 0, "相符": 1}
    assert (whole.departments, whole.workbooks, whole.unknown, whole.years) == (5, 5, 2, (2024,))
    assert whole.amount == 166_600_00 + 9_000_000_00 + 1_234_567_89_00


def test_with_as_many_findings_the_larger_budget_stands_first(tmp_path: Path) -> None:
    out = write_run(
        tmp_path, [task("a.xlsx", amount=1), task("b.xlsx", amount=2)], dict.fromkeys(("a.xlsx", "b.xlsx"), report(WRONG))
    )
    assert [line.task.name for line in lines(out)] == ["b.xlsx", "a.xlsx"]


@pytest.mark.parametrize(
    ("fen", "said"),
    [
        (None, ""),
        (0, "0.00"),
        (166_600_00, "16.66"),
        (123_456_789_012_34, "12,345,678.90"),
        (-1_000_000_00, "-100.00"),
        (-50_00, "-0.01"),
        (4_900, "0.00"),
    ],
)
def test_amounts_are_in_wanyuan(fen: int | None, said: str) -> None:
    assert amount_text(fen) == said


@pytest.mark.parametrize(
    ("output", "link"),
    [
        ("甲局/公开.xlsx", "%E7%94%B2%E5%B1%80/%E5%85%AC%E5%BC%80.xlsx"),
        ("a#b?c%d.xlsx", "a%23b%3Fc%25d.xlsx"),
        *((bad, "") for bad in ("javascript:alert(1)", "/etc/passwd", "//host/x", "../x.xlsx", "\\\\host\\x", "", "file:x")),
    ],
)
def test_links_lead_to_workbooks_of_the_run_only(tmp_path: Path, output: str, link: str) -> None:
    write_run(tmp_path, [task("a.xlsx", output=output)], {})
    (only,) = read_tasks(tmp_path)[0]
    assert link_to(only) == link
