"""The list of findings as two files: CSV for people with Excel or WPS, parquet for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from budgetbook.workbooks.file.saving import write_whole

from .finding_list import HEADINGS, Row
from .harmless import harmless

CSV, PARQUET = "findings.csv", "findings.parquet"
_AT_ONCE = 5_000  # rows turned into columns together


class Findings:
    """Rows that are kept as Arrow columns, about half of what they take as Python texts; written when all are there."""

    def __init__(self) -> None:
        self._rows: list[Row] = []
        self._batches: list[Any] = []
        self.count = 0

    def add(self, rows: Iterable[Row]) -> None:
        before = len(self._rows)
        self._rows += rows
        self.count += len(self._rows) - before
        if len(self._rows) >= _AT_ONCE:
            self._pack()

    def write_csv(self, path: Path) -> None:
        """UTF-8 with BOM, every field quoted, nothing that a spreadsheet program would run. Raises BudgetbookError."""
        self._pack()
        write_whole(str(path), _csv(self._batches))

    def write_parquet(self, path: Path) -> None:
        """The texts as they are: nothing in a parquet file is ever run. Raises BudgetbookError."""
        import pyarrow as pa
        from pyarrow import parquet

        self._pack()
        sink = pa.BufferOutputStream()
        parquet.write_table(pa.Table.from_batches(self._batches, _schema()), sink, compression="zstd")
        write_whole(str(path), [memoryview(sink.getvalue())])

    def _pack(self) -> None:
        import pyarrow as pa

        if self._rows:
            columns = [pa.array(column, pa.string()) for column in zip(*self._rows, strict=True)]
            self._batches.append(pa.RecordBatch.from_arrays(columns, schema=_schema()))
            self._rows = []


def _schema() -> Any:
    import pyarrow as pa

    return pa.schema([(heading, pa.string()) for heading in HEADINGS])


def _csv(batches: Iterable[Any]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _lines([HEADINGS])
    for batch in batches:
        yield _lines(zip(*(column.to_pylist() for column in batch.columns), strict=True))


def _lines(rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(map(harmless, row) for row in rows)
    return text.getvalue().encode("utf-8", "replace")
