"""The port: all that the program asks of a workbook. Blocks, never single cells; rows and columns count from 1."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from budgetbook.model.grid import Area, Cell, Grid, Value
from budgetbook.model.problem import Problem


class Look(NamedTuple):
    """How a cell of a sheet that the program itself adds is drawn. None leaves that side as it is."""

    bold: bool | None = None
    size: float | None = None  # points
    colour: str | None = None  # text, RRGGBB
    fill: str | None = None  # RRGGBB
    border: bool | None = None  # thin, all round
    wrap: bool | None = None
    horizontal: str | None = None  # left, center, right
    vertical: str | None = None  # top, center, bottom
    number_format: str | None = None


class Page(NamedTuple):
    """All that stands on a sheet that the program itself adds. Later looks are laid over earlier ones."""

    cells: Mapping[Cell, Value] = {}
    looks: Sequence[tuple[Area, Look]] = ()
    merges: Sequence[Area] = ()
    widths: Mapping[int, float] = {}  # characters
    heights: Mapping[int, float] = {}  # points
    links: Mapping[Cell, tuple[str, Cell]] = {}  # to cells of this workbook


EMPTY = Page()
PARKED = "_budgetbook_"  # how the names of sheets begin that are kept out of sight so that something can be undone


def is_parked(name: str) -> bool:
    """Whether a sheet is only kept for undoing: it is none of the workbook's own, and nobody reads it."""
    return name.startswith(PARKED)


class Workbook(Protocol):
    """A workbook. Sheets are named; a name that is not there raises BudgetbookError, as does whatever the workbook cannot do."""

    name: str  # the file's name, for messages

    def sheets(self) -> list[str]:
        """All worksheets in tab order, hidden ones too."""

    def grid(self, sheet: str) -> Grid:
        """What the sheet shows now, with everything written so far. Nobody changes a grid that he was given."""

    def widths(self, sheet: str, columns: int) -> list[float]:
        """Widths of the first columns, in characters of the default font."""

    def heights(self, sheet: str, rows: Iterable[int]) -> dict[int, float]:
        """Heights of these rows in points."""

    def write(self, sheet: str, cells: Mapping[Cell, Value]) -> None:
        """Values into cells; each keeps its style. None empties. A cell with a formula keeps it and takes the value as its
        cached result."""

    def insert_rows(self, sheet: str, before: int, models: Sequence[int], *, stretch: bool = False) -> None:
        """One new row before row `before` for each model row named (numbers as they are before the insertion).

        A new row has its model's height, styles and merges within the row, and no values. All that stands below moves down
        with whatever refers to it: merges, names, print area, formats, validation, drawings, notes, links, formulas on every
        sheet. With `stretch`, ranges that end in the row above grow over the new rows too, as when rows are added to a list."""

    def delete_rows(self, sheet: str, first: int, count: int) -> None:
        """Rows taken out; what stands below moves up, references shrink."""

    def merge(self, sheet: str, areas: Iterable[Area]) -> None: ...

    def unmerge(self, sheet: str, areas: Iterable[Area]) -> None: ...

    def set_heights(self, sheet: str, heights: Mapping[int, float]) -> None:
        """Row heights in points."""

    def set_widths(self, sheet: str, widths: Mapping[int, float]) -> None:
        """Column widths in characters."""

    def format(self, sheet: str, areas: Iterable[tuple[Area, Look]]) -> None: ...

    def add_sheet(self, name: str, page: Page = EMPTY, *, hidden: bool = False) -> None:
        """A sheet with this page behind the last one; hidden ones cannot be shown by the user by mistake."""

    def copy_sheets(self, source: str, names: Sequence[str]) -> None:
        """Copies behind the last sheet, each with its own drawings, notes, names and ids."""

    def remove_sheet(self, name: str) -> None: ...

    def remove_sheets(self, names: Collection[str]) -> None:
        """All of them, or none when there is one that cannot go."""

    def link(self, sheet: str, links: Mapping[Cell, tuple[str, Cell] | None]) -> None:
        """Hyperlinks from cells to cells of this workbook; None takes the link away."""

    def fills(self, sheet: str, cells: Iterable[Cell]) -> dict[Cell, str]:
        """What fills each cell now, as a word that `paint` takes back."""

    def paint(self, sheet: str, fills: Mapping[Cell, str]) -> None:
        """Fill cells: RRGGBB, or a word from `fills` to give back what was there."""

    def notes(self, sheet: str) -> dict[Cell, str]: ...

    def note(self, sheet: str, notes: Mapping[Cell, str | None]) -> None:
        """Set, replace or (None) take away notes."""

    def warnings(self, grids: Iterable[Grid]) -> list[Problem]:
        """What a person should know of the file itself: formulas on these sheets that take from other files or programs."""

    def save(self, path: str) -> None:
        """Write the file, whole or not at all; the same content gives the same bytes."""
