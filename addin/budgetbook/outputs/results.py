"""The sheet 校验结果: what was found, as a list in which every place is a link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from budgetbook.model.figure import Place
from budgetbook.model.finding import Finding, Report, Verdict
from budgetbook.model.grid import Area, Cell, Value, parse_cell
from budgetbook.workbooks.port import Look, Page, Workbook

from . import measure
from .mark_plan import COLOURS
from .report import summary_line

SHEET = "校验结果"
WHOLE = "整个工作簿"  # the place of a finding that no cell has
ACCEPTED = "已核实（在此写明理由）"  # the column in which a person writes why a finding stands
NOTHING = "没有发现问题：各张表之间、表内各行各列都对得上。"
_HOW = f"查过确认无误的，在“{ACCEPTED}”栏写明理由后重新校验，就不再标红；数字一变会重新提示。"
_COLUMNS: tuple[tuple[str, float], ...] = (
    ("序号", 5.5),
    ("结论", 8.5),
    ("级别", 6.0),
    ("代码", 6.5),
    ("位置", 19.0),
    ("说明", 58.0),
    ("左边", 12.0),
    ("右边", 12.0),
    ("差额", 11.0),
    ("怎么办", 30.0),
    (ACCEPTED, 20.0),
)
_PLACE, _MESSAGE, _LEFT, _DIFFERENCE = 5, 6, 7, 9
_RELATED, _RELATED_WIDTH, _MOST_RELATED = "相关单元格", 17.0, 3
_COUNT, _COUNT_WIDTH = "相关处数", 10.0  # where there are more than have a column
_WIDEST = 40.0  # of a column of places; LibreOffice does not wrap a link, and longer names are hardly ever given to sheets
_SIZE, _TITLE_SIZE = 10.5, 16.0
_HEADING_FILL, _LINK_COLOUR, _MUTED = "D9E2F3", "0563C1", "595959"


def write_results(workbook: Workbook, report: Report) -> None:
    """The sheet, behind the last one; one that is there already is written anew."""
    if SHEET in workbook.sheets():
        workbook.remove_sheet(SHEET)
    sheet, present = _Sheet(report), set(workbook.sheets())
    links = {at: (place.sheet, (place.row, place.column)) for at, place in sheet.links.items() if place.sheet in present}
    widths = dict(enumerate(sheet.widths, 1))
    workbook.add_sheet(SHEET, Page(sheet.cells, sheet.looks, sheet.merges, widths, sheet.heights, links))


class Listed(NamedTuple):
    """A line of the list as it stands on the sheet."""

    place: Place
    says: str


def read_results(workbook: Workbook) -> list[Listed]:
    """Findings that have a cell, each cell once, in the order of sheets, rows and columns; none where nothing was checked."""
    if SHEET not in workbook.sheets():
        return []
    grid, order = workbook.grid(SHEET), workbook.sheets()
    found: dict[Place, str] = {}
    for row in range(1, grid.rows + 1):
        sheet, _, cell = grid.text(row, _PLACE).rpartition("!")
        try:
            place = Place(sheet, *parse_cell(cell))
        except ValueError:
            continue
        if sheet in order:
            found.setdefault(place, f"{grid.text(row, 2)} {grid.text(row, _MESSAGE)}")
    return sorted((Listed(*each) for each in found.items()), key=lambda each: (order.index(each.place.sheet), each.place[1:]))


class _Sheet:
    """All that stands on the sheet, laid out from the top down."""

    def __init__(self, report: Report):
        most = max((len(finding.related) for finding in report.findings), default=0)
        self.related = min(most, _MOST_RELATED)
        self.counted = most > _MOST_RELATED
        self.widths = [width for _, width in _COLUMNS] + [_RELATED_WIDTH] * self.related + [_COUNT_WIDTH] * self.counted
        self._widen(report.findings)
        self.cells: dict[Cell, Value] = {}
        self.merges: list[Area] = []
        self.heights: dict[int, float] = {}
        self.looks: list[tuple[Area, Look]] = []
        self.links: dict[Cell, Place] = {}
        self.row = 0
        self._head(report)
        if report.findings:
            self._table(report.findings)
        else:
            self._line(NOTHING, Look(size=_SIZE, vertical="center"))

    def _widen(self, findings: Sequence[Finding]) -> None:
        """Columns of places as wide as the longest of them."""
        for finding in findings:
            related = enumerate(finding.related[:_MOST_RELATED], len(_COLUMNS) + 1)
            for column, place in ((_PLACE, finding.place or WHOLE), *related):
                self.widths[column - 1] = min(_WIDEST, max(self.widths[column - 1], measure.columns(str(place)) + 2.0))

    def _head(self, report: Report) -> None:
        self._line("校验结果", Look(bold=True, size=_TITLE_SIZE, vertical="center"), _TITLE_SIZE)
        self._line(summary_line(report), Look(bold=True, size=_SIZE, wrap=True, vertical="center"))
        if report.findings:
            self._line(_HOW, Look(size=_SIZE, colour=_MUTED, vertical="center"))
        for check in report.checks:
            if check.reason:
                self._line(
                    f"{check.code} {check.says}：{check.reason}", Look(size=_SIZE, colour=_MUTED, wrap=True, vertical="center")
                )
        if report.assumptions:
            self._line("核对时这样认定：", Look(size=_SIZE, colour=_MUTED, vertical="center"))
        for number, assumption in enumerate(report.assumptions, 1):
            self._line(f"{number}. {assumption}", Look(size=_SIZE, colour=_MUTED, wrap=True, vertical="center"))

    def _line(self, text: str, look: Look, size: float = _SIZE) -> None:
        """A text over the whole width of the fixed columns."""
        self.row += 1
        area = Area(self.row, 1, self.row, len(_COLUMNS))
        self.cells[self.row, 1] = text
        self.merges.append(area)
        self.looks.append((area, look))
        count = measure.lines(text, sum(self.widths[: len(_COLUMNS)]), size)
        self.heights[self.row] = min(measure.TALLEST, measure.height(count, size) + 4)

    def _table(self, findings: Sequence[Finding]) -> None:
        self.row += 1
        headings = [heading for heading, _ in _COLUMNS] + [f"{_RELATED}{number}" for number in range(1, self.related + 1)]
        headings += [_COUNT] * self.counted
        self.cells |= {(self.row, column): heading for column, heading in enumerate(headings, 1)}
        first = self.row
        look = Look(bold=True, size=_SIZE, fill=_HEADING_FILL, border=True, wrap=True, horizontal="center", vertical="center")
        self.looks.append((Area(first, 1, first, len(headings)), look))
        self.heights[first] = 24.0
        for number, finding in enumerate(findings, 1):
            self._finding(number, finding)
        body = Look(size=_SIZE, border=True, wrap=True, horizontal="left", vertical="center")
        self.looks.insert(0, (Area(first + 1, 1, self.row, len(headings)), body))
        for left, right, horizontal in ((1, 4, "center"), (_LEFT, _DIFFERENCE, "right")):
            self.looks.append((Area(first + 1, left, self.row, right), Look(horizontal=horizontal)))

    def _finding(self, number: int, finding: Finding) -> None:
        self.row += 1
        texts = [str(number), f"{finding.verdict.sign} {finding.verdict.value}", finding.severity.value, finding.code]
        texts += [
            str(finding.place or WHOLE),
            finding.message,
            finding.left,
            finding.right,
            finding.difference,
            finding.hint,
            finding.reason,
        ]
        texts += self._related(finding)
        self.cells |= {(self.row, column): text for column, text in enumerate(texts, 1) if text}
        self.cells[self.row, 1] = float(number)
        if finding.place:
            self.links[self.row, _PLACE] = finding.place
        linked = [at for at in self.links if at[0] == self.row]
        self.looks += [(Area(*at, *at), Look(colour=_LINK_COLOUR)) for at in linked]
        if finding.verdict is not Verdict.AGREE:
            self.looks.append((Area(self.row, 2, self.row, 2), Look(fill=COLOURS[finding.verdict])))
        most = max(measure.lines(text, width, _SIZE) for text, width in zip(texts, self.widths, strict=False))
        self.heights[self.row] = min(measure.TALLEST, measure.height(most, _SIZE) + 2)

    def _related(self, finding: Finding) -> Iterator[str]:
        """One cell a column, and how many there are where that is more than columns."""
        places = finding.related[:_MOST_RELATED]
        for column, place in enumerate(places, len(_COLUMNS) + 1):
            self.links[self.row, column] = place
            yield str(place)
        if len(finding.related) > _MOST_RELATED:
            yield f"共 {len(finding.related)} 处"
