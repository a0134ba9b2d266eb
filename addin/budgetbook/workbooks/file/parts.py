"""Which parts of a package may hold references to cells, and on which sheet each of them stands."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from budgetbook.workbooks.file.names import REL_ID
from budgetbook.workbooks.file.package import Package
from budgetbook.workbooks.file.workbook_part import WorkbookPart

# Kinds of parts by the last word of the relationship that leads to them; what lies behind other relationships names no cells.
_KINDS = (
    *("worksheet", "chartsheet", "drawing", "chart", "chartEx", "chartUserShapes", "table", "comments", "threadedComment"),
    *("vmlDrawing", "ctrlProp", "pivotTable", "pivotCacheDefinition", "connections"),
)
_WITH_LINKS = ("worksheet", "drawing")  # a link to a place in the workbook may hide in their relationships


class Held(NamedTuple):
    """A part and what it is; `sheet` is the name of the sheet that it stands on, "" for the workbook's own."""

    kind: str
    part: str
    sheet: str


def held(workbook: WorkbookPart) -> list[Held]:
    """All parts that may hold references, each once; looked up anew when parts have come or gone."""
    if workbook.held is None or workbook.held[0] != workbook.package.links:
        workbook.held = workbook.package.links, list(_held(workbook))
    found: list[Held] = workbook.held[1]
    return found


def _held(workbook: WorkbookPart) -> Iterator[Held]:
    names = {tab.get(REL_ID): tab.get("name") or "" for tab in workbook.tabs()}
    seen = {workbook.part}
    yield Held("workbook", workbook.part, "")
    for relation in workbook.package.relationships(workbook.part):
        if not relation.external:
            yield from _below(workbook.package, kind(relation.type), relation.target, names.get(relation.id, ""), seen)


def kind(relationship_type: str) -> str:
    """worksheet, drawing, image ...: what a relationship leads to."""
    return relationship_type.rpartition("/")[2]


def relationships_part(part: str) -> str:
    """Where the relationships of a part are kept."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _below(package: Package, what: str, part: str, sheet: str, seen: set[str]) -> Iterator[Held]:
    if what not in _KINDS or part in seen or not package.has(part):
        return
    seen.add(part)
    yield Held(what, part, sheet)
    relations = package.relationships(part)
    if relations and what in _WITH_LINKS:
        yield Held("relationships", relationships_part(part), sheet)
    for relation in relations:
        if not relation.external:
            yield from _below(package, kind(relation.type), relation.target, sheet, seen)
