"""撤销: filling an open workbook so that it can be taken back, and taking it back."""

from __future__ import annotations

import time
from pathlib import Path

from budgetbook.checks.rules.settings import Settings
from budgetbook.items.line_items import LineItems
from budgetbook.items.projects import ProjectLists
from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.outputs.journal import SHEET as JOURNAL
from budgetbook.outputs.journal import Entry, read_journal, write_journal
from budgetbook.outputs.marks import clear
from budgetbook.outputs.undo_record import KIND, Record, forget_record, prints, read_record, write_record
from budgetbook.workbooks.live.keeping import dismiss, kept_sheets
from budgetbook.workbooks.live.recording import RecordingWorkbook
from budgetbook.workbooks.live.taking_back import give_formulas, take_back
from budgetbook.workbooks.live.workbook import LiveWorkbook

from .fill import WHOLE, Part, fill_workbook
from .outcome import Outcome, Step, quiet


class NotPutBackError(Exception):
    """Filling went wrong, and putting everything back went wrong as well: the workbook is half filled."""


def fill_undoably(
    workbook: LiveWorkbook,
    path: Path,
    items: LineItems,
    goals: ProjectLists,
    *,
    settings: Settings,
    done: str,
    part: Part = WHOLE,
    step: Step = quiet,
) -> Outcome:
    """Fill, check and mark the open workbook; how to take it back is kept in it. Whatever goes wrong on the way, an interruption
    by `step` included, the workbook is put back as it was and the error goes on. `done` says what this is for the user.

    Raises NotPutBackError where even that does not work."""
    journal, older = read_journal(workbook), kept_sheets(workbook)
    recording = RecordingWorkbook(workbook, aside=(JOURNAL,))
    try:
        outcome = fill_workbook(recording, path, items, goals, settings=settings, part=part, step=step)
        record = _record(workbook, recording, journal, f"{done}（{time.strftime('%Y-%m-%d %H:%M')}）")
        write_record(workbook, record)
    except BaseException:
        try:
            _put_back(workbook, recording, journal)
            dismiss(workbook, kept_sheets(workbook) - older)
        except Exception as error:
            raise NotPutBackError from error
        raise
    dismiss(workbook, older)
    return outcome


def _record(workbook: LiveWorkbook, recording: RecordingWorkbook, journal: list[Entry], done: str) -> Record:
    before = tuple((entry.kind, entry.sheet, entry.cell, entry.before, entry.now) for entry in journal if entry.kind != KIND)
    after = prints(workbook, recording.stood)
    return Record(done, tuple(recording.steps), recording.stood, recording.formulas, recording.names, before, after)


def _put_back(workbook: LiveWorkbook, recording: RecordingWorkbook, journal: list[Entry]) -> None:
    take_back(workbook, recording.steps, recording.stood)
    give_formulas(workbook, recording.formulas, recording.names)
    kinds = {entry.kind for entry in (*journal, *read_journal(workbook))}
    write_journal(workbook, kinds, journal)


def keeps_record(workbook: LiveWorkbook) -> bool:
    """Whether the workbook holds anything for undoing, out of sight."""
    return bool(kept_sheets(workbook)) or any(entry.kind == KIND for entry in read_journal(workbook))


def forget_filling(workbook: LiveWorkbook) -> None:
    """The last filling can no longer be taken back, and nothing of what was before it is left in the workbook."""
    forget_record(workbook)
    dismiss(workbook, kept_sheets(workbook))


def last_filling(workbook: LiveWorkbook) -> Record:
    """What can be taken back. Raises BudgetbookError when there is nothing."""
    record = read_record(workbook)
    if record is None:
        hint = "撤销只对最近一次用本工具填报、并且还没有撤销过的工作簿有效"
        raise BudgetbookError(Problem("没有可以撤销的填报", workbook.name, hint=hint))
    return record


def changed_since(workbook: LiveWorkbook, record: Record) -> list[str]:
    """The sheets that somebody has worked on since the filling: what he did there would go, too."""
    now = prints(workbook, record.after)
    return [sheet for sheet, was in record.after.items() if now.get(sheet) != was]


def undo(workbook: LiveWorkbook, record: Record) -> None:
    """Take the filling back: values, formulas, merges, fills, notes, rows and sheets. Raises BudgetbookError, and changes
    nothing, where a sheet that it needs is gone."""
    missing = [sheet for sheet in record.stood if sheet not in workbook.sheets()]
    if missing:
        said = f"填报之后有工作表被删除或改名：{'、'.join(missing)}，撤销不了"
        raise BudgetbookError(Problem(said, workbook.name, hint="请恢复这些工作表的名字，或从填报前的备份文件恢复"))
    clear(workbook)
    take_back(workbook, record.steps, record.stood)
    give_formulas(workbook, record.formulas, record.names)
    before = [Entry(*entry) for entry in record.journal]
    forget_record(workbook)
    write_journal(workbook, {entry.kind for entry in (*before, *read_journal(workbook))}, before)
    dismiss(workbook, kept_sheets(workbook))
