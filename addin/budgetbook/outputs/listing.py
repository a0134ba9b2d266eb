"""Sheets of the program's own that only tell something: a title, remarks, a list with links, a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from budgetbook.model.grid import Area, Cell, Value, shown
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.live.areas import rectangles
from budgetbook.workbooks.port import Look, Page, Workbook

from . import measure

CHANGES, ITEMS_BEHIND, WHY, PROBLEMS, RECOGNISED, HEALTH = "变更预览", "穿透", "为什么标红", "明细问题", "识别结果", "本机体检"
OWN = (CHANGES, ITEMS_BEHIND, WHY, PROBLEMS, RECOGNISED, HEALTH)
_SIZE, _TITLE_SIZE = 10.5, 16.0
_HEADING_FILL, _LINK_COLOUR, _MUTED = "D9E2F3", "0563C1", "595959"


class Column(NamedTuple):
    """The heading of a column and its width in characters; amounts stand at the right, numbers among them with their decimals."""

    heading: str
    width: float
    right: bool = False


class Listing(NamedTuple):
    """All that the sheet says, under a title that begins with the sheet's name. `links` lead from the place of a value (row of the
    list, column, both from 0) to a cell; `back` is where the user came from."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    remarks: Sequence[str] = ()
    links: Mapping[tuple[int, int], tuple[str, Cell]] = {}
    back: tuple[str, Cell] | None = None


def write_listing(workbook: Workbook, sheet: str, listing: Listing) -> None:
    """The sheet behind the last one; one of this name that is there is written anew."""
    take_away(workbook, sheet)
    present = set(workbook.sheets())
    page = _page(listing)
    workbook.add_sheet(sheet, page._replace(links={at: to for at, to in page.links.items() if to[0] in present}))


def take_away(workbook: Workbook, sheet: str) -> None:
    """No such sheet any more. Raises BudgetbookError for one that somebody else has made: its title does not say its name."""
    if sheet not in workbook.sheets():
        return
    if not workbook.grid(sheet).text(1, 1).startswith(sheet):
        hint = "请把它改成别的名字，再点一次"
        raise BudgetbookError(Problem(f"已经有一张工作表叫“{sheet}”，不是本工具列出来的", workbook.name, sheet, hint=hint))
    workbook.remove_sheet(sheet)


def _page(listing: Listing) -> Page:
    count = len(listing.columns)
    cells: dict[Cell, Value] = {(1, 1): listing.title}
    links: dict[Cell, tuple[str, Cell]] = {}
    lines = list(listing.remarks)
    if listing.back:
        links[2, 1] = listing.back
        lines.insert(0, "返回刚才的单元格")
    cells |= {(row, 1): line for row, line in enumerate(lines, 2)}
    heading = len(lines) + 2
    cells |= {(heading, at): column.heading for at, column in enumerate(listing.columns, 1)}
    for row, values in enumerate(listing.rows, heading + 1):
        cells |= {(row, at): value for at, value in enumerate(values, 1) if value not in (None, "")}
    links |= {(heading + 1 + row, at + 1): target for (row, at), target in listing.links.items()}
    merges = [Area(row, 1, row, count) for row in range(1, heading) if count > 1]
    widths = {at: column.width for at, column in enumerate(listing.columns, 1)}
    return Page(cells, _looks(listing, heading, links), merges, widths, _heights(listing, lines, heading), links)


def _looks(listing: Listing, heading: int, links: Mapping[Cell, object]) -> list[tuple[Area, Look]]:
    count, last = len(listing.columns), heading + len(listing.rows)
    looks = [
        (Area(1, 1, 1, count), Look(bold=True, size=_TITLE_SIZE, vertical="center")),
        (Area(2, 1, heading, count), Look(size=_SIZE, colour=_MUTED, wrap=True, vertical="center")),
        (
            Area(heading, 1, heading, count),
            Look(bold=True, colour="000000", fill=_HEADING_FILL, border=True, horizontal="center"),
        ),
    ]
    if listing.rows:
        looks.append((Area(heading + 1, 1, last, count), Look(size=_SIZE, border=True, wrap=True, vertical="center")))
        looks += [
            (
                Area(heading + 1, at, last, at),
                Look(horizontal="right", number_format="0.00") if column.right else Look(horizontal="left"),
            )
            for at, column in enumerate(listing.columns, 1)
        ]
    return looks + [(area, Look(colour=_LINK_COLOUR)) for area in rectangles(links)]


def _heights(listing: Listing, lines: Sequence[str], heading: int) -> dict[int, float]:
    whole = sum(column.width for column in listing.columns)
    heights = {1: 30.0, heading: 24.0}
    heights |= {row: measure.height(measure.lines(line, whole, _SIZE), _SIZE) for row, line in enumerate(lines, 2)}
    for row, values in enumerate(listing.rows, heading + 1):
        most = max(measure.lines(shown(value), column.width, _SIZE) for value, column in zip(values, listing.columns, strict=True))
        heights[row] = min(measure.TALLEST, measure.height(most, _SIZE) + 2)
    return heights
