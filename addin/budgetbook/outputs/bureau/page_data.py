"""What the page shows, as plain data: the overview at once, the findings in packed blocks that are opened when asked for.

Findings are most of the data and are seldom looked at; packed, a page of 5,000 departments opens as fast as one of ten."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Any

from budgetbook.model.finding import Finding
from budgetbook.outputs.report import summary_line

from .families import FAMILIES, Heat, family_of
from .finding_list import said
from .overview import CONCLUSIONS, Line, Totals, amount_text, link_to, place_of
from .results import Result

BLOCK = 50  # workbooks packed together: few enough to open at a click, enough to pack well
MOST = 300  # findings of one workbook on the page; all of them are in findings.csv


class Blocks:
    """The findings of all workbooks in the order in which they are added, packed."""

    def __init__(self) -> None:
        self.packed: list[str] = []
        self._open: list[dict[str, Any]] = []
        self._count = 0

    def add(self, result: Result) -> tuple[int, int]:
        """Takes a result in; returns in which block and at which place its findings stand."""
        self._open.append(_details(result))
        at = divmod(self._count, BLOCK)
        self._count += 1
        if len(self._open) == BLOCK:
            self.close()
        return at

    def close(self) -> None:
        """Packs what has been added since the last full block."""
        if self._open:
            self.packed.append(packed(dense(self._open)))
            self._open = []


def overview_data(lines: Sequence[tuple[Line, tuple[int, int]]], whole: Totals, way: str = "") -> dict[str, Any]:
    """All that the page needs to open; each line with where its findings stand. Amounts are texts in 万元; `way` leads from the
    page to the folder of the run, "" where that is the page's own."""
    return {
        "way": way,
        "conclusions": CONCLUSIONS,
        "families": [[family.name, family.says] for family in FAMILIES],
        "totals": {
            "departments": whole.departments,
            "workbooks": whole.workbooks,
            "amount": amount_text(whole.amount),
            "unknown": whole.unknown,
            "conclusions": whole.conclusions,
            "years": whole.years,
        },
        "rows": [_row(line, at) for line, at in lines],
    }


def packed(text: str) -> str:
    """As the page's script unpacks it."""
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode()


def dense(data: object) -> str:
    """JSON without blanks."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _row(line: Line, at: tuple[int, int]) -> list[Any]:
    task = line.task
    heats = [_heat(heat) for heat in line.heats]
    amount = amount_text(task.amount)
    return [
        task.department,
        task.name,
        task.year,
        amount,
        place_of(line.conclusion),
        heats,
        list(task.problems),
        link_to(task),
        *at,
    ]


def _heat(heat: Heat) -> list[int] | None:
    """The place of the verdict in CONCLUSIONS, how many findings, whether only partly looked at."""
    return None if heat.verdict is None else [place_of(heat.verdict), heat.places, int(heat.partly)]


def _details(result: Result) -> dict[str, Any]:
    report = result.report
    if report is None:
        return {"says": "", "found": [], "left": 0, "unchecked": []}
    return {
        "says": summary_line(report),
        "found": [_found(finding) for finding in report.findings[:MOST]],
        "left": max(0, len(report.findings) - MOST),
        "unchecked": [[check.code, check.says, check.reason] for check in report.checks if check.reason],
    }


def _found(finding: Finding) -> list[Any]:
    place, related = finding.place, said(finding.related)
    where = (place.sheet, place.cell) if place else ("", "")
    kind = (place_of(finding.verdict), family_of(finding.code), finding.code)
    return [*kind, *where, finding.message, finding.hint, related, finding.reason]
