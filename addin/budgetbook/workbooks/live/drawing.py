"""How cells look: what a Look asks for, drawn on a range; and what fills cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from budgetbook.model.grid import Area, Cell
from budgetbook.workbooks.live.areas import halves, rectangles
from budgetbook.workbooks.port import Look

if TYPE_CHECKING:
    import xlwings

NO_FILL = ""


def copy_look(source: xlwings.Range, target: xlwings.Range) -> None:
    """Formats and merges of cells onto others, by way of the clipboard, which is left empty: what lies in it, Excel would put into
    rows that are inserted next."""
    source.copy()
    target.paste(paste="formats")
    source.sheet.book.app.cut_copy_mode = False


def draw(cells: xlwings.Range, look: Look) -> None:
    """Only what the look says; a border is thin and all round, also between the cells."""
    for name in ("bold", "size"):
        if (value := getattr(look, name)) is not None:
            setattr(cells.font, name, value)
    if look.colour is not None:
        cells.font.color = f"#{look.colour}"
    if look.fill is not None:
        cells.color = f"#{look.fill}"
    for name, attribute in (("wrap", "wrap_text"), ("horizontal", "horizontal_alignment"), ("vertical", "vertical_alignment")):
        if (value := getattr(look, name)) is not None:
            setattr(cells, attribute, value)
    if look.border:
        _frame(cells)


def _frame(cells: xlwings.Range) -> None:
    """An engine that has no borders leaves the lines out: they are there for the eye alone."""
    try:
        cells.borders.set("all", line_style="continuous", weight="thin")
    except NotImplementedError:
        return


def read_fills(sheet: xlwings.Sheet, cells: Iterable[Cell]) -> dict[Cell, str]:
    """RRGGBB of each cell as it is seen, "" where nothing fills it."""
    wanted = set(cells)
    found: dict[Cell, str] = dict.fromkeys(sorted(wanted), NO_FILL)
    waiting = rectangles(wanted)
    while waiting:
        part = waiting.pop()
        single = part[:2] == part[2:]
        if _is_bare(sheet.range(part.name)):
            continue
        if single:
            found[part[:2]] = _hex(sheet.range(part.name).color)
        else:
            waiting += halves(part)
    return found


def _is_bare(cells: xlwings.Range) -> bool:
    """Whether nothing fills any of the cells. Excel calls a mixture black, others refuse to name a colour of it."""
    try:
        return cells.color is None
    except ValueError:
        return False


def _hex(colour: tuple[int, int, int] | None) -> str:
    return NO_FILL if colour is None else "".join(f"{part:02X}" for part in colour)


def fill(sheet: xlwings.Sheet, fills: Mapping[Cell, str]) -> None:
    """Cells that get the same colour go together."""
    alike: dict[str, list[Cell]] = {}
    for cell, word in fills.items():
        alike.setdefault(word, []).append(cell)
    for word, cells in alike.items():
        for area in rectangles(cells):
            sheet.range(area.name).color = f"#{word}" if word else None


def number_format(sheet: xlwings.Sheet, area: Area) -> str | None:
    """None where the cells have different ones."""
    return sheet.range(area.name).number_format or None
