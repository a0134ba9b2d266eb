"""One process fills and checks many workbooks: what it remembers of one never shows in another."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from budgetbook.stories.check import check
from budgetbook.stories.fill import fill

from .test_fill import EXAMPLES, ITEMS, TEMPLATE, three_units

LISTS = {"projects": EXAMPLES / "projects.csv", "indicators": EXAMPLES / "indicators.csv"}
FILL = """
import sys
from pathlib import Path
from budgetbook.stories.fill import fill
template, output, items = map(Path, sys.argv[1:])
fill(template, output, items=items)
"""


@pytest.fixture
def in_yuan(tmp_path: Path) -> Path:
    """The template with one table in 元, and no binding beside it."""
    path = tmp_path / "元.xlsx"
    book = openpyxl.load_workbook(TEMPLATE)
    table = book["表十一"]
    cell = next(cell for row in table["A1:F4"] for cell in row if "万元" in str(cell.value))
    cell.value = str(cell.value).replace("万元", "元")
    book.save(path)
    return path


def filled_apart(template: Path, items: Path, output: Path) -> bytes:
    """What a process that has never seen anything else makes."""
    subprocess.run([sys.executable, "-c", FILL, str(template), str(output), str(items)], check=True)
    return output.read_bytes()


def test_the_second_run_gives_the_same_bytes_and_the_same_report(tmp_path: Path) -> None:
    outputs = [tmp_path / "一.xlsx", tmp_path / "二.xlsx"]
    reports = [fill(TEMPLATE, output, items=ITEMS, **LISTS).report for output in outputs]
    assert outputs[0].read_bytes() == outputs[1].read_bytes() and reports[0] == reports[1]
    assert check(outputs[0], items=ITEMS).report == check(outputs[1], items=ITEMS).report == reports[0]


def test_templates_and_departments_in_turn_come_out_as_in_processes_of_their_own(tmp_path: Path, in_yuan: Path) -> None:
    others = three_units(tmp_path / "三个单位.csv")
    jobs = [(TEMPLATE, ITEMS), (in_yuan, ITEMS), (TEMPLATE, others), (in_yuan, others), (TEMPLATE, ITEMS)]
    output = tmp_path / "轮流.xlsx"
    made = []
    for template, items in jobs:
        fill(template, output, items=items)
        made.append(output.read_bytes())
    assert made[0] == made[4] and len(set(made)) == 4
    for (template, items), bytes_ in zip(jobs[1:4], made[1:4], strict=True):
        assert bytes_ == filled_apart(template, items, output)


def test_the_unit_of_the_template_at_hand_counts(tmp_path: Path, in_yuan: Path) -> None:
    printed = []
    for template in (TEMPLATE, in_yuan, TEMPLATE):
        fill(template, tmp_path / "out.xlsx", items=ITEMS)
        printed.append(openpyxl.load_workbook(tmp_path / "out.xlsx")["表十一"]["B6"].value)
    assert printed == [18.37, 183740, 18.37]


def test_a_binding_that_changes_between_two_runs_is_read_anew(tmp_path: Path) -> None:
    template, binding = tmp_path / "t.xlsx", tmp_path / "t.toml"
    template.write_bytes(TEMPLATE.read_bytes())
    text = TEMPLATE.with_suffix(".toml").read_text(encoding="utf-8")
    tables = []
    for said in (text, text[: text.rindex("[[table]]")]):
        binding.write_text(said, encoding="utf-8")
        tables.append(fill(template, tmp_path / "out.xlsx", items=ITEMS).tables)
    assert tables == [13, 12]
