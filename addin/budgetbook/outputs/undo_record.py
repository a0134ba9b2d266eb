"""The record of the last filling, kept in the workbook's journal, so that it can be taken back after saving and opening again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from budgetbook.model.grid import Cell
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.workbooks.live.recording import Step, Stood
from budgetbook.workbooks.port import Workbook

from .journal import Entry, read_journal, write_journal
from .packing import packed, unpacked

KIND = "撤销"
_PIECE = 8_000  # signs; longer texts do not go into cells in one block
_AT = (1, 1)  # a record stands for no cell


class Record(NamedTuple):
    """What leads back: see RecordingWorkbook. `journal` is what stood in the journal, `after` a print of each sheet that was
    written to, as filling left it; `done` says what was done, and when."""

    done: str
    steps: tuple[Step, ...]
    stood: dict[str, Stood]
    formulas: dict[str, dict[Cell, str]]
    names: dict[str, str]
    journal: tuple[tuple[str, str, Cell, str, str], ...]
    after: dict[str, str]


def write_record(workbook: Workbook, record: Record) -> None:
    """In the place of an earlier one."""
    text = packed(tuple(record))
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    write_journal(workbook, (KIND,), [Entry(KIND, "", _AT, piece, str(place)) for place, piece in enumerate(pieces, 1)])


def read_record(workbook: Workbook) -> Record | None:
    """The last filling that was not taken back. Raises BudgetbookError where somebody has changed the record."""
    pieces = [entry for entry in read_journal(workbook) if entry.kind == KIND]
    if not pieces:
        return None
    try:
        return Record(*unpacked("".join(entry.before for entry in sorted(pieces, key=lambda entry: int(entry.now)))))
    except (ValueError, TypeError):
        hint = "请从填报前的备份文件恢复"
        raise BudgetbookError(Problem("撤销用的记录已经损坏，撤销不了", workbook.name, "_budgetbook", hint=hint)) from None


def forget_record(workbook: Workbook) -> None:
    """There is nothing to be taken back any more."""
    write_journal(workbook, (KIND,), [])


def prints(workbook: Workbook, sheets: Iterable[str]) -> dict[str, str]:
    """A short print of what each of these sheets holds, those that are gone left out."""
    present = set(workbook.sheets())
    return {sheet: _print(workbook, sheet) for sheet in sheets if sheet in present}


def _print(workbook: Workbook, sheet: str) -> str:
    grid = workbook.grid(sheet)
    constants = sorted((cell, repr(value)) for cell, value in grid.values.items() if cell not in grid.formulas)
    return hashlib.sha256(repr((constants, sorted(grid.formulas.items()))).encode()).hexdigest()[:16]
