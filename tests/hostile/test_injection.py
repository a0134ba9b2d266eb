"""Names that a spreadsheet program would run as formulas or commands (DDE), or a browser as a page: as departments, units and
projects of a run, in all that the run writes. Every text of every output is looked at."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from budgetbook.workbooks.file.workbook import FileWorkbook
from tests.hostile import disclosure, running
from tests.hostile.test_names import TEMPLATE, lists_of
from tests.items.lists import HEADINGS, line

# All of them say 恶, by which they are found again.
ATTACKS = (
    "=cmd|'/C calc 恶'!A0",
    '=HYPERLINK("http://evil.example/恶","点这里")',
    "+1+1恶",
    "-2+3恶",
    "@SUM(恶)",
    "\t=2+2恶",
    "\r=3+3恶",
    "\n=4+4恶",
    " =5+5恶",
    "\u200b=6+6恶",
    "＝7+7恶",
    "＋1恶",
    "|calc恶",
    "%0A=恶",
    "'=8+8恶",
    "</script><script>alert('恶')</script>",
    "<img src=x onerror=alert('恶')>",
    "\"><svg onload=alert('恶')>",
    "&lt;b&gt;恶",
    "{{恶}}${恶}",
)
PLAIN = tuple(f"第 {at} 局恶" for at in range(len(ATTACKS)))
_RUN = re.compile(r"[\s\x00-\x1f\u200b]*[=+\-@|%＝＋－＠]")  # how a text begins that may be run
_NUMBER = re.compile(r"[+-]?[\d,]+(\.\d+)?%?")


def departments(path: Path, names: tuple[str, ...]) -> Path:
    """A list in which departments, their units and projects have these names."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for at, name in enumerate(names):
            own = {"部门编码": str(700 + at), "部门名称": name, "单位编码": f"{700 + at}001", "单位名称": name}
            writer.writerows([line(**own), line(**own, 项目类别="特定目标类", 项目名称=name)])
    return path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ran(tmp_path_factory.mktemp("hostile"), ATTACKS)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ran(tmp_path_factory.mktemp("plain"), PLAIN)


def ran(folder: Path, names: tuple[str, ...]) -> Path:
    """A run that fills a workbook for each, and one that checks workbooks in which the names stand in wrong places; the folder
    with all that was written."""
    listed = departments(folder / "全部.csv", names)
    more = ("--template", TEMPLATE, "--by", "department", "--job", "fill,check", "--report")
    assert running.run("batch", listed, "-o", folder / "filled", *more).status in (0, 1)
    (folder / "in").mkdir()
    for at, name in enumerate(names):
        cells = {"A2": f"部门名称：{name}", "D6": name, "B7": name, "A9": name, "D3": name if at % 4 == 0 else "基本支出"}
        disclosure.write(folder / "in" / f"{at:02d}.xlsx", 表三={place: cell.translate(_XML) for place, cell in cells.items()})
    assert running.run("batch", folder / "in", "-o", folder / "checked", "--report").status in (0, 1)
    forms = running.run("fill", TEMPLATE, *lists_of(folder, names), "-o", folder / "填好.xlsx", "--report", folder / "填好.json")
    assert forms.status in (0, 1)
    return folder


_XML = {ord("\t"): " ", ord("\r"): " ", ord("\n"): " "}


def outputs(folder: Path, pattern: str) -> list[Path]:
    found = [path for path in sorted(folder.rglob(pattern)) if "in" not in path.relative_to(folder).parts]
    assert found
    return found


def formulas(path: Path) -> Iterator[tuple[str, str]]:
    """All that is calculated or followed in a workbook: formulas, names, rules, links to outside. Names of sheets do not count."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if not part.endswith((".xml", ".rels", ".vml")):
                continue
            for element in etree.fromstring(package.read(part)).iter(etree.Element):
                name = etree.QName(element).localname
                if name in ("f", "formula", "formula1", "formula2", "definedName"):
                    yield part, re.sub("'(?:[^']|'')*'!", "", element.text or "")
                if element.get("TargetMode") == "External":
                    yield part, element.get("Target") or ""


def test_no_workbook_calculates_or_follows_a_name(hostile: Path) -> None:
    seen = 0
    for path in outputs(hostile, "*.xlsx"):
        for part, formula in formulas(path):
            seen += 1
            assert "恶" not in formula and "cmd" not in formula and "http" not in formula, (path, part, formula)
    assert seen


def test_texts_of_workbooks_are_texts_and_stay_so_when_they_are_edited(hostile: Path) -> None:
    seen = set()
    for path in outputs(hostile, "*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str) and "恶" in cell.value):
                assert cell.data_type == "s", (path, cell)
                seen.add(path.name)
                if cell.value.startswith(("=", "+", "-", "@")):
                    given = path.parent.name == "checked" and not sheet.title.startswith("校验")  # what the workbook held before
                    assert cell.quotePrefix or given, (path, sheet.title, cell)
    assert len(seen) > len(ATTACKS)


def test_the_summary_holds_nothing_that_would_be_run_in_another_format(hostile: Path) -> None:
    """Somebody may save it as CSV."""
    texts = [
        cell.value
        for path in outputs(hostile, "summary.xlsx")
        for sheet in openpyxl.load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert any("恶" in text for text in texts) and not [text for text in texts if _RUN.match(text) and not _NUMBER.fullmatch(text)]


def test_the_list_of_findings_holds_nothing_that_is_run(hostile: Path) -> None:
    seen = 0
    for path in outputs(hostile, "findings.csv"):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
            for field in row:
                seen += "恶" in field
                assert not _RUN.match(field) or _NUMBER.fullmatch(field), field
                assert not re.search(r"[\x00-\x1f]", field)
    assert seen > len(ATTACKS)


class _Tags(HTMLParser):
    """All tags of a page with their attributes, but what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attributes)))


def tags(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    parser = _Tags()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser.tags


def test_the_page_has_the_tags_that_it_has_with_plain_names(hostile: Path, plain: Path) -> None:
    for one, other in zip(outputs(hostile, "index.html"), outputs(plain, "index.html"), strict=True):
        assert tags(one) == tags(other) and "<script>alert" not in one.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in one.read_text(encoding="utf-8")


def test_reports_and_logs_are_data(hostile: Path) -> None:
    for path in (*outputs(hostile, "*.json"), *outputs(hostile, "tasks.jsonl")):
        text = path.read_text(encoding="utf-8")
        for entry in text.splitlines() if path.suffix == ".jsonl" else [text]:
            json.loads(entry)
        assert not re.search(r"[\x00-\x09\x0b-\x1f]", text)


def test_only_what_might_be_taken_for_a_formula_is_marked_as_text(tmp_path: Path) -> None:
    texts = {"=1": True, "+1+1": True, "-2a": True, "@甲": True, "-5.00": False, "-1,234.5": False, "+12%": False, "-": False}
    workbook = FileWorkbook.open(str(disclosure.write(tmp_path / "甲.xlsx")))
    workbook.write("表三", {(20, column): text for column, text in enumerate([*texts, "—", "甲=乙"], 1)})
    workbook.save(str(tmp_path / "乙.xlsx"))
    row = next(openpyxl.load_workbook(tmp_path / "乙.xlsx")["表三"].iter_rows(min_row=20, max_row=20))
    marked = {cell.value: bool(cell.quotePrefix) for cell in row if cell.value is not None}
    assert marked == {**texts, "—": False, "甲=乙": False}
