"""Case files made into books: a case is what an accountant would see, and the rows that break the rule say so.

A file holds books separated by lines of ===. A book is made of blocks, each opened by a line in brackets: [工作表 表三] is a
sheet, row by row as it is printed and read by the program's own recognition; [申报表] is a list of forms, one a row, by the
headings of the list of projects and 年度成本指标 and the like for indicators (名称：值); [预算年度 2024], [部门 某局] and
[单位 某局 行政单位] say what the sheet 基本信息 says. `<- P04` behind a row says that the rule breaks there, `<- P04 提示` with
that severity; `(整个工作簿) <- F01` that it breaks for the workbook as a whole. A cell that begins with ' is text. Lines that
begin with # are remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources

from budgetbook.codes import classifications
from budgetbook.model.book import Book, Form, Text
from budgetbook.model.figure import Figure, Place, State
from budgetbook.model.grid import ErrorValue, Grid, Value
from budgetbook.model.project import FUND_SOURCES, TEXT_COLUMNS, WHOLE, YEAR, Funds, Indicator, Project
from budgetbook.model.slices import parse_slice
from budgetbook.tables.printed import held_places, printed_tables, words_of
from budgetbook.tables.read import listings, read_tables
from budgetbook.tables.recognise import recognise

CASES = resources.files("budgetbook.checks.rules") / "cases"
_BLOCK = re.compile(r"\[(\S+)\s*(.*)\]\s*(?:<-\s*(.*))?")
_INDICATOR = re.compile(rf"({WHOLE}|{YEAR})(.+指标)(\d?)")
_LISTED = "项目支出表金额"  # the project's amount in the table of project expenditure, in yuan
_NO_FORM = "（没有申报表）"
_FIRSTS = {
    "数量指标": "产出指标",
    "质量指标": "产出指标",
    "时效指标": "产出指标",
    "成本指标": "产出指标",
    "满意度指标": "满意度指标",
}


@dataclass
class Case:
    """One book and where it breaks the rule: (sheet, row) with the severity's word, "" for the rule's own; a form is its sheet."""

    book: Book
    broken: list[tuple[str, int, str]]
    sheets: list[Grid] = field(default_factory=list)


@dataclass
class _Draft:
    year: int | None = 2024
    department: str = "某某局"
    units: dict[str, str] = field(default_factory=dict)
    grids: list[Grid] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    broken: list[tuple[str, int, str]] = field(default_factory=list)


def case_text(code: str) -> str:
    return (CASES / f"{code}.txt").read_text(encoding="utf-8")


def read_cases(code: str) -> list[Case]:
    """The books of a rule's case file."""
    return [_case(part.strip().splitlines(), code) for part in re.split(r"(?m)^=+$", case_text(code))]


def _case(lines: list[str], code: str) -> Case:
    draft = _Draft()
    for kind, about, rows in _blocks(lines, draft, code):
        if kind == "工作表":
            draft.grids.append(_sheet(about, rows, draft, code))
        elif kind == "申报表":
            _forms(rows, draft, code)
        else:
            _basics(kind, about, draft)
    return Case(_book(draft), draft.broken, draft.grids)


def _blocks(lines: list[str], draft: _Draft, code: str) -> Iterator[tuple[str, str, list[str]]]:
    kind, about, rows = "", "", list[str]()
    for line in lines:
        if line.startswith("#"):
            continue
        if match := _BLOCK.fullmatch(line.strip()):
            if kind:
                yield kind, about, rows
            kind, about, rows = match[1], match[2], []
        elif line.startswith("(整个工作簿)"):
            draft.broken += [("", 0, severity) for severity in _breaks(line, code)]
        elif line.strip():
            rows.append(line)
    yield kind, about, rows


def _breaks(line: str, code: str) -> list[str]:
    """Nothing where a row keeps the rule; the words of the severities, "" for the rule's own, where it breaks it."""
    _, mark, behind = line.partition("<-")
    said, *words = behind.split() if mark else ("",)
    assert not mark or said == code, line
    return (words or [""]) if mark else []


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.partition("<-")[0].split("|")]


def _sheet(name: str, rows: list[str], draft: _Draft, code: str) -> Grid:
    values: dict[tuple[int, int], Value] = {}
    for row, line in enumerate(rows, 1):
        for column, cell in enumerate(_cells(line), 1):
            if (value := _value(cell)) is not None:
                values[row, column] = value
        draft.broken += [(name, row, severity) for severity in _breaks(line, code)]
    return Grid(name, values)


def _value(cell: str) -> Value:
    if cell.startswith("'"):
        return cell[1:]
    if cell.startswith("#") and cell.endswith(("!", "?", "A")):
        return ErrorValue(cell)
    if re.fullmatch(r"-?\d+(\.\d+)?", cell) and not re.fullmatch(r"\d{3}|\d{5}|\d{7}", cell):
        return float(cell)
    return cell or None


def _forms(rows: list[str], draft: _Draft, code: str) -> None:
    headings = _cells(rows[0])
    for line in rows[1:]:
        said = dict(zip(headings, _cells(line), strict=False))
        name = said["项目名称"]
        if _NO_FORM not in said.values():
            draft.forms.append(_form(said))
        if amount := said.get(_LISTED):
            slice_ = parse_slice("支出 项目支出 本年")._replace(project=name)
            place = Place("表十二", len(draft.figures) + 1, 2)
            draft.figures.append(Figure(slice_, int(amount) * 100, 50, place, "表十二", name, State.READ, f"{amount}元"))
        sheet = name if _NO_FORM not in said.values() else "表十二"
        draft.broken += [(sheet, 0, severity) for severity in _breaks(line, code)]


def _form(said: dict[str, str]) -> Form:
    """A form of the fields that the case names, and no others; one row of its sheet a field."""
    sheet, places = said["项目名称"], dict[str, Place]()
    texts: dict[str, str] = {}
    indicators: list[Indicator] = []
    for row, (heading, written) in enumerate(said.items(), 1):
        if heading in TEXT_COLUMNS:
            texts[TEXT_COLUMNS[heading]] = written
            places[heading] = Place(sheet, row, 2)
        elif match := _INDICATOR.fullmatch(heading):
            if written:
                name, colon, value = written.partition("：")
                indicators.append(
                    Indicator(match[1], _first(match[2]), match[2], name if colon else match[2], value if colon else name)
                )
                places[f"指标{len(indicators)}"] = Place(sheet, row, 3)
                places[f"指标{len(indicators)}_三级指标"] = Place(sheet, row, 2)
        elif heading.startswith((WHOLE, YEAR)):
            half = WHOLE if heading.startswith(WHOLE) else YEAR
            places[f"{half}_{heading.removeprefix(half)}"] = Place(sheet, row, 2)
    funds = {"whole": _funds(said, WHOLE), "year": _funds(said, YEAR)}
    year = int(said["表头年度"]) if said.get("表头年度") else None
    places["年度"] = Place(sheet, 90, 1)
    return Form(sheet, Project(**texts, indicators=tuple(indicators), **funds), places, year)  # type: ignore[arg-type]


def _first(second: str) -> str:
    return _FIRSTS.get(second, "满意度指标" if "满意度" in second else "效益指标")


def _funds(said: dict[str, str], half: str) -> Funds:
    total, *sources = (_fen(said.get(f"{half}{name}", "")) for name in ("资金总额", *FUND_SOURCES))
    return Funds(total, tuple(sources))


def _fen(written: str) -> int | None:
    return int(written) * 100 if written else None


def _basics(kind: str, about: str, draft: _Draft) -> None:
    if kind == "预算年度":
        draft.year = int(about)
    elif kind == "部门":
        draft.department = about
    elif kind == "单位":
        name, kind_of_unit = about.split()
        draft.units[name] = kind_of_unit
    else:
        raise ValueError(f"[{kind} …]")


def _book(draft: _Draft) -> Book:
    codes = classifications(draft.year or 2024)
    layout = recognise(draft.grids, classes=codes.class_codes, department=draft.department, code_of=codes.code_of)
    grids = {grid.sheet: grid for grid in draft.grids}
    held = {place.sheet for place in layout.unsettled}
    layout = type(layout)(tuple(table for table in layout.tables if table.sheet not in held), layout.unsettled, layout.held)
    return Book(
        (*read_tables(layout, grids), *draft.figures),
        tuple(draft.forms),
        draft.year,
        draft.department,
        listings(layout) | {figure.table: "project" for figure in draft.figures},
        printed_tables(layout, grids),
        held_places(layout.unsettled),
        (*words_of(draft.grids), *(text for form in draft.forms for text in _words(form))),
        draft.units,
    )


def _words(form: Form) -> Iterator[Text]:
    for heading, attribute in TEXT_COLUMNS.items():
        if heading in form.places and (text := getattr(form.project, attribute)):
            yield Text(form.places[heading], text)
