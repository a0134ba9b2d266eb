"""Where Excel's arrow keys lead among cells that hold something, and the block of cells around one."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from budgetbook.model.grid import LAST_COLUMN, LAST_ROW, Area, Cell

_STEPS = {
    **dict.fromkeys(("up", "u"), (-1, 0)),
    **dict.fromkeys(("down", "d"), (1, 0)),
    **dict.fromkeys(("left", "l"), (0, -1)),
    **dict.fromkeys(("right", "r"), (0, 1)),
}


def end_of_run(filled: AbstractSet[Cell], start: Cell, direction: str) -> Cell:
    """The last cell of a run when the next one is filled, else the next filled cell, else the edge of the sheet."""
    if direction not in _STEPS:
        raise ValueError(f"end({direction!r})")
    step = _STEPS[direction]
    axis, forward = (0, step[0] > 0) if step[0] else (1, step[1] > 0)
    line = sorted((cell[axis] for cell in filled if cell[1 - axis] == start[1 - axis]), reverse=not forward)
    ahead = [at for at in line if (at > start[axis] if forward else at < start[axis])]
    here, by = start[axis], 1 if forward else -1
    last = (LAST_ROW if axis == 0 else LAST_COLUMN) if forward else 1
    if not ahead:
        found = last
    elif start in filled and ahead[0] == here + by:
        found = ahead[0]
        for at in ahead[1:]:
            if at != found + by:
                break
            found = at
    else:
        found = ahead[0]
    return (found, start[1]) if axis == 0 else (start[0], found)


def region(filled: AbstractSet[Cell], start: Cell) -> Area:
    """The rectangle around a cell that is bounded by empty rows and columns."""
    area = Area(*start, *start)
    while True:
        near = [
            cell for cell in filled if area.top - 1 <= cell[0] <= area.bottom + 1 and area.left - 1 <= cell[1] <= area.right + 1
        ]
        rows, columns = [row for row, _ in near], [column for _, column in near]
        grown = Area(min([area.top, *rows]), min([area.left, *columns]), max([area.bottom, *rows]), max([area.right, *columns]))
        if grown == area:
            return area
        area = grown
