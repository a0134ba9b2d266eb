"""The cases: each prepares what is not measured and gives the function that is. A case runs in a process of its own."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias

from .files import Files

Job = Callable[[Path], object]  # does the job once and writes this output
Jobs: TypeAlias = Generator[Job, None, None]
Prepare = Callable[[Files, Path], Jobs]  # files, a folder of one's own → a job for each round
SAMPLE = "绩效目标申报表"
NUMBERS = itertools.count()  # no template of this process has the number of another


class Case(NamedTuple):
    """One line of the table. `rounds`: how often a pass measures it on (small, large); 0 leaves it out."""

    label: str
    prepare: Prepare
    rounds: tuple[int, int]
    compared: bool = True  # the amounts in its output are held against the others'
    cold: bool = False  # each round is a fresh process, so there is nothing to warm up


def _departments(files: Files) -> Iterator[Files]:
    """Whom a round fills: another one each time, where there are others."""
    return itertools.cycle(files.others or (files,))


def _baseline(engine: str) -> Prepare:
    def prepare(files: Files, _: Path) -> Jobs:
        from .baselines.pandas_fill import fill

        while True:
            yield lambda output: fill(files.template, files.items, (files.projects, files.indicators), output, engine)

    return prepare


def _baseline_embedded(files: Files, _: Path) -> Jobs:
    from .baselines.pandas_fill import fill_embedded

    while True:
        yield lambda output: fill_embedded(files.embedded, output)


def _libreoffice(files: Files, folder: Path) -> Jobs:
    from .baselines.libreoffice import recalculate

    while True:
        yield lambda output: recalculate(files.formulas, folder).replace(output)


def _ours(files: Files, _: Path) -> Jobs:
    from .ours import fill_all

    for each in _departments(files):
        yield partial(fill_all, each, each.template)


def _ours_own(files: Files, folder: Path) -> Jobs:
    from .ours import fill_all, never_seen

    for each in _departments(files):
        yield partial(fill_all, each, never_seen(each.template, folder / f"template{next(NUMBERS)}.xlsx"))


def _ours_eighty(files: Files, _: Path) -> Jobs:
    from .ours import fill_with_eighty_checks

    for each in _departments(files):
        yield partial(fill_with_eighty_checks, each, each.template)


def _ours_eighty_own(files: Files, folder: Path) -> Jobs:
    from .ours import fill_with_eighty_checks, never_seen

    for each in _departments(files):
        yield partial(fill_with_eighty_checks, each, never_seen(each.template, folder / f"template{next(NUMBERS)}.xlsx"))


def _ours_csv(files: Files, _: Path) -> Jobs:
    from .ours import fill_all

    for each in _departments(files):
        yield partial(fill_all, each._replace(items=each.items_csv), each.template)


def _ours_embedded(files: Files, _: Path) -> Jobs:
    from budgetbook.stories.fill import fill

    while True:
        yield lambda output: fill(files.embedded, output)


def _command(module: str, arguments: Callable[[Files, Path], list[object]], fine: tuple[int, ...] = (0,)) -> Prepare:
    def prepare(files: Files, _: Path) -> Jobs:
        from .processes import run

        while True:
            yield lambda output: run([sys.executable, "-m", module, *map(str, arguments(files, output))], fine)

    return prepare


def _fill_arguments(files: Files, output: Path) -> list[object]:
    lists = ["--items", files.items, "--projects", files.projects, "--indicators", files.indicators]
    return ["fill", files.template, *lists, "-o", output]


def _baseline_arguments(files: Files, output: Path) -> list[object]:
    return [files.template, files.items, files.projects, files.indicators, output]


def _forms_baseline(files: Files, _: Path) -> Jobs:
    """From an open workbook to one saved with all its forms."""
    import openpyxl

    from .baselines.lists import read_projects
    from .baselines.writing import write_forms

    lists = [frame.to_dict("records") for frame in read_projects(files.projects, files.indicators)]

    def job(book: openpyxl.Workbook, output: Path) -> None:
        write_forms(book, *lists)
        book.save(output)

    while True:
        yield partial(job, openpyxl.load_workbook(files.template))


def _forms_ours(files: Files, _: Path) -> Jobs:
    from budgetbook.items.projects import read_project_lists
    from budgetbook.outputs.forms import write_forms
    from budgetbook.stories.inputs import open_workbook
    from budgetbook.stories.saving import save
    from budgetbook.workbooks.port import Workbook

    projects = read_project_lists(files.projects, files.indicators).projects

    def job(book: Workbook, output: Path) -> None:
        write_forms(book, projects, year=2024)
        save(book, files.template, output)

    while True:
        yield partial(job, open_workbook(files.template))


def _copies_baseline(files: Files, _: Path) -> Jobs:
    """As many blank copies of the sample as there are projects, saved."""
    import openpyxl

    from .baselines.lists import read_projects

    count = len(read_projects(files.projects, files.indicators)[0])

    def job(book: openpyxl.Workbook, output: Path) -> None:
        for number in range(count):
            book.copy_worksheet(book[SAMPLE]).title = f"申报表{number}"
        book.save(output)

    while True:
        yield partial(job, openpyxl.load_workbook(files.template))


def _copies_ours(files: Files, _: Path) -> Jobs:
    from budgetbook.items.projects import read_project_lists
    from budgetbook.stories.inputs import open_workbook
    from budgetbook.workbooks.port import Workbook

    names = [f"申报表{number}" for number in range(len(read_project_lists(files.projects, files.indicators).projects))]

    def job(book: Workbook, output: Path) -> None:
        book.copy_sheets(SAMPLE, names)
        book.save(str(output))

    while True:
        yield partial(job, open_workbook(files.template))


def _workers(count: int) -> Prepare:
    """Forty departments filled by so many processes that stay."""

    def prepare(files: Files, folder: Path) -> Jobs:
        from concurrent.futures import ProcessPoolExecutor

        from .ours import fill_all

        jobs = 40
        with ProcessPoolExecutor(count) as pool:
            outputs = [folder / f"{place}.xlsx" for place in range(jobs)]
            while True:
                yield lambda output: list(pool.map(fill_all, [files] * jobs, [files.template] * jobs, outputs))

    return prepare


CASES = {
    "openpyxl": Case("pandas + openpyxl", _baseline("openpyxl"), (5, 2)),
    "calamine": Case("pandas + calamine + openpyxl", _baseline("calamine"), (5, 2)),
    "embedded": Case("pandas + openpyxl，明细在模板里", _baseline_embedded, (3, 1)),
    "libreoffice": Case("LibreOffice 重算 SUMIFS（不做申报表）", _libreoffice, (2, 1), cold=True),
    "ours": Case("budgetbook", _ours, (7, 3)),
    "ours_own": Case("budgetbook，每次换一个模板", _ours_own, (7, 0)),
    "ours_80": Case("budgetbook，只做 80 条核对", _ours_eighty, (7, 3)),
    "ours_80_own": Case("budgetbook，只做 80 条核对，每次换一个模板", _ours_eighty_own, (7, 0)),
    "ours_csv": Case("budgetbook，明细是 CSV", _ours_csv, (7, 3)),
    "ours_embedded": Case("budgetbook，明细在模板里", _ours_embedded, (5, 1)),
    "cold_openpyxl": Case(
        "冷启动：pandas + openpyxl 脚本", _command("benchmarks.baselines.pandas_fill", _baseline_arguments), (3, 0), cold=True
    ),
    "cold_ours": Case("冷启动：budgetbook fill", _command("budgetbook", _fill_arguments, (0, 1)), (3, 0), cold=True),
    "copies_openpyxl": Case("复制 200 张空白申报表：copy_worksheet", _copies_baseline, (2, 0), compared=False),
    "copies_ours": Case("复制 200 张空白申报表：budgetbook", _copies_ours, (5, 0), compared=False),
    "forms_openpyxl": Case("填好 200 张申报表：copy_worksheet", _forms_baseline, (2, 0), compared=False),
    "forms_ours": Case("填好 200 张申报表：budgetbook", _forms_ours, (5, 0), compared=False),
    "workers_1": Case("40 个部门，1 个进程", _workers(1), (1, 0), compared=False),
    "workers_2": Case("40 个部门，2 个进程", _workers(2), (1, 0), compared=False),
}
WITH_MANY_FORMS = ("copies_openpyxl", "copies_ours", "forms_openpyxl", "forms_ours")
