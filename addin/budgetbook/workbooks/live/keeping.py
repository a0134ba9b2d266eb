"""What is kept out of sight so that something can be undone: whole sheets, and the looks of rows that go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from budgetbook.model.grid import Area
from budgetbook.workbooks.live import tabs
from budgetbook.workbooks.live.drawing import copy_look
from budgetbook.workbooks.live.workbook import LiveWorkbook
from budgetbook.workbooks.port import PARKED, is_parked


class Parked(NamedTuple):
    """A sheet out of sight: what it was called, what it is called now, its place among all sheets from 0, its state."""

    name: str
    parked: str
    position: int
    state: int


class KeptLook(NamedTuple):
    """Cells of a sheet whose looks are kept at another place; `pieces` are columns, first and last, that belong together."""

    area: Area
    bank: str  # the sheet where they are kept
    row: int  # of the first row there
    pieces: tuple[tuple[int, int], ...]


def park(workbook: LiveWorkbook, name: str) -> Parked:
    """Out of sight instead of gone. Raises BudgetbookError where the sheet could not be removed either."""
    names = list(workbook.tabs())
    others = {other: workbook.grid(other) for other in workbook.sheets() if other != name}
    tabs.refuse_needed(workbook.book, [name], others)
    own = workbook.sheet(name)
    kept = Parked(name, free_name(workbook), names.index(name), int(own.visible))
    own.name = kept.parked
    workbook.forget(name)
    own.visible = tabs.VERY_HIDDEN  # type: ignore[assignment]  # Excel's third state, which xlwings hands on
    return kept


def free_name(workbook: LiveWorkbook) -> str:
    """A name out of sight that no sheet has."""
    taken = {name.casefold() for name in workbook.tabs()}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{PARKED}{number}") not in taken)


def add_bank(workbook: LiveWorkbook) -> str:
    """A sheet out of sight on which looks are kept."""
    name = free_name(workbook)
    with tabs.same_in_front(workbook.book):
        made = workbook.book.sheets.add(name, after=workbook.book.sheets[-1])
        made.visible = tabs.VERY_HIDDEN  # type: ignore[assignment]  # as above
    workbook.forget(name)
    return name


def unpark(workbook: LiveWorkbook, kept: Parked) -> None:
    """Back to its name and its place."""
    own = workbook.sheet(kept.parked)
    own.visible = kept.state  # type: ignore[assignment]  # as it was given
    own.name = kept.name
    others = [sheet for name, sheet in workbook.tabs().items() if name != kept.parked]
    if kept.position < len(others):
        own.move(before=others[kept.position])
    elif others:
        own.move(after=others[-1])
    workbook.forget(kept.name)


def keep_look(workbook: LiveWorkbook, sheet: str, area: Area, bank: str, free: int) -> KeptLook:
    """The looks of whole cells, copied to row `free` and below. Where a merge reaches over the edge, its columns stay out."""
    own, there = workbook.sheet(sheet), workbook.sheet(bank)
    pieces = tuple(_pieces(area, workbook.grid(sheet).merges))
    height = area.bottom - area.top
    for left, right in pieces:
        kept = there.range(Area(free, left, free + height, right).name)
        copy_look(own.range(area._replace(left=left, right=right).name), kept)
    return KeptLook(area, bank, free, pieces)


def give_look(workbook: LiveWorkbook, sheet: str, kept: KeptLook) -> None:
    """The looks back to where they were."""
    own, there = workbook.sheet(sheet), workbook.sheet(kept.bank)
    area, height = kept.area, kept.area.bottom - kept.area.top
    for left, right in kept.pieces:
        source = there.range(Area(kept.row, left, kept.row + height, right).name)
        copy_look(source, own.range(area._replace(left=left, right=right).name))
    workbook.forget(sheet)


def _pieces(area: Area, merges: Sequence[Area]) -> list[tuple[int, int]]:
    cut = {
        column
        for other in merges
        if other.top <= area.bottom and other.bottom >= area.top and (other.top < area.top or other.bottom > area.bottom)
        for column in range(other.left, other.right + 1)
    }
    pieces, left = [], area.left
    for column in [*sorted(column for column in cut if area.left <= column <= area.right), area.right + 1]:
        if column > left:
            pieces.append((left, column - 1))
        left = column + 1
    return pieces


def kept_sheets(workbook: LiveWorkbook) -> set[str]:
    """All that is out of sight."""
    return {name for name in workbook.tabs() if is_parked(name)}


def dismiss(workbook: LiveWorkbook, names: Collection[str]) -> None:
    """These are kept no longer."""
    for name in names:
        tabs.delete(workbook.sheet(name))
        workbook.forget(name)
