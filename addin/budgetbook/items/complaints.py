"""Complaints: what is wrong in a list, gathered text by text with all the rows that have the text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from budgetbook.model.problem import Problem

from .blocks import rows_text
from .columns import Column, Mask
from .sources import Source

MOST = 200  # texts complained about under one heading; the rest is counted


class Complaint(NamedTuple):
    """What is wrong with one text."""

    message: str
    hint: str = ""
    warning: bool = False


class Complaints:
    """Gathers the problems of one list; each names file, sheet, rows and column."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = list(source.problems)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if not problem.warning]

    def judge(self, heading: str, column: Column, complain: Callable[[str], Complaint | None], rows: Mask | None = None) -> None:
        """Ask of every text that one of the rows (default: any row) has what is wrong with it; None is nothing."""
        said = {at: complain(value) for at, value in enumerate(column.values)}
        self.say(heading, column, {at: complaint for at, complaint in said.items() if complaint}, rows)

    def judge_blank(self, heading: str, column: Column, complaint: Complaint, rows: Mask | None = None) -> None:
        """The complaint where one of the rows is blank."""
        if "" in column.values:
            self.say(heading, column, {column.values.index(""): complaint}, rows)

    def say(self, heading: str, column: Column, complaints: Mapping[int, Complaint], rows: Mask | None = None) -> None:
        """Complaints about texts, by their place in the column's values."""
        if not complaints:
            return
        counts = np.bincount(column.codes if rows is None else column.codes[rows], minlength=len(column.values))
        there = [at for at in complaints if counts[at]]
        for at in there[:MOST]:
            chosen = column.codes == at if rows is None else (column.codes == at) & rows
            self.add(complaints[at], heading, self.source.rows[chosen])
        if len(there) > MOST:
            rest = f"还有 {len(there) - MOST} 种这一列的问题没有列出"
            warning = all(complaints[at].warning for at in there[MOST:])
            self.add(Complaint(rest, "先改好上面的，再检查一次", warning), heading)

    def add(self, complaint: Complaint, heading: str = "", rows: NDArray[np.int64] | None = None) -> None:
        """One problem in these rows (numbers in the file) under this heading."""
        column = f"“{self.source.called(heading)}”" if heading else ""
        place = (rows_text(rows) if rows is not None and len(rows) else "") + column
        source = self.source
        self.problems.append(Problem(complaint.message, source.file, source.sheet, place, complaint.hint, complaint.warning))
