"""budgetbook's side of the benchmark: its public story, and the same steps with the baseline's eighty checks instead."""

from __future__ import annotations

import zipfile
from pathlib import Path

from budgetbook.model.amount import Scale
from budgetbook.outputs.basics import write_basics
from budgetbook.outputs.forms import write_forms
from budgetbook.outputs.tables import write_table
from budgetbook.stories.fill import fill
from budgetbook.stories.inputs import open_workbook, projects_of, required_items
from budgetbook.stories.reading import read_workbook
from budgetbook.stories.saving import save
from budgetbook.tables.build import build_table
from budgetbook.tables.plan import TablePlan

from .baselines.checks import GROWING, Cell, eighty_checks, failed
from .files import Files

Levels = dict[str, list[tuple[int, int]]]


def fill_all(files: Files, template: Path, output: Path) -> None:
    """The whole story: tables, forms, every equation derived, judged and marked."""
    fill(template, output, items=files.items, projects=files.projects, indicators=files.indicators)


def fill_with_eighty_checks(files: Files, template: Path, output: Path) -> None:
    """The steps of the story, with the baseline's checks instead of the derived ones."""
    workbook = open_workbook(template)
    items = required_items(template, workbook, files.items, "填报")
    projects = projects_of(template, workbook, files.projects, files.indicators).projects
    write_basics(workbook, items)
    reading = read_workbook(workbook, template, items)
    plans = [build_table(table, reading.grids[table.sheet], items, reading.codes.name) for table in reading.layout.tables]
    for plan in plans:
        write_table(workbook, plan)
    write_forms(workbook, projects, year=items.year)
    printed, levels = _printed(plans)
    wrong = failed(eighty_checks(levels), printed)
    assert not wrong, f"these departments break no equation, so there is nothing to colour: {wrong}"
    save(workbook, template, output)


def _printed(plans: list[TablePlan]) -> tuple[dict[Cell, int], Levels]:
    """Hundredths of 万元 by cell, and (row, level) of the rows of each table that grows, both by the plan."""
    scale, printed, levels = Scale(), dict[Cell, int](), {table: list[tuple[int, int]]() for table in GROWING}
    for plan in plans:
        sheet = plan.table.sheet
        for place, panel in enumerate(plan.panels):
            for (row, column), fen in panel.fixed.items():
                printed[sheet, row, _letter(column)] = scale.round(fen) // scale.step
            for at, line in enumerate(panel.rows, plan.table.body[0]):
                levels[_name(sheet, place)].append((at, line.level))
                for spot, fen_or_none in zip(panel.panel.columns, line.amounts, strict=True):
                    printed[sheet, at, _letter(spot.at)] = scale.round(fen_or_none or 0) // scale.step
    return printed, levels


def _name(sheet: str, panel: int) -> str:
    return sheet if sheet != "表九" else ("表九收入", "表九支出")[panel]


def _letter(column: int) -> str:
    return "ABCDEFGHIJ"[column - 1]


def never_seen(template: Path, target: Path) -> Path:
    """A template that says the same in other bytes, part by part, so that nothing remembered of another one serves for it."""
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part.filename, data + f"<!--{target.stem}-->".encode() if part.filename.endswith(".xml") else data)
    target.with_suffix(".toml").write_bytes(template.with_suffix(".toml").read_bytes())
    return target
