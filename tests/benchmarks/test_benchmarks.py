"""The benchmark compares like with like: the same departments, the same amounts, and differences that it would see."""

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from benchmarks.baselines.checks import GROWING, eighty_checks
from benchmarks.baselines.pandas_fill import fill as baseline
from benchmarks.baselines.pandas_fill import fill_embedded
from benchmarks.compare import amounts, differences
from benchmarks.departments import AMOUNT, HALVES, Size, make_department
from benchmarks.exactness import depends_on_order, wrong_sums
from benchmarks.files import Files, write_files
from benchmarks.ours import fill_all, fill_with_eighty_checks, never_seen

TINY = Size(items=120, forms=10, functions=4, units=2)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return write_files(tmp_path_factory.mktemp("department"), TINY)


@pytest.fixture(scope="module")
def by_baseline(files: Files) -> Path:
    output = files.folder / "baseline.xlsx"
    assert baseline(files.template, files.items, (files.projects, files.indicators), output, "openpyxl") == 0
    return output


def test_the_same_seed_makes_the_same_department() -> None:
    assert make_department(TINY) == make_department(TINY)
    assert make_department(TINY).fen != make_department(TINY, seed=1).fen


def test_a_department_has_as_many_lines_as_asked_for_and_nothing_is_left_over() -> None:
    department = make_department(TINY)
    assert len(department.fen) == TINY.items and len(department.projects) == TINY.forms
    sides = {
        side: sum(fen for fen, use in zip(department.fen, department.columns["收支类型"], strict=True) if use == side)
        for side in ("收入", "支出")
    }
    assert sides["收入"] == sides["支出"] > 0


def test_a_form_asks_for_what_the_lines_of_its_project_add_up_to() -> None:
    department = make_department(TINY)
    columns = department.columns
    for project in department.projects:
        lines = zip(department.fen, columns["项目名称"], columns["资金来源"], strict=True)
        money = sum(fen for fen, name, source in lines if name == project["项目名称"] and source == "本年")
        assert Decimal(project[f"{HALVES[1]}_资金总额"]) * 100 == money > 0


def test_one_amount_in_twenty_is_stored_as_exports_do(files: Files) -> None:
    sheet = openpyxl.load_workbook(files.items)["明细"]
    held = [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    with open(files.items_csv, encoding="utf-8-sig", newline="") as file:
        exact = [float(row[AMOUNT]) for row in csv.DictReader(file)]
    assert [at for at, (one, other) in enumerate(zip(held, exact, strict=True)) if one != other] == list(range(0, TINY.items, 20))
    assert all(round(one, 2) == other for one, other in zip(held, exact, strict=True))


def test_the_baseline_makes_eighty_checks() -> None:
    assert len(list(eighty_checks({table: [(9, 1), (10, 2)] for table in GROWING}))) == 80


def test_baseline_and_budgetbook_agree_cell_by_cell(files: Files, by_baseline: Path) -> None:
    outputs = [files.folder / f"{name}.xlsx" for name in ("all", "eighty", "own")]
    fill_all(files, files.template, outputs[0])
    fill_with_eighty_checks(files, files.template, outputs[1])
    fill_all(files, never_seen(files.template, files.folder / "never_seen.xlsx"), outputs[2])
    expected = amounts(by_baseline)
    assert len(expected) > 200 and {sheet for sheet, *_ in expected} == {"表" + number for number in _NUMBERS}
    for output in outputs:
        assert differences(expected, amounts(output)) == []


def test_the_items_inside_the_template_give_the_same(files: Files, by_baseline: Path) -> None:
    output = files.folder / "embedded.xlsx"
    assert fill_embedded(files.embedded, output) == 0
    assert differences(amounts(by_baseline), amounts(output)) == []


def test_a_cell_that_differs_by_one_hundredth_is_found(files: Files, by_baseline: Path) -> None:
    book = openpyxl.load_workbook(by_baseline)
    book["表三"]["C6"].value += 0.01
    book["表六"]["E6"].value = None
    changed = files.folder / "changed.xlsx"
    book.save(changed)
    assert [line[:6] for line in differences(amounts(by_baseline), amounts(changed))] == ["表三 合计 ", "表六 合计 "]


def test_sums_are_exact_and_the_order_of_the_items_does_not_matter(files: Files) -> None:
    assert wrong_sums(files.items_csv) == []
    assert not depends_on_order(files)


_NUMBERS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")


def test_the_departments_beside_it_have_the_same_template_and_other_items(tmp_path: Path) -> None:
    made = write_files(tmp_path / "one", TINY, embedded=False, others=2)
    everybody = [made, *made.others]
    assert len(everybody) == 3
    assert len({each.template.read_bytes() for each in everybody}) == 1
    assert len({each.items_csv.read_bytes() for each in everybody}) == 3
