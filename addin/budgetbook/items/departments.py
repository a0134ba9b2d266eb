"""One list with the lines of many departments, or units: each one's own lines, as if they stood in a file of their own."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from budgetbook.model.problem import BudgetbookError, Problem
from budgetbook.model.text import name_key

from .blocks import rows_text
from .columns import Column, Mask, Whole, column_of_places, distinct
from .headings import headings_of
from .line_items import LineItems
from .sources import Source, open_block, source_of
from .validate import validated

_HEADINGS = {"department": ("部门名称", "部门编码"), "unit": ("单位名称", "单位编码")}


class Share(NamedTuple):
    """One department's lines in a list: its name as first written, its code, and where the lines stand in the source."""

    name: str
    code: str
    lines: Whole


class Departments:
    """A list taken apart by department or unit. Raises BudgetbookError where the list cannot be read, or where lines do not say
    whose they are."""

    def __init__(self, path: Path, by: str) -> None:
        self.by = by
        self._source = source_of(open_block(path, headings_of("line_items")), headings_of("line_items"))
        if self._source.problems:
            raise BudgetbookError(self._source.problems)
        self.shares: Mapping[str, Share] = self._shares()

    def items(self, key: str) -> LineItems:
        """The line items of one. A unit that publishes for itself is its own department.

        Raises BudgetbookError with all problems of its lines; their rows are those of the whole list."""
        return LineItems(validated(self._own(key)))

    def fingerprint(self, key: str) -> str:
        """The same as long as the lines of one say the same and stand in the same rows."""
        return fingerprint(self._own(key))

    def owners(self, heading: str) -> dict[str, set[str]]:
        """Whose lines have which name under a heading: the keys of the shares by the key of the name."""
        column = self._source.column(heading)
        keys, owners = [name_key(text) for text in column.values], defaultdict[str, set[str]](set)
        for key, share in self.shares.items():
            for at in set(column.codes[share.lines].tolist()):
                owners[keys[at]].add(key)
        owners.pop("", None)
        return dict(owners)

    def _shares(self) -> dict[str, Share]:
        """By what tells one from the others: its name, where it has one, else its code."""
        names, codes = (self._source.column(heading) for heading in _HEADINGS[self.by])
        pairs = names.codes.astype(np.int64) * len(codes.values) + codes.codes
        first, of = distinct(pairs)
        said = [(names.values[names.codes[at]], codes.values[codes.codes[at]]) for at in first.tolist()]
        keys = [name_key(name or code) for name, code in said]
        groups = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        group = np.array([groups[key] for key in keys], np.int64)[of]
        self._refuse_nameless(group == groups.get("", -1))
        order = np.argsort(group, kind="stable")
        parts = np.split(order, np.searchsorted(group[order], np.arange(1, len(groups))))
        return {key: self._share(names, codes, lines) for key, lines in zip(groups, parts, strict=True)}

    def _share(self, names: Column, codes: Column, lines: Whole) -> Share:
        code = next((text for at in codes.codes[lines].tolist() if (text := codes.values[at])), "")
        return Share(names.values[names.codes[lines[0]]] or code, code, lines)

    def _refuse_nameless(self, lines: Mask) -> None:
        if lines.any():
            heading = _HEADINGS[self.by][0]
            place = f"{rows_text(self._source.rows[lines])}“{self._source.called(heading)}”"
            hint = "按部门（单位）分开填报时，每一行都要写明归谁"
            raise BudgetbookError(Problem(f"没有{heading}", self._source.file, self._source.sheet, place, hint))

    def _own(self, key: str) -> Source:
        source = self._source
        if key not in self.shares:
            raise BudgetbookError(Problem(f"明细里没有“{key}”了", source.file, source.sheet, hint="请重新运行"))
        share = self.shares[key]
        own = taken(source, share.lines)
        if self.by == "unit":
            for heading, text in zip(_HEADINGS["department"], (share.name, share.code), strict=True):
                own.columns[heading] = Column.constant(text, len(share.lines))
        return own


def taken(source: Source, lines: Whole) -> Source:
    """Some lines of a source, as if they stood in a file of their own."""
    columns = {heading: _only(column, lines) for heading, column in source.columns.items()}
    return Source(source.file, source.sheet, source.rows[lines], columns, source.written, above=source.above)


def fingerprint(source: Source) -> str:
    """The same as long as its lines say the same and stand in the same rows."""
    mark = hashlib.sha256()
    mark.update(repr((source.file, source.sheet, source.above)).encode("utf-8", "surrogatepass") + source.rows.tobytes())
    for heading in sorted(source.columns):
        column = source.columns[heading]
        mark.update(repr((heading, source.called(heading), column.values)).encode("utf-8", "surrogatepass"))
        mark.update(column.codes.tobytes())
    return mark.hexdigest()


def _only(column: Column, lines: Whole) -> Column:
    """Some rows of a column, and only texts that they have, in the order in which they have them."""
    return column_of_places(column.codes[lines] + 1, column.values)
