"""Marks: colours, notes and the sheet 校验结果 put into a workbook, and taken off again without a trace."""

from __future__ import annotations

from collections.abc import Mapping

from budgetbook.model.figure import Place
from budgetbook.model.finding import Report
from budgetbook.model.grid import Cell
from budgetbook.model.problem import BudgetbookError
from budgetbook.workbooks.port import Workbook

from .accepted import KIND as ACCEPTED
from .accepted import journal_entries, read_accepted
from .journal import SHEET as JOURNAL
from .journal import Entry, read_journal, write_journal
from .mark_plan import SIGNATURE, plan_colours, plan_notes
from .restore import locate, restore_fills
from .results import SHEET as RESULTS
from .results import write_results

FILL, NOTE = "底色", "批注"
_OURS = (FILL, NOTE, ACCEPTED)


def mark(workbook: Workbook, report: Report) -> None:
    """Show the report in the workbook. Marks of an earlier check go first, so checking twice is checking once."""
    clear(workbook)
    accepted = journal_entries(read_accepted(workbook))
    sheets = set(workbook.sheets())
    colours, texts = plan_colours(report, sheets), plan_notes(report, sheets)
    entries: list[Entry] = []
    for sheet in workbook.sheets():
        here = {place: colour for place, colour in sorted(colours.items()) if place.sheet == sheet}
        entries += _paint(workbook, sheet, {(place.row, place.column): colour for place, colour in here.items()})
        entries += _annotate(workbook, sheet, _on(sheet, texts))
    write_results(workbook, report)
    write_journal(workbook, _OURS, [*accepted, *entries])


def clear(workbook: Workbook) -> bool:
    """Take all marks off; False when there were none. A cell keeps a colour that the user gave it since, and a note keeps what
    the user has added. Reasons for which findings were accepted stay in the journal."""
    entries, accepted = read_journal(workbook), journal_entries(read_accepted(workbook))
    marked = RESULTS in workbook.sheets() or any(entry.kind in (FILL, NOTE) for entry in entries)
    notes = [entry for entry in entries if entry.kind == NOTE]
    for sheet, held in locate(workbook, [entry for entry in entries if entry.kind == FILL]).items():
        noted = {entry.cell for entry in notes if entry.sheet == held[0].sheet}
        restore_fills(workbook, sheet, held, moved=_ours(workbook.notes(sheet)).keys() != noted)
    if notes:
        for sheet in workbook.sheets():
            _take_off_notes(workbook, sheet, [entry.now for entry in notes])
    if RESULTS in workbook.sheets():
        workbook.remove_sheet(RESULTS)
    if accepted or JOURNAL in workbook.sheets():
        write_journal(workbook, _OURS, accepted)
    return marked


def _on(sheet: str, texts: Mapping[Place, str]) -> dict[Cell, str]:
    return {(place.row, place.column): text for place, text in sorted(texts.items()) if place.sheet == sheet}


def _paint(workbook: Workbook, sheet: str, colours: Mapping[Cell, str]) -> list[Entry]:
    if not colours:
        return []
    before = workbook.fills(sheet, colours)
    workbook.paint(sheet, colours)
    return [Entry(FILL, sheet, cell, before[cell], colour) for cell, colour in colours.items()]


def _annotate(workbook: Workbook, sheet: str, texts: Mapping[Cell, str]) -> list[Entry]:
    """Our text in a note of its own, or behind the note that is there; a cell that takes no note goes without."""
    if not texts:
        return []
    present = workbook.notes(sheet)
    notes = {cell: f"{present[cell]}\n{text}" if cell in present else text for cell, text in texts.items()}
    try:
        workbook.note(sheet, notes)
        taken = set(notes)
    except BudgetbookError:
        taken = {cell for cell, text in notes.items() if _takes(workbook, sheet, cell, text)}
    return [Entry(NOTE, sheet, cell, present.get(cell, ""), texts[cell]) for cell in texts if cell in taken]


def _takes(workbook: Workbook, sheet: str, cell: Cell, text: str) -> bool:
    """Whether the workbook lets the cell have this note; it refuses where people are talking in threaded comments."""
    try:
        workbook.note(sheet, {cell: text})
    except BudgetbookError:
        return False
    return True


def _ours(notes: Mapping[Cell, str]) -> dict[Cell, tuple[str, str]]:
    """The notes that bear our signature: what stands before it, and our text with what has been added to it."""
    found = {}
    for cell, note in notes.items():
        before, signature, behind = note.partition(SIGNATURE)
        if signature and (not before or before.endswith("\n")):
            found[cell] = (before, signature + behind)
    return found


def _take_off_notes(workbook: Workbook, sheet: str, written: list[str]) -> None:
    """Notes are found by our signature, wherever their cells have moved since."""
    cleaned: dict[Cell, str | None] = {}
    for cell, (before, text) in _ours(workbook.notes(sheet)).items():
        known = max((each for each in written if text.startswith(each)), key=len, default=text)
        added = text.removeprefix(known)
        cleaned[cell] = before[:-1] + added if before else added.lstrip("\n") or None
    if cleaned:
        workbook.note(sheet, cleaned)
