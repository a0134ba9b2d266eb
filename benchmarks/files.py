"""The files of a department: items as .xlsx and .csv, lists of projects, the template, and the template with the lists in it."""

from __future__ import annotations

import csv
import math
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from .departments import AMOUNT, ITEM_COLUMNS, SEED, Department, Size, make_department, yuan

REPOSITORY = Path(__file__).resolve().parents[1]
TEMPLATE = REPOSITORY / "workbook_templates" / "department_budget.xlsx"
OTHERS = 6
SPOILT_EVERY = 20  # one amount in twenty is stored like 780681.9399999999, as exports do


class Files(NamedTuple):
    """Where everything of one department lies."""

    folder: Path
    template: Path
    items: Path
    items_csv: Path
    projects: Path
    indicators: Path
    lists: Path
    embedded: Path
    formulas: Path
    others: tuple[Files, ...] = ()  # departments with the same template, so that nobody is measured filling the same items again


def files_of(folder: Path) -> Files:
    others = tuple(files_of(other) for other in sorted(folder.glob("other*")))
    return Files(
        folder,
        folder / "department_budget.xlsx",
        folder / "line_items.xlsx",
        folder / "line_items.csv",
        folder / "projects.csv",
        folder / "indicators.csv",
        folder / "lists.xlsx",
        folder / "with_items.xlsx",
        folder / "sumifs.xlsx",
        others,
    )


def write_files(
    folder: Path, size: Size, *, embedded: bool = True, formulas: bool = False, others: int = 0, seed: int = SEED
) -> Files:
    """Make the department and write its files, and those of `others` beside it; what is already there is kept."""
    files = files_of(folder)
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [files.items, files.items_csv, files.projects, files.indicators, files.lists]
    wanted += [files.embedded] if embedded else []
    shutil.copyfile(TEMPLATE, files.template)
    shutil.copyfile(TEMPLATE.with_suffix(".toml"), files.template.with_suffix(".toml"))
    if not all(path.exists() for path in wanted):
        department = make_department(size, seed)
        write_csv(files.items_csv, (*ITEM_COLUMNS, AMOUNT), _item_rows(department, [yuan(fen) for fen in department.fen]))
        _write_records(files.projects, department.projects)
        _write_records(files.indicators, department.indicators)
        _write_excel(files.items, department)
        _write_excel(files.lists, department, projects=True)
        if embedded:
            _write_embedded(files.embedded, department)
    if formulas and not files.formulas.exists():
        from .baselines.libreoffice import write_formulas

        write_formulas(files.template, files.items, files.formulas)
    for number in range(1, others + 1):
        write_files(folder / f"other{number}", size, embedded=False, seed=seed + number)
    return files_of(folder)


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Text as Excel on Chinese Windows writes it: UTF-8 with a byte order mark."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows(rows)


def stored(fen: Sequence[int]) -> list[float]:
    """The amounts in 元 as a workbook holds them: every twentieth a hair too small."""
    return [_hair_less(each / 100) if at % SPOILT_EVERY == 0 else each / 100 for at, each in enumerate(fen)]


def _hair_less(amount: float) -> float:
    """The next number down that still differs when it is written with 16 digits, as workbooks are."""
    less = amount
    while float(f"{less:.16G}") == amount:
        less = math.nextafter(less, 0)
    return less


def _item_rows(department: Department, amounts: Sequence[object]) -> Iterable[tuple[object, ...]]:
    return zip(*(department.columns[name] for name in ITEM_COLUMNS), amounts, strict=True)


def _write_records(path: Path, records: Sequence[Mapping[str, object]]) -> None:
    headings = list(records[0]) if records else []
    write_csv(path, headings, ([record[name] for name in headings] for record in records))


def _write_excel(path: Path, department: Department, *, projects: bool = False) -> None:
    """The line items as a workbook, with the lists of projects and indicators on sheets of their own when asked for."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("明细")
    sheet.write_row(0, 0, (*ITEM_COLUMNS, AMOUNT))
    for at, row in enumerate(_item_rows(department, stored(department.fen)), 1):
        sheet.write_number(at, 0, int(str(row[0])))
        for column in range(1, len(ITEM_COLUMNS)):
            if row[column]:
                sheet.write_string(at, column, row[column])
        sheet.write_number(at, len(ITEM_COLUMNS), row[-1])
    for name, records in (("项目", department.projects), ("绩效指标", department.indicators)) if projects else ():
        listed = book.add_worksheet(name)
        listed.write_row(0, 0, list(records[0]))
        for at, record in enumerate(records, 1):
            listed.write_row(at, 0, [_typed(heading, value) for heading, value in record.items()])
    book.close()


def _write_embedded(path: Path, department: Department) -> None:
    """The template with the lists on its own sheets, each under the template's own headings."""
    import openpyxl

    book = openpyxl.load_workbook(TEMPLATE)
    for row in _item_rows(department, stored(department.fen)):
        book["明细"].append([int(str(row[0])), *(value if value != "" else None for value in row[1:])])
    for name, records in (("项目", department.projects), ("绩效指标", department.indicators)):
        headings = [str(cell.value) for cell in book[name][1]]
        for record in records:
            book[name].append([_typed(heading, record[heading]) for heading in headings])
    book.save(path)


def _typed(heading: str, value: object) -> object:
    money = heading.startswith(("实施期_", "年度_"))
    return float(str(value)) if money and value != "" else value if value != "" else None


if __name__ == "__main__":
    place, items, forms, functions, units, *more = sys.argv[1:]
    write_files(
        Path(place),
        Size(int(items), int(forms), int(functions), int(units)),
        embedded="embedded" in more,
        formulas="formulas" in more,
        others=OTHERS if "others" in more else 0,
    )
